"""A field -> single values: codes more and less common, numbers within bounds, ids that say SYNTHETIC.

`level` is how hard the rules of the dataset are to meet: from 1 on, values that rules are likely to ask for (ends of
years, literals of the rules) are mixed in.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.dates import day_of
from rbm_spec.model.spec import CodelistSpec, FieldSpec
from rbm_spec.plan.model import Field
from rbm_spec.plan.patterns import matches
from rbm_spec.sample.chance import Chance
from rbm_spec.sample.evidence import Evidence, is_end
from rbm_spec.sample.pattern import writer

Cell = str | int | Decimal | bool | date | datetime | None

MARK = "SYNTHETIC"
CENT = Decimal("0.01")
LARGEST = Decimal(10**12)
FALLING = 0.5  # codes of which no example is seen become rarer with their place in the list,
FEW = 3  # unless there are only so many


def identifier(number: int) -> str:
    """An id that nobody takes for a real one."""
    return f"{MARK}-{number:06}"


class Drawer:
    """Draws values of one field; how common each code is, and how often a value is absent, is settled once.

    Where worked examples show the field, they set the odds: a code seen twice is about three times as common as one
    never seen.
    """

    def __init__(self, field: Field, codelist: CodelistSpec | None, rows: int, chance: Chance, shown: Evidence) -> None:
        assert field.spec is not None
        self.field = field
        self.spec: FieldSpec = field.spec
        self.chance = chance
        seen = Counter(shown.cells(field.id))
        self.absent = 0.0 if field.required else 0.05 + 0.25 * chance.share()
        if seen and not field.required:
            self.absent = (seen[""] + 1) / (2 * seen.total() + 4)  # examples show gaps more often than data has them
        self.truths = (seen["true"] + 1) / (seen["true"] + seen["false"] + 2)
        self.amounts = shown.numbers(field.id)
        self.variety = max(8, rows // 4)
        self.codes = list(codelist.codes) if codelist else []
        falling = 0.0 if seen.keys() & set(self.codes) or len(self.codes) <= FEW else FALLING
        self.limits = list(
            accumulate(
                (seen[code] + 1) * (0.8 + 0.4 * chance.share()) / (at + 1) ** falling
                for at, code in enumerate(self.codes)
            )
        )
        self.literals: list[Cell] = []

    def draw(self, level: int = 0, empty: bool | None = None) -> Cell:
        """A value, or None where the field may stay empty. Not for dates and references."""
        if self.stays_empty(level, empty):
            return None
        if level and self.literals and self.chance.often(0.5):
            return self.chance.pick(self.literals)
        match self.spec.type:
            case "code":
                return self.chance.weighted(self.codes, self.limits)
            case "boolean":
                return self.chance.often(self.truths)
            case "integer" | "number" | "money":
                return self.number()
            case _:
                return self.text()

    def stays_empty(self, level: int, empty: bool | None) -> bool:
        """Whether there is no value; `empty` is what the rest of the row asks for, if anything."""
        if self.field.required or empty is not None:
            return not self.field.required and bool(empty)
        return self.chance.often(0.5 if level else self.absent)

    def column(self, rows: int) -> list[Cell]:
        """As many values as `draw` would give, one after the other."""
        if self.spec.type != "code":
            return [self.draw() for _ in range(rows)]
        share, limits, codes, absent = self.chance.share, self.limits, self.codes, self.absent
        total, last = limits[-1], len(codes) - 1
        return [
            None if absent and share() < absent else codes[min(bisect(limits, share() * total), last)]
            for _ in range(rows)
        ]

    def text(self) -> str:
        """Text of the form that the pattern asks for, else a marked id of which some rows share one."""
        if self.spec.pattern:
            return writer(self.spec.pattern)(self.chance)
        return identifier(self.chance.whole(1, self.variety))

    def number(self, near: Decimal | None = None) -> Cell:
        """A number within the bounds; `near` is an amount of the same row that it should be comparable with."""
        if near is not None:
            wanted = near * Decimal(round(0.75 + 0.35 * self.chance.share(), 4))
        elif len(self.amounts) > 1:
            wanted = self.chance.pick(self.amounts) * Decimal(round(0.5 + self.chance.share(), 4))
        elif self.spec.type == "money":
            wanted = Decimal(round(10 ** (3 + 2 * self.chance.share()), 2))
        else:
            wanted = Decimal(round(100 * self.chance.share() ** 2, 2))
        low, high = self._bounds()
        if low is not None and high is not None and not low <= wanted <= high:
            wanted = low + (high - low) * Decimal(round(self.chance.share(), 4))
        elif low is not None and wanted < low:
            wanted = low + abs(wanted)
        elif high is not None and wanted > high:
            wanted = high - abs(wanted)
        return self._rounded(wanted, low, high)

    def allows(self, cell: Cell) -> bool:
        """Whether a value that a rule asks for is one that the field may have."""
        match cell:
            case None:
                return not self.field.required
            case str():
                return not self.spec.pattern or matches(self.spec.pattern, cell)
            case date():
                return self._within(day_of(cell)) == day_of(cell)
            case _:
                low, high = self._bounds()
                return (low is None or cell >= low) and (high is None or cell <= high)

    def _bounds(self) -> tuple[Decimal | None, Decimal | None]:
        low, high = self.spec.minimum, self.spec.maximum
        return low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None

    def _rounded(self, wanted: Decimal, low: Decimal | None, high: Decimal | None) -> int | Decimal:
        """In steps of the type, and not beyond a bound by rounding."""
        step = Decimal(1) if self.spec.type == "integer" else CENT
        found = wanted.quantize(step)
        if low is not None and found < low:
            found += step
        if high is not None and found > high:
            found -= step
        return int(found) if self.spec.type == "integer" else found

    def day(self, day: date) -> Cell:
        """The day within the bounds of the field; for datetimes at some working hour."""
        day = self._within(day)
        if self.field.type.kind is not Kind.DATETIME:
            return day
        return datetime.combine(day, time(8)) + timedelta(minutes=self.chance.whole(0, 600))

    def _within(self, day: date) -> date:
        low, high = self.spec.minimum, self.spec.maximum
        if isinstance(low, str):
            day = max(day, date.fromisoformat(low))
        if isinstance(high, str):
            day = min(day, date.fromisoformat(high))
        return day


def cell_text(cell: Cell) -> str:
    """The cell as data files write it."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return str(cell)


def special_days(first: date, last: date) -> Sequence[date]:
    """Days that rules ask for: the ends of years and quarters and the first days of years, ends of years most often."""
    years = range(first.year, last.year + 1)
    ends = [date(year, 12, 31) for year in years] * 4
    others = [date(year, month, day) for year in years for month, day in ((1, 1), (3, 31), (6, 30), (9, 30))]
    return [day for day in ends + others if first <= day <= last] or [first, last]


def last_days(first: date, last: date, months: int) -> Sequence[date]:
    """The last days of the calendar years, quarters or months in between, both ends included."""
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [day for day in days if is_end(day, months)]
