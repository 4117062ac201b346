"""Whether types agree: units that add up, values that can be compared, a formula and the unit it is declared in.

What does not agree is a `Mismatch` at its characters, in words for people who write formulas.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rbm_spec.expr.nodes import Expr, Text
from rbm_spec.expr.types import ROWS, Kind, Type, Unit, number
from rbm_spec.source import Span

DATES = (Kind.DATE, Kind.DATETIME)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The counted nouns that the plan declares, and of every list the codes, and the code of each label in small."""

    nouns: frozenset[str] = frozenset()
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What is wrong, at which characters, and the way out. `kind` is `type`, `unit`, `code` or `name`.

    `name` is what is not known, where one of `choices` was probably meant.
    """

    span: Span
    message: str
    hint: str | None = None
    kind: str = "type"
    choices: tuple[str, ...] = ()
    name: str = ""


def common_unit(first: Unit, second: Unit, vocabulary: Vocabulary) -> Unit | None:
    """The unit that both fit: a plain number takes the other's, rows take any counted noun; None if there is none."""
    if first == second or second.plain:
        return first
    if first.plain:
        return second
    for rows, noun in ((first, second), (second, first)):
        if rows.atom and rows.atom.startswith(ROWS) and noun.atom in vocabulary.nouns:
            return noun
    return None


def common_type(first: Type, second: Type, vocabulary: Vocabulary) -> Type | None:
    """The type that both have; None if they differ in kind, list, dataset or unit."""
    if first.kind != second.kind:
        return None
    if first.kind is Kind.NUMBER:
        unit = common_unit(first.unit, second.unit, vocabulary)
        return None if unit is None else number(unit)
    return first if first == second else None


def compared(left: Expr, right: Expr, span: Span, vocabulary: Vocabulary) -> Mismatch | None:
    """What is wrong with comparing the two, if anything."""
    first, second = left.type, right.type
    if Kind.UNTYPED in (first.kind, second.kind) or common_type(first, second, vocabulary) is not None:
        return None
    for literal, other in ((right, first), (left, second)):
        if isinstance(literal, Text):
            if other.kind is Kind.CODE:
                return as_code(literal, other, vocabulary)
            if other.kind is Kind.REFERENCE:
                return None
            if other.kind in DATES:
                return Mismatch(span, "A date is compared with text.", f'Write date("{literal.value}").')
    if first.kind is Kind.NUMBER and second.kind is Kind.NUMBER:
        return Mismatch(
            span,
            f"{first.unit} and {second.unit} cannot be compared.",
            "Both sides need the same unit.",
            "unit",
        )
    return Mismatch(span, f"Here {first} is compared with {second}.")


def as_code(literal: Text, other: Type, vocabulary: Vocabulary) -> Mismatch | None:
    """What is wrong with a text as a code of a list, if anything."""
    known = vocabulary.codes.get(other.codelist, frozenset())
    if literal.value in known:
        return None
    labelled = vocabulary.labels.get(other.codelist, {}).get(literal.value.casefold())
    hint = f'That is a label; the code is "{labelled}".' if labelled else None
    return Mismatch(
        literal.span,
        f'The list {other.codelist} has no code "{literal.value}".',
        hint if literal.value else "For a field without a value, write `is missing`.",
        "code",
        (labelled,) if labelled else tuple(sorted(known)),
        literal.value,
    )


def condition(expr: Expr) -> Mismatch | None:
    """Whether the expression is a condition."""
    if expr.type.kind in (Kind.BOOLEAN, Kind.UNTYPED):
        return None
    return Mismatch(
        expr.span,
        f"A condition is needed here, true or false; this is {expr.type}.",
        "Compare it, for example x > 0.",
    )


def fits(found: Type, unit: str, vocabulary: Vocabulary) -> str | None:
    """Why a number of this type cannot be presented in the declared `unit`; None when it can.

    A plain number fits any unit, and so does a plain number divided by something.
    """
    if found.kind is not Kind.NUMBER or unit == "score" or all(power < 0 for _, power in found.unit.powers):
        return None
    if unit == "percent" and found.unit != Unit.of("percent"):
        return f"The formula gives {found.unit}; percent is 100 x a ratio of like units."
    if common_unit(found.unit, Unit.of(unit), vocabulary) == Unit.of(unit):
        return None
    return f"The formula gives {found.unit}, but the unit is {unit}."
