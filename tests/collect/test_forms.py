"""The CSV that a server exports of our form is read as the dataset, and what is left out or changed is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from rbm_spec.collect.folder import collect
from rbm_spec.collect.tables import Collected
from rbm_spec.plan.model import Plan
from rbm_spec.plan.stamp import form_version
from rbm_spec.resources import generators
from tests.cli.commands import here
from tests.targets import plans

REQUESTS = """
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number}
  office: {type: code, codelist: offices, label: Office}
  channel: {type: code, codelist: channels, label: Channel}
  received_on: {type: date, label: Received on}
  answered_on: {type: date, label: Answered on}
  closed_at: {type: datetime, label: Closed at}
  meta: {type: string, label: Notes}
"""
FIELDS = ("request_id", "office", "channel", "received_on", "answered_on", "closed_at", "meta-field")
CENTRAL = (
    "SubmissionDate", "the-row-about-row", *(f"the-row-{name}" for name in FIELDS), "meta-instanceID", "KEY",
    "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID",
    "Edits", "FormVersion",
)  # fmt: skip
NO_GROUPS = ("SubmissionDate", "about-row", *FIELDS, "instanceID", *CENTRAL[10:])
KOBO = (
    "_submission_time", "the-row/about-row", *(f"the-row/{name}" for name in FIELDS), "meta/instanceID", "_uuid", "_id",
    "__version__", "_tags", "_notes", "_status", "_submitted_by", "_index", "_validation_status", "formhub/uuid",
)  # fmt: skip
ROW = ("A,b", "north", "letter", "2028-03-01", "2028-03-05", "2028-03-05T10:00:00.000+01:00", "x")
KEPT = {
    "request_id": ["A,b"],
    "office": ["north"],
    "channel": ["letter"],
    "received_on": ["2028-03-01"],
    "answered_on": ["2028-03-05"],
    "closed_at": ["2028-03-05T10:00:00.000"],
    "meta": ["x"],
}


def plan() -> Plan:
    return plans.starter(requests=REQUESTS)


def line(header: tuple[str, ...], **server: str) -> str:
    """A submission; the columns of the server hold what a server would write."""
    own = dict(zip(FIELDS, ROW, strict=True))
    cells = []
    for column in header:
        name = column.removeprefix("the-row-").removeprefix("the-row/")
        cells.append(own.get(name, server.get(name, "s" if name != "about-row" else "")))
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def returned(folder: Path, header: tuple[str, ...], name: str = "requests.csv", **server: str) -> Collected:
    known = {"FormVersion": form_version(plan(), "requests"), "ReviewState": ""}
    (folder / name).write_text(",".join(header) + "\n" + line(header, **{**known, **server}), "utf-8")
    return collect(plan(), folder)


@pytest.mark.parametrize("header", [CENTRAL, NO_GROUPS, KOBO], ids=["central", "no groups", "kobo"])
@pytest.mark.parametrize("name", ["requests.csv", "starter_plan_requests.csv"])
def test_exports_are_read(tmp_path: Path, header: tuple[str, ...], name: str) -> None:
    found = returned(tmp_path, header, name)
    assert found.troubles == ()
    assert found.tables["requests"].columns == KEPT
    own = [column for column in header if column.split("-row-")[-1].split("-row/")[-1] in FIELDS]
    left_out = ", ".join(column for column in header if column not in own)
    assert found.notes == [
        f"{name} was read as the export of a form; left out: {left_out}.",
        f"{name}: 1 values of closed_at had a time zone; the time on the clock was kept.",
    ]


@pytest.mark.parametrize(
    ("server", "column", "message"),
    [
        ({"FormVersion": "0.1.0-000000000000"}, "FormVersion", "Fields, codes or rules have changed since"),
        ({"FormVersion": "1"}, "FormVersion", "Fields, codes or rules have changed since"),
        ({"ReviewState": "rejected"}, "ReviewState", "The submission was rejected on the server."),
    ],
)
def test_submissions_that_do_not_count(tmp_path: Path, server: dict[str, str], column: str, message: str) -> None:
    (trouble,) = returned(tmp_path, CENTRAL, **server).troubles
    assert (trouble.place, trouble.column, trouble.value) == ("line 2", column, server[column])
    assert trouble.message.startswith(message)


def test_a_plan_of_another_version_with_the_same_meaning_is_read(tmp_path: Path) -> None:
    same = "9.9.9-" + form_version(plan(), "requests").rpartition("-")[2]
    assert returned(tmp_path, CENTRAL, FormVersion=same).troubles == ()


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("the-row-nothing", 'requests has no field "nothing".'),
        ("office", "The column office is there 2 times."),
    ],
)
def test_columns_that_nobody_knows(tmp_path: Path, column: str, message: str) -> None:
    (trouble,) = returned(tmp_path, (*CENTRAL, column)).troubles
    assert trouble.message.startswith(message)


def test_a_plain_file_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_text("request_id,KEYS,closed_at\nA,,2028-03-05T10:00:00Z\n", "utf-8")
    (trouble,) = collect(plan(), tmp_path).troubles
    assert trouble.message.startswith('requests has no field "KEYS".')


def test_figures_come_from_an_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The starter plan's worked example, as ODK Central gives it back."""
    fields = ("request_id", "office", "channel", "received_on", "answered_on")
    header = ("SubmissionDate", *(f"the-row-{name}" for name in fields), "KEY")
    rows = ["s,A,north,letter,2028-03-01,2028-03-05,k", "s,B,south,telephone,2028-03-10,2028-03-20,l"]
    data = tmp_path / "data"
    data.mkdir()
    (data / "starter_plan_requests.csv").write_text("\n".join([",".join(header), *rows]) + "\n", "utf-8")
    done = here(capsys, "calc", generators() / "init", "--data", data, "--period", 2028)
    assert done.code == 0, done.err
    assert " 7.0 " in done.out
    assert "left out: SubmissionDate, KEY." in done.out


def test_ingest_takes_an_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    header = ("SubmissionDate", "the-row-request_id", "the-row-office", "the-row-channel", "the-row-received_on", "KEY")
    sent = tmp_path / "starter_plan_requests.csv"
    sent.write_text(",".join(header) + "\ns,A,north,letter,2028-03-01,k\n", "utf-8")
    done = here(
        capsys, "ingest", generators() / "init", sent, "--received", "2029-01-10", "--sender", "Desk", "--period", 2028
    )
    assert done.code == 0, done.err
    assert "left out: SubmissionDate, KEY." in done.out
