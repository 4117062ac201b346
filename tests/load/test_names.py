"""Files against each other: folders, names and ids; and what `load_files` gives back."""

from __future__ import annotations

import pytest

from rbm_spec.load import load_files


def codelist(id: str) -> bytes:
    return f"kind: codelist\nid: {id}\ntitle: T\ncodes:\n  a: {{label: A}}\n".encode()


def seen(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(finding.rule.code, finding.where.dotted) for finding in load_files(files)[1]]


def test_what_is_right_comes_back_and_what_is_not_is_left_out() -> None:
    trees, findings = load_files(
        {
            "codelists/a.yaml": codelist("a"),
            "codelists/b.yaml": codelist("b") + b"x: 1\n",
            "codelists/c.yaml": b"[",
            "codelists/d.yaml": codelist("d").replace(b"label: A", b"label: no"),
        }
    )
    assert list(trees) == ["codelists/a.yaml"]
    assert [finding.where.file for finding in findings] == [
        "codelists/b.yaml",
        "codelists/c.yaml",
        "codelists/d.yaml",
    ]


def test_warnings_leave_a_file_in() -> None:
    dataset = (
        "kind: dataset\nid: d\ntitle: T\nowner: O\ngrain: G\nkey: [a]\nfields:\n  a: {type: string, label: A}\n"
        "rules:\n  - condition: a is present #!\n    message: M\n"
    )
    trees, findings = load_files({"datasets/d.yaml": dataset.encode()})
    assert [finding.rule.code for finding in findings] == ["RBM119"]
    assert list(trees) == ["datasets/d.yaml"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"datasets/a.yaml": codelist("a")}, [("RBM132", "datasets.a.kind")]),
        ({"codelists/a.yaml": b"kind: plan\nid: a\n"}, [("RBM132", "codelists.a.kind")]),
        ({"codelists/b.yaml": codelist("a")}, [("RBM133", "codelists.b.id")]),
        ({"codelists/a.yaml": codelist("a"), "codelists/b.yaml": codelist("a")}, [("RBM136", "codelists.b.id")]),
        ({"codelists/b.yaml": codelist("b"), "codelists/a.yaml": codelist("b")}, [("RBM136", "codelists.a.id")]),
        ({"codelists/a.yaml": codelist("a"), "codelists/a_.yaml": codelist("a_")}, [("RBM137", "codelists.a_.id")]),
        (
            {"codelists/a_b.yaml": codelist("a_b"), "codelists/a__b.yaml": codelist("a__b")},
            [("RBM137", "codelists.a_b.id")],
        ),
        ({"codelists/con.yaml": codelist("con")}, [("RBM138", "codelists.con.id")]),
        ({"codelists/lpt9.yaml": codelist("lpt9")}, [("RBM138", "codelists.lpt9.id")]),
        ({"codelists/com10.yaml": codelist("com10")}, []),
    ],
)
def test_names(files: dict[str, bytes], expected: list[tuple[str, str]]) -> None:
    assert seen(files) == expected


def test_names_of_sheets_hold_31_characters() -> None:
    one, two = "a" * 31 + "_one", "a" * 31 + "_two"
    files = {f"codelists/{id}.yaml": codelist(id) for id in (one, two)}
    assert seen(files) == [("RBM137", f"codelists.{two}.id")]
    assert one in load_files(files)[1][0].message


@pytest.mark.parametrize(
    "id",
    [
        *("../x", "../../x", "/abs", "//host/x", "..", ".", ".git", "a/b", "a\\\\b", "a.b", "a:b", "a b", "-rf", "--x"),
        *("X", "xA", "1x", "_x", "x-y", "aux.", "LPT¹", "x\\n", "x\\0", "x\\u202e", "é", "а", "ﬁ", "K", "ß", "x" * 64),
        *(
            "${HOME}",
            "$(id)",
            "`id`",
            "%00",
            "~",
            "*",
            "x;y",
            "x|y",
            "con.yaml",
            "x\\t",
            " x",
            "x ",
            "{x}",
            "x'y",
            "=1",
        ),
    ],
)
def test_hostile_ids_are_refused(id: str) -> None:
    raw = f'kind: codelist\nid: "{id}"\ntitle: T\ncodes:\n  a: {{label: A}}\n'.encode()
    trees, findings = load_files({"codelists/x.yaml": raw})
    assert trees == {}
    assert findings


def test_one_fault_is_not_told_twice() -> None:
    files = {"codelists/a.yaml": codelist("a").replace(b"title: T", b"title: no\nstatus: on")}
    assert seen(files) == [("RBM111", "codelists.a.title"), ("RBM111", "codelists.a.status")]
    files = {"codelists/a.yaml": codelist("no")}
    assert seen(files) == [("RBM111", "codelists.a.id")]
