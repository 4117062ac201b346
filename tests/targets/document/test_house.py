"""What `build` says of a template that prints head or boxes in another order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.targets.document import left_out
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
