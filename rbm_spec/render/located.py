"""Findings → findings with lines, columns and the source they speak of, in the order of print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rbm_spec.diagnostics import Finding
from rbm_spec.editable import content
from rbm_spec.load.characters import as_text
from rbm_spec.load.places import Places, Region
from rbm_spec.source import Where


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, where it is, and the line on which it starts, without its line end.

    `replaced` is the place of what its fix replaces, if it has one.
    """

    finding: Finding
    region: Region
    source: str
    replaced: Region | None = None

    @property
    def file(self) -> str:
        """The file below the plan's folder."""
        return self.finding.where.file

    def file_from(self, base: str) -> str:
        """The file from where the reader stands; `base` leads from there to the plan's folder."""
        return f"{base.rstrip('/')}/{self.file}" if base else self.file


def located(findings: Iterable[Finding], files: Mapping[str, bytes]) -> list[Located]:
    """`findings` sorted by file, line, column and code.

    `files` are those that were read, by the names that findings use; those that editors change under generators/ are
    read here. A finding about anything else (a folder, a file that could not be opened) is placed at line 1, column 1
    of nothing.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.where.file, []).append(finding)
    found = (one for file, several in by_file.items() for one in _in_file(several, files.get(file) or content(file)))
    return sorted(found, key=_order)


def _in_file(findings: Iterable[Finding], raw: bytes) -> Iterator[Located]:
    """The places of one file are known while its findings are looked up, and then forgotten: they are large."""
    places = Places(as_text(raw))
    for finding in findings:
        region = places.locate(finding.where)
        yield Located(finding, region, places.line(region.line), _replaced(finding, places))


def _replaced(finding: Finding, places: Places) -> Region | None:
    """The place of the text that the finding's fix replaces."""
    if finding.fix is None:
        return None
    from rbm_spec.edit.fixes import located_edit

    edit = located_edit(finding, places)
    if edit is None:
        return None
    return places.locate(Where(finding.where.file).chars((edit.first, edit.last)))


def _order(one: Located) -> tuple[str, int, int, str, str]:
    region = one.region
    return one.file, region.line, region.column, one.finding.rule.code, one.finding.message
