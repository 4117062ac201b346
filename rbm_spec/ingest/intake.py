"""A file that came -> its tables as text that fits, what was put right, and everything that is wrong with its form."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from rbm_spec.collect import limits, rules
from rbm_spec.collect.archive import Refused
from rbm_spec.collect.confined import Readers
from rbm_spec.collect.folder import OTHER_DATA, content_of, dataset_of
from rbm_spec.collect.tables import Collected, Table, Trouble, Troubles, Wanted
from rbm_spec.collect.workbook import Returned, periods_of, read_workbook, unreadable
from rbm_spec.diagnostics import Rule
from rbm_spec.ingest.careless import put_right
from rbm_spec.ingest.earlier import Find, State, take_over
from rbm_spec.kernel.faults import Fault, Wrong
from rbm_spec.kernel.periods import Period
from rbm_spec.plan.model import Dataset, Field, Plan
from rbm_spec.plan.stamp import short_hash
from rbm_spec.suggest import hint

WORKBOOKS, TABLES = (".xlsx", ".ods"), (".csv", ".parquet")
LONGEST_OFFICE = 200
NO_PERIOD = "For which period is this? {}ay it with --period."
_STEM = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Coercion:
    """A cell that was read otherwise than it stands in the file."""

    order: int
    place: str
    dataset: str
    column: str
    before: str
    after: str


@dataclass
class Received:
    """A file. `tables` by dataset; `told` holds (dataset, row, column) of what is wrong in them already."""

    name: str
    path: Path
    sender: str
    content: bytes = b""
    sha256: str = ""
    office: str = ""
    stamp: str = ""
    period: Period | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    coercions: list[Coercion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: set[tuple[str, int, str]] = field(default_factory=set)
    known: bool = False
    marked: bytes = b""
    earlier: bool = False

    @property
    def kind(self) -> str:
        """The ending of its name."""
        return self.path.suffix.lower()

    def wrong(
        self, message: str, dataset: str = "", place: str = "", order: int = 0, rule: Rule = rules.UNREADABLE
    ) -> None:
        """Something that is wrong with the file, or with a place in it."""
        self.troubles.append(Trouble(self.name, order, place, dataset, "", "", message, rule.code))


@dataclass(frozen=True)
class Setting:
    """Under which plan files are read; `period` is what was asked for, `language` decides on commas."""

    plan: Plan
    readers: Readers
    period: str
    language: str
    now: State
    find: Find


def receive(setting: Setting, name: str, path: Path, sender: str) -> Received:
    """The file, read. Nothing is raised for what is wrong with it."""
    received = Received(name, path, sender)
    try:
        content = content_of(path, limits.TABLE_BYTES if received.kind in TABLES else limits.FILE_BYTES)
    except OSError as error:
        content = "This is a link, and is not read." if path.is_symlink() else f"{error.strerror}."
    if isinstance(content, str):
        received.wrong(content)
        return received
    received.content, received.sha256 = content, hashlib.sha256(content).hexdigest()
    if received.kind in WORKBOOKS:
        _take_workbook(setting, received)
    elif received.kind in TABLES:
        _take_table(setting, received)
    else:
        others = "Send .xlsx, .ods, .csv or .parquet."
        kind = f"Files of the kind {received.kind}" if received.kind in OTHER_DATA else "Files like this one"
        received.wrong(f"{kind} are not read. {others}")
    if len(received.office) > LONGEST_OFFICE or not received.office.isprintable():
        received.office = ""
    received.sender = sender or received.office
    if not received.sender and not received.troubles:
        received.wrong("Who sent this? Say it with --sender.")
    for dataset, table in list(received.tables.items()):
        received.tables[dataset] = _put_right(setting, received, setting.plan.datasets[dataset], table)
    return received


def _take_workbook(setting: Setting, received: Received) -> None:
    try:
        sheets = setting.readers.sheets(received.content)
        returned = read_workbook(setting.plan, received.name, sheets, setting.period)
    except Refused as refused:
        returned = unreadable(received.name, refused)
    received.office = returned.owner
    received.stamp = returned.stamp.short if returned.stamp else ""
    received.tables = {table.dataset: table for table in returned.tables}
    troubles = list(returned.troubles)
    if returned.stamp is not None and any(each.code == rules.OTHER_TEMPLATE.code for each in troubles):
        found = take_over(setting.now, setting.find, received.name, sheets, returned.stamp, setting.period)
        troubles = [each for each in troubles if each.dataset not in found.settled] + list(found.troubles)
        received.tables |= {table.dataset: table for table in found.tables}
        received.notes += found.notes
        received.earlier = bool(found.tables)
    received.troubles += troubles
    for each in troubles:
        received.told.add((each.dataset, each.order, each.column))
    _set_period(setting, received, returned.period or setting.period)
    if not troubles and not received.tables:
        received.wrong("Nothing is entered in this workbook, and no table is said to be complete.")
    if returned.stamp is not None and not troubles and not received.earlier:
        _note_what_is_not_there(setting, received, returned)


def _note_what_is_not_there(setting: Setting, received: Received, returned: Returned) -> None:
    assert returned.stamp is not None
    for dataset in returned.stamp.tables:
        if dataset not in received.tables and dataset in setting.plan.datasets and received.tables:
            title = setting.plan.datasets[dataset].spec.title
            received.notes.append(f"{title} ({dataset}) is empty and not said to be complete: not submitted.")


def _take_table(setting: Setting, received: Received) -> None:
    plan = setting.plan
    collected = [each.id for each in plan.datasets.values() if each.derivation is None]
    match = _STEM.match(received.path.stem)
    dataset = plan.datasets.get(dataset_of(plan, match.group()) if match else "")
    if dataset is None:
        near = hint(received.path.stem, collected)
        named = (
            "The name of the file begins with the dataset that it holds, such as " + f"{collected[0]}{received.kind}."
        )
        received.wrong(f'The plan has no dataset "{received.path.stem}". {near or named}')
        return
    if dataset.derivation is not None:
        source = dataset.derivation.source
        received.wrong(f"{dataset.id} is computed from {source}; send {source} instead.", dataset.id)
        return
    kind = received.kind.removeprefix(".")
    table, troubles = setting.readers.table(
        kind, Wanted.of(dataset, short_hash(plan, dataset.id)), received.name, received.content
    )
    received.troubles += troubles
    received.office = dataset.spec.owner
    received.told |= {(dataset.id, each.order, each.column) for each in troubles}
    if table is not None:
        received.tables[dataset.id] = table
        received.notes += table.notes
    _set_period(setting, received, setting.period)


def _set_period(setting: Setting, received: Received, label: str) -> None:
    found = periods_of(setting.plan, label)
    received.period = found[0] if found else None
    if received.period is None and not received.troubles:
        received.wrong(NO_PERIOD.format("Enter it on the first sheet, or s" if received.kind in WORKBOOKS else "S"))


def _put_right(setting: Setting, received: Received, dataset: Dataset, table: Table) -> Table:
    """The table with what is careless put right; Parquet is written by programs and taken as it is."""
    if received.kind == ".parquet":
        return table
    columns = dict(table.columns)
    for name, column in table.columns.items():
        each = dataset.fields.get(name)
        if each is not None:
            columns[name] = _column(setting, received, table, each, column)
    return replace(table, columns=columns)


def _column(setting: Setting, received: Received, table: Table, field_: Field, column: object) -> object:
    codes = setting.plan.codelists[field_.type.codelist].codes if field_.type.codelist else ()
    texts: list[str] | None = column if isinstance(column, list) else None
    distinct = set(texts) if texts is not None else {each or "" for each in _distinct(column)}
    changed = {
        text: read
        for text in distinct
        if (read := put_right(field_, text, codes, setting.language)).text != text or read.refused
    }
    if not changed:
        return column
    cells = texts if texts is not None else [each or "" for each in column.to_pylist()]  # type: ignore[attr-defined]
    place = Collected({table.dataset: table}, (), frozenset(), "").place
    troubles = Troubles()
    for row, text in enumerate(cells, start=1):
        if text in changed:
            at = place(Fault(table.dataset, row, field_.id, text, Wrong(rules.MISREAD.code, changed[text].refused)))
            if changed[text].refused:
                troubles.add(at)
                received.told.add((table.dataset, at.order, field_.id))
            else:
                after = changed[text].text
                received.coercions.append(Coercion(at.order, at.place, at.dataset, field_.id, text, after))
    received.troubles += troubles.all()
    return [changed[text].text if text in changed else text for text in cells]


def _distinct(column: object) -> list[str | None]:
    import pyarrow.compute as compute

    found: list[str | None] = compute.unique(column).to_pylist()
    return found
