"""Findings as JUnit XML: one test suite for each file, one failed case for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from rbm_spec.render.located import Located
from rbm_spec.render.printing import visible

# XML 1.0 cannot hold these, not even as references.
_NOT_XML = re.compile("[\ufffe\uffff]")


def render(findings: Sequence[Located]) -> str:
    """Findings of information are cases that passed, so that they fail nothing."""
    failures = sum(_fails(one) for one in findings)
    head = f'<testsuites name="rbm-spec" tests="{len(findings)}" failures="{failures}">'
    suites = [_suite(file, list(group)) for file, group in groupby(findings, lambda one: one.file)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>", ""])


def _suite(file: str, findings: list[Located]) -> str:
    failures = sum(_fails(one) for one in findings)
    head = f'  <testsuite name={_quoted(file)} tests="{len(findings)}" failures="{failures}">'
    return "\n".join([head, *_cases(findings), "  </testsuite>"])


def _cases(findings: Iterable[Located]) -> Iterable[str]:
    for one in findings:
        rule, region = one.finding.rule, one.region
        name = f"{rule.code} {rule.name} at line {region.line}, column {region.column}"
        head = f"    <testcase name={_quoted(name)} classname={_quoted(one.finding.where.dotted)}"
        if not _fails(one):
            yield f"{head}/>"
            continue
        place = f"{one.file}:{region.line}:{region.column}"
        body = "\n".join(filter(None, (place, one.finding.message, one.finding.hint)))
        message = f"message={_quoted(one.finding.message)} type={_quoted(str(rule.severity))}"
        yield f"{head}>\n      <failure {message}>{_text(body)}</failure>\n    </testcase>"


def _fails(one: Located) -> bool:
    return one.finding.rule.severity != "info"


def _text(text: str) -> str:
    lines = [visible(line) for line in _NOT_XML.sub("\ufffd", text).split("\n")]
    return escape("\n".join(f" {line}" if line.startswith("::") else line for line in lines))


def _quoted(text: str) -> str:
    return f'"{escape(visible(_NOT_XML.sub(chr(0xFFFD), text)), {chr(34): "&quot;"})}"'
