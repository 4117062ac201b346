"""Hostile YAML is answered with findings at their places, and nothing else happens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rbm_spec.load.characters import as_text
from rbm_spec.load.gate import read_tree
from rbm_spec.load.places import Places

FOLDER = Path(__file__).parent / "yaml"
INPUTS = sorted(FOLDER.glob("*.yaml"))


def seen(raw: bytes) -> list[str]:
    places = Places(as_text(raw))
    lines = []
    for finding in read_tree("x.yaml", raw)[1]:
        region = places.locate(finding.where)
        lines.append(f"{finding.rule.code} {region.line}:{region.column}")
    return lines


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_exactly_the_expected_findings(path: Path) -> None:
    assert seen(path.read_bytes()) == path.with_suffix(".expect").read_text().splitlines()


WATCHED = """
import sys
from pathlib import Path
from rbm_spec.load import load_files, schema
files = {f"codelists/{p.name}": p.read_bytes() for p in sorted(Path(sys.argv[1]).glob("*.yaml"))}
load_files({"codelists/a.yaml": b"kind: codelist\\nid: b\\nx: 1"})  # imports what explanations need
for kind in schema.KINDS:
    schema.schema(kind), schema._compiled(kind), schema.explained(kind)
seen = []
def watch(event, arguments):
    if event in {"exec", "compile", "import", "subprocess.Popen", "os.system"} or event.startswith("socket."):
        seen.append(event)
    if event == "open" and any(sign in str(arguments[1]) for sign in "wax+"):
        seen.append(f"open {arguments[0]}")
sys.addaudithook(watch)
trees, findings = load_files(files)
print(len(files), len(findings) > len(files), seen)
"""


def test_nothing_is_executed_imported_opened_or_sent() -> None:
    run = subprocess.run([sys.executable, "-c", WATCHED, str(FOLDER)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"{len(INPUTS)} True []"
