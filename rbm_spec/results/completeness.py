"""What a store holds -> who has submitted what for a period, and who has not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rbm_spec.kernel.periods import Period
from rbm_spec.kernel.submissions import NONE, PART, Submissions
from rbm_spec.plan.model import Dataset, Indicator, Plan
from rbm_spec.render.printing import one_line
from rbm_spec.results.facts import words_of
from rbm_spec.results.numbers import number
from rbm_spec.results.table import STEP, paragraph
from rbm_spec.store.ledger import Delivery, Submission
from rbm_spec.store.reading import Standing
from rbm_spec.targets.words.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that counts. `rows` is None where rows are people: how many an office has may be too few to be told."""

    sender: str
    file: str
    received: str
    period: str
    rows: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """A dataset in a period. `awaited` are offices that submitted it for the period before, and not for
    this one, and those whose files for this one were refused."""

    dataset: str
    title: str
    office: str
    period: str
    share: str
    sent: tuple[Sent, ...]
    awaited: tuple[str, ...]


def completeness(plan: Plan, standing: Standing, period: Period, wanted: Iterable[Indicator]) -> list[Completeness]:
    """Every collected dataset behind the indicators, in the order of the plan."""
    read = {name for each in wanted for name in each.reads}
    everything = Submissions(standing.spans)
    return [
        Completeness(
            each.id, each.spec.title, each.spec.owner, period.label, everything.share(each.id, period),
            tuple(_sent(standing, each, period)), tuple(_awaited(standing, each.id, period)),
        )
        for each in plan.datasets.values()
        if each.derivation is None and each.id in read
    ]  # fmt: skip


def submissions(standing: Standing, found: Iterable[Completeness]) -> Submissions:
    """What the engines need to know of it."""
    return Submissions(standing.spans, frozenset(each.dataset for each in found if each.awaited))


def _sent(standing: Standing, dataset: Dataset, period: Period) -> Iterator[Sent]:
    for sent, each in _within(standing, dataset.id, period):
        rows = None if dataset.personal else each.rows
        yield Sent(sent.sender, sent.file, sent.received, sent.period, rows, sent.sha256)


def _within(standing: Standing, dataset: str, period: Period) -> Iterator[tuple[Submission, Delivery]]:
    first, last = period.start.isoformat(), period.end.isoformat()
    for sent, each in standing.kept:
        if each.dataset == dataset and sent.start <= last and sent.end >= first:
            yield sent, each


def _awaited(standing: Standing, dataset: str, period: Period) -> Collection[str]:
    first = period.start.isoformat()
    before = [sent for sent, each in standing.kept if each.dataset == dataset and sent.end < first]
    last = max((sent.end for sent in before), default="")
    here = {sent.sender for sent, _ in _within(standing, dataset, period)}
    refused = {
        each.sender
        for each in standing.pending
        if each.dataset == dataset and each.start <= period.end.isoformat() and each.end >= first
    }
    missing = {sent.sender for sent in before if sent.end == last} - here if here else set()
    return sorted(missing | refused)


def to_lines(plan: Plan, found: Sequence[Completeness]) -> list[str]:
    """A block for people, wrapped like the figures."""
    words = words_of(plan)
    head = [words.say("results.submitted_for", found[0].period)] if found else []
    return [*head, *(line for each in found for line in paragraph(_line(each, words), STEP))]


def _line(each: Completeness, words: Phrases) -> str:
    share = words.say(f"report_shares.{each.share}")
    said = words.say("results.submitted", one_line(each.title), each.dataset, one_line(each.office), share)
    if each.share != NONE:
        counts = [one.rows for one in each.sent if one.rows is not None]
        senders = words.say("language.comma").join(dict.fromkeys(one_line(one.sender) for one in each.sent))
        if len(counts) == len(each.sent):
            rows = sum(counts)
            said = words.counted("results.with_rows", Decimal(rows), said, number(str(rows), words), senders)
        else:
            said = words.say("results.from", said, senders)
    if each.share == PART:
        periods = words.say("language.comma").join(dict.fromkeys(one.period for one in each.sent))
        said += f" {words.bracketed(periods)}"
    if each.awaited:
        awaited = words.say("language.comma").join(map(one_line, each.awaited))
        said += words.say("language.semicolon") + words.say("report.awaited", awaited)
    return said


def to_objects(found: Iterable[Completeness]) -> list[dict[str, Any]]:
    """The same for JSON."""
    return [
        {
            "dataset": each.dataset, "office": each.office, "period": each.period, "share": each.share,
            "awaited": list(each.awaited),
            "files": [{name: getattr(one, name) for name in Sent.__match_args__} for one in each.sent],
        }
        for each in found
    ]  # fmt: skip
