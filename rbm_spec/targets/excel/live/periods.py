"""The reporting periods that can be chosen -> a table of what each means, and the cells of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rbm_spec.expr.catalogue import Window
from rbm_spec.kernel.periods import Period, containing, previous
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Indicator, Method, Plan
from rbm_spec.targets.excel.live.grid import Cached, Grid, Ref
from rbm_spec.targets.excel.live.terms import serial

PERIOD = "results_period"
"""The defined name of the cell that repeats the period entered on the first sheet; the first one without any."""

ROW = "period_row"
"""The defined name of the cell that holds the row of the period in the table, 0 for none."""


def labels(plan: Plan, frequencies: Sequence[str]) -> list[str]:
    """Years first, then what the other frequencies need."""
    years = range(plan.start.year, plan.end.year + 1)
    found = [str(year) for year in years]
    if "biennial" in frequencies:
        found += [f"{year}-{year + 1}" for year in years[::2]]
    if "quarterly" in frequencies:
        found += [f"{year}-Q{quarter}" for year in years for quarter in range(1, 5)]
    return found


@dataclass(frozen=True)
class Periods:
    """`table` has one row for each label; `chosen` one row, with the period that is chosen."""

    plan: Plan
    labels: tuple[str, ...]
    table: Grid
    chosen: Grid

    def column(self, key: object, title: str, contents: Sequence[Cached]) -> str:
        """What holds in the chosen period, of one content for each label."""
        ref = self.table.add(key, title, (), list(contents))
        return f"INDEX({ref.abroad},{ROW})"

    def each(self, frequency: str) -> list[Period | None]:
        """The period that each label means for this frequency."""
        return [containing(label, frequency, self.plan.start) for label in self.labels]

    def default(self, frequency: str) -> Period | None:
        """The period before another one is chosen."""
        return self.each(frequency)[0]

    def bounds(self, frequency: str) -> tuple[Ref, Ref]:
        """First and last day of the chosen period, 0 where there is none of this frequency."""
        start = [serial(each.start) if each else 0 for each in self.each(frequency)]
        end = [serial(each.end) if each else 0 for each in self.each(frequency)]
        first, last = (
            self.chosen.add(
                (frequency, name),
                f"{frequency}: {name}",
                f"IF({ROW}=0,0,{self.column((frequency, name), f'{frequency}: {name}', days)})",
                days[0],
            )
            for name, days in (("first day", start), ("last day", end))
        )
        return first, last

    def method_number(self, indicator: Indicator) -> str:
        """The number of the method in force, 1 for the oldest."""
        last = len(indicator.methods)
        numbers = [indicator.methods.index(method) + 1 if method else last for method in self.method(indicator)]
        return f"IF({ROW}=0,{last},{self.column(('method', indicator.id), 'method', numbers)})"

    def window(self, period: Period) -> Window:
        """What constants mean in a period."""
        return Window(period.start, period.end, self.plan.start, self.plan.end, self.plan.holidays)

    def method(self, indicator: Indicator) -> list[Method | None]:
        """The method in force, by label."""
        return [method_in(indicator, each) if each else None for each in self.each(indicator.spec.frequency)]

    def broken(self, indicator: Indicator) -> list[int]:
        """1 for labels whose method differs from that of the period before."""
        found = []
        for each in self.each(indicator.spec.frequency):
            before = previous(each, indicator.spec.frequency, self.plan.start) if each else None
            found.append(int(bool(each and before and method_in(indicator, each) is not method_in(indicator, before))))
        return found
