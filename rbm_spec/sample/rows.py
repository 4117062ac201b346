"""One dataset -> values that pass its rules: drawn, put right where a rule says how, and drawn again when refused.

Only fields that belong together are drawn here: those that rules read, dates, amounts, and codes valid for some time
only. They are kept in a pool for each context (what rules read through references); once a pool is full, rows share
its entries, so that a million rows need no million trials. The reference evaluator judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, names, walk
from rbm_spec.expr.types import Kind
from rbm_spec.kernel.dates import day_of
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.reference.database import Database
from rbm_spec.sample.chance import Chance
from rbm_spec.sample.evidence import Evidence
from rbm_spec.sample.values import Cell, Drawer, cell_text, last_days, special_days

TRIES = 600
TRIES_A_LEVEL = 12
POOL = 1000
ENOUGH = 5  # levels after which examples may be wrong about rules
DATES = (Kind.DATE, Kind.DATETIME)

Row = Mapping[str, Cell]
Together = dict[str, Cell]


@dataclass
class Pool:
    """Valid combinations for one context; `level` is how hard they were to find."""

    found: list[Together] = field(default_factory=list)
    level: int = 0
    hopeless: bool = False


class Rules:
    """Draws the fields of a dataset that belong together."""

    def __init__(
        self, plan: Plan, dataset: Dataset, drawers: Mapping[str, Drawer], database: Database, shown: Evidence
    ) -> None:
        self.plan, self.dataset, self.drawers, self.database, self.shown = plan, dataset, drawers, database, shown
        months = shown.ends(dataset.time) if dataset.time else None
        self.ends = last_days(plan.start, plan.end, months) if months else ()
        self.gaps: dict[tuple[str, str], list[int]] = {}
        self.chance: Chance = next(iter(drawers.values())).chance
        self.special = special_days(plan.start, plan.end)
        self.pools: dict[tuple[Content, ...], Pool] = {}
        self.paths = tuple(sorted(set(self._paths())))
        self.read = {name.parts[0] for rule in dataset.rules for name in names(rule.condition) if name.role == "field"}
        self.fields = tuple(self._together())
        self.guides = tuple(self._guides())
        self.settled = tuple(self._settled())
        self._take_literals()

    def draw(self, references: Row) -> Together | None:
        """Values that pass all rules together with these references; None when none were found."""
        context = tuple(self.database.read(self.dataset.id, contents(references), path).content for path in self.paths)
        pool = self.pools.setdefault(context, Pool())
        if pool.hopeless or len(pool.found) >= POOL:
            return self.chance.pick(pool.found) if pool.found else None
        for attempt in range(TRIES):
            level = max(pool.level, attempt // TRIES_A_LEVEL)
            row = self._attempt(references, level)
            if self._passes({**references, **row}):
                pool.level = min(level, 1)
                pool.found.append(row)
                return row
        pool.hopeless = not pool.found
        return self.chance.pick(pool.found) if pool.found else None

    def _attempt(self, references: Row, level: int) -> Together:
        row: Together = dict.fromkeys(self.fields)
        fixed = self._settle({**references, **row})
        row |= {name: self.drawers[name].draw(level) for name in self.guides}
        row |= fixed
        empty = self._empty(row, level)
        row |= self._dates(fixed, level, empty)
        amounts: dict[str, Decimal] = {}
        for name in self.fields:
            drawer = self.drawers[name]
            if name in fixed or name in self.guides or drawer.field.type.kind in DATES:
                continue
            row[name] = drawer.draw(level, empty.get(name))
            amount = row[name]
            if drawer.spec.currency and isinstance(amount, Decimal):
                if drawer.spec.currency in amounts:
                    row[name] = drawer.number(near=amounts[drawer.spec.currency])
                amounts.setdefault(drawer.spec.currency, amount)
        return row | self._settle({**references, **row})

    def _empty(self, row: Row, level: int) -> dict[str, bool]:
        """Which fields that may stay empty do so: mostly as in one row of an example, one that is guided alike if any
        is, so that what belongs together is there or not there together. Nothing is said where rules are hard to meet.
        """
        if level or not self.shown.rows or self.chance.often(0.1):
            return {}
        guided = {name: cell_text(row[name]) for name in self.guides}
        alike = self.shown.alike(guided) or self.shown.rows
        example = self.chance.pick(alike)
        return {name: not example[name] for name in self.fields if name in example}

    def _dates(self, fixed: Row, level: int, empty: Mapping[str, bool]) -> Together:
        """Dates one after the other in the order of the fields, around the date that places the row in a period.

        That date is an event among them, or the day on which the rows of a period are counted, outside their order.
        """
        names_ = [name for name in self.fields if self.drawers[name].field.type.kind in DATES]
        found: Together = {}
        time = self.dataset.time if self.dataset.time in names_ else None
        known = fixed.get(time or "")
        anchor = day_of(known) if isinstance(known, date) else self._any_day(level)
        settled = bool(self.ends) or isinstance(known, date)
        counted = settled or ((level > 0 or not self.shown.rows) and self.chance.often(0.5))
        chain = [name for name in names_ if name != time] if counted or time is None else names_
        first = 0 if counted or time is None else chain.index(time)
        day = anchor
        for later, name in zip(reversed(chain[1 : first + 1]), reversed(chain[:first]), strict=True):
            day -= timedelta(days=self._gap(name, later))
            found[name] = self.drawers[name].day(day)
        day = anchor + timedelta(days=self._from_count(time, chain)) if counted else anchor
        for position, name in enumerate(chain[first:], first):
            day += timedelta(days=self._gap(chain[position - 1], name) if position > first else 0)
            found[name] = self.drawers[name].day(day)
        if time is not None:
            found[time] = self.drawers[time].day(anchor)
        for name in names_:
            drawer = self.drawers[name]
            if drawer.stays_empty(level, empty.get(name)):
                found[name] = None
            elif level > 1 and self.chance.often(0.3):
                found[name] = drawer.day(self._any_day(level))
        return {name: fixed.get(name, found[name]) for name in names_}

    def _gap(self, first: str, second: str) -> int:
        """Days between two events: around those of an example, else short ones more often."""
        seen = self._seen(first, second)
        return int(self.chance.pick(seen) * (0.5 + self.chance.share())) if seen else int(8 * 60 ** self.chance.share())

    def _from_count(self, time: str | None, chain: list[str]) -> int:
        """Days from the day of the count to the first event."""
        seen = self._seen(time, chain[0]) if time and chain else []
        return int(self.chance.pick(seen) * (0.5 + self.chance.share())) if seen else -self.chance.whole(30, 700)

    def _seen(self, first: str, second: str) -> list[int]:
        if (first, second) not in self.gaps:
            self.gaps[first, second] = self.shown.gaps(first, second)
        return self.gaps[first, second]

    def _any_day(self, level: int) -> date:
        if self.ends and level <= ENOUGH:
            return self.chance.pick(self.ends)
        if level and self.chance.often(0.7):
            return self.chance.pick(self.special)
        return self.plan.start + timedelta(days=self.chance.whole(0, (self.plan.end - self.plan.start).days))

    def _passes(self, row: Row) -> bool:
        exact = contents(row)
        judged = (self.database.value(self.dataset.id, exact, rule.condition) for rule in self.dataset.rules)
        allowed = all(self.drawers[name].allows(row[name]) for name in self.fields)
        return allowed and self._valid(row) and all(value.content is not False for value in judged)

    def _valid(self, row: Row) -> bool:
        """Whether all codes may be used at the time of the row."""
        moment = row.get(self.dataset.time or "")
        if not isinstance(moment, date):
            return True
        day = day_of(moment).isoformat()
        for name in self.fields:
            codelist, code = self.drawers[name].field.type.codelist, row.get(name)
            if codelist and isinstance(code, str):
                spec = self.plan.codelists[codelist].codes[code]
                if not (spec.valid_from or day) <= day <= (spec.valid_to or day):
                    return False
        return True

    def _paths(self) -> Iterator[tuple[str, ...]]:
        """What rules read of or through references."""
        for rule in self.dataset.rules:
            for name in names(rule.condition):
                if name.role == "field" and self.dataset.fields[name.parts[0]].type.kind is Kind.REFERENCE:
                    yield name.parts

    def _together(self) -> Iterator[str]:
        for name, each in self.dataset.fields.items():
            dated = each.type.codelist and any(
                code.valid_from or code.valid_to for code in self.plan.codelists[each.type.codelist].codes.values()
            )
            joint = name in self.read or each.type.kind in DATES or bool(self.drawers[name].spec.currency) or dated
            if joint and each.type.kind is not Kind.REFERENCE:
                yield name

    def _guides(self) -> Iterator[str]:
        """Codes and truths that rules read; those that may stay empty only where there are no others."""
        kinds = {name: self.drawers[name].field for name in self.fields if name in self.read}
        guides = [each for each in kinds.values() if each.type.kind in (Kind.CODE, Kind.BOOLEAN)]
        needed = [each.id for each in guides if each.required]
        yield from needed or [each.id for each in guides if each.type.kind is Kind.CODE]

    def _settled(self) -> Iterator[tuple[str, Expr]]:
        """Fields that a rule equates with something else, which says how to fill them in."""
        for rule in self.dataset.rules:
            for part in _conjuncts(rule.condition):
                if isinstance(part, Call) and part.op == "=":
                    for one, other in (part.args, part.args[::-1]):
                        if isinstance(one, Name) and one.parts[0] in self.fields and len(one.parts) == 1:
                            yield one.parts[0], other
                            break

    def _settle(self, row: Row) -> Together:
        found: Together = {}
        for name, expr in self.settled:
            content = self.database.value(self.dataset.id, contents({**row, **found}), expr).content
            if content is not None:
                found[name] = self._cell(name, content)
        return found

    def _cell(self, name: str, content: Content) -> Cell:
        if not isinstance(content, Fraction):
            return content
        if self.drawers[name].spec.type == "integer":
            return int(content)
        return Decimal(content.numerator) / Decimal(content.denominator)

    def _take_literals(self) -> None:
        """Let fields know the texts and numbers that rules compare them with."""
        for rule in self.dataset.rules:
            for node in walk(rule.condition):
                args = node.args if isinstance(node, Call) else ()
                fields = [arg.parts[0] for arg in args if isinstance(arg, Name) and arg.parts[0] in self.fields]
                for arg in args:
                    for name in fields:
                        drawer = self.drawers[name]
                        if isinstance(arg, Text) and drawer.field.type.kind is Kind.TEXT:
                            drawer.literals.append(arg.value)
                        elif isinstance(arg, Number) and drawer.field.type.kind is Kind.NUMBER:
                            drawer.literals.append(self._cell(name, Fraction(arg.value)))


def _conjuncts(expr: Expr) -> Iterator[Expr]:
    pending = [expr]
    while pending:
        node = pending.pop()
        if isinstance(node, Call) and node.op == "and":
            pending.extend(node.args)
        else:
            yield node


def contents(row: Row) -> dict[str, Content]:
    """The row as the reference evaluator reads it: numbers exact."""
    return {name: _exact(cell) for name, cell in row.items()}


def _exact(cell: Cell) -> Content:
    match cell:
        case bool() | str() | date() | None:
            return cell
        case _:
            return Fraction(cell)
