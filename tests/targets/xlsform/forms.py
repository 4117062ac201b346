"""Forms converted by pyxform, and filled in for ODK's own engine."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pyxform
from pyxform.xls2xform import convert

from rbm_spec.plan.model import Plan
from rbm_spec.targets import xlsform

ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
PROGRAM = Path(__file__).parent / "Answers.java"
MODEL = "{http://www.w3.org/2002/xforms}"


def books(plan: Plan) -> dict[str, bytes]:
    """The workbook of each form by its dataset."""
    return {each.path.split("/")[1].removesuffix(".xlsx"): each.content for each in xlsform.generate(plan)}


def converted(content: bytes) -> ElementTree.Element:
    """The XForm, with warnings taken for faults."""
    result = convert(BytesIO(content), validate=False)
    assert result.warnings == []
    return ElementTree.fromstring(result.xform)


Answer = tuple[str, dict[str, list[str]]]


def said_by_odk(forms: Mapping[str, Sequence[Mapping[str, str]]], folder: Path) -> list[list[Answer]]:
    """For each form, what ODK says to each of its rows when they are finalised, and the choices it offered."""
    asked = []
    for at, (form, rows) in enumerate(forms.items()):
        (folder / f"{at}.xml").write_text(form, "utf-8")
        data = ElementTree.fromstring(form).find(f".//{MODEL}instance/*")
        assert data is not None
        for number, row in enumerate(rows):
            cells = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in row.items())
            which = f'id="{data.get("id")}" version="{data.get("version")}"'
            head = f'<the-form xmlns="http://www.w3.org/2002/xforms" {which}>'
            instance = folder / f"{at}-{number}.xml"
            instance.write_text(f"<?xml version='1.0'?>{head}<the-row>{cells}</the-row></the-form>", "utf-8")
            asked.append(f"{folder / f'{at}.xml'}\t{instance}\n")
    command = ["java", "-Dfile.encoding=UTF-8", "-Duser.timezone=Europe/Zurich", "-cp", str(ENGINE), str(PROGRAM)]
    done = subprocess.run(command, input="".join(asked), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:2000]
    answers = iter([_answer(line) for line in done.stdout.splitlines()])
    found = [[next(answers) for _ in rows] for rows in forms.values()]
    assert list(answers) == []
    return found


def _answer(line: str) -> Answer:
    verdict, *choices = line.split("\t")
    return verdict, {name: codes.split(",") for name, codes in (each.split("=") for each in choices)}
