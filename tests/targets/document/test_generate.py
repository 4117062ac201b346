"""The same plan gives the same bytes anywhere; what cannot be made is a finding."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.targets.document import DocumentFault, check, generate, pandoc
from tests.targets.document.plans import CONTRIBUTION, itu_documents
from tests.targets.plans import ROOT, itu

PRINT_HASHES = """
import hashlib, json
from rbm_spec.targets.document import generate
from tests.targets.plans import itu
print(json.dumps({artifact.path: hashlib.sha256(artifact.content).hexdigest() for artifact in generate(itu())}))
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"},
    ],
)
def test_same_bytes_elsewhere(tmp_path: Path, surroundings: dict[str, str]) -> None:
    env = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", PRINT_HASHES], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    here = {path: hashlib.sha256(content).hexdigest() for path, content in itu_documents().items()}
    assert json.loads(run.stdout) == here


def test_settings_of_the_person_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (tmp_path / "pandoc", tmp_path / ".pandoc"):
        folder.mkdir()
        (folder / "reference.docx").write_bytes(b"not a document")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert {artifact.path: artifact.content for artifact in generate(itu())} == itu_documents()


def test_parts_are_sorted_and_undated() -> None:
    with zipfile.ZipFile(BytesIO(itu_documents()["document/en/annex.docx"])) as package:
        infos = package.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_every_document_comes_in_each_form_and_the_annex_with_them() -> None:
    assert list(itu_documents()) == [
        "document/en/annex.docx",
        "document/en/annex.html",
        "document/en/annex.md",
        f"document/en/{CONTRIBUTION}.docx",
        f"document/en/{CONTRIBUTION}.html",
        f"document/en/{CONTRIBUTION}.md",
        f"document/en/{CONTRIBUTION}.xml",
    ]


def test_language_without_phrases_is_said_by_check_and_gives_no_documents() -> None:
    plan = dataclasses.replace(itu(), spec=dataclasses.replace(itu().spec, authoring_language="gsw"))
    (finding,) = check(plan)
    assert finding.rule.code == "RBM812"
    assert finding.where.dotted == "plan.authoring_language"
    assert generate(plan) == []
    assert check(itu()) == []


def test_translation_with_gaps_is_said_by_check_and_gives_no_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = resources.generators() / "words" / "en.toml"
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text(words.read_text("utf-8"), "utf-8")
    begun = words.read_text("utf-8").replace('"/" = "{0} divided by {1}"', '"/" = "{0} geteilt"')
    (tmp_path / "words" / "gsw.toml").write_text(begun, "utf-8")
    monkeypatch.setattr(resources, "generators", lambda: tmp_path)
    plan = dataclasses.replace(itu(), spec=dataclasses.replace(itu().spec, authoring_language="gsw"))
    (finding,) = check(plan)
    assert finding.message == ("The language “gsw” lacks 1 phrase of those that English has, so no documents are made.")
    assert finding.hint == (
        "Write in generators/words/gsw.toml, with the same {0}, {1} and plural forms: expressions./."
    )
    assert generate(plan) == []


def test_equation_that_pandoc_cannot_read_is_refused() -> None:
    with pytest.raises(DocumentFault) as raised:
        pandoc.converted({"broken": "$$\\frac{1}{$$"})
    assert raised.value.finding.rule.code == "RBM811"
    assert "broken" in raised.value.finding.message


def test_pandoc_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    with pytest.raises(DocumentFault):
        pandoc.converted({"curious": f"![]({secret})"})


def test_missing_pandoc_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_program", lambda: "/nowhere/pandoc")
    with pytest.raises(DocumentFault) as raised:
        generate(itu())
    assert raised.value.finding.rule.code == "RBM811"
