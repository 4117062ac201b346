"""A cell of an indicator, and the store that it comes from -> lines that say how its number came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from fractions import Fraction
from pathlib import Path

from rbm_spec.cli.plans import Compiled
from rbm_spec.ingest.lines import Lines
from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.periods import Period, parse
from rbm_spec.kernel.publishing import digits
from rbm_spec.plan.definitions import method_in
from rbm_spec.plan.model import Indicator, Measure, Method
from rbm_spec.render.printing import one_line
from rbm_spec.results.completeness import Sent
from rbm_spec.results.facts import LANGUAGE, Fact
from rbm_spec.results.tracing import Stood, Traced, files_of, ranges, trace
from rbm_spec.revisions import Unusable, git, read_revision
from rbm_spec.store.reading import Standing
from rbm_spec.targets.words.measures import measure_words
from rbm_spec.targets.words.phrases import phrases
from rbm_spec.translations.folder import is_catalogue

MOST_FILES = 40


def traced_lines(
    found: Compiled, indicator: Indicator, by: By, standing: Standing, facts: Sequence[Fact], rows: bool
) -> Iterator[str]:
    """The figures of the cell, the state of the plan, and each measure with its rows; of rows about people if `rows`.

    `facts` are those of the indicator, of all its cells.
    """
    here = [each for each in facts if each.by == by]
    cell = ", ".join(f"{path} = {code or 'not stated'}" for path, code in by) or "total"
    if not here:
        yield f"{indicator.id}, {cell}: there is no such cell."
        return
    period = parse(here[0].period, indicator.spec.frequency, found.plan.start)
    assert period is not None
    method = method_in(indicator, period)
    lines = Lines(found.plan, found.files)
    yield f"{one_line(indicator.spec.title)} ({indicator.id}), {period.label}, {cell}"
    for fact in here:
        yield from _figure(method, fact, lines)
    yield f"  {_origin(found)}"
    if any(fact.reason == "suppressed" for fact in here):
        yield "  The cell is hidden to protect people; where its rows stand is not told."
        return
    for name in indicator.needs:
        yield f"  reads the indicator {name}: rbm-spec trace {name}"
    yield from _measures(found, indicator, period, by, standing, lines, rows)


def _figure(method: Method, fact: Fact, lines: Lines) -> Iterator[str]:
    component = next(each for each in method.components if each.id == fact.component)
    value = fact.published if fact.reason is None else f"no value: {fact.reason}"
    label = f"{component.id}: " if component.id else ""
    exact = f", exactly {fact.value}" if fact.value is not None and fact.reason is None else ""
    yield f"  {label}{value}{exact} (n {fact.n}, status {fact.status})"
    yield f"    formula: {one_line(component.spec.formula.text)} [{lines.at(component.spec.formula.where)}]"


def _measures(
    found: Compiled, indicator: Indicator, period: Period, by: By, standing: Standing, lines: Lines, rows: bool
) -> Iterator[str]:
    measures = method_in(indicator, period).measures
    people = {each.id for each in measures.values() if found.plan.datasets[each.dataset].personal}
    traced: dict[str, Traced] = {}
    if rows or len(people) < len(measures):
        try:
            traced = {each.measure.id: each for each in trace(found.plan, standing, indicator, period, by)}
        except ValueError as error:
            yield f"  {error}"
            return
    for name, measure in measures.items():
        if rows or name not in people:
            yield from _rows(found, traced[name], lines)
        else:
            yield from _files(found, standing, measure, lines)
    if people and not rows:
        yield "  Rows about people: where they stand is told with --rows, which makes this as confidential as they are."


def _rows(found: Compiled, traced: Traced, lines: Lines) -> Iterator[str]:
    """A measure with its value, and where its rows stand."""
    measure = traced.measure
    rows = "1 row" if traced.n == 1 else f"{traced.n:,} rows"
    yield f"  {measure.id} = {_shown(traced.value)} over {rows} [{lines.at(measure.spec.where)}]"
    yield f"    {_words(found, measure)}"
    yield from _some([_place(each) for each in traced.stood])


def _files(found: Compiled, standing: Standing, measure: Measure, lines: Lines) -> Iterator[str]:
    """A measure, and all files that have rows for it."""
    yield f"  {measure.id} [{lines.at(measure.spec.where)}]"
    yield f"    {_words(found, measure)}"
    files = files_of(found.plan, standing, measure.dataset)
    yield from _some([f"{dataset}: {one_line(sent.file)} ({_who(sent)})" for dataset, sent in files])


def _some(lines: list[str]) -> Iterator[str]:
    yield from (f"    {each}" for each in lines[:MOST_FILES])
    if len(lines) > MOST_FILES:
        yield f"    … and {len(lines) - MOST_FILES:,} more files."


def _words(found: Compiled, measure: Measure) -> str:
    words = phrases(LANGUAGE)
    assert words is not None
    return one_line(measure_words(found.plan, measure, words))


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        text = digits(value, 6)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "nothing" if value is None else str(value).lower()


def _place(stood: Stood) -> str:
    unit = stood.unit if len(stood.places) == 1 else f"{stood.unit}s"
    sheet = f"sheet {one_line(stood.sheet)}, " if stood.sheet else ""
    letters = ", ".join(f"{letter} ({name})" if letter else name for name, letter in stood.columns)
    columns = f", columns {letters}" if letters else ""
    at = f"{sheet}{unit} {ranges(stood.places)}{columns}"
    return f"{stood.dataset}: {one_line(stood.sent.file)}, {at} ({_who(stood.sent)})"


def _who(sent: Sent) -> str:
    return f"{one_line(sent.sender)}, {sent.received}, for {sent.period}, sha256 {sent.sha256}"


def _origin(found: Compiled) -> str:
    """The state of the plan, and the commit where it is that of one."""
    spec = found.plan.spec
    said = f"plan {spec.id} {spec.version}, sha256 {found.digest}"
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
    return (
        f"{said}, commit {commit}" if _specs(found.files) == _specs(then) else f"{said}, changed since commit {commit}"
    )


def _specs(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without catalogues: no translation changes a number."""
    return {path: content for path, content in files.items() if not is_catalogue(path)}
