"""An indicator under one method -> one statement that gives values and reasons for the total and every cell.

The steps are common table expressions in reading order: the period, what was submitted, code lists, derived datasets;
for each dataset its rows, finest cells and cells; all cells of the breakdowns; the measures in them; the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from rbm_spec.expr.nodes import Name, names
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.periods import Period
from rbm_spec.plan.model import Component, Indicator, Method
from rbm_spec.targets.sql.cells import Measures, Steps, all_cells, breakdown_rows
from rbm_spec.targets.sql.columns import Columns
from rbm_spec.targets.sql.derive import derived
from rbm_spec.targets.sql.formulas import Answer, formula, greatest, in_words
from rbm_spec.targets.sql.frame import BREAKDOWN, PERIOD, SUBMITTED, Frame
from rbm_spec.targets.sql.scan import Scan
from rbm_spec.targets.sql.terms import Term
from rbm_spec.targets.sql.trees import Tree, case, column, day, every, infix, name, named, one_line, table, whole

Step = tuple[str, Tree, str]
"""Name, query and comment."""


@dataclass(frozen=True)
class Statement:
    """The statement, and its columns: breakdown, codes by path, n, then value and reason of each component by id."""

    tree: exp.Select
    codes: Mapping[str, str]
    n: str
    components: Mapping[str, tuple[str, str]]


def statement(
    columns: Columns, indicator: Indicator, method: Method, period: Period, submitted: frozenset[str]
) -> Statement:
    """The statement for one period; datasets that are not in `submitted` are empty tables. Raises Inexpressible."""
    frame = Frame(columns, indicator, method, period, submitted)
    made = [
        (dataset.id, derived(frame.query, dataset.id), dataset.spec.grain)
        for dataset in frame.plan.datasets.values()
        if dataset.derivation and any(dataset.id in owned.measure.reads for owned in frame.owned)
    ]
    scanned: list[Step] = []
    scans = [_scanned(frame, scan, scanned) for scan in frame.scans()]
    breakdowns, cells, measures = (frame.tables.take(each) for each in ("breakdowns", "all cells", "measures"))
    found = Measures(frame, cells, {each.scan.dataset: each for each in scans})
    counted = found.query()
    codes = [(each, query, "Codes and their attributes.") for each, query in frame.query.code_queries()]
    steps: list[Step] = [*_inputs(frame), *codes, *made, *scanned]
    if frame.breakdowns:
        steps.append((breakdowns, breakdown_rows(frame), "What each breakdown splits by: 0 there, 1 elsewhere."))
    said = "The total, which is breakdown 0, and the cells in which a measure that could be read kept a row."
    steps.append((cells, all_cells(frame, scans, breakdowns), said))
    steps.append((measures, counted, "The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid."))
    last, answers, labels = _formulas(frame, measures, found, steps)
    result, outputs, n = _result(frame, last, found, answers, labels)
    for each, query, comment in steps:
        first = query
        while isinstance(first, exp.Union):
            first = first.left
        first.add_comments([one_line(comment)], prepend=True)
        result = result.with_(name(each), as_=query, copy=False)
    return Statement(result, frame.codes, n, outputs)


def _inputs(frame: Frame) -> list[Step]:
    ends = (("first day", frame.period.start), ("last day", frame.period.end))
    steps: list[Step] = [(PERIOD, exp.select(*(named(day(at), each) for each, at in ends)), "Both days are in.")]
    flags = [named(exp.Boolean(this=each in frame.submitted), each) for each in frame.collected()]
    if flags:
        steps.append((SUBMITTED, exp.select(*flags), "FALSE for a dataset of which nothing was submitted."))
    return steps


def _scanned(frame: Frame, scan: Scan, steps: list[Step]) -> Steps:
    """The steps of one dataset."""
    take = frame.tables.take
    rows, finest, cells = (take(f"{scan.dataset} {what}") for what in ("rows", "finest", "cells"))
    found = Steps(scan, rows, finest, cells, take(f"{scan.dataset} taken") if scan.taken else None)
    chosen = scan.rows()
    for each in chosen.expressions:
        if scan.notes.get(each.alias):
            each.add_comments([one_line(scan.notes[each.alias])])
    steps.append((rows, chosen, "The rows that may count, with what is taken from them."))
    steps.append((finest, scan.finest(table(rows)), "What adds up, in the finest cells."))
    steps.append((cells, scan.rolled_up(table(finest)), "What adds up, in every cell."))
    if found.taken is not None:
        taken = scan.taken_in_every_cell(table(rows))
        steps.append((found.taken, taken, "What does not add up, from the rows of every cell."))
    return found


Labels = Mapping[tuple[str, str], str]


def _formulas(
    frame: Frame, measures: str, found: Measures, steps: list[Step]
) -> tuple[str, dict[tuple[str, str], Answer], dict[tuple[str, str], str]]:
    """The components, those of other indicators first; what reads one stands in a step after it.

    Gives the last step and where each component stands.
    """
    answers: dict[tuple[str, str], Answer] = {}
    labels: dict[tuple[str, str], str] = {}
    of_measure = {(owned.indicator, owned.measure.id): found.answers[owned.label] for owned in frame.owned}
    last, columns = measures, list[Tree]()
    fresh: set[tuple[str, str]] = set()
    for indicator in frame.needed():
        for component in frame.method_of(indicator).components:
            if fresh & set(_read(indicator, component)):
                last, columns, fresh = _step(frame, last, columns, steps), [], set()
            key = (indicator.id, component.id)
            label = component.id or "value"
            label = frame.names.take(label if indicator.id == frame.indicator.id else f"{indicator.id}.{label}")
            reason = frame.names.take(f"{label} reason")
            answer = _answer(frame, indicator, component, answers, of_measure)
            value = named(answer.value.tree, label)
            value.add_comments([one_line(_said(indicator, component))])
            columns += [value] if answer.reason is None else [value, named(answer.reason, reason)]
            answers[key] = Answer(
                Term(column(label), answer.value.kind, answer.value.number),
                column(reason) if answer.reason is not None else None,
            )
            labels[key] = label
            fresh.add(key)
    return _step(frame, last, columns, steps), answers, labels


def _step(frame: Frame, last: str, columns: list[Tree], steps: list[Step]) -> str:
    """A step that adds columns to the last one; gives its name."""
    query = exp.select(exp.Column(this=exp.Star(), table=name(last)), *columns).from_(table(last), copy=False)
    if any(each.table == PERIOD for tree in columns for each in tree.find_all(exp.Column)):
        query = query.join(exp.Join(this=table(PERIOD), kind="CROSS"), copy=False)
    step = frame.tables.take("formulas")
    steps.append((step, query, "The formulas over measures, each with the reason why it may have no value."))
    return step


def _said(indicator: Indicator, component: Component) -> str:
    """What a component is: label, unit, formula."""
    spec = component.spec
    return f"{spec.label or indicator.spec.title}, in {spec.unit} = {spec.formula.text}"


def _read(indicator: Indicator, component: Component) -> Iterator[tuple[str, str]]:
    """The components that a formula reads."""
    for each in names(component.formula):
        if each.role == "component":
            yield indicator.id, each.dotted
        elif each.role == "indicator":
            yield each.parts[1], each.parts[2] if len(each.parts) > 2 else ""


def _answer(
    frame: Frame,
    indicator: Indicator,
    component: Component,
    answers: Mapping[tuple[str, str], Answer],
    measures: Mapping[tuple[str, str], Answer],
) -> Answer:
    def lookup(each: Name) -> Answer:
        match each.role:
            case "constant":
                return Answer(Term(frame.query.parameters[each.dotted].copy(), Kind.DATE), None)
            case "indicator":
                return _copied(answers[each.parts[1], each.parts[2] if len(each.parts) > 2 else ""])
            case "component":
                return _copied(answers[indicator.id, each.dotted])
            case _:
                return _copied(measures[indicator.id, each.dotted])

    return formula(component.formula, lookup, frame.query.setting())


def _copied(answer: Answer) -> Answer:
    reason = None if answer.reason is None else answer.reason.copy()
    return Answer(Term(answer.value.again, answer.value.kind, answer.value.number), reason)


def _result(
    frame: Frame, last: str, found: Measures, answers: Mapping[tuple[str, str], Answer], labels: Labels
) -> tuple[exp.Select, dict[str, tuple[str, str]], str]:
    """The cells in order, with n, values and reasons in words."""
    n = frame.names.take("n")
    chosen = [column(BREAKDOWN), *(column(each) for each in frame.codes.values()), named(_n(frame, found), n)]
    outputs = {}
    for component in frame.method.components:
        key = (frame.indicator.id, component.id)
        answer, label = answers[key], labels[key]
        reason = frame.names.take(f"{label}_reason")
        value = column(label)
        chosen += [value, named(in_words(value, answer.reason), reason)]
        outputs[component.id] = (label, reason)
    order = [exp.Ordered(this=column(each), nulls_first=False) for each in (BREAKDOWN, *frame.codes.values())]
    return exp.select(*chosen).from_(table(last), copy=False).order_by(*order, copy=False), outputs, n


def _n(frame: Frame, found: Measures) -> Tree:
    """The largest n of a measure that ignores no dimension of the cell; of any measure where all ignore one."""
    by_indicator: dict[str, list[tuple[Tree | None, str]]] = {}
    for owned in frame.owned:
        flags = [frame.flags[path] for path in frame.flags if path in owned.measure.ignore]
        counts = every(infix(exp.EQ, column(flag), whole(1)) for flag in flags)
        by_indicator.setdefault(owned.indicator, []).append((counts, found.n[owned.label]))
    own = by_indicator.get(frame.indicator.id)
    if own is None:
        others = [_largest(each) for each in by_indicator.values()]
        return greatest(others) if others else whole(0)
    return _largest(own)


def _largest(counted: Sequence[tuple[Tree | None, str]]) -> Tree:
    if any(counts is None for counts, _ in counted):
        return greatest(
            [column(n) if counts is None else case([(counts.copy(), column(n))], whole(0)) for counts, n in counted]
        )
    inside = greatest([case([(counts.copy(), column(n))], whole(-1)) for counts, n in counted if counts is not None])
    everything = greatest([column(n) for _, n in counted])
    return case([(infix(exp.GTE, inside, whole(0)), inside.copy())], everything)
