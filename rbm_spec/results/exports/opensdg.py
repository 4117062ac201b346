"""Published figures of one period or several -> the folder of data that an Open SDG site is built from.

`data/` has a CSV file for each indicator, `meta/` what is said of it, `translations/` the titles, and two files of
settings need nothing of a network. The plan is the goal, its outcomes are the targets of that goal. Values are those
that are printed: of `k out of n` the share, of a ratio its first side, of a condition 1 or 0. A figure that is hidden
or absent has a line with its status and no value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.lines import csv_text
from rbm_spec.kernel.periods import Period, parse
from rbm_spec.kernel.publishing import digits
from rbm_spec.plan.model import Component, Indicator, Method, Plan
from rbm_spec.results.exports.columns import COLUMNS, Columns, columns_of
from rbm_spec.results.exports.markup import as_markdown, as_text
from rbm_spec.results.facts import Fact, method_of, words_of
from rbm_spec.results.numbers import drawn
from rbm_spec.targets.words.formulas import formula_words
from rbm_spec.targets.words.labels import unit_label
from rbm_spec.targets.words.phrases import Phrases

GOAL = "1"
PLACES = 6
NUMBERED = "indicator_{}"
FIELDS = (
    "indicator_name", "national_indicator_description", "computation_units", "computation_calculations",
    "computation_disaggregation", "national_indicator_periodicity", "admin_contact_details", "comments_limitations",
)  # fmt: skip
"""What is said of an indicator, under the names that Open SDG has for it."""
TITLES = (
    "report.definition", "report.unit", "report.how", "document.breakdowns", "report.frequency", "report.responsible",
    "report.notes",
)  # fmt: skip
"""The phrases that head these fields, after the first."""
_STATES = {True: "complete", False: "notstarted"}


@dataclass(frozen=True, slots=True)
class Point:
    """What is published of a cell."""

    indicator: str
    component: str
    period: str
    by: By
    published: str | None
    status: str


@dataclass(frozen=True)
class _Place:
    """An indicator with its number, the outcome that it stands under, and what is published of it."""

    indicator: Indicator
    numbers: tuple[str, str, str]
    target: str
    points: tuple[Point, ...]

    @property
    def id(self) -> str:
        """The name of its files."""
        return "-".join(self.numbers)


def points(facts: Iterable[Fact]) -> Iterator[Point]:
    """What facts say."""
    for each in facts:
        yield Point(each.indicator, each.component, each.period, each.by, each.published, each.status)


def files(plan: Plan, several: Iterable[Point], synthetic: bool) -> dict[str, str]:
    """The files by path. Only indicators with figures have data; the others are there, and not reported yet."""
    words = words_of(plan)
    places = tuple(_places(plan, list(several), words))
    found = {"config_data.yml": _config(plan), "metadata_schema.yml": _schema(words)}
    for place in places:
        if place.points:
            found[f"data/{NUMBERED.format(place.id)}.csv"] = _data(plan, place, words)
        found[f"meta/{place.id}.yml"] = _yaml(_meta(plan, place, words, synthetic))
    for name, titles in _titles(plan, places).items():
        found[f"translations/{plan.spec.authoring_language}/{name}.yml"] = _yaml(titles)
    return found


def _places(plan: Plan, several: Sequence[Point], words: Phrases) -> Iterator[_Place]:
    """Indicators under the first outcome that names them, the others under one target more."""
    known: dict[str, list[Point]] = {}
    for each in several:
        known.setdefault(each.indicator, []).append(each)
    left = dict(plan.indicators)
    listed = [(outcome.statement, outcome.indicators) for outcome in plan.outcomes.values()]
    listed.append((words.say("report.no_outcome"), tuple(plan.indicators)))
    for target, (title, names) in enumerate(listed, start=1):
        own = [left.pop(name) for name in dict.fromkeys(names) if name in left]
        for number, indicator in enumerate(own, start=1):
            yield _Place(indicator, (GOAL, str(target), str(number)), title, tuple(known.get(indicator.id, ())))


def _data(plan: Plan, place: _Place, words: Phrases) -> str:
    columns = columns_of(plan, place.indicator, _methods(plan, place), words)
    several = sorted(place.points, key=lambda each: each.period)
    lines = [list(_line(plan, place.indicator, each, columns)) for each in several]
    header = [COLUMNS.year, *columns.series, *columns.units, *columns.dimensions.values(), *COLUMNS.last]
    return csv_text(header, lines)


def _methods(plan: Plan, place: _Place) -> list[Method]:
    """Those of the periods, each once; today's where there is no figure."""
    periods = dict.fromkeys(each.period for each in place.points)
    found: list[Method] = []
    for method in [method_of(plan, place.indicator, each) for each in periods] or [place.indicator.method]:
        if method not in found:
            found.append(method)
    return found


def _line(plan: Plan, indicator: Indicator, point: Point, columns: Columns) -> Iterator[object]:
    period = parse(point.period, indicator.spec.frequency, plan.start)
    assert period is not None
    method = method_of(plan, indicator, point.period)
    component = next(each for each in method.components if each.id == point.component)
    yield _year(indicator, period)
    if columns.series:
        yield columns.series_of[point.component]
    if columns.units:
        yield columns.unit_of[component.spec.unit]
    cell = dict(point.by)
    for path in columns.dimensions:
        yield columns.said(path, cell[path]) if path in cell else ""
    yield point.status
    yield _value(component, point.published)


def _year(indicator: Indicator, period: Period) -> str:
    """Quarters have their label; all else stands at the year in which it ends."""
    return period.label if indicator.spec.frequency == "quarterly" else str(period.end.year)


def _value(component: Component, published: str | None) -> str:
    if published in ("yes", "no") and component.type.kind is Kind.BOOLEAN:
        return str(int(published == "yes"))
    value = drawn(published)
    if value is None:
        return ""
    return published if published and component.spec.display == "number" else _short(value)


def _short(value: Fraction) -> str:
    return f"{Decimal(digits(value, PLACES)).normalize():f}"


def _meta(plan: Plan, place: _Place, words: Phrases, synthetic: bool) -> dict[str, object]:
    indicator, spec = place.indicator, place.indicator.spec
    method = _methods(plan, place)[-1]
    made_up = f"{words.say('report.synthetic_short')}. " if synthetic else ""
    return {
        "indicator_number": ".".join(place.numbers),
        "target_number": ".".join(place.numbers[:2]),
        "target_name": as_text(place.target),
        "indicator_name": made_up + as_text(spec.title),
        "graph_title": made_up + as_text(spec.title),
        "graph_type": "line",
        "reporting_status": _STATES[any(each.published is not None for each in place.points)],
        "data_non_statistical": False,
        "national_indicator_description": as_markdown(spec.definition),
        "computation_units": as_markdown(", ".join(_units(plan, method, words))),
        "computation_calculations": _calculations(plan, method, words),
        "computation_disaggregation": as_markdown("; ".join(_breakdowns(indicator, words))),
        "national_indicator_periodicity": as_markdown(words.say(f"frequencies.{spec.frequency}")),
        "admin_contact_details": as_markdown(spec.responsible),
        "comments_limitations": "\n\n".join(as_markdown(each) for each in _comments(plan, place, words, synthetic)),
        **_sources(plan, indicator),
    }


def _units(plan: Plan, method: Method, words: Phrases) -> Iterable[str]:
    return dict.fromkeys(unit_label(plan, each.spec.unit, words) for each in method.components)


def _calculations(plan: Plan, method: Method, words: Phrases) -> str:
    """A paragraph for each quantity, in words where a formula can be said in words."""
    said = []
    for each in method.components:
        found = formula_words(plan, method, each, words)
        label = f"{each.spec.label}: " if each.spec.label else ""
        said.append(as_markdown(label + (found.sentence if found and not found.parts else each.spec.formula.text)))
    return "\n\n".join(said)


def _breakdowns(indicator: Indicator, words: Phrases) -> Iterator[str]:
    for dims in indicator.breakdowns:
        yield words.listed(dimension.label for dimension in dims)


def _comments(plan: Plan, place: _Place, words: Phrases, synthetic: bool) -> Iterator[str]:
    if synthetic:
        yield words.say("report.synthetic")
    if place.indicator.personal:
        yield words.say("report.hiding", str(plan.spec.minimum_cell))
    for period, _ in groupby(sorted({each.period for each in place.points if each.status == "B"})):
        at = parse(period, place.indicator.spec.frequency, plan.start)
        ended = [each for each in place.indicator.methods if at and each.until is not None and each.until < at.end]
        if ended:
            yield words.say("report.break_explained", period, words.date(str(ended[-1].until)))
    if place.indicator.spec.status != "agreed":
        yield f"{words.say('report.standing')}: {words.say(f'statuses.{place.indicator.spec.status}')}"


def _sources(plan: Plan, indicator: Indicator) -> dict[str, object]:
    """The collected datasets, counted from 1 as Open SDG does."""
    named = [plan.datasets[name] for name in indicator.reads if plan.datasets[name].derivation is None]
    found: dict[str, object] = {}
    for number, dataset in enumerate(named, start=1):
        found[f"source_active_{number}"] = True
        found[f"source_organisation_{number}"] = as_markdown(dataset.spec.owner)
        found[f"source_other_info_{number}"] = as_markdown(dataset.spec.title)
    return found


def _titles(plan: Plan, places: Iterable[_Place]) -> dict[str, dict[str, object]]:
    """The titles of goal, targets and indicators, under the keys by which a site looks for them."""
    targets: dict[str, object] = {}
    indicators: dict[str, object] = {}
    for place in places:
        targets.setdefault(f"{'-'.join(place.numbers[:2])}-title", as_text(place.target))
        indicators[f"{place.id}-title"] = as_text(place.indicator.spec.title)
    goal: dict[str, object] = {f"{GOAL}-title": as_text(plan.spec.title), f"{GOAL}-short": as_text(plan.spec.title)}
    return {"global_goals": goal, "global_targets": targets, "global_indicators": indicators}


def _config(plan: Plan) -> str:
    settings = {
        "languages": [plan.spec.authoring_language],
        "site_dir": "_site",
        "schema_file": "metadata_schema.yml",
        "inputs": [
            {"class": "InputCsvData", "path_pattern": "data/*-*.csv"},
            {"class": "InputYamlMeta", "path_pattern": "meta/*-*.yml", "git": False},
        ],
        "translations": [{"class": "TranslationInputYaml", "source": "translations"}],
    }
    return _yaml(settings)


def _schema(words: Phrases) -> str:
    """The fields of `meta/`; those without a label stand on no page by themselves."""
    shown = dict(zip(FIELDS[1:], (words.say(each) for each in TITLES), strict=True))
    fields = [_field(name, label, "national") for name, label in shown.items()]
    fields += [_field("indicator_name", words.say("document.indicator"), "global")]
    fields += [_field(name, name) for name in ("reporting_status", "graph_title", "graph_type")]
    fields += [_field("data_non_statistical", "data_non_statistical", element="checkbox")]
    return _yaml({"prose": {"metadata": {"meta": fields}}})


def _field(name: str, label: str, scope: str = "", element: str = "text") -> Mapping[str, object]:
    return {"name": name, "field": {"element": element, "label": label, **({"scope": scope} if scope else {})}}


def _yaml(content: Mapping[str, object]) -> str:
    """JSON is YAML, and quotes every text."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
