"""Bytes of a results.json, from whoever -> a `Result` that fits the plan, or a sentence about why it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import containing, parse
from rbm_spec.kernel.values import REASONS
from rbm_spec.plan.model import Component, Dimension, Indicator, Plan
from rbm_spec.render.printing import one_line
from rbm_spec.results.facts import method_of
from rbm_spec.results.report.result import Figure, Result, SourceFile, Submitted

MOST_BYTES = 64 * 1024 * 1024
MOST_NOTES = 1000
LONGEST = 2000
MOST_ROWS = 10**15
STATUSES = ("A", "B", "P", "O", "Q")
SHARES = ("whole", "part", "none")
ASSESSMENTS = ("met", "not_met", "not_assessed")
_NUMBER = r"-?[0-9]{1,310}(?:\.[0-9]{1,30})?"
PUBLISHED = {
    "number": re.compile(_NUMBER, re.ASCII),
    "k_of_n": re.compile(f"{_NUMBER} out of {_NUMBER}", re.ASCII),
    "ratio": re.compile(f"{_NUMBER}:{_NUMBER}", re.ASCII),
    "yes_no": re.compile("yes|no"),
}
_HASH = re.compile("[0-9a-f]{64}")


class NotAResult(Exception):
    """A file that cannot be reported; the message is a sentence for people."""


def read_result(plan: Plan, file: str, content: bytes) -> Result:
    """Everything in the file, checked. Raises `NotAResult`; figures of indicators that the plan lacks are left out."""
    try:
        return _Reader(plan, file).result(_object(content))
    except NotAResult as error:
        raise NotAResult(f"{one_line(file)}: {one_line(str(error))}") from None


def _object(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise NotAResult(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        return json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise NotAResult("This is not UTF-8, as a results.json of rbm-spec calc is.") from None
    except (ValueError, RecursionError):
        raise NotAResult("This is not a results.json of rbm-spec calc: it cannot be read as JSON.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAResult("A key is there twice in one object, so it is not clear what is meant.")
    return found


def _no_number(text: str) -> NoReturn:
    raise NotAResult(f"{text} is no number.")


@dataclass(frozen=True)
class _Reader:
    plan: Plan
    file: str

    def result(self, given: Any) -> Result:
        top = _typed(given, dict, "The file")
        head = _typed(top.get("plan"), dict, "plan")
        if head.get("id") != self.plan.spec.id:
            raise NotAResult(f'These are results of the plan "{head.get("id")}", not of "{self.plan.spec.id}".')
        given = [_given(each) for each in _list(top.get("datasets", []), "datasets")]
        given += [_sent(each) for each in _list(top.get("submitted", []), "submitted")]
        figures, unknown = self._figures(_list(top.get("results"), "results"))
        return Result(
            file=self.file,
            period=self._period(top.get("period")),
            version=_text(head.get("version"), "version of the plan"),
            spec_hash=_hash(top.get("spec_hash"), "spec_hash"),
            data_hash=_hash(top.get("data_hash"), "data_hash"),
            synthetic=_typed(top.get("synthetic"), bool, "synthetic"),
            notes=tuple(_text(each, "a note") for each in _list(top.get("notes"), "notes")[:MOST_NOTES]),
            faults=_count(top.get("faults"), "faults"),
            datasets={each.dataset: each for each in given if each.dataset in self.plan.datasets},
            withheld=dict(self._withheld(_typed(top.get("withheld"), dict, "withheld"))),
            figures=figures,
            unknown=unknown,
        )

    def _period(self, given: Any) -> str:
        label = _text(given, "period")
        frequencies = {each.spec.frequency for each in self.plan.indicators.values()}
        if not any(containing(label, each, self.plan.start) for each in frequencies):
            raise NotAResult(f'"{label}" is no period of this plan.')
        return label

    def _withheld(self, given: Mapping[str, Any]) -> Iterable[tuple[str, tuple[tuple[str, ...], ...]]]:
        for name, several in given.items():
            if name not in self.plan.indicators:
                continue
            known = set(map(_paths, self.plan.indicators[name].breakdowns))
            listed = tuple(tuple(map(str, _list(paths, "withheld"))) for paths in _list(several, "withheld"))
            yield name, tuple(paths for paths in listed if paths in known)

    def _figures(self, given: list[Any]) -> tuple[dict[tuple[str, str], tuple[Figure, ...]], tuple[str, ...]]:
        found: dict[tuple[str, str], dict[By, Figure]] = {}
        unknown: dict[str, None] = {}
        for item in given:
            each = _typed(item, dict, "An entry of results")
            name, component = _text(each.get("indicator"), "indicator"), _text(each.get("component"), "component")
            if name not in self.plan.indicators:
                unknown[name] = None
                continue
            place = f"{name}.{component}".rstrip(".")
            figure = self._figure(self.plan.indicators[name], component, each, place)
            if figure is None:
                unknown[place] = None
                continue
            cells = found.setdefault((name, component), {})
            if figure.by in cells:
                raise NotAResult(f"{place} has two figures for the same cell.")
            cells[figure.by] = figure
        return {key: tuple(cells.values()) for key, cells in found.items()}, tuple(unknown)

    def _figure(self, indicator: Indicator, name: str, each: Mapping[str, Any], place: str) -> Figure | None:
        period = _text(each.get("period"), f"The period of {place}")
        if parse(period, indicator.spec.frequency, self.plan.start) is None:
            raise NotAResult(f'"{period}" is no period of {place}, which is {indicator.spec.frequency}.')
        components = {one.id: one for one in method_of(self.plan, indicator, period).components}
        by = self._cell(indicator, _typed(each.get("cell"), dict, f"The cell of {place}"))
        if name not in components or by is None:
            return None
        published, reason = each.get("published"), each.get("reason")
        n = None if each.get("n") is None else _count(each["n"], f"The n of {place}")
        _judge_hidden(each, place)
        if (published is None) == (reason is None) or (reason is not None and reason not in REASONS):
            raise NotAResult(f"{place} must have a published value or one of the reasons {', '.join(REASONS)}.")
        _judge_published(components[name], published, place)
        status = _one_of(each.get("status"), STATUSES, f"The status of {place}")
        judged = each.get("assessment")
        if judged is not None:
            judged = _one_of(judged, ASSESSMENTS, f"The assessment of {place}")
        return Figure(period, by, published, reason, status, n, judged)

    def _cell(self, indicator: Indicator, given: Mapping[str, Any]) -> By | None:
        """The cell in the order of its breakdown; None where the plan has no such breakdown or code."""
        if not given:
            return ()
        for dims in indicator.breakdowns:
            if set(_paths(dims)) == given.keys():
                known = all(self._knows(dimension, given[dimension.path]) for dimension in dims)
                return tuple((dimension.path, given[dimension.path]) for dimension in dims) if known else None
        return None

    def _knows(self, dimension: Dimension, code: Any) -> bool:
        if code is None:
            return True
        if not isinstance(code, str) or len(code) > LONGEST:
            raise NotAResult("A code in a cell must be text, or null for not stated.")
        match dimension.type.kind:
            case Kind.CODE:
                return code in self.plan.codelists[dimension.type.codelist].codes
            case Kind.BOOLEAN:
                return code in ("true", "false")
            case _:
                return True


def _given(given: Any) -> Submitted:
    """An entry of `datasets`, of data in a folder."""
    each = _typed(given, dict, "An entry of datasets")
    files = _typed(each.get("files"), dict, "files")
    return Submitted(
        _text(each.get("dataset"), "dataset"),
        "whole" if _typed(each.get("submitted"), bool, "submitted") else "none",
        None if each.get("rows") is None else _count(each["rows"], "rows"),
        _count(each.get("faults"), "faults"),
        tuple(
            SourceFile(_text(name, "the name of a file"), _hash(files[name], "the hash of a file")) for name in files
        ),
    )


def _sent(given: Any) -> Submitted:
    """An entry of `submitted`, of data in a store."""
    each = _typed(given, dict, "An entry of submitted")
    files = [_typed(one, dict, "An entry of files") for one in _list(each.get("files"), "files")]
    rows = [one.get("rows") for one in files]
    known = files and all(one is not None for one in rows)
    return Submitted(
        _text(each.get("dataset"), "dataset"),
        _one_of(each.get("share"), SHARES, "share"),
        sum(_count(one, "rows") for one in rows) if known else None,
        None,
        tuple(
            SourceFile(
                _text(one.get("file"), "file"), _hash(one.get("sha256"), "sha256"), _text(one.get("sender"), "sender")
            )
            for one in files
        ),
        tuple(_text(one, "awaited") for one in _list(each.get("awaited"), "awaited")),
    )


def _paths(dims: Iterable[Dimension]) -> tuple[str, ...]:
    return tuple(dimension.path for dimension in dims)


def _judge_hidden(each: Mapping[str, Any], place: str) -> None:
    """What is hidden is nowhere in the file; one who forgot that shall not find it in print."""
    hidden = each.get("reason") == "suppressed" or each.get("confidentiality", "F") != "F"
    if hidden and any(each.get(key) is not None for key in ("value", "published", "n")):
        raise NotAResult(f"A figure of {place} is hidden to protect people, and yet is in the file. Compute it anew.")


def _judge_published(component: Component, published: Any, place: str) -> None:
    boolean = component.type.kind is Kind.BOOLEAN
    form = PUBLISHED["yes_no" if boolean else component.spec.display]
    if published is not None and not (isinstance(published, str) and form.fullmatch(published)):
        raise NotAResult(f'"{published}" is not how {place} is published.')


def _typed(given: Any, kind: type, what: str) -> Any:
    if not isinstance(given, kind):
        names = {dict: "an object", list: "a list", bool: "true or false"}
        raise NotAResult(f"{what} must be {names[kind]}. This is not a results.json of rbm-spec calc.")
    return given


def _list(given: Any, what: str) -> list[Any]:
    found: list[Any] = _typed(given, list, what)
    return found


def _text(given: Any, what: str) -> str:
    if not isinstance(given, str) or len(given) > LONGEST:
        raise NotAResult(f"{what} must be text of at most {LONGEST} characters.")
    return one_line(given, LONGEST) if given else ""


def _hash(given: Any, what: str) -> str:
    if not isinstance(given, str) or not _HASH.fullmatch(given):
        raise NotAResult(f"{what} must be a SHA-256 of 64 digits.")
    return given


def _count(given: Any, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_ROWS:
        raise NotAResult(f"{what} must be a whole number, and not below 0.")
    return given


def _one_of(given: Any, known: tuple[str, ...], what: str) -> str:
    if given not in known:
        raise NotAResult(f"{what} must be one of {', '.join(known)}.")
    found: str = given
    return found
