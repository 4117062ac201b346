"""What `build` says of a template that prints head or boxes in another order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.targets.document import DocumentFault, generate, left_out
from tests.targets.plans import itu

NAME = "enabler_indicators_contribution"
PURPOSE = 'say("document.purpose")) }}'
ACTION = 'say("document.action_required")) }}'


def test_the_templates_as_they_are_print_all_in_order() -> None:
    assert left_out(itu()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "head.md.j2", '{{ l.line("Presented by", document.presented_by) }}\n', "",
            [f"The document {NAME} is printed without who presents it."],
        ),
        (
            "head.md.j2", '{{ l.line("Meeting", document.meeting) }}\n', "",
            [f"The document {NAME} is printed without the meeting."],
        ),
        (
            "layout/word.j2", '{{ line("Box heading", say("document.references")) }}', "",
            [f"The document {NAME} is printed without the box “References”."],
        ),
        (
            "contribution.md.j2", '{% include "head.md.j2" %}\n{% include "sections.md.j2" %}',
            '{% include "sections.md.j2" %}\n{% include "head.md.j2" %}',
            [
                f"In the document {NAME} {name} stands behind the first section."
                for name in (
                    "the body", "the meeting", "who presents it", "the title", "the box “Purpose”",
                    "the box “Action required”", "the box “References”",
                )
            ],
        ),
    ],
)  # fmt: skip
def test_other_heads(
    file: str, old: str, new: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    template = tmp_path / "generators" / "document" / file
    text = template.read_text("utf-8")
    assert old in text
    template.write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    found = left_out(itu())
    assert [finding.message for finding in found] == expected
    assert {finding.where.file for finding in found} == {"generators/document/contribution.md.j2"}


def test_boxes_in_another_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    layout = tmp_path / "generators" / "document" / "layout" / "word.j2"
    text = layout.read_text("utf-8")
    layout.write_text(text.replace(PURPOSE, "@").replace(ACTION, PURPOSE).replace("@", ACTION), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    (finding,) = left_out(itu())
    assert finding.message == f"In the document {NAME} the box “Action required” stands before the box “Purpose”."
    assert finding.hint == "Print it after the box “Purpose”."


def test_a_style_that_the_look_does_not_have_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    layout = tmp_path / "generators" / "document" / "layout" / "word.j2"
    layout.write_text(layout.read_text("utf-8").replace('"Dash list"', '"Dashed list"'), "utf-8")
    styles = tmp_path / "generators" / "document" / "reference" / "word" / "styles.xml"
    styles.write_text(styles.read_text("utf-8").replace('w:val="Compact"', 'w:val="Tight"', 1), "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    found = [(each.rule.code, each.where.file, each.message, each.hint) for each in left_out(itu())]
    assert found == [
        (
            "RBM872", "generators/document/reference.docx",
            "The look of documents has no style “Compact”, which every document needs.",
            "Add the style to reference.docx, under this very name.",
        ),
        (
            "RBM872", "generators/document/contribution.md.j2",
            "The look of documents has no style “Dashed list”, which contribution.md.j2 or a template in it uses.",
            "Did you mean “dash list”?",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"not a package", b"PK\x05\x06" + bytes(18)])
def test_a_look_that_is_no_word_document_is_refused(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources.generators(), tmp_path / "generators")
    (tmp_path / "generators" / "document" / "reference.docx").write_bytes(content)
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    with pytest.raises(DocumentFault, match=r"reference\.docx is no Word document"):
        left_out(itu())
    with pytest.raises(DocumentFault, match=r"reference\.docx is no Word document"):
        generate(itu())
