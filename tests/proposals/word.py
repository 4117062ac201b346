"""Changes of a document of ours, as Word writes them: XML in place of other XML."""

from __future__ import annotations

import re

ANN, BOB = (f'w:author="{name}" w:date="2028-05-01T00:00:00Z"' for name in ("Ann", "Bob"))
RUN = '<w:r><w:t xml:space="preserve">'


def ins(text: str, by: str = ANN) -> str:
    """Text put in."""
    return f'<w:ins w:id="1" {by}>{RUN}{text}</w:t></w:r></w:ins>'


def gone(text: str, by: str = ANN) -> str:
    """Text taken out."""
    return f'<w:del w:id="1" {by}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def within(xml: str) -> str:
    """Something between two runs, in place of some words of one."""
    return f"</w:t></w:r>{xml}{RUN}"


def paragraph(body: str, text: str, tag: str = "p") -> str:
    """The innermost paragraph, or another element, of `body` that says `text`."""
    at = body.index(text)
    start = max(body.rindex(f"<w:{tag}>", 0, at), body.rfind(f"<w:{tag} ", 0, at))
    found = body[start : body.index(f"</w:{tag}>", at) + len(f"</w:{tag}>")]
    assert found.count(f"</w:{tag}>") == 1, text
    return found


def ended(xml: str, kind: str, by: str = ANN) -> str:
    """A paragraph whose end was put in (`ins`) or taken out (`del`)."""
    mark = f'<w:{kind} w:id="1" {by}/>'
    if "<w:pPr>" not in xml:
        return re.sub(r"(<w:p(?: [^<>]*)?>)", rf"\1<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>", xml, count=1)
    return xml.replace("</w:pPr>", f"<w:rPr>{mark}</w:rPr></w:pPr>", 1)


def without(xml: str, by: str = ANN) -> str:
    """A paragraph that was taken out with its end."""
    runs = re.compile(r"<w:r>.*?</w:r>", re.DOTALL)
    words = runs.sub(lambda run: f'<w:del w:id="1" {by}>{run[0]}</w:del>', xml)
    return ended(
        words.replace("<w:t ", "<w:delText ").replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>"),
        "del",
        by,
    )
