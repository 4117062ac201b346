"""What each target gives -> the table of docs/support.md: from the conformance cases and the targets' own answers.

A target says which operators and functions it spells, and of a case why it does not give it. The tests beside each
target run all other cases on it and say so; at the end of a run of all tests `tests/verdicts.py` holds what is counted
here against what passed there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from rbm_spec import resources
from rbm_spec.expr.catalogue import CATALOGUE, ENTRIES
from rbm_spec.expr.nodes import Call, Expr, Name, walk
from rbm_spec.expr.rules import spelling
from rbm_spec.plan.model import Aggregate, Plan
from rbm_spec.targets.equation.formulas import latex
from rbm_spec.targets.equation.typeset import SPELLED
from rbm_spec.targets.excel.live import spellings
from rbm_spec.targets.pandas import expressions
from rbm_spec.targets.sql import engine
from rbm_spec.targets.sql.artifacts import NOT_PUBLISHED
from rbm_spec.targets.sql.dialects import DUCKDB, POSTGRES, SNOWFLAKE, SPARK, Dialect
from rbm_spec.targets.sql.rows import SPELLINGS
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.words.formulas import formula_words
from rbm_spec.targets.words.measures import measure_words
from rbm_spec.targets.words.phrases import Phrases, phrases
from tests.conformance.cases import Case
from tests.targets.excel.live.left import LEFT, UNSEEN
from tests.targets.sql.printed import refused
from tests.targets.sql.test_engine import CASES, plan_of

FAULTS = "faults in the data"
AGGREGATES = ("count", "count_distinct", "sum", "mean", "median", "min", "max", "percentile", "all", "any")


@dataclass(frozen=True)
class Given:
    """A case with its plan."""

    case: Case
    plan: Plan

    def aggregates(self) -> Iterator[Aggregate]:
        for indicator in self.plan.indicators.values():
            for method in indicator.methods:
                yield from (measure.aggregate for measure in method.measures.values())
        for dataset in self.plan.datasets.values():
            if dataset.derivation is not None:
                yield from dataset.derivation.fields.values()

    def expressions(self) -> Iterator[Expr]:
        for each in self.aggregates():
            yield from filter(None, (each.of, each.condition))
        for indicator in self.plan.indicators.values():
            yield from (component.formula for method in indicator.methods for component in method.components)
        for dataset in self.plan.datasets.values():
            yield from (rule.condition for rule in dataset.rules)
            if dataset.derivation is not None and dataset.derivation.condition is not None:
                yield dataset.derivation.condition

    def calls(self, op: str) -> bool:
        return any(isinstance(node, Call) and node.op == op for each in self.expressions() for node in walk(each))

    def names(self, role: str) -> bool:
        return any(isinstance(node, Name) and node.role == role for each in self.expressions() for node in walk(each))

    def reads(self, length: int, what: str) -> bool:
        """Whether a path leads through a reference or an attribute."""
        return any(
            isinstance(node, Name) and node.role == "field" and len(node.parts) >= length and what in self._kinds(node)
            for each in self.expressions()
            for node in walk(each)
        )

    def _kinds(self, node: Name) -> set[str]:
        return {
            str(dataset.fields[node.parts[0]].type.kind)
            for dataset in self.plan.datasets.values()
            if node.parts[0] in dataset.fields
        }


@dataclass(frozen=True)
class Target:
    """A column. `refuses` says why a case is not given; `publishes` that results are protected, rounded and judged.

    What `describes` formulas for readers has nothing to do with data.
    """

    title: str
    spelled: Callable[[], Collection[str]]
    refuses: Callable[[Given], Unsupported | None]
    computes: bool = True
    publishes: bool = True
    describes: bool = False


def _nothing(given: Given) -> None:
    return None


def _by_engine(given: Given) -> Unsupported | None:
    found = next(engine.unsupported(given.plan, given.plan.indicators.values()), None)
    return None if found is None else Unsupported(found[1])


def _as_sql(dialect: Dialect, given: Given) -> Unsupported | None:
    return refused(given.case, given.plan, dialect)


def _english() -> Phrases:
    found = phrases("en")
    assert found is not None
    return found


def _as_equation(given: Given) -> None:
    for method in given.plan.indicators["tested"].methods:
        for component in method.components:
            latex(given.plan, method, component, _english())


def _in_words(given: Given) -> Unsupported | None:
    for method in given.plan.indicators["tested"].methods:
        for measure in method.measures.values():
            measure_words(given.plan, measure, _english())
        if any(formula_words(given.plan, method, component, _english()) is None for component in method.components):
            return Unsupported("The sentence would be of too many parts.")
    return None


def _in_workbook(given: Given) -> Unsupported | None:
    """Also where it leaves a breakdown or a judgement alone to the centre."""
    reasons = [*LEFT.get(given.case.name, ()), *filter(None, [UNSEEN.get(given.case.name)])]
    return Unsupported(reasons[0]) if reasons else None


def _words() -> Collection[str]:
    table = tomllib.loads((resources.generators() / "words" / "en.toml").read_text("utf-8"))
    return {*table["expressions"], "date"}  # a fixed date is printed as a date


def _printed(dialect: Dialect, computes: bool = True) -> Target:
    return Target(f"{dialect.title} (printed)", lambda: SPELLINGS, partial(_as_sql, dialect), computes, publishes=False)


TARGETS = (
    Target("reference", lambda: CATALOGUE, _nothing),
    Target("pandas", lambda: expressions.SPELLED, _nothing),
    Target("DuckDB engine", lambda: SPELLINGS, _by_engine),
    _printed(DUCKDB),
    _printed(SPARK),
    _printed(POSTGRES),
    _printed(SNOWFLAKE, computes=False),
    Target("workbook", lambda: spellings.SPELLINGS, _in_workbook),
    Target("equation", lambda: SPELLED, _as_equation, computes=False, describes=True),
    Target("words", _words, _in_words, computes=False, describes=True),
)
"""The columns."""


@dataclass(frozen=True)
class Row:
    """Something that a plan can use. `op` names an entry of the catalogue; `published` is done when releasing.

    `of_data` is about what data holds, not about what a plan says.
    """

    title: str
    used: Callable[[Given], bool]
    op: str = ""
    published: bool = False
    of_data: bool = False


def _expects(*keys: str) -> Callable[[Given], bool]:
    def used(given: Given) -> bool:
        expect = given.case.expect
        cells = [expect.get("total", {}), *expect.get("cells", [])]
        return any(key in each for key in keys for each in (expect, *cells))

    return used


def _any_indicator(test: Callable[..., bool]) -> Callable[[Given], bool]:
    return lambda given: any(test(each) for each in given.plan.indicators.values())


def _any_measure(test: Callable[..., bool]) -> Callable[[Given], bool]:
    return _any_indicator(lambda each: any(test(m) for method in each.methods for m in method.measures.values()))


def _any_dataset(test: Callable[..., bool]) -> Callable[[Given], bool]:
    return lambda given: any(test(each) for each in given.plan.datasets.values())


def _any_field(kind: str) -> Callable[[Given], bool]:
    return _any_dataset(lambda each: any(field.spec and field.spec.type == kind for field in each.fields.values()))


def _aggregates(name: str) -> Callable[[Given], bool]:
    return lambda given: any(each.name == name for each in given.aggregates())


SECTIONS: Sequence[tuple[str, Sequence[Row]]] = (
    (
        "Operators",
        [
            Row(f"`{spelling(each.name)}`", lambda given, op=each.name: given.calls(op), each.name)
            for each in ENTRIES
            if not each.function
        ],
    ),
    (
        "Functions",
        [
            Row(f"`{spelling(each.name)}`", lambda given, op=each.name: given.calls(op), each.name)
            for each in ENTRIES
            if each.function
        ],
    ),
    ("Aggregates", [Row(f"`{name}`", _aggregates(name)) for name in AGGREGATES]),
    (
        "The language",
        [
            Row("a field through a reference", lambda given: given.reads(2, "reference")),
            Row("an attribute of a code", lambda given: given.reads(2, "code")),
            Row("constants of period and plan", lambda given: given.names("constant")),
            Row("a formula that reads another indicator", lambda given: given.names("indicator")),
            Row("several components", _any_indicator(lambda each: len(each.method.components) > 1)),
            Row("a component that reads another", lambda given: given.names("component")),
            Row("rows without a period (`during: always`)", _any_measure(lambda each: each.during is None)),
            Row("breakdowns", _any_indicator(lambda each: bool(each.breakdowns))),
            Row(
                "breakdowns over several dimensions",
                _any_indicator(lambda each: any(len(b) > 1 for b in each.breakdowns)),
            ),
            Row("`ignore`", _any_measure(lambda each: bool(each.ignore))),
            Row(
                "derived: `group_by`",
                _any_dataset(lambda each: bool(each.derivation and each.derivation.fields)),
            ),
            Row("derived: `latest_by`", _any_dataset(lambda each: bool(each.derivation and each.derivation.latest_by))),
            Row("money", _any_field("money")),
            Row(
                "datetimes",
                _any_field("datetime"),
            ),
            Row("holidays", lambda given: bool(given.plan.holidays)),
            Row("quarters", _any_indicator(lambda each: each.spec.frequency == "quarterly")),
            Row("two years", _any_indicator(lambda each: each.spec.frequency == "biennial")),
            Row("since the start of the plan", _any_indicator(lambda each: each.spec.frequency == "plan")),
            Row("former methods", _any_indicator(lambda each: len(each.methods) > 1)),
            Row("data not submitted", lambda given: None in given.case.data.values(), of_data=True),
            Row("a reason instead of a value", _expects("reason"), of_data=True),
            Row(FAULTS, _expects("data_error"), of_data=True),
            Row("series break", _expects("series_break"), published=True),
            Row("rounding for publication", _expects("published"), published=True),
            Row("assessment against a target", _expects("assessment"), published=True),
            Row("small groups of people hidden", _expects("suppressed", "protected"), published=True),
        ],
    ),
)

HEAD = """\
# What each target gives

Written from the conformance cases and the targets' own answers (`tests/support.py`); a test keeps it fresh.

A number counts the conformance cases that use something. Each of them ran on that target and passed: a run of all tests
fails when one that is counted here did not; workbooks are computed by LibreOffice and by formualizer. *yes* is for
targets that print and compute nothing; SQL for Snowflake is printed and has not been run. A target that cannot give
something says so, with the reason below, and never gives something close to it. What a workbook leaves out is computed
centrally.
"""


@cache
def every_case() -> list[Given]:
    """The cases with their plans."""
    return [Given(case, plan_of(case)) for case in CASES]


def uses(given: Given, row: Row) -> bool:
    """Whether a case counts in a row. Those with faulty data are about the fault and nothing else."""
    return ("data_error" not in given.case.expect or row.title == FAULTS) and row.used(given)


def refused_by_target() -> dict[str, dict[str, Unsupported]]:
    """By target, the cases that it does not give, and why."""
    return {
        target.title: {given.case.name: found for given in every_case() if (found := target.refuses(given))}
        for target in TARGETS
    }


def counted() -> dict[str, set[str]]:
    """By target that computes, the cases that the page counts."""
    names, out = {given.case.name for given in every_case()}, refused_by_target()
    return {target.title: names - set(out[target.title]) for target in TARGETS if target.computes}


def support_page() -> str:
    """docs/support.md."""
    cases, refusals = every_case(), refused_by_target()
    notes: dict[str, int] = {}
    lines = [HEAD]
    for title, rows in SECTIONS:
        lines += [f"## {title}", "", f"| | {' | '.join(each.title for each in TARGETS)} |"]
        lines.append(f"|---|{'---|' * len(TARGETS)}")
        for row in rows:
            using = [given.case.name for given in cases if uses(given, row)]
            cells = [_cell(target, row, using, refusals[target.title], notes) for target in TARGETS]
            lines.append(f"| {row.title.replace('|', chr(92) + '|')} | {' | '.join(cells)} |")
        lines.append("")
    lines += [f"{number}. {reason}" for reason, number in notes.items()]
    return "\n".join(lines) + "\n"


def _cell(
    target: Target, row: Row, using: Collection[str], refusals: dict[str, Unsupported], notes: dict[str, int]
) -> str:
    if row.op and row.op not in target.spelled():
        return "**no**"
    if target.describes and (row.published or row.of_data):
        return "–"
    if row.published and not target.publishes:
        return f"no ({_note(NOT_PUBLISHED, notes)})"
    out = [refusals[name] for name in using if name in refusals]
    said = ", ".join(sorted({str(_note(each, notes)) for each in out}))
    given = len(using) - len(out)
    if not target.computes:
        return f"no ({said})" if out and not given else f"yes ({said})" if out else "yes"
    if not using:
        return "no case"
    return f"{given}; {len(out)} not ({said})" if out and given else f"no ({said})" if out else str(given)


def _note(reason: Unsupported, notes: dict[str, int]) -> int:
    return notes.setdefault(reason.reason, len(notes) + 1)


def lacking() -> dict[str, list[str]]:
    """By target, the entries of the catalogue that it does not spell."""
    return {
        target.title: sorted(set(CATALOGUE) - set(target.spelled()))
        for target in TARGETS
        if set(CATALOGUE) - set(target.spelled())
    }
