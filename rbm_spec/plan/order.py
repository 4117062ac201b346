"""The order in which indicators can be computed, and the circles that have none."""

from __future__ import annotations

from collections.abc import Mapping

from rbm_spec.expr.nodes import names
from rbm_spec.plan.context import CIRCLE, Context
from rbm_spec.plan.model import Method


def in_order(
    context: Context,
    needs: Mapping[str, tuple[str, ...]],
    methods: Mapping[str, tuple[Method, ...]],
) -> list[str]:
    """Ids, each after those it needs, otherwise in the given order; each circle is reported once."""
    order: list[str] = []
    done: set[str] = set()
    for start in needs:
        trail: dict[str, None] = {}
        pending = [(start, False)]
        while pending:
            name, leaving = pending.pop()
            if leaving:
                trail.pop(name, None)
                if name not in done:
                    done.add(name)
                    order.append(name)
            elif name in trail:
                _report(context, [*trail][list(trail).index(name) :], methods)
            elif name not in done:
                trail[name] = None
                pending.append((name, True))
                pending.extend((each, False) for each in reversed(needs.get(name, ())) if each in needs)
    return [name for name in order if name in needs]


def _report(context: Context, circle: list[str], methods: Mapping[str, tuple[Method, ...]]) -> None:
    last, first = circle[-1], circle[0]
    for method in methods[last]:
        for component in method.components:
            for name in names(component.formula):
                if name.role == "indicator" and name.parts[1] == first:
                    where = component.spec.formula.where.chars(name.span)
                    way = " needs ".join([*circle, first])
                    context.report(
                        CIRCLE,
                        where,
                        f"These indicators need each other in a circle: {way}.",
                        "Let one do without the other.",
                    )
                    return
