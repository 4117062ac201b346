"""`diff --format html` in Chromium: on a phone, at night, on paper; judged by axe, with nothing fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

from rbm_spec import resources
from rbm_spec.cli.main import run
from tests.visiting import READERS, visits


def test_the_page_of_changes_is_for_everybody(tmp_path: Path) -> None:
    for side in ("old", "new"):
        shutil.copytree(resources.generators() / "init", tmp_path / side)
    indicator = tmp_path / "new/indicators/answer_time.yaml"
    text = indicator.read_text("utf-8")
    where = '    where: channel in ("letter", "telephone", "email")\n'
    text = text.replace("    aggregate: mean", f"{where}    aggregate: max")
    indicator.write_text(text.replace("value: 7", "value: 10").replace("title: Average", "title: <b>Longest"), "utf-8")
    outcome = tmp_path / "new/outcomes/timely_service.yaml"
    outcome.write_text(outcome.read_text("utf-8").replace("without delay", "withoutdelay" * 12), "utf-8")
    page = tmp_path / "changes.html"
    run(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "html", "--output", str(page)])
    for reader, met in visits(page).items():
        assert reader in READERS
        assert (met["violations"], met["said"]) == ([], [])
        assert met["asked"] == [page.as_uri()]
        assert met["wide"] <= 0, f"{reader} has to scroll sideways"
