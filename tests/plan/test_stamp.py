"""The hash of a dataset's meaning changes with its meaning, and with nothing else."""

from __future__ import annotations

import pytest

from rbm_spec.plan.stamp import Stamp, Table, meaning_hash, read, written
from tests.targets.plans import itu, starter

REQUESTS = """
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number}
  office: {type: code, codelist: offices, label: Office}
  channel: {type: code, codelist: channels, label: Channel}
  received_on: {type: date, label: Received on}
  answered_on: {type: date, label: Answered on}
  pages: {type: integer, label: Pages, minimum: 1}
rules:
  - {condition: answered_on >= received_on, message: Too early.}
"""


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("title: Requests", "title: Letters"),
        ("owner: Desk", "owner: Other desk"),
        ("label: Number", "label: No., help: Any number"),
        ("message: Too early.", "message: An answer comes later."),
        ("answered_on >= received_on", "( answered_on>=received_on )"),
        ("answered_on >= received_on", "received_on <= answered_on"),
        ("minimum: 1", "minimum: 1.0"),
        ("label: Office}", "label: Office, required: false}"),
    ],
)
def test_words_do_not_count(was: str, now: str) -> None:
    assert was in REQUESTS
    assert meaning_of(REQUESTS.replace(was, now)) == meaning_of(REQUESTS)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("type: integer", "type: number"),
        ("minimum: 1", "minimum: 2"),
        ("minimum: 1", "maximum: 1"),
        ("required: true, ", ""),
        ("label: Number", "label: Number, pattern: '[0-9]+'"),
        ("key: [request_id]", "key: [request_id, office]"),
        ("time: answered_on", "time: received_on"),
        ("answered_on >= received_on", "answered_on > received_on"),
        ("codelist: channels", "codelist: offices"),
        ("pages:", "sheets:"),
    ],
)
def test_meaning_counts(was: str, now: str) -> None:
    assert was in REQUESTS
    assert meaning_of(REQUESTS.replace(was, now)) != meaning_of(REQUESTS)


def meaning_of(text: str) -> str:
    return meaning_hash(starter(requests=text), "requests")


def test_every_collected_dataset_has_another_hash() -> None:
    hashes = [meaning_hash(itu(), each.id) for each in itu().datasets.values() if each.derivation is None]
    assert len(set(hashes)) == len(hashes) == 9
    assert {len(each) for each in hashes} == {64}


def test_a_stamp_reads_back() -> None:
    stamp = Stamp("plan", "1.0.0", "Desk", {"requests": Table("Requests", "ab" * 32, 7, "E28")}, "Read me", "B14")
    assert read(written(stamp)) == stamp
