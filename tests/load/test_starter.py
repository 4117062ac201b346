"""The plan that `rbm-spec init` copies: clean, made up and saying so, with schemas for the editor."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.load import load_folder, schema

STARTER = resources.generators() / "init"
FILES = sorted(STARTER.glob("**/*.yaml"))


def test_it_has_no_findings_and_one_of_each_kind() -> None:
    trees, findings = load_folder(STARTER)
    assert findings == []
    kinds = Counter(tree.kind for tree in trees.values())
    assert kinds == dict.fromkeys(schema.KINDS, 1) | {"codelist": 2}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_says_that_it_is_made_up(path: Path) -> None:
    assert re.search("made up|made-up", path.read_text("utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_names_its_schema_for_editors(path: Path) -> None:
    first, second = path.read_text("utf-8").split("\n")[:2]
    kind = schema.kind_of_folder(path.relative_to(STARTER).as_posix())
    up = "" if kind == "plan" else "../"
    assert first == f"# yaml-language-server: $schema={up}.rbm-spec/schemas/{kind}.schema.json"
    assert (resources.schemas() / f"{kind}.schema.json").is_file()
    assert second


def test_the_editor_settings_give_each_folder_its_schema() -> None:
    settings = json.loads((STARTER / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        f".rbm-spec/schemas/{kind}.schema.json": f"{schema.FOLDERS[kind]}/*.yaml"
        if kind in schema.FOLDERS
        else "plan.yaml"
        for kind in schema.KINDS
    }
