"""What names mean: in the rows of a dataset, and in a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rbm_spec import suggest
from rbm_spec.expr.agreement import Mismatch
from rbm_spec.expr.nodes import Name
from rbm_spec.expr.types import DATE, UNTYPED, Type
from rbm_spec.model.spec import CodelistSpec, IndicatorSpec
from rbm_spec.plan.context import Context
from rbm_spec.plan.model import Dataset
from rbm_spec.plan.paths import follow

WORD = re.compile(r"(?<![.\w])[a-z]\w*(?!\s*[.(\w])", re.ASCII)
CONSTANTS = ("period.start", "period.end", "plan.start", "plan.end")


@dataclass(frozen=True, slots=True)
class RowScope:
    """Names are paths from a field of `dataset`."""

    datasets: Mapping[str, Dataset]
    codelists: Mapping[str, CodelistSpec]
    dataset: str
    measures: frozenset[str] = frozenset()

    def resolve(self, name: Name) -> tuple[Type, str] | Mismatch:
        """A constant, or the type at the end of the path."""
        first, is_known = name.parts[0], self.dataset in self.datasets
        fields = self.datasets[self.dataset].fields if is_known else {}
        if len(name.parts) == 1 and first in fields:
            return fields[first].type, "field"
        if name.dotted in CONSTANTS:
            return DATE, "constant"
        if is_known and first in self.measures and first not in fields:
            return Mismatch(
                name.span, f"`{name.dotted}` is a measure; rows are read before measures exist.",
                "Use the measure in the formula.", "name",
            )  # fmt: skip
        steps = follow(self.datasets, self.codelists, self.dataset, name.parts, name.span)
        return steps if isinstance(steps, Mismatch) else (steps[-1].type, "field")

    def resolve_path(self, path: str) -> Type | Mismatch:
        """The type at the end of a dotted path that stands outside an expression."""
        parts = tuple(path.split("."))
        steps = follow(self.datasets, self.codelists, self.dataset, parts, (0, len(path)))
        return steps if isinstance(steps, Mismatch) else steps[-1].type


@dataclass(frozen=True, slots=True)
class FormulaScope:
    """Names are measures, components above, other indicators, and constants.

    `below` maps the component itself and those further down to the text of their formulas; `tables` are the datasets
    that the measures read. Where measures or components are lost in a hole, the scope `is_open`: any name could be one
    of them.
    """

    context: Context
    indicator: IndicatorSpec
    measures: Mapping[str, Type]
    components: Mapping[str, Type]
    below: Mapping[str, str]
    tables: Sequence[Dataset]
    is_open: bool

    def resolve(self, name: Name) -> tuple[Type, str] | Mismatch:
        """What the name stands for in a formula."""
        if name.dotted in CONSTANTS:
            return DATE, "constant"
        if name.parts[0] == "indicator" and len(name.parts) > 1:
            return self._other(name)
        if len(name.parts) == 1:
            for role, known in (("component", self.components), ("measure", self.measures)):
                if name.dotted in known:
                    return known[name.dotted], role
            if self.is_open:
                return UNTYPED, ""
        return self._unknown(name)

    def _unknown(self, name: Name) -> Mismatch:
        if circle := self._circle(name.dotted):
            way = " needs ".join(f"`{each}`" for each in circle)
            message = f"These components need each other in a circle: {way}."
            return Mismatch(name.span, message, "Let one do without the other.", "name")
        if name.dotted in self.below:
            message = f"The component `{name.dotted}` is written further down; components are read from top to bottom."
            return Mismatch(name.span, message, f"Move `{name.dotted}` up.", "name")
        table = next((each for each in reversed(self.tables) if name.parts[0] in each.fields), None)
        if table is not None:
            message = (
                f"`{name.dotted}` is a field of the dataset {table.id}; a formula holds measures and components only."
            )
            return Mismatch(name.span, message, "Add a measure that aggregates the field.", "name")
        known = (*self.measures, *self.components)
        hint = suggest.hint(name.dotted, known) or f"Add a measure `{name.dotted}`, or name one that is there."
        message = f'There is no measure or component "{name.dotted}".'
        return Mismatch(name.span, message, hint, "name", known, name.dotted)

    def _circle(self, name: str) -> list[str]:
        """The way from this component through `name` back to itself, if there is one."""
        own = next(iter(self.below))
        pending, seen = [[own, name]], set()
        while pending:
            way = pending.pop()
            if way[-1] == own:
                return way
            if way[-1] in self.below and way[-1] not in seen:
                seen.add(way[-1])
                pending += [[*way, each] for each in WORD.findall(self.below[way[-1]]) if each in self.below]
        return []

    def _other(self, name: Name) -> tuple[Type, str] | Mismatch:
        indicators = self.context.spec.indicators
        other = indicators.get(name.parts[1])
        if other is None and name.parts[1] in self.context.spec.broken:
            return UNTYPED, ""
        if other is None:
            message = f'There is no indicator "{name.parts[1]}".'
            return Mismatch(name.span, message, kind="name", choices=tuple(indicators), name=name.parts[1])
        if "" not in (other.frequency, self.indicator.frequency) and other.frequency != self.indicator.frequency:
            return Mismatch(
                name.span,
                f"`{name.dotted}` is {other.frequency}, and this indicator is {self.indicator.frequency}; "
                "they have no common period.",
            )
        ids = [component.id for component in other.method.components]
        if ids == [""] and len(name.parts) == 2:
            return self.context.presented(other.method.components[0]), "indicator"
        if len(name.parts) == 3 and name.parts[2] in ids and name.parts[2]:
            return self.context.presented(other.method.components[ids.index(name.parts[2])]), "indicator"
        if not ids or self.context.lost(other.method.where, "formula", "components"):
            return UNTYPED, ""
        if ids == [""]:
            return Mismatch(name.span, f"The indicator {other.id} has no components.", kind="name")
        wanted = name.parts[2] if len(name.parts) > 2 else ""
        message = f'The indicator {other.id} has no component "{wanted}".' if wanted else (
            f"The indicator {other.id} has several components; say which, as indicator.{other.id}.{ids[0]}."
        )  # fmt: skip
        return Mismatch(name.span, message, kind="name", choices=tuple(ids), name=wanted)
