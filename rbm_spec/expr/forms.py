"""An expression → text that is the same however its sums and conditions are ordered: `a + b` is `b + a`.

Unlike the numbers of `shapes`, the text can be kept and compared with that of another day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.expr.shapes import COMMUTE, GATHER, MIRRORED


def one_form(expr: Expr, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """The expression as text; `known` holds what stands in place of a name."""

    def visit(node: Expr, args: list[str]) -> str:
        match node:
            case Call(op=op):
                if op in MIRRORED:
                    op, args = MIRRORED[op], args[::-1]
                if op == "in":
                    args = [args[0], *sorted(set(args[1:]))]
                if op in GATHER:
                    args = [part for arg in args for part in _parts(op, arg)]
                return f"({op}\t" + "\t".join(sorted(args) if op in COMMUTE else args) + ")"
            case Name(dotted=dotted):
                return known.get(dotted, dotted)
            case Number(value=value):
                return format(value.normalize(), "f")
            case _:
                return json.dumps(node.value)

    return fold(expr, visit)


def _parts(op: str, arg: str) -> list[str]:
    """The arguments of an inner call of the same operator: `(a + b) + c` is a sum of three."""
    if not arg.startswith(f"({op}\t"):
        return [arg]
    parts, depth, inner = [""], 0, arg[len(op) + 2 : -1]
    for character in inner:
        depth += (character in "([") - (character in ")]")
        if character == "\t" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
