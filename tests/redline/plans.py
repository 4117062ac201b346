"""Plans that redlines are made of, and what is read in one."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from openxml_audit import OpenXmlValidator

from rbm_spec import pipeline
from rbm_spec.targets.document.build import artifacts
from rbm_spec.targets.words.phrases import phrases
from tests.redline.settling import ACCEPT, REJECT, settled
from tests.targets.document.reading import W

RECOMMENDATIONS = "indicators/oversight_recommendations.yaml"
OUTCOME = "outcomes/efficiently_managed_itu.yaml"
OPINIONS = "unqualified_audit_opinions"
CONTRIBUTION = "enabler_indicators_contribution"


def amend(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


def documents(plans: Path, sides: tuple[str, ...], language: str = "en") -> dict[tuple[str, str], bytes]:
    """The documents of plans, by side and name."""
    words = phrases(language)
    assert words is not None
    found = {}
    for side in sides:
        plan = pipeline.check(plans / side).plan
        assert plan is not None
        found |= {(side, Path(each.path).stem): each.content for each in artifacts(plan, {language: words})
                  if each.path.endswith(".docx")}  # fmt: skip
    return found


def proven(content: bytes, old: bytes, new: bytes) -> None:
    assert settled(content, ACCEPT) == settled(new, ACCEPT)
    assert settled(content, REJECT) == settled(old, REJECT)


def faults(content: bytes, folder: Path) -> list[str]:
    file = folder / "audited.docx"
    file.write_bytes(content)
    return [str(each) for each in OpenXmlValidator().validate(str(file)).errors]


def deleted(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}delText"))
