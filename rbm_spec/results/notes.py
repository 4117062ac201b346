"""What a reader of figures must know beside them: zeros of an empty period, and what was checked to protect people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rbm_spec.kernel.periods import Period, containing
from rbm_spec.plan.model import Indicator, Plan
from rbm_spec.results.facts import method_of, words_of

if TYPE_CHECKING:
    import pandas as pd


IsEmpty = Callable[[str, str, Period], bool]
"""Whether a dataset that can be read has rows, but none whose field lies in a period."""


def checked(plan: Plan, indicators: Iterable[Indicator], previous: Sequence[str]) -> list[str]:
    """What was looked at to protect people, and what was not; `previous` names the files of earlier results."""
    count = sum(each.personal and bool(each.breakdowns) for each in indicators)
    if not count:
        return []
    words = words_of(plan)
    names = words.say("language.comma").join(previous)
    held = words.say("results.earlier", names) if previous else words.say("results.no_earlier")
    return [words.counted("results.checked", Decimal(count), str(count), held)]


def empty_periods(plan: Plan, is_empty: IsEmpty, indicators: Iterable[Indicator], label: str) -> list[str]:
    """A sentence for each dataset that has rows, but none whose date lies in the period that an indicator asks for.

    Whether a dataset was submitted is told by its file, for all periods at once.
    """
    asked = {
        (dataset, field, period)
        for indicator in indicators
        if (period := containing(label, indicator.spec.frequency, plan.start))
        for dataset, field in dated(plan, indicator, period)
    }
    return [
        words_of(plan).say("results.empty", dataset, period.label)
        for dataset, field, period in sorted(asked, key=lambda each: (each[0], each[1], each[2].label))
        if is_empty(dataset, field, period)
    ]


def dated(plan: Plan, indicator: Indicator, period: Period) -> Iterator[tuple[str, str]]:
    """The collected datasets of an indicator, with the field that places their rows in the period."""
    for measure in method_of(plan, indicator, period.label).measures.values():
        dataset = plan.datasets[measure.dataset]
        while dataset.derivation is not None:
            dataset = plan.datasets[dataset.derivation.source]
        if measure.during and measure.during in dataset.fields:
            yield dataset.id, measure.during


def none_within(frame: pd.DataFrame, field: str, period: Period) -> bool:
    """The same of a data frame."""
    first, last = period.start.isoformat(), period.end.isoformat()
    found = frame[field].unique() if field in frame.columns else ()
    return bool(len(frame)) and not any(first <= _day(each) <= last for each in found)


def _day(value: Any) -> str:
    """The day as text, so that text that is no date need not be read."""
    if isinstance(value, datetime | date):
        return "" if value != value else value.isoformat()[:10]
    return str(value)[:10]
