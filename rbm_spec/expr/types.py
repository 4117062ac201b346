"""Types of expressions, and units of numbers.

A unit is a product of powers of atoms: names of the plan's vocabulary (`day`, `CHF`, `staff`, `percent`) or
`rows of <dataset>`, which a count carries until a counted noun names it. A number without any atom is plain: it fits
every unit and takes the one declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

ROWS = "rows of "
TIME_UNITS = ("day", "working_day", "month", "hour")
FIXED_UNITS = ("percent", *TIME_UNITS, "score", "ratio")


@dataclass(frozen=True, slots=True)
class Unit:
    """Atoms with their powers, sorted by name; powers are never zero."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, atom: str) -> Unit:
        """The unit that is just `atom`."""
        return cls(((atom, 1),))

    @property
    def plain(self) -> bool:
        """Whether it fits any unit."""
        return not self.powers

    @property
    def atom(self) -> str | None:
        """The single atom with power one, else None."""
        return self.powers[0][0] if len(self.powers) == 1 and self.powers[0][1] == 1 else None

    @property
    def money(self) -> bool:
        """Whether a currency is part of it."""
        return any(len(atom) == 3 and atom.isupper() for atom, _ in self.powers)

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The product; with `sign=-1` the quotient. Like over like cancels."""
        powers = dict(self.powers)
        for atom, power in other.powers:
            powers[atom] = powers.get(atom, 0) + sign * power
        return Unit(tuple(sorted((atom, power) for atom, power in powers.items() if power)))

    def to_the(self, exponent: int) -> Unit:
        """The power."""
        return Unit(tuple((atom, power * exponent) for atom, power in self.powers)) if exponent else PLAIN

    def __str__(self) -> str:
        if not self.powers:
            return "a plain number"
        over = [atom if power == 1 else f"{atom}^{power}" for atom, power in self.powers if power > 0]
        under = [atom if power == -1 else f"{atom}^{-power}" for atom, power in self.powers if power < 0]
        return " x ".join(over or ["1"]) + "".join(f" per {atom}" for atom in under)


PLAIN = Unit()


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    REFERENCE = "reference"
    UNTYPED = "untyped"


@dataclass(frozen=True, slots=True)
class Type:
    """A kind, with the unit of a number, the list of a code, or the dataset of a reference."""

    kind: Kind
    unit: Unit = PLAIN
    codelist: str = ""
    dataset: str = ""

    def __str__(self) -> str:
        match self.kind:
            case Kind.NUMBER:
                return "a number" if self.unit.plain else f"a number in {self.unit}"
            case Kind.CODE:
                return f"a code of the list {self.codelist}"
            case Kind.REFERENCE:
                return f"a reference to the dataset {self.dataset}"
            case Kind.BOOLEAN:
                return "a condition (true or false)"
            case Kind.TEXT:
                return "text"
            case _:
                return f"a {self.kind}"


TEXT = Type(Kind.TEXT)
NUMBER = Type(Kind.NUMBER)
DATE = Type(Kind.DATE)
DATETIME = Type(Kind.DATETIME)
BOOLEAN = Type(Kind.BOOLEAN)
UNTYPED = Type(Kind.UNTYPED)


@lru_cache(maxsize=1024)
def number(unit: str | Unit) -> Type:
    """A number in `unit`."""
    return Type(Kind.NUMBER, Unit.of(unit) if isinstance(unit, str) else unit)


def code(codelist: str) -> Type:
    """A code of `codelist`."""
    return Type(Kind.CODE, codelist=codelist)


def reference(dataset: str) -> Type:
    """The key of a row of `dataset`."""
    return Type(Kind.REFERENCE, dataset=dataset)
