"""A slip in a file that editors change under generators/ is named, by whatever command comes upon it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rbm_spec import resources
from rbm_spec.checks import _resolutions
from rbm_spec.cli.main import run
from rbm_spec.editable import UNUSABLE, at_line
from rbm_spec.render import located
from rbm_spec.targets.words.phrases import forget

TEMPLATE, WORDS = "document/contribution.md.j2", "words/en.toml"
RESOLUTIONS, LOOKS = "document/resolutions.toml", "document/reference.docx"
SLIPS = [
    ("build", TEMPLATE, "", "{{ 1 + 1 }}\n", "error[RBM810] template-fault: generators/document/contribution.md.j2:1:"),
    ("build", TEMPLATE, "", "{% include 'contribution.md.j2' %}\n", "without an end"),
    ("build", WORDS, 'purpose = "', "purpose = ", "error[RBM814] words-not-usable: generators/words/en.toml:"),
    (
        "build",
        WORDS,
        'purpose = "Purpose"\n',
        "",
        "“document.purpose” in generators/words/en.toml. Put it",
    ),
    ("build", WORDS, 'purpose = "', 'purpose = "{0} ', "purpose in [document] can have no places to be filled in"),
    ("build", WORDS, '"Original: {0}"', '"Original"', "original in [document] lacks {0}"),
    ("check", RESOLUTIONS, "session =", "sesion =", "generators/document/resolutions.toml:4: This entry is not"),
    ("check", RESOLUTIONS, "number = 71\n", "", "generators/document/resolutions.toml:4: This entry is not"),
    (
        "check",
        RESOLUTIONS,
        "number = 71\n",
        'number = "71"\n',
        "generators/document/resolutions.toml:4: This entry is not",
    ),
    ("check", RESOLUTIONS, "source =", "origin =", "generators/document/resolutions.toml:4: This entry is not"),
    ("check", RESOLUTIONS, '["Bucarest"]', '"Bucarest"', "The names of this city are not read"),
    (
        "check",
        RESOLUTIONS,
        "[[resolution]]",
        "[[resolutions]]",
        "generators/document/resolutions.toml:4: This is neither",
    ),
    (
        "build",
        LOOKS,
        "",
        "no Word file",
        "error[RBM811] document-not-converted: generators/document/reference.docx is no",
    ),
    (
        "check",
        RESOLUTIONS,
        "number =",
        "number",
        "error[RBM814] words-not-usable: generators/document/resolutions.toml:",
    ),
]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder generators/ and a plan, both the reader's own."""
    shutil.copytree(resources.generators(), tmp_path / "generators")
    plan = shutil.copytree(resources.generators() / "init", tmp_path / "specs" / "starter_plan")
    outcome = plan / "outcomes" / "timely_service.yaml"
    text = outcome.read_text("utf-8")
    outcome.write_text(text.replace("source: ", "source: Resolution 71 (Rev. Bucharest, 2022). "), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(resources, "generators", lambda: tmp_path / "generators")
    return tmp_path


@pytest.mark.parametrize(("command", "file", "old", "new", "words"), SLIPS)
def test_a_slip_is_named(
    command: str, file: str, old: str, new: str, words: str, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = house / "generators" / file
    text = path.read_text("utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with Fresh():
        code = run([command])
    assert words in capsys.readouterr().err
    assert code == 1
    assert not (house / "outputs").exists()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("file", "line", "expected"),
    [
        ("generators/document/head.md.j2", 2, (2, "{{ one }}")),
        ("generators/document/head.md.j2", 9, (3, "")),
        ("generators/document/none.md.j2", 2, (1, "")),
        ("generators/document/reference.docx", 1, (1, "")),
        ("outcomes/head.md.j2", 1, (1, "")),
    ],
)
def test_a_finding_shows_the_line_of_the_template(
    file: str, line: int, expected: tuple[int, str], tmp_path: Path
) -> None:
    (tmp_path / "generators" / "document" / "head.md.j2").write_bytes("é\r\n{{ one }}\r\n".encode())
    (tmp_path / "generators" / "document" / "reference.docx").write_bytes(b"\0")
    (one,) = located([UNUSABLE.found(at_line(file, line), "Made up.")], {})
    assert (one.region.line, one.source) == expected


class Fresh:
    """Files of words are read once; here they are read again, and once more afterwards."""

    def __enter__(self) -> None:
        self.forget()

    def __exit__(self, *_: object) -> None:
        self.forget()

    @staticmethod
    def forget() -> None:
        forget()
        _resolutions._list.cache_clear()
