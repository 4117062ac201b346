"""A results.json may come from anybody: what fits the plan is read, all else is one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from rbm_spec.results.report.compose import Languages, report
from rbm_spec.results.report.page import page
from rbm_spec.results.report.reading import NotAResult, read_result
from rbm_spec.results.report.result import SourceFile
from tests.results.report.results import HIDDEN, SPEC, document, figure, html, plan, words


def refused(content: bytes) -> str:
    with pytest.raises(NotAResult) as raised:
        read_result(plan(), "r.json", content)
    said = str(raised.value)
    assert said.startswith("r.json: ")
    assert said.isprintable()
    return said.removeprefix("r.json: ")


def test_what_calc_writes_is_read() -> None:
    found = read_result(
        plan(), "r.json", json.dumps(document(figure(), figure("7.0", cell={"station": None}))).encode()
    )
    total, cell = found.figures["tested", "score"]
    assert (total.by, total.published, total.n, total.assessment) == ((), "66.6", 12, "met")
    assert (cell.by, cell.published) == ((("station", None),), "7.0")
    assert found.datasets["posts"].files == (SourceFile("posts.csv", "c" * 64),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cannot be read as JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "The file must be an object"),
        (b"[" * 200_000, "cannot be read as JSON"),
        (b'{"plan": 1' + b"0" * 5000 + b"}", "cannot be read as JSON"),
        (b'{"plan": {}, "plan": {}}', "twice"),
        (b'{"faults": NaN}', "NaN is no number"),
        (b'{"plan": {"id": "other\\u202e"}}', 'of the plan "other\\u202e", not of "little"'),
    ],
)
def test_files_that_are_no_results(content: bytes, says: str) -> None:
    assert says in refused(content)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"period": "28"}, '"28" is no period'),
        ({"spec_hash": "x"}, "spec_hash must be a SHA-256"),
        ({"synthetic": "no"}, "synthetic must be true or false"),
        ({"faults": -1}, "faults must be a whole number"),
        ({"faults": True}, "faults must be a whole number"),
        ({"notes": [1]}, "a note must be text"),
        ({"withheld": []}, "withheld must be an object"),
        ({"results": {}}, "results must be a list"),
        (
            {"datasets": [{"dataset": "posts", "submitted": True, "rows": 1, "faults": 0, "files": {"a": "b"}}]},
            "hash of a file",
        ),
    ],
)
def test_heads_that_do_not_fit(changes: dict[str, Any], says: str) -> None:
    assert says in refused(json.dumps(document(**changes)).encode())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"published": "<b>66</b>"}, "is not how tested.score is published"),
        ({"published": "6e6"}, "is not how tested.score is published"),
        ({"published": 66}, "is not how tested.score is published"),
        ({"published": "٦٦"}, "is not how tested.score is published"),
        ({"published": None, "reason": None}, "must have a published value or one of the reasons"),
        ({"reason": "no_data"}, "must have a published value or one of the reasons"),
        ({"published": None, "reason": "whim"}, "must have a published value or one of the reasons"),
        ({"published": None, "reason": ["no_data"]}, "must have a published value or one of the reasons"),
        ({"status": "Z"}, "The status of tested.score must be one of"),
        ({"assessment": "splendid"}, "The assessment of tested.score must be one of"),
        ({"n": -1}, "The n of tested.score"),
        ({"n": 1.5}, "The n of tested.score"),
        ({"period": "2028-Q1"}, "no period of tested.score, which is annual"),
        ({"cell": []}, "The cell of tested.score must be an object"),
        ({"cell": {"station": ["here"]}}, "A code in a cell must be text"),
        ({"published": None, "value": 424242, **HIDDEN}, "hidden to protect people, and yet is in the file"),
        ({"published": "4.0", **HIDDEN}, "hidden to protect people, and yet is in the file"),
        ({"published": None, **HIDDEN, "n": 3}, "hidden to protect people, and yet is in the file"),
        ({"confidentiality": "S", "value": 1}, "hidden to protect people, and yet is in the file"),
    ],
)
def test_figures_that_do_not_fit(changes: dict[str, Any], says: str) -> None:
    said = refused(json.dumps(document(figure(**changes))).encode())
    assert says in said
    assert "424242" not in said


def test_two_figures_for_one_cell() -> None:
    assert "two figures for the same cell" in refused(json.dumps(document(figure(), figure("1.0"))).encode())


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"indicator": "gone"}, "gone"),
        ({"component": "gone"}, "tested.gone"),
        ({"cell": {"gone": "here"}}, "tested.score"),
        ({"cell": {"station": "nowhere"}}, "tested.score"),
    ],
)
def test_what_the_plan_has_no_more_is_left_out_and_named(changes: dict[str, Any], name: str) -> None:
    found = read_result(plan(), "r.json", json.dumps(document(figure(**changes))).encode())
    assert (found.figures, found.unknown) == ({}, (name,))


STORED: dict[str, Any] = {
    "dataset": "posts", "office": "Office", "period": "2028", "share": "part", "awaited": ["South"],
    "files": [
        {
            "sender": "North", "file": name, "received": "2029-01-10", "period": f"2028-Q{rows - 3}", "rows": rows,
            "sha256": digit * 64,
        }
        for name, rows, digit in (("n.xlsx", 4, "d"), ("n2.xlsx", 5, "e"))
    ],
}  # fmt: skip


def test_what_a_store_says_of_submissions_is_read() -> None:
    found = read_result(plan(), "r.json", json.dumps(document(datasets=[], submitted=[STORED])).encode())
    posts = found.datasets["posts"]
    assert (posts.share, posts.rows, posts.faults, posts.awaited) == ("part", 9, None, ("South",))
    assert [(each.name, each.sender) for each in posts.files] == [("n.xlsx", "North"), ("n2.xlsx", "North")]
    files = [{**each, "rows": None} for each in STORED["files"]]
    people = document(datasets=[], submitted=[{**STORED, "files": files}])
    assert read_result(plan(), "r.json", json.dumps(people).encode()).datasets["posts"].rows is None
    assert "share must be one of" in refused(json.dumps(document(submitted=[{**STORED, "share": "most"}])).encode())


def test_who_is_awaited_stands_on_the_page() -> None:
    text = html(document(figure(status="P"), datasets=[], submitted=[STORED]))
    for each in ("submitted in part", "still to come: South", "sent by North", "provisional: not all data has been"):
        assert each in text


ODD = (None, True, 0, -1, 10**400, 1e308, "", "x", "\ud800", "<script>", [], [[]], {}, {"a": 1}, ["tested"])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the whole first."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from places(each, (*path, key))


def with_other(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The document with something else at a place."""
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_other(value[path[0]], path[1:], other)
    return copy


def test_whatever_stands_anywhere_is_printed_as_text_or_refused() -> None:
    whole = document(
        figure(), figure("7.0", cell={"station": "here"}), figure(None, **HIDDEN, cell={"station": None}),
        withheld={"tested": [["station"]]}, notes=["A note."], submitted=[STORED],
    )  # fmt: skip
    of = plan()
    languages = Languages(words("en"), words("en"))

    def made(content: bytes) -> str | None:
        try:
            return page(report(of, SPEC, [read_result(of, "r.json", content)], languages), languages.page)
        except NotAResult:
            return None

    found = [made(json.dumps(with_other(whole, path, other)).encode()) for path in places(whole) for other in ODD]
    printed = [text.encode().decode() for text in found if text is not None]
    assert len(ODD) < len(printed) < len(found)
    assert not [text for text in printed if "<script" in text]
