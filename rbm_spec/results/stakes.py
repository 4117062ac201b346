"""Facts of two versions over the same rows -> the figures that differ, side by side.

Two definitions of one share often differ by a handful of people, whom the difference would single out although each
figure by itself hides them well. So cells of indicators about people are only counted. What is hidden in one version is
shown in neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rbm_spec.changes.stakes import Stake, Stakes
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Component, Indicator, Plan
from rbm_spec.results.facts import LANGUAGE, Fact, method_of, why
from rbm_spec.results.table import cell_in_words, value_in_words
from rbm_spec.targets.words.phrases import Phrases, phrases

Key = tuple[str, str, str, By]
NOTHING = "is not computed"


def stakes(
    plans: tuple[Plan, Plan],
    facts: tuple[Sequence[Fact], Sequence[Fact]],
    names: Mapping[tuple[str, str], tuple[str, str]],
    period: str,
    notes: Iterable[str],
    unread: frozenset[str] = frozenset(),
) -> Stakes:
    """Old and new; `names` leads from indicator and component of the old version to those of the new one.

    `unread` are indicators whose data has faults under one of both: they are not compared, and named.
    """
    old = {_key(each, names): (plans[0], each) for each in facts[0]}
    new = {_key(each, {}): (plans[1], each) for each in facts[1]}
    rows: list[Stake] = []
    same = untold = printed = 0
    hidden: Counter[int] = Counter()
    for key in [*new, *(each for each in old if each not in new)]:
        if key[0] in unread:
            continue
        sides = old.get(key), new.get(key)
        hidden[_is_hidden(sides[1]) - _is_hidden(sides[0])] += all(sides)
        row = _row(key, *sides)
        if row is None or _is_only_printed_otherwise(row, *sides):
            same += 1
            printed += row is not None
        elif key[-1] and any(_is_personal(side[key]) for side in (old, new) if key in side):
            untold += 1
        else:
            rows.append(row)
    left = sorted(unread & {key[0] for key in [*old, *new]})
    said = (*_not_compared(left), *_untold(untold), *_uncovered(hidden), *_printed(printed))
    return Stakes(period, tuple(rows), same, (*said, *notes))


def _is_personal(side: tuple[Plan, Fact]) -> bool:
    plan, fact = side
    return plan.indicators[fact.indicator].personal


def _untold(number: int) -> Iterator[str]:
    if number:
        what = "1 cell of a breakdown of people differs and is" if number == 1 else (
            f"{number:,} cells of breakdowns of people differ and are"
        )  # fmt: skip
        yield f"{what} not shown: the difference between two definitions can single people out."


def _is_hidden(side: tuple[Plan, Fact] | None) -> bool:
    return side is not None and side[1].reason == "suppressed"


def _uncovered(hidden: Counter[int]) -> Iterator[str]:
    """What protection hides in one version only: it is shown here in neither, and still it matters."""
    for sign, words in ((-1, "hidden until now would be shown"), (1, "shown until now would be hidden")):
        if number := hidden[sign]:
            yield f"{number:,} {'cell' if number == 1 else 'cells'} {words}."


def _is_only_printed_otherwise(row: Stake, old: tuple[Plan, Fact] | None, new: tuple[Plan, Fact] | None) -> bool:
    """Whether the figure itself is the same, to the last digit and in the same unit."""
    if row.flips or old is None or new is None or old[1].value is None:
        return False
    return old[1].value == new[1].value and len({_component(*each).spec.unit for each in (old, new)}) == 1


def _printed(number: int) -> Iterator[str]:
    if number:
        what = "1 figure is the same and is" if number == 1 else f"{number:,} figures are the same and are"
        yield f"{what} printed otherwise."


def _not_compared(indicators: Sequence[str]) -> Iterator[str]:
    if indicators:
        yield (
            f"Not compared, as the data has faults for one of the two: {', '.join(f'`{id_}`' for id_ in indicators)}."
        )


def _key(fact: Fact, names: Mapping[tuple[str, str], tuple[str, str]]) -> Key:
    indicator, component = names.get((fact.indicator, fact.component), (fact.indicator, fact.component))
    return indicator, component, fact.period, fact.by


def _row(key: Key, old: tuple[Plan, Fact] | None, new: tuple[Plan, Fact] | None) -> Stake | None:
    before, after = (_said(*each) if each else NOTHING for each in (old, new))
    verdicts = [each[1].assessment if each else None for each in (old, new)]
    hidden = why("suppressed", _words())
    if hidden in (before, after):
        before, after, verdicts = hidden, hidden, [None, None]
    flips = ""
    if verdicts[0] != verdicts[1]:
        flips = " -> ".join(_words().say(f"report.{each or 'no_target'}") for each in verdicts)
    if before == after and not flips:
        return None
    plan, fact = new or old or _never()
    return Stake(key[0], _quantity(plan, fact), key[2], _cell(plan, fact), before, after, flips)


def _never() -> tuple[Plan, Fact]:
    raise AssertionError("a key comes from one side at least")


def _words() -> Phrases:
    words = phrases(LANGUAGE)
    assert words is not None
    return words


def _said(plan: Plan, fact: Fact) -> str:
    return value_in_words(plan, _component(plan, fact), fact, _words())


def _component(plan: Plan, fact: Fact) -> Component:
    method = method_of(plan, plan.indicators[fact.indicator], fact.period)
    return next(each for each in method.components if each.id == fact.component)


def _quantity(plan: Plan, fact: Fact) -> str:
    indicator = plan.indicators[fact.indicator]
    labels = {each.id: each.spec.label for each in indicator.method.components}
    return labels.get(fact.component, fact.component) if fact.component else ""


def _cell(plan: Plan, fact: Fact) -> str:
    indicator: Indicator = plan.indicators[fact.indicator]
    dimensions = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    return "; ".join(cell_in_words(plan, dimensions[path], code, _words()) for path, code in fact.by)
