"""Nodes of expressions -> terms, for rows and for formulas alike."""

from __future__ import annotations

from rbm_spec.expr.nodes import Call, Expr, Name, Number, Text, Truth
from rbm_spec.expr.types import Kind
from rbm_spec.targets.excel.live.constants import Constants
from rbm_spec.targets.excel.live.places import Place
from rbm_spec.targets.excel.live.spellings import SPELLINGS
from rbm_spec.targets.excel.live.terms import Quality, Term, centimes
from rbm_spec.targets.unsupported import no_spelling


def spelled(node: Expr, args: list[Term], place: Place, constants: Constants) -> Term:
    """A node that names no data, over the terms of its arguments."""
    match node:
        case Call(op=op):
            if op not in SPELLINGS:
                raise no_spelling("The workbook", op)
            return SPELLINGS[op](args, place)
        case Number(value=value):
            whole = int(value) if value == value.to_integral_value() else None
            quality = Quality.ENTERED if whole is None else Quality.SMALL
            return Term(format(value, "f"), Kind.NUMBER, quality=quality, simple=True, literal=whole)
        case Truth(value=truth):
            return Term(str(int(truth)), Kind.BOOLEAN, simple=True)
        case Text(value=text, type=type_):
            return Term(constants.text(text), type_.kind, simple=True, cached=text)
        case Name(parts=(which, end)):
            text = place.period(end) if which == "period" else place.plan(end)
            return Term(text, Kind.DATE, quality=Quality.SMALL, simple=True)
    raise AssertionError(node)


def cut_text(cell: str, quality: Quality) -> str:
    """A number within 10^15 to so many significant digits as are sure: 15 of money, 12 of what was computed."""
    if quality is Quality.WHOLE:
        return f'IF(ABS({cell})>1E+15,"",{cell})'
    digits = centimes(f"ABS({cell})") if quality is Quality.MONEY else f"11-INT(LOG10(ABS({cell})))"
    return f'IF(ABS({cell})>1E+15,"",IF({cell}=0,0,ROUND({cell},{digits})))'
