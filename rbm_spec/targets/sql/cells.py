"""The cells of a printed statement: their keys, what is taken from the rows of each, and the measures in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from rbm_spec.plan.definitions import collected_behind
from rbm_spec.targets.sql.aggregates import measured
from rbm_spec.targets.sql.columns import sql_type
from rbm_spec.targets.sql.formulas import NONE, Answer
from rbm_spec.targets.sql.frame import BREAKDOWN, SUBMITTED, Frame, Owned
from rbm_spec.targets.sql.scan import Scan
from rbm_spec.targets.sql.terms import Term
from rbm_spec.targets.sql.trees import (
    Names,
    Tree,
    case,
    cast,
    column,
    every,
    infix,
    is_present,
    name,
    named,
    one_line,
    opposite,
    or_zero,
    some,
    table,
    whole,
)


@dataclass(frozen=True)
class Steps:
    """A scan with the names of its steps in the statement; `taken` is None where everything adds up."""

    scan: Scan
    rows: str
    finest: str
    cells: str
    taken: str | None


def no_code(frame: Frame, path: str, alias: str) -> Tree:
    """The column of a dimension that does not split the cell."""
    return named(cast(exp.Null(), sql_type(frame.columns.dialect, frame.dimensions[path].type, None)), alias)


def union(queries: Sequence[Tree], distinct: bool) -> Tree:
    """The queries one below the other."""
    result = queries[0]
    for each in queries[1:]:
        result = exp.Union(this=result, expression=each, distinct=distinct)
    return result


def breakdown_rows(frame: Frame) -> Tree:
    """Which dimensions each breakdown rolls up: 0 for those that split it."""
    names = [BREAKDOWN, *frame.flags.values()]
    rows = []
    for number, dims in enumerate(frame.breakdowns, start=1):
        split = {dimension.path for dimension in dims}
        rows.append(exp.Tuple(expressions=[whole(number), *(whole(int(path not in split)) for path in frame.flags)]))
    alias = exp.TableAlias(this=name("each"), columns=[name(each) for each in names])
    return exp.select(*(column(each) for each in names)).from_(exp.Values(expressions=rows, alias=alias), copy=False)


def all_cells(frame: Frame, scans: Sequence[Steps], breakdowns: str) -> Tree:
    """The total, and the cells of each breakdown: from rows of measures that ignore none of its dimensions."""
    codes = [no_code(frame, path, found) for path, found in frame.codes.items()]
    flags = [named(whole(1), found) for found in frame.flags.values()]
    queries: list[Tree] = [exp.select(named(whole(0), BREAKDOWN), *codes, *flags)]
    for steps in scans:
        listed = _listed(frame, steps, breakdowns)
        if listed is not None:
            queries.append(_keys(frame, steps, breakdowns, listed))
    return union(queries, distinct=True)


def _listed(frame: Frame, steps: Steps, breakdowns: str) -> Tree | None:
    """Whether a measure of the dataset kept a row in the cell of a breakdown that it splits, and could be read."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, dims in enumerate(frame.breakdowns, start=1):
        paths, through = {dimension.path for dimension in dims}, collected_behind(frame.plan, frame.method, dims)
        for gate, labels in _telling(frame, steps, paths).items():
            alike.setdefault((tuple(dict.fromkeys([*gate, *through])), labels), []).append(number)
    conditions = []
    for (gate, labels), numbers in alike.items():
        counts = [
            output.name for output in steps.scan.summed if output.label in labels and output.part.suffix == "rows"
        ]
        kept = some(infix(exp.GT, column(each, steps.cells), whole(0)) for each in dict.fromkeys(counts))
        some_only = len(numbers) < len(frame.breakdowns)
        number_in = exp.In(this=column(BREAKDOWN, breakdowns), expressions=[whole(each) for each in numbers])
        parts = [*([number_in] if some_only else []), *(column(each, SUBMITTED) for each in gate), kept]
        conditions.append(every(part for part in parts if part is not None))
    found = [each for each in conditions if each is not None]
    return some(found if len(found) == 1 else [exp.Paren(this=each) for each in found])


def _telling(frame: Frame, steps: Steps, paths: set[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The measures that ignore none of these dimensions, by the collected datasets that they read."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for owned in frame.owned:
        if owned.measure.dataset == steps.scan.dataset and not paths & set(owned.measure.ignore):
            gate = tuple(frame.collected_in(owned.measure.reads))
            found[gate] = (*found.get(gate, ()), owned.label)
    return found


def _keys(frame: Frame, steps: Steps, breakdowns: str, listed: Tree) -> Tree:
    """The cells of one dataset that are `listed`, each with the breakdowns it belongs to."""
    scan = steps.scan
    codes = [
        named(column(scan.paths[path], steps.cells), found) if path in scan.paths else no_code(frame, path, found)
        for path, found in frame.codes.items()
    ]
    flags = [column(found, breakdowns) for found in frame.flags.values()]
    same = every(
        infix(exp.EQ, column(scan.flags[path], steps.cells), column(frame.flags[path], breakdowns))
        if path in scan.flags
        else infix(exp.EQ, column(found, breakdowns), whole(1))
        for path, found in frame.flags.items()
    )
    selected = exp.select(column(BREAKDOWN, breakdowns), *codes, *flags).from_(table(steps.cells), copy=False)
    selected = selected.join(exp.Join(this=table(breakdowns), on=same), copy=False)
    if frame.collected():
        selected = selected.join(exp.Join(this=table(SUBMITTED), kind="CROSS"), copy=False)
    return selected.where(listed, copy=False)


@dataclass
class Measures:
    """The measures in every cell. `answers` says where value and reason stand, by label, and `n` where n does."""

    frame: Frame
    cells: str
    scans: dict[str, Steps]
    answers: dict[str, Answer] = field(default_factory=dict)
    n: dict[str, str] = field(default_factory=dict)
    _joins: dict[tuple[str, str, tuple[str, ...]], str] = field(default_factory=dict)
    _aliases: Names = field(default_factory=Names)

    def query(self) -> exp.Select:
        """Each cell with the value, reason and n of every measure."""
        keys = [BREAKDOWN, *self.frame.codes.values(), *self.frame.flags.values()]
        chosen = [column(each, self.cells) for each in keys]
        for owned in self.frame.owned:
            chosen += self._measure(owned)
        selected = exp.select(*chosen).from_(table(self.cells), copy=False)
        if self.frame.collected():
            selected = selected.join(exp.Join(this=table(SUBMITTED), kind="CROSS"), copy=False)
        for (dataset, source, ignore), alias in self._joins.items():
            found = table(source, alias)
            same = self._same_cell(self.scans[dataset].scan, ignore, alias)
            selected = selected.join(exp.Join(this=found, side="LEFT", on=same), copy=False)
        return selected

    def _same_cell(self, scan: Scan, ignore: Sequence[str], alias: str) -> Tree:
        """Whether a row of a dataset's cells is what a measure with this `ignore` is in a cell."""
        conditions: list[Tree] = []
        for path, found in scan.paths.items():
            flag = column(scan.flags[path], alias)
            if path in ignore:
                conditions.append(infix(exp.EQ, flag, whole(1)))
                continue
            conditions.append(infix(exp.EQ, flag, column(self.frame.flags[path], self.cells)))
            same_code = exp.NullSafeEQ(this=column(found, alias), expression=column(self.frame.codes[path], self.cells))
            conditions.append(same_code)
        return every(conditions) or exp.true()

    def _measure(self, owned: Owned) -> list[Tree]:
        measure, steps = owned.measure, self.scans[owned.measure.dataset]
        parts = self._parts(owned, steps)
        found = measured(measure.aggregate, parts, steps.scan.numbers.get(owned.label), self.frame.query.setting())
        n = or_zero(parts["n" if "n" in parts else "rows"].copy())
        datasets = self.frame.plan.datasets
        read = [each for each in measure.reads if datasets[each].derivation is None]
        there = every(column(each, SUBMITTED) for each in read)
        branches = [] if there is None else [(opposite(there.copy()), whole(1))]
        always = measure.aggregate.name in ("count", "count_distinct")
        if not always:
            branches.append((is_present(found.again), whole(NONE)))
            branches.append((infix(exp.EQ, n.copy(), whole(0)), whole(2)))
        no_value = case(branches, whole(NONE if always else 4)) if branches else whole(NONE)
        value = named(found.tree if there is None else case([(there, found.tree)]), owned.label)
        value.add_comments([one_line(self._said(owned))])
        reason = self.frame.names.take(f"{owned.label} reason")
        self.answers[owned.label] = Answer(Term(column(owned.label), found.kind, found.number), column(reason))
        self.n[owned.label] = self.frame.names.take(f"{owned.label} n")
        counted = or_zero(parts["people"].copy()) if "people" in parts else n
        if there is not None and len(read) > 1:  # nothing counts where a part is not there; alone it would have no rows
            counted = case([(there.copy(), counted)], whole(0))
        return [value, named(no_value, reason), named(counted, self.n[owned.label])]

    def _said(self, owned: Owned) -> str:
        """What the measure is: label, unit, and where it is defined."""
        spec = owned.measure.spec
        unit = f", in {spec.unit}" if spec.unit else ""
        return f"{spec.label}{unit} ({spec.where.file}: {'.'.join(map(str, spec.where.path))})"

    def _parts(self, owned: Owned, steps: Steps) -> dict[str, Tree]:
        """The columns of a measure in the cells of its dataset."""
        scan, parts = steps.scan, {}
        ignore = tuple(path for path in scan.paths if path in owned.measure.ignore)
        for source, outputs in ((steps.cells, scan.summed), (steps.taken, scan.taken)):
            for output in outputs:
                if output.label == owned.label and source is not None:
                    key = (scan.dataset, source, ignore)
                    if key not in self._joins:
                        self._joins[key] = self._aliases.take(f"{source}, any {' '.join(ignore)}" if ignore else source)
                    alias = self._joins[key]
                    parts[output.part.suffix] = column(output.name, alias)
        return parts
