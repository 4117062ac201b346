"""A typed expression -> its value, given what its names stand for.

An expression is first laid out as a program, arguments before the call, and can then be run on many rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from rbm_spec.expr.catalogue import CATALOGUE, Meaning, Window
from rbm_spec.expr.nodes import Call, Expr, Name, Number, fold
from rbm_spec.kernel.release import Sides
from rbm_spec.kernel.values import Value
from rbm_spec.plan.model import Method

Step = Value | Name | tuple[Meaning, int]
Program = tuple[Step, ...]


def program(expr: Expr, window: Window) -> Program:
    """The steps of `expr`: values, names to look up, and meanings with their number of arguments."""
    steps: list[Step] = []

    def visit(node: Expr, args: list[None]) -> None:
        if isinstance(node, Call):
            steps.append((CATALOGUE[node.op].meaning, len(node.args)))
        elif isinstance(node, Name):
            steps.append(Value(_constant(node.dotted, window)) if node.role == "constant" else node)
        else:
            steps.append(Value(Fraction(node.value) if isinstance(node, Number) else node.value))

    fold(expr, visit)
    return tuple(steps)


def run(steps: Program, lookup: Callable[[Name], Value], window: Window) -> Value:
    """The value; `lookup` answers for names that are not constants."""
    results: list[Value] = []
    for step in steps:
        if isinstance(step, Value):
            results.append(step)
        elif isinstance(step, Name):
            results.append(lookup(step))
        else:
            meaning, count = step
            arguments = results[-count:]
            del results[-count:]
            results.append(meaning(arguments, window))
    return results[0]


def evaluate(expr: Expr, lookup: Callable[[Name], Value], window: Window) -> Value:
    """The value of an expression that is needed once."""
    return run(program(expr, window), lookup, window)


def evaluate_component(
    method: Method, component: str, values: Mapping[str, Value], window: Window
) -> tuple[Value, Sides | None]:
    """The value of a component, and of both sides of a quotient; `values` gives what its names stand for."""
    formula = next(each.formula for each in method.components if each.id == component)

    def value(expr: Expr) -> Value:
        return evaluate(expr, lambda name: values[name.dotted], window)

    if isinstance(formula, Call) and formula.op == "/":
        over, under = map(value, formula.args)
        return value(formula), (over, under)
    return value(formula), None


def _constant(name: str, window: Window) -> date:
    return {
        "period.start": window.period_start,
        "period.end": window.period_end,
        "plan.start": window.plan_start,
        "plan.end": window.plan_end,
    }[name]
