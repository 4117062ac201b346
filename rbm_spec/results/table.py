"""Facts -> a table for people: one block for each indicator, within the width of a page.

The title stands once, then each quantity with its total, then its breakdowns, one step further in. What is too long is
wrapped, never cut: what people read here is all that they see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from rbm_spec.plan.model import Component, Dimension, Indicator, Plan
from rbm_spec.render.printing import one_line, padded, width, wrapped
from rbm_spec.results.facts import Fact, method_of, why, words_of
from rbm_spec.results.numbers import number, published
from rbm_spec.targets.words.labels import code_label, table_unit, unit_beside
from rbm_spec.targets.words.phrases import Phrases

PAGE = 120
"""Columns of a terminal that a line may take."""
STEP = 2
GAP = 2
WIDEST = (46, 42, 16)
"""Most columns of labels, of values and of units; fewer where targets stand beside them."""
WIDEST_JUDGED = (36, 26, 14)
NOTES = {"B": "report.broken", "P": "results.provisional"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, `depth` steps in; `number` stands at the right of its column, `rest` follows it.

    The unit has a column of its own, as it is a noun in one form: 1 beside "opinions" is no sentence.
    """

    depth: int
    label: str
    number: str = ""
    rest: str = ""
    unit: str = ""
    n: str = ""
    target: str = ""
    assessment: str = ""

    @property
    def said(self) -> bool:
        """Whether there is a figure, or a reason for none; else the line is the head of a breakdown."""
        return bool(self.number or self.rest)


def to_table(
    plan: Plan,
    facts: Iterable[Fact],
    withheld: Mapping[str, Sequence[Sequence[str]]],
    everything: bool = True,
    synthetic: bool = False,
    notes: Sequence[str] = (),
) -> str:
    """The blocks: totals, and the cells of breakdowns when `everything` is wanted; `notes` at the end."""
    words = words_of(plan)
    blocks = []
    for name, several in groupby(facts, key=lambda fact: fact.indicator):
        indicator = plan.indicators[name]
        blocks.append(_block(plan, indicator, list(several), withheld.get(name, ()), words, everything))
    if notes:
        blocks.append([line for note in notes for line in paragraph(words.say("results.note", one_line(note)))])
    head = [words.say("results.synthetic")] if synthetic else []
    return "\n".join("".join(f"{line}\n" for line in block) for block in _headed(head, blocks))


def _headed(head: list[str], blocks: list[list[str]]) -> list[list[str]]:
    return [head + blocks[0], *blocks[1:]] if blocks else [head]


def _block(
    plan: Plan,
    indicator: Indicator,
    facts: list[Fact],
    withheld: Sequence[Sequence[str]],
    words: Phrases,
    everything: bool,
) -> list[str]:
    dimensions = {each.path: each for breakdown in indicator.breakdowns for each in breakdown}
    title = words.say("results.heading", one_line(indicator.spec.title), indicator.id, facts[0].period)
    shown = facts if everything else [fact for fact in facts if not fact.by]
    lines = [
        line
        for component in method_of(plan, indicator, facts[0].period).components
        for line in _quantity(plan, component, dimensions, [f for f in shown if f.component == component.id], words)
    ]
    found = [*paragraph(title, 0), *_aligned(lines, words)]
    for paths in withheld:
        named = words.listed(one_line(dimensions[path].label) for path in paths)
        found += paragraph(words.say("report.withheld", named), STEP)
    if left := len(facts) - len(shown):
        named = words.say("language.comma").join(dict.fromkeys(one_line(each.label) for each in dimensions.values()))
        found += paragraph(words.counted("results.more", Decimal(left), number(str(left), words), named), STEP)
    return found


def _quantity(
    plan: Plan, component: Component, dimensions: Mapping[str, Dimension], facts: Sequence[Fact], words: Phrases
) -> Iterator[Line]:
    """The total of a quantity, and below it each breakdown with its cells."""
    for paths, cells in groupby(facts, key=lambda fact: tuple(path for path, _ in fact.by)):
        if paths:
            named = words.listed(dimensions[path].label for path in paths)
            yield Line(2, words.say("report.breakdown", named))
        for fact in cells:
            codes = (code_in_words(plan, dimensions[path], code, words) for path, code in fact.by)
            total = component.spec.label if component.id else words.say("results.total")
            label = words.say("language.semicolon").join(codes) or total
            yield _line(plan, component, fact, label, words)


def _line(plan: Plan, component: Component, fact: Fact, label: str, words: Phrases) -> Line:
    there = fact.published is not None
    return Line(
        depth=3 if fact.by else 1,
        label=label,
        number=published(fact.published, words) if fact.published is not None else "",
        rest=_note(fact, words) if there else reason_in_words(fact, words),
        unit=unit_beside(plan, component, words, table_unit) if there else "",
        n="" if fact.n is None else number(str(fact.n), words),
        target=fact.target or "",
        assessment=words.say(f"report.{fact.assessment}") if fact.assessment else "",
    )


def _note(fact: Fact, words: Phrases) -> str:
    """What must be known of a figure."""
    return words.bracketed(words.say(NOTES[fact.status])) if fact.status in NOTES else ""


def value_in_words(plan: Plan, component: Component, fact: Fact, words: Phrases) -> str:
    """A figure with its unit, or why there is none."""
    if fact.published is None:
        return reason_in_words(fact, words)
    said = (fact.published, unit_beside(plan, component, words), _note(fact, words))
    return " ".join(filter(None, said))


def reason_in_words(fact: Fact, words: Phrases) -> str:
    """Why there is no figure."""
    if fact.reason is None:
        return words.say("report.no_value")
    said = why(fact.reason, words)
    return said if fact.reason == "suppressed" else words.say("report.because", words.say("report.no_value"), said)


def code_in_words(plan: Plan, dimension: Dimension, code: str | None, words: Phrases) -> str:
    """One code of a cell: "Northern office"."""
    return words.say("report.not_stated") if code is None else code_label(plan, dimension.type.codelist, code)


def cell_in_words(plan: Plan, dimension: Dimension, code: str | None, words: Phrases) -> str:
    """One dimension of a cell: "Office: Northern office"."""
    return f"{dimension.label}: {code_in_words(plan, dimension, code, words)}"


def _aligned(lines: list[Line], words: Phrases) -> Iterator[str]:
    """Columns of equal width, as a terminal counts it, under their heads."""
    judged = any(line.target for line in lines)
    heads = [words.say(f"report.{name}") for name in ("value", "unit", "rows", "target")]
    heads.append(words.say("results.assessment"))
    numbers = max((width(line.number) for line in lines), default=0)
    values = [_figure(line, numbers) for line in lines]
    labels = [STEP * line.depth + width(line.label) for line in lines if line.said]
    units = [width(line.unit) for line in lines]
    needed = (max(labels, default=0), max(map(width, [heads[0], *values])), max([width(heads[1]), *units]))
    label, value, unit = map(min, WIDEST_JUDGED if judged else WIDEST, needed)
    n = max(width(each) for each in (heads[2], *(line.n for line in lines)))
    assessment = max(width(each) for each in (heads[4], *(line.assessment for line in lines)))
    target = max(width(heads[3]), PAGE - label - value - unit - n - assessment - 5 * GAP)
    widths = (label, value, unit, -n, target, assessment) if judged else (label, value, unit, -n)
    yield _joined(("", *heads), widths)
    for line, said in zip(lines, values, strict=True):
        indent = STEP * line.depth
        if not line.said:  # the head of a breakdown may run across
            yield from paragraph(one_line(line.label), indent)
            continue
        columns = (
            [" " * indent + part for part in wrapped(one_line(line.label), label - indent, STEP)],
            wrapped(said, value),
            wrapped(one_line(line.unit), unit),
            [line.n],
            wrapped(one_line(line.target), target),
            [line.assessment],
        )
        for at in range(max(map(len, columns))):
            yield _joined([column[at] if at < len(column) else "" for column in columns], widths)


def _figure(line: Line, columns: int) -> str:
    """The number at the right of its columns, and what must be known of it; the reason for none begins at the left."""
    rest = one_line(line.rest)
    return f"{padded(line.number, -columns)} {rest}".rstrip() if line.number else rest


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * GAP).join(padded(cell, wide) for cell, wide in zip(cells, widths, strict=False)).rstrip()


def paragraph(text: str, indent: int = 0) -> Iterator[str]:
    """A sentence over the whole page; where it goes on it stands further in."""
    yield from (" " * indent + part for part in wrapped(text, PAGE - indent, STEP))
