"""The value of a component in the cells of a block -> what is shown, and whether the target of the period is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rbm_spec.expr.types import Kind
from rbm_spec.kernel.assessment import RELATIVE, assess, target_of
from rbm_spec.kernel.definitions import By, Component, Condition
from rbm_spec.kernel.values import Value, half_away
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.periods import ROW
from rbm_spec.targets.excel.live.scalars import FINE, ZERO_DENOMINATOR, Block, Known, rank

NOT_MET, MET, NOT_ASSESSED, NO_TARGET, ELSEWHERE = range(5)
LOW, HIGH = -1e305, 1e305


@dataclass(frozen=True)
class Published:
    """Columns of a component: the value before rounding (an error where missing), its reason, what is shown, the
    judgement as a number."""

    value: Ref
    reason: Ref
    shown: Ref
    judged: Ref


def published(
    block: Block,
    component: Component,
    known: Known,
    sides: tuple[Known, Known] | None,
    cells: Sequence[By],
    words: Words,
) -> Published:
    """The columns of one component."""
    grid, term = block.grid, known.term
    name = component.id or "result"
    reason_text = known.reason
    if component.display == "ratio" and sides:
        both = f"{sides[0].term.text}+{sides[1].term.text}"
        reason_text = f"IF({known.reason}<{FINE},{known.reason},IF({both}=0,{ZERO_DENOMINATOR},{FINE}))"
    value = grid.add(("final", name), f"{name}: value", term.text, _before(known.value))
    reason = grid.add(("final reason", name), f"{name}: reason", reason_text, rank(known.value))
    text, before = _shown(block, component, known, sides, words)
    shown = grid.add(
        ("shown", name), f"{name}: shown", f'IF({reason.here}<{FINE},"",{text})', "" if known.value.missing else before
    )
    return Published(value, reason, shown, _judged(block, component, known, reason, cells))


@dataclass(frozen=True)
class Words:
    """Cells with the words that results are written with, by name."""

    yes: str
    no: str
    out_of: str
    ratio: str


def _before(value: Value) -> str | float:
    content = value.content
    if isinstance(content, bool):
        return int(content)
    return float(content) if isinstance(content, Fraction) else "#N/A"


def _shown(
    block: Block, component: Component, known: Known, sides: tuple[Known, Known] | None, words: Words
) -> tuple[str, str | float]:
    """A number or text as it is published, and the same before data is entered."""
    term, places, content = known.term, component.decimals, known.value.content
    if component.display == "yes_no":
        return f"IF({term.text}=1,{words.yes},{words.no})", "yes" if content else "no"
    if component.display == "k_of_n" and sides:
        first, second = (_counted(block, side, places) for side in sides)
        return f"{first}&{words.out_of}&{second}", ""
    if component.display == "ratio" and sides:
        first, second = (block.cut(side.term).text for side in sides)
        part = f"ROUND(100*{first}/({first}+{second}),{places})"
        return f"FIXED({part},{places},TRUE)&{words.ratio}&FIXED(100-{part},{places},TRUE)", ""
    if term.kind is not Kind.NUMBER:
        return term.text, _before(known.value)
    before = float(half_away(Value(content, exact=False).decimal, places)) if isinstance(content, Fraction) else ""
    return f"IF(ABS({term.text})>1E+15,{term.text},ROUND({block.cut(term).text},{places}))", before


def _counted(block: Block, side: Known, places: int) -> str:
    cell = block.cut(side.term).text
    return f"IF({cell}=INT({cell}),FIXED({cell},0,TRUE),FIXED(ROUND({cell},{places}),{places},TRUE))"


def _judged(block: Block, component: Component, known: Known, reason: Ref, cells: Sequence[By]) -> Ref:
    """0 to 4: not met, met, not assessed, no target, judged elsewhere."""
    texts, before = [], []
    periods = block.periods.each(block.frequency)
    for by in cells:
        targets = [target_of(component, period.end.year, by) if period else None for period in periods]
        kinds = [_kind(known, each) for each in targets]
        if set(kinds) == {NO_TARGET}:
            texts.append(str(NO_TARGET))
            before.append(NO_TARGET)
            continue
        key = (block.grid.first, component.id, by)
        kind = block.periods.column(("kind", *key), "kind of target", kinds)
        low, high = (
            block.periods.column((end, *key), f"target: {end}", [_bound(each, at) for each in targets])
            for at, end in enumerate(("lowest", "highest"))
        )
        within = "0"
        if known.term.kind is Kind.NUMBER:
            cell = block.cut(known.term).text
            within = f"IFERROR(IF(AND({cell}>={low},{cell}<={high}),{MET},{NOT_MET}),{NOT_ASSESSED})"
        texts.append(
            f"IF({ROW}=0,{NO_TARGET},IF({kind}<>{MET},{kind},IF({reason.here}<{FINE},{NOT_ASSESSED},{within})))"
        )
        before.append(
            NOT_ASSESSED if kinds[0] == MET and known.value.missing else _at_once(known, kinds[0], targets[0])
        )
    return block.grid.add(("judged", component.id), f"{component.id or 'result'}: target", texts, before)


def _at_once(known: Known, kind: int, target: Condition | None) -> int:
    """The judgement of a value that holds no data."""
    if kind != MET or target is None:
        return kind
    judged = assess(target, known.value, None)
    return {"met": MET, "not_met": NOT_MET}.get(judged or "", NOT_ASSESSED)


def _kind(known: Known, target: Condition | None) -> int:
    if target is None:
        return NO_TARGET
    if target.kind in ("tbd", "text") or known.term.kind is not Kind.NUMBER:
        return NOT_ASSESSED
    return ELSEWHERE if target.kind in RELATIVE else MET


def _bound(target: Condition | None, at: int) -> float:
    """The lowest or highest number that meets the target."""
    if target is None:
        return 0
    numbers = target.numbers
    ends: tuple[Fraction | None, Fraction | None]
    match target.kind:
        case "at_least":
            ends = (numbers[0], None)
        case "at_most":
            ends = (None, numbers[0])
        case "between":
            ends = (numbers[0], numbers[1])
        case "exactly":
            ends = (numbers[0], numbers[0])
        case "toward":
            ends = (numbers[0] - numbers[1], numbers[0] + numbers[1])
        case "k_of_n":
            ends = (numbers[0] / numbers[1], None)
        case _:
            return 0
    end = ends[at]
    return (LOW, HIGH)[at] if end is None else _decimal(end)


def _decimal(number: Fraction) -> float:
    """A number as it is compared: a fraction without end like a computed value, to twelve digits."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return float(number if rest == 1 else Value(number, exact=False).decimal)
