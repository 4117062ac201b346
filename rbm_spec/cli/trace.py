"""`rbm-spec trace`: a number -> formula, measures, rows, cells of files, hashes, lines of the spec, and the commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.places import indicator_argument, plan_argument
from rbm_spec.cli.plans import Compiled, compiled
from rbm_spec.kernel.definitions import By
from rbm_spec.plan.model import Indicator, Measure

if TYPE_CHECKING:
    from rbm_spec.ingest.lines import Lines
    from rbm_spec.results.completeness import Sent
    from rbm_spec.results.tracing import Stood, Traced
    from rbm_spec.store.reading import Standing
    from rbm_spec.targets.words.phrases import Phrases

MOST_FILES = 40


@click.command("trace")
@indicator_argument
@plan_argument
@click.option("--store", required=True, type=click.Path(path_type=Path), metavar="STORE", help="The store of the data.")
@click.option("--period", required=True, help="Of which period: 2028, or 2028-Q2, or 2028-2029.")
@click.option("--cell", "cells", multiple=True, metavar="DIM=CODE", help="Of which cell; the total where left out.")
@click.option("--rows", is_flag=True, help="Of rows about people too; what is printed is then as confidential.")
def command(indicator: str, plan: Path, store: Path, period: str, cells: tuple[str, ...], rows: bool) -> int:
    """Go from a number back to formula, rows, cells, files and spec.

    INDICATOR is the id of an indicator. For each measure the places of the rows that entered it are told, with file,
    sender and hash, not what stands there; of rows about people the files alone, unless --rows is given; of a hidden
    cell nothing. --cell office=north names a cell; an empty code is what was not stated.
    """
    found = compiled(plan)
    if isinstance(found, int):
        return found
    chosen = found.plan.indicators.get(indicator)
    if chosen is None:
        from rbm_spec.suggest import hint

        raise click.UsageError(f'There is no indicator "{indicator}". {hint(indicator, found.plan.indicators)}')
    by = _by(chosen, cells)
    from rbm_spec.cli.calculating import Request, computed_from_store
    from rbm_spec.cli.engines import Engine

    request = Request(found, store, period, (indicator,), None, "table", True, Engine(), store=True)
    standing, figures = computed_from_store(request)
    told = list(_tell(found, chosen, by, standing, figures, rows))
    console.say("\n".join(told))
    return FINDINGS if figures.troubles else CLEAN


def _by(indicator: Indicator, cells: tuple[str, ...]) -> By:
    """The cell, in the order of a breakdown of the indicator."""
    given: dict[str, str | None] = {}
    for each in cells:
        path, mark, code = each.partition("=")
        if not mark:
            raise click.UsageError(f'Write a cell as office=north, not "{each}".')
        given[path.strip()] = code.strip() or None
    if not given:
        return ()
    known = [tuple(dimension.path for dimension in dims) for dims in indicator.breakdowns]
    for paths in known:
        if set(paths) == given.keys():
            return tuple((path, given[path]) for path in paths)
    listed = "; ".join(" and ".join(paths) for paths in known) or "none"
    raise click.UsageError(f"The indicator has no breakdown by {' and '.join(given)}. Its breakdowns: {listed}.")


def _tell(
    found: Compiled, indicator: Indicator, by: By, standing: Standing, figures: object, rows: bool
) -> Iterator[str]:
    from rbm_spec.cli.calculating import Figures
    from rbm_spec.ingest.lines import Lines
    from rbm_spec.kernel.periods import parse
    from rbm_spec.plan.definitions import method_in
    from rbm_spec.render.printing import one_line
    from rbm_spec.results.facts import LANGUAGE
    from rbm_spec.results.tracing import trace
    from rbm_spec.targets.words.phrases import phrases

    assert isinstance(figures, Figures)
    words = phrases(LANGUAGE)
    assert words is not None
    facts = [each for each in figures.facts if each.by == by]
    cell = ", ".join(f"{path} = {code or 'not stated'}" for path, code in by) or "total"
    if not facts:
        yield f"{indicator.id}, {cell}: there is no such cell."
        return
    period = parse(facts[0].period, indicator.spec.frequency, found.plan.start)
    assert period is not None
    method = method_in(indicator, period)
    lines = Lines(found.plan, found.files)
    yield f"{one_line(indicator.spec.title)} ({indicator.id}), {period.label}, {cell}"
    for fact in facts:
        component = next(each for each in method.components if each.id == fact.component)
        value = fact.published if fact.reason is None else f"no value: {fact.reason}"
        label = f"{component.id}: " if component.id else ""
        exact = f", exactly {fact.value}" if fact.value is not None and fact.reason is None else ""
        yield f"  {label}{value}{exact} (n {fact.n}, status {fact.status})"
        yield f"    formula: {one_line(component.spec.formula.text)} [{lines.at(component.spec.formula.where)}]"
    yield f"  {_origin(found)}"
    if any(fact.reason == "suppressed" for fact in facts):
        yield "  The cell is hidden to protect people; where its rows stand is not told."
        return
    for name in indicator.needs:
        yield f"  reads the indicator {name}: rbm-spec trace {name}"
    people = {each.id for each in method.measures.values() if found.plan.datasets[each.dataset].personal}
    traced: dict[str, Traced] = {}
    if rows or len(people) < len(method.measures):
        try:
            traced = {each.measure.id: each for each in trace(found.plan, standing, indicator, period, by)}
        except ValueError as error:
            yield f"  {error}"
            return
    for name, measure in method.measures.items():
        if rows or name not in people:
            yield from _rows(found, traced[name], lines, words)
        else:
            yield from _files(found, standing, measure, lines, words)
    if people and not rows:
        yield "  Rows about people: where they stand is told with --rows, which makes this as confidential as they are."


def _rows(found: Compiled, traced: Traced, lines: Lines, words: Phrases) -> Iterator[str]:
    """A measure with its value, and where its rows stand."""
    measure = traced.measure
    yield f"  {measure.id} = {_shown(traced.value)} over {traced.n:,} rows [{lines.at(measure.spec.where)}]"
    yield f"    {_words(found, measure, words)}"
    yield from _some([_place(each) for each in traced.stood])


def _files(found: Compiled, standing: Standing, measure: Measure, lines: Lines, words: Phrases) -> Iterator[str]:
    """A measure, and all files that have rows for it."""
    from rbm_spec.render.printing import one_line
    from rbm_spec.results.tracing import files_of

    yield f"  {measure.id} [{lines.at(measure.spec.where)}]"
    yield f"    {_words(found, measure, words)}"
    files = files_of(found.plan, standing, measure.dataset)
    yield from _some([f"{dataset}: {one_line(sent.file)} ({_who(sent)})" for dataset, sent in files])


def _some(lines: list[str]) -> Iterator[str]:
    yield from (f"    {each}" for each in lines[:MOST_FILES])
    if len(lines) > MOST_FILES:
        yield f"    … and {len(lines) - MOST_FILES:,} more files."


def _words(found: Compiled, measure: Measure, words: Phrases) -> str:
    from rbm_spec.render.printing import one_line
    from rbm_spec.targets.words.measures import measure_words

    return one_line(measure_words(found.plan, measure, words))


def _shown(value: object) -> str:
    from fractions import Fraction

    from rbm_spec.kernel.publishing import digits

    if isinstance(value, Fraction):
        text = digits(value, 6)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "nothing" if value is None else str(value).lower()


def _place(stood: Stood) -> str:
    from rbm_spec.render.printing import one_line
    from rbm_spec.results.tracing import ranges

    unit = stood.unit if len(stood.places) == 1 else f"{stood.unit}s"
    sheet = f"sheet {one_line(stood.sheet)}, " if stood.sheet else ""
    letters = ", ".join(f"{letter} ({name})" if letter else name for name, letter in stood.columns)
    columns = f", columns {letters}" if letters else ""
    at = f"{sheet}{unit} {ranges(stood.places)}{columns}"
    return f"{stood.dataset}: {one_line(stood.sent.file)}, {at} ({_who(stood.sent)})"


def _who(sent: Sent) -> str:
    from rbm_spec.render.printing import one_line

    return f"{one_line(sent.sender)}, {sent.received}, for {sent.period}, sha256 {sent.sha256}"


def _origin(found: Compiled) -> str:
    """The state of the plan, and the commit where it is that of one."""
    spec = found.plan.spec
    said = f"plan {spec.id} {spec.version}, sha256 {found.digest}"
    from rbm_spec.revisions import Unusable, git, read_revision
    from rbm_spec.translations.folder import is_catalogue

    folder = found.folder.resolve()
    top = git.top_of(str(folder))
    if top is None:
        return f"{said}, in no repository of git"
    base = "/".join(folder.relative_to(Path(top).resolve()).parts)
    with chdir(folder):  # the repository is that of the plan, wherever this is asked
        try:
            commit = git.commit_of("HEAD")
        except Unusable:
            return f"{said}, in no commit yet"
        try:
            then = read_revision(commit, base).files
        except Unusable:
            return f"{said}, not in commit {commit}"
    specs = {path: content for path, content in found.files.items() if not is_catalogue(path)}  # no translation counts
    return f"{said}, commit {commit}" if specs == dict(then) else f"{said}, changed since commit {commit}"
