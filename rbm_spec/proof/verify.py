"""A plan, targets and a seed -> how often each agrees with the reference on each indicator, and the first time not.

The worked examples of the plan are run first, then drawn data. A disagreement is shrunk before it is told. What a
target raises counts as a disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from rbm_spec.plan.model import Plan
from rbm_spec.proof.answers import Answer, Run, Target
from rbm_spec.proof.compare import Difference, differences
from rbm_spec.proof.data import Tables, from_csv
from rbm_spec.proof.draw import draw
from rbm_spec.proof.shrink import shrink


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The smallest data found that shows it; `seed` is None for a worked example."""

    target: str
    indicator: str
    seed: int | None
    period: str
    tables: Tables
    found: tuple[Difference, ...]


@dataclass(slots=True)
class Tally:
    """One target and indicator: runs compared, runs that agree; why it was not run or is not expressed, if so."""

    runs: int = 0
    agreed: int = 0
    not_expressed: str = ""
    not_run: str = ""


@dataclass(slots=True)
class Report:
    """By target and indicator; the first disagreement of each, shrunk."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Case:
    seed: int | None
    period: str
    tables: Tables


def verify(
    plan: Plan,
    targets: Sequence[Target],
    indicators: Collection[str],
    seed: int,
    runs: int,
    step: Callable[[str], None] = lambda doing: None,
) -> Report:
    """Run the examples and the seeds from `seed` on; `step` is told what begins."""
    report = Report()
    with ExitStack() as stack:
        opened: list[tuple[Target, Run, Run]] = []
        for target in targets:
            missing = target.missing
            gaps = {} if missing else target.gaps(plan)
            for name in indicators:
                report.tallies[target.name, name] = Tally(not_expressed=gaps.get(name, ""), not_run=missing)
            if not missing:
                opened.append((target, stack.enter_context(target.open(plan)), target.expected(plan)))
        for number, case in enumerate(_cases(plan, seed, runs), start=1):
            step(f"Run {number}")
            for target, run, expected in opened:
                _one(plan, report, target.name, case, run, expected)
    return report


def _cases(plan: Plan, seed: int, runs: int) -> Iterator[_Case]:
    for indicator in plan.indicators.values():
        for example in indicator.spec.examples:
            yield _Case(None, example.period, {name: from_csv(text) for name, text in example.data.items()})
    for each in range(seed, seed + runs):
        drawn = draw(plan, each)
        yield _Case(each, drawn.period, drawn.tables)


def _one(plan: Plan, report: Report, target: str, case: _Case, run: Run, expected: Run) -> None:
    """One case on one target: counted for each indicator, and shrunk where it is the first disagreement of one."""
    wanted, got = expected(case.tables, case.period), _answered(run, case.tables, case.period)
    for (named, name), tally in report.tallies.items():
        if named != target or name not in wanted or tally.not_expressed:
            continue
        if isinstance(got, Mapping) and name in got and got[name].left:
            continue
        found = _found(wanted, got, name)
        tally.runs += 1
        tally.agreed += not found
        if found and tally.runs == tally.agreed + 1:
            report.disagreements.append(_smallest(plan, target, name, case, run, expected, found))


def _answered(run: Run, tables: Tables, period: str) -> Mapping[str, Answer] | Exception:
    try:
        return run(tables, period)
    except Exception as error:
        return error


def _found(wanted: Mapping[str, Answer], got: Mapping[str, Answer] | Exception, name: str) -> tuple[Difference, ...]:
    if isinstance(got, Exception):
        return (Difference("raised", (), "", None, f"{type(got).__name__}: {got}"),)
    if name not in got:
        return (Difference("absent", (), "", "an answer", None),)
    return () if got[name].left else tuple(differences(wanted[name], got[name]))


def _smallest(
    plan: Plan, target: str, name: str, case: _Case, run: Run, expected: Run, found: tuple[Difference, ...]
) -> Disagreement:
    """Shrunk as long as the same kind of fact of the same indicator differs."""
    kind = found[0].what

    def shown(tables: Tables) -> tuple[Difference, ...]:
        wanted = expected(tables, case.period)
        return _found(wanted, _answered(run, tables, case.period), name) if name in wanted else ()

    reads = plan.indicators[name].reads
    only = {each: table for each, table in case.tables.items() if each in reads}

    def shows(tables: Tables) -> bool:
        return any(each.what == kind for each in shown(tables))

    def may_go(dataset: str, column: str) -> bool:
        known = plan.datasets[dataset].fields.get(column)
        return known is None or not (known.required or column in plan.datasets[dataset].spec.key)

    tables = shrink(only if shows(only) else case.tables, shows, may_go)
    return Disagreement(target, name, case.seed, case.period, tables, shown(tables))
