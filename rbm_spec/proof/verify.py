"""A plan, targets and a seed -> how often each agrees with the reference on each indicator, and the first time not.

The worked examples of the plan are run first, then drawn data. A disagreement is shrunk before it is told. What a
target raises counts as a disagreement, of the indicators with which alone it raises it too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

from rbm_spec.expr.nodes import names
from rbm_spec.plan.model import Plan
from rbm_spec.proof.answers import Answer, Answers, Run, Target, in_short
from rbm_spec.proof.compare import Difference, differences
from rbm_spec.proof.data import Tables, from_csv
from rbm_spec.proof.draw import draw
from rbm_spec.proof.shrink import shrink

Step = Callable[[int, str], None]
"""Told how many of the cases are done, and what begins."""


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
    """By target and indicator; the first disagreement of each, shrunk. `asked` are the targets that were to run."""

    asked: tuple[str, ...] = ()
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def unproven(self) -> list[str]:
        """The targets that were to run and of which nothing was compared."""
        compared = {target for (target, _), tally in self.tallies.items() if tally.runs}
        return [target for target in self.asked if target not in compared]


@dataclass(frozen=True, slots=True)
class _Case:
    seed: int | None
    period: str
    tables: Tables


@dataclass(frozen=True, slots=True)
class _Opened:
    target: Target
    run: Run
    expected: Run


def verify(
    plan: Plan,
    targets: Sequence[Target],
    indicators: Collection[str],
    seed: int,
    runs: int,
    step: Step = lambda done, doing: None,
    asked: Collection[str] | None = None,
) -> Report:
    """Run the examples and the seeds from `seed` on, on the targets that are `asked` for by name; None is all."""
    report = Report(tuple(each.name for each in targets if asked is None or each.name in asked))
    with ExitStack() as stack:
        opened: list[_Opened] = []
        for target in targets:
            not_run = target.not_run(target.name in report.asked)
            if not not_run:
                step(0, f"Starting {target.name}")
                try:
                    run = stack.enter_context(target.open(plan))
                except Exception as error:
                    not_run = f"it does not start ({in_short(error)})."
                else:
                    opened.append(_Opened(target, run, target.expected(plan)))
            gaps = {} if not_run else target.gaps(plan)
            for name in indicators:
                report.tallies[target.name, name] = Tally(not_expressed=gaps.get(name, ""), not_run=not_run)
        for done, case in enumerate(_cases(plan, seed, runs) if opened else ()):
            for each in opened:
                step(done, each.target.name)
                _one(plan, report, each, case, partial(step, done))
    return report


def case_count(plan: Plan, runs: int) -> int:
    """How many cases there are: worked examples and runs."""
    return runs + sum(len(each.spec.examples) for each in plan.indicators.values())


def _cases(plan: Plan, seed: int, runs: int) -> Iterator[_Case]:
    for indicator in plan.indicators.values():
        for example in indicator.spec.examples:
            yield _Case(None, example.period, {name: from_csv(text) for name, text in example.data.items()})
    for each in range(seed, seed + runs):
        drawn = draw(plan, each)
        yield _Case(each, drawn.period, drawn.tables)


def narrowed(plan: Plan, wanted: Iterable[str]) -> Plan:
    """The plan with these indicators alone, and those that they read."""
    pending, kept = list(wanted), set[str]()
    while pending:
        name = pending.pop()
        kept.add(name)
        formulas = [each.formula for method in plan.indicators[name].methods for each in method.components]
        read = {part.parts[1] for formula in formulas for part in names(formula) if part.role == "indicator"}
        pending += read - kept
    return replace(plan, indicators={name: each for name, each in plan.indicators.items() if name in kept})


def _one(plan: Plan, report: Report, opened: _Opened, case: _Case, step: Callable[[str], None]) -> None:
    """One case on one target: counted for each indicator, and shrunk where it is the first disagreement of one."""
    target, wanted = opened.target, opened.expected(case.tables, case.period)
    asked = {name: tally for (each, name), tally in report.tallies.items() if each == target.name and name in wanted}
    whole = _answered(opened.run, case)
    got = _blamed(plan, target, case, asked, whole) if isinstance(whole, str) else whole
    for name, tally in asked.items():
        if tally.not_expressed or (name in got and got[name].left):
            continue
        found = _found(wanted, got, name)
        tally.runs += 1
        tally.agreed += not found
        if found and tally.runs == tally.agreed + 1:
            step(f"{target.name}, looking for the smallest data")
            with ExitStack() as stack:
                alone = _alone(plan, target, name, stack) if isinstance(whole, str) else opened.run
                report.disagreements.append(_smallest(plan, replace(opened, run=alone), name, case, found))


def _answered(run: Run, case: _Case) -> Answers | str:
    """The answers, or what was raised instead of all of them."""
    try:
        return run(case.tables, case.period)
    except Exception as error:
        return in_short(error)


def _alone(plan: Plan, target: Target, name: str, stack: ExitStack) -> Run:
    """The target with nothing but one indicator to compute. Raises whatever it raises."""
    return stack.enter_context(target.open(narrowed(plan, [name])))


def _blamed(plan: Plan, target: Target, case: _Case, asked: Iterable[str], raised: str) -> Answers:
    """Where a target raised something: who is to blame, found by asking for each indicator alone.

    Those for which it raises nothing have no answer in this case. Where there is nobody to blame, all are.
    """
    found = {}
    for name in asked:
        with ExitStack() as stack:
            said = _answered(_alone(plan, target, name, stack), case)
        found[name] = Answer({}, failed=said) if isinstance(said, str) else Answer({}, left=True)
    guilty = any(each.failed for each in found.values())
    return found if guilty else {name: Answer({}, failed=raised) for name in found}


def _found(wanted: Answers, got: Answers, name: str) -> tuple[Difference, ...]:
    if name not in got:
        return (Difference("absent", (), "", "an answer", None),)
    if got[name].failed:
        return (Difference("raised", (), "", "an answer", got[name].failed),)
    return () if got[name].left else tuple(differences(wanted[name], got[name]))


def _smallest(plan: Plan, opened: _Opened, name: str, case: _Case, found: tuple[Difference, ...]) -> Disagreement:
    """Shrunk as long as the same kind of fact of the same indicator differs."""
    kind = found[0].what

    def shown(tables: Tables) -> tuple[Difference, ...]:
        wanted = opened.expected(tables, case.period)
        said = _answered(opened.run, replace(case, tables=tables))
        got = {name: Answer({}, failed=said)} if isinstance(said, str) else said
        return _found(wanted, got, name) if name in wanted else ()

    reads = plan.indicators[name].reads
    only = {each: table for each, table in case.tables.items() if each in reads}

    def shows(tables: Tables) -> bool:
        return any(each.what == kind for each in shown(tables))

    def may_go(dataset: str, column: str) -> bool:
        known = plan.datasets[dataset].fields.get(column)
        return known is None or not (known.required or column in plan.datasets[dataset].spec.key)

    tables = shrink(only if shows(only) else case.tables, shows, may_go)
    return Disagreement(opened.target.name, name, case.seed, case.period, tables, shown(tables) or found)
