"""Measures that read one dataset -> one pass over its rows.

The rows carry what the measures need: the dimensions, whether a row counts, the value taken from it. What adds up is
aggregated once at the finest cell of all breakdowns and rolled up from there; what does not is taken from the rows of
each breakdown by itself. Names with spaces never clash with ids, which have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from rbm_spec.plan.model import Dimension, Measure
from rbm_spec.targets.sql.aggregates import Part, additive, fitting, holistic, persons
from rbm_spec.targets.sql.numbers import Numeric
from rbm_spec.targets.sql.rows import Query, Rows
from rbm_spec.targets.sql.terms import Term, as_day
from rbm_spec.targets.sql.trees import Names, Tree, column, every, named, some

Set = tuple[str, ...]
"""The paths that split a cell, in the order of the scan's dimensions."""


@dataclass(frozen=True)
class Asked:
    """A measure that is wanted in the cells of `sets`. `label` names its columns; `people` asks for persons too."""

    label: str
    measure: Measure
    sets: tuple[Set, ...] = ()
    people: bool = False


@dataclass(frozen=True)
class Output:
    """A column of a result: of which measure, which part, under which name."""

    label: str
    part: Part
    name: str


@dataclass
class Scan:
    """All that is wanted of one dataset. `sets` are the cells wanted; the total is always among them."""

    query: Query
    dataset: str
    asked: Sequence[Asked]
    dimensions: Sequence[Dimension]
    sets: Sequence[Set]
    numbers: dict[str, Numeric | None] = field(default_factory=dict)
    summed: list[Output] = field(default_factory=list)
    taken: list[Output] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    _carried: dict[str, str] = field(default_factory=dict)
    _columns: dict[str, str] = field(default_factory=dict)
    _chosen: list[Tree] = field(default_factory=list)
    _names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        self._rows = Rows(self.query, self.dataset)
        for dimension in self.dimensions:
            self.paths[dimension.path] = self._names.take(dimension.path)
            self.flags[dimension.path] = self._names.take(f"{dimension.path} rolled up")
            self._chosen.append(named(self._rows.read(dimension.parts).tree, self.paths[dimension.path]))
        placed = [self._placed(each.measure) for each in self.asked]
        wheres = [self._rows.condition(each.measure.aggregate.condition) for each in self.asked]
        self._condition, kept = _shared(placed, wheres)
        for each, condition in zip(self.asked, kept, strict=True):
            self._ask(each, condition)

    def _placed(self, measure: Measure) -> Tree | None:
        """The condition that the row lies in the period."""
        if measure.during is None:
            return None
        moment = as_day(self._rows.read(tuple(measure.during.split("."))))
        low, high = (self._rows.parameter(each) for each in ("period.start", "period.end"))
        return exp.Between(this=moment, low=low, high=high)

    def _ask(self, each: Asked, condition: Tree | None) -> None:
        aggregate, setting = each.measure.aggregate, self.query.setting()
        spec = each.measure.spec
        said = spec.condition.text if spec.condition else "in the period"
        kept = None if condition is None else self._carry(condition, f"{each.label} kept", said)
        value = None
        if aggregate.of is not None:
            found = fitting(self._rows.term(aggregate.of), setting)
            said = spec.of.text if spec.of else ""
            value = Term(self._carry(found.tree, f"{each.label} of", said), found.kind, found.number)
            self.numbers[each.label] = found.number
        for part in additive(aggregate, value, kept, setting):
            self.summed.append(Output(each.label, part, self._counted(each, part)))
        parts = holistic(aggregate, value, kept, setting)
        person = self._person(each)
        if person is not None:
            parts.append(Part("people", persons(person, value.tree if value else None, kept), None))
        for part in parts:
            self.taken.append(Output(each.label, part, self._counted(each, part)))

    def _counted(self, each: Asked, part: Part) -> str:
        """The column of a part; measures that count or sum the same share it."""
        key = part.tree.sql()
        if key not in self._columns:
            self._columns[key] = self._names.take(f"{each.label} {part.suffix}")
        return self._columns[key]

    def _person(self, each: Asked) -> Tree | None:
        """The column that tells persons apart, where rows do not."""
        dataset = self.query.plan.datasets[self.dataset]
        if not each.people or dataset.person is None or dataset.spec.key == (dataset.person,):
            return None
        return self._carry(column(dataset.person, self._rows.alias), "person")

    def _carry(self, tree: Tree, wish: str, said: str = "") -> Tree:
        """A column of the rows that holds `tree`, which the spec says as `said`; the same tree is carried once."""
        key = tree.sql()
        if key not in self._carried:
            self._carried[key] = self._names.take(wish)
            self.notes[self._carried[key]] = said
            self._chosen.append(named(tree, self._carried[key]))
        return column(self._carried[key])

    def rows(self) -> exp.Select:
        """The rows, with dimensions, flags and values."""
        chosen = [each.copy() for each in self._chosen] or [named(exp.Literal.number(1), "row")]
        selected = exp.select(*chosen).from_(self._rows.source(), copy=False)
        for join in self._rows.joins:
            selected = selected.join(join.copy(), copy=False)
        return selected if self._condition is None else selected.where(self._condition.copy(), copy=False)

    def finest(self, rows: Tree) -> exp.Select:
        """What adds up, at the finest cell."""
        dimensions = [column(each) for each in self.paths.values()]
        chosen = [named(output.part.tree.copy(), output.name) for output in distinct(self.summed)]
        selected = exp.select(*dimensions, *chosen).from_(rows, copy=False)
        return selected.group_by(*(each.copy() for each in dimensions), copy=False) if dimensions else selected

    def rolled_up(self, finest: Tree) -> exp.Select:
        """What adds up, in every cell wanted; `… rolled up` is 1 where a dimension does not split the cell."""
        chosen = []
        for output in distinct(self.summed):
            assert output.part.roll_up is not None
            chosen.append(named(output.part.roll_up(this=column(output.name)), output.name))
        return self._in_every_cell(chosen, finest)

    def taken_in_every_cell(self, rows: Tree) -> exp.Select:
        """What does not add up, in every cell wanted, from the rows themselves."""
        return self._in_every_cell([named(each.part.tree.copy(), each.name) for each in distinct(self.taken)], rows)

    def _in_every_cell(self, chosen: Sequence[Tree], source: Tree) -> exp.Select:
        dimensions = [column(each) for each in self.paths.values()]
        flags = [
            named(exp.Anonymous(this="GROUPING", expressions=[column(found)]), self.flags[path])
            for path, found in self.paths.items()
        ]
        selected = exp.select(*dimensions, *flags, *chosen).from_(source, copy=False)
        if dimensions:
            sets = [exp.Tuple(expressions=[column(self.paths[path]) for path in each]) for each in self.sets]
            selected.set("group", exp.Group(grouping_sets=[exp.GroupingSets(expressions=sets)]))
        return selected

    def taken_from(self, rows: Tree, each: Set) -> exp.Select:
        """What does not add up, in the cells of one breakdown."""
        dimensions = [column(self.paths[path]) for path in each]
        chosen = [named(output.part.tree.copy(), output.name) for output in distinct(self.taken)]
        selected = exp.select(*dimensions, *chosen).from_(rows, copy=False)
        return selected.group_by(*(each.copy() for each in dimensions), copy=False) if dimensions else selected


def distinct(outputs: Iterable[Output]) -> list[Output]:
    """One output for each column, in order."""
    found: dict[str, Output] = {}
    for each in outputs:
        found.setdefault(each.name, each)
    return list(found.values())


def _shared(placed: Sequence[Tree | None], wheres: Sequence[Tree | None]) -> tuple[Tree | None, list[Tree | None]]:
    """The condition on rows that every measure shares, and what is left of each measure's own."""
    common = []
    left: list[list[Tree]] = [[] for _ in placed]
    for conditions in (placed, wheres):
        present = {each.sql(): each for each in conditions if each is not None}
        if None not in conditions and len(present) == 1:
            common.append(next(iter(present.values())))
            continue
        for own, condition in zip(left, conditions, strict=True):
            own.extend([condition] if condition is not None else [])
        if conditions is placed and None not in conditions:
            any_of = some(each.copy() for each in present.values())
            common.extend([any_of] if any_of is not None else [])
    return every(common), [every(own) for own in left]


def relevant(sets: Iterable[Set], ignore: Sequence[str]) -> list[Set]:
    """The sets as a measure sees them that ignores some dimensions; each once."""
    return list(dict.fromkeys(tuple(path for path in each if path not in ignore) for each in sets))
