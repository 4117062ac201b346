"""File names and sheet names from any text."""

from __future__ import annotations

import pytest

from rbm_spec.targets.excel.names import clip, length, sheet_names, slugs


@pytest.mark.parametrize(
    ("owner", "slug"),
    [
        ("Procurement Division", "procurement-division"),
        ("Département des ressources", "departement-des-ressources"),
        ("إدارة", "owner"),
        ("../../etc/passwd", "etc-passwd"),
        ("Con", "owner-con"),
        ("x" * 200, "x" * 60),
    ],
)
def test_slug(owner: str, slug: str) -> None:
    assert slugs([owner]) == {owner: slug}


def test_slugs_are_unlike() -> None:
    assert list(slugs(["A b", "a-b", "a.b", "A B 2"]).values()) == ["a-b", "a-b-2", "a-b-3", "a-b-2-2"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Recruitment cases", "Recruitment cases"),
        ("Mandatory training of each staff member", "Mandatory training of each…"),
        ("a[b]:c*d?e/f\\g", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("History", "History requests"),
        ("[]", "requests"),
        ("x" * 40, "x" * 30 + "…"),
        ("😀" * 20, "😀" * 15 + "…"),
    ],
)
def test_sheet_name(title: str, name: str) -> None:
    assert sheet_names({"requests": title}, []) == {"requests": name}
    assert length(name) <= 31


def test_sheet_names_are_unlike_whatever_the_case() -> None:
    titles = {"a": "Cases", "b": "CASES", "c": "lists", "d": "ﬁles", "e": "files", "f": "y" * 31, "g": "Y" * 31}
    names = list(sheet_names(titles, ["Lists"]).values())
    assert names == ["Cases", "CASES 2", "lists 2", "ﬁles", "files 2", "y" * 31, "Y" * 28 + "… 2"]


def test_clip_counts_as_excel_does() -> None:
    assert clip("a" * 32, 32) == "a" * 32
    assert clip("a" * 33, 32) == "a" * 31 + "…"
    assert clip("😀" * 17, 32) == "😀" * 15 + "…"
