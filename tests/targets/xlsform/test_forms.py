"""Forms pass pyxform, ODK Validate and xlsform-lint; ODK's own engine refuses exactly the rows that we refuse."""

from __future__ import annotations

import csv
import io
import re
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pyxform.xls2xform import convert
from xlsform_lint import cli

from rbm_spec.expr.catalogue import Window
from rbm_spec.expr.nodes import Name
from rbm_spec.kernel.values import Value
from rbm_spec.plan.model import Plan
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.reference.evaluate import evaluate
from rbm_spec.reference.tables import read_csv
from rbm_spec.targets import xlsform
from tests.targets.plans import compiled, itu
from tests.targets.xlsform.forms import MODEL, books, converted, said_by_odk

FORMS = sorted(each.id for each in itu().datasets.values() if each.derivation is None)
STARTER = Path(xlsform.__file__).parents[3] / "generators" / "init"
OFFICES = """
kind: codelist
id: offices
title: Offices
codes:
  north: {label: North, valid: {to: 2028-06-30}}
  south: {label: South}
  "it's": {label: West, valid: {from: 2028-03-01, to: 2029-01-31}}
"""
UNDATED = re.sub(", valid: {.*?}", "", OFFICES)
REQUESTS = r"""
kind: dataset
id: requests
title: Requests
owner: Desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number, pattern: "[A-Z]{1,2}(-|\\.)[^a\\-c]?[0-9]*.?"}
  office: {type: code, codelist: offices, label: Office}
  channel: {type: code, codelist: channels, label: Channel}
  pages: {type: integer, label: Pages, minimum: -3, maximum: 5}
  extra: {type: integer, label: Extra}
  cost: {type: money, currency: CHF, label: Cost, maximum: 99.5}
  price: {type: money, currency: CHF, label: Price}
  urgent: {type: boolean, label: Urgent}
  received_on: {type: date, label: Received on, minimum: 2028-01-01, maximum: 2031-12-31}
  answered_on: {type: date, label: Answered on}
  closed_at: {type: datetime, label: Closed at, minimum: 2028-01-01, maximum: 2028-12-31}
rules:
"""
RULES = [
    "answered_on >= received_on",
    "received_on is missing or office is present",
    "office is present or channel is present",
    "not urgent or pages > 2",
    "urgent = true or price < cost",
    "pages + extra - 1 <= 4",
    "-pages < extra",
    "cost != price",
    "office in (\"north\", \"it's\") and urgent",
    "channel = \"email\" or office != \"south\"",
    "received_on = date(\"2028-02-29\") or received_on != answered_on",
    "received_on in plan",
    "year(answered_on) = 2028 and month(answered_on) in (1, 2, 3) or quarter(answered_on) > 1",
    "(pages > 0 or extra > 0) and not (pages > 4 and extra > 4)",
    'request_id != "A-1\'${office} instance(1)"',
    "answered_on < plan.end and answered_on > plan.start",
]  # fmt: skip
FACE = "\N{SLIGHTLY SMILING FACE}"
VALUES = {
    "request_id": ["A-1", "AB.x12", "Z-", "A-c", f"A-{FACE}1{FACE}", "no", "A-9 ", "B.-"],
    "office": ["", "north", "south", "it's"],
    "channel": ["", "letter", "email"],
    "pages": ["", "-3", "0", "3", "5", "6"],
    "extra": ["", "-2", "0", "1", "4", "7"],
    "cost": ["", "0.1", "99.5", "99.51", "-3"],
    "price": ["", "0.1", "0.10", "7", "99.5"],
    "urgent": ["", "true", "false"],
    "received_on": ["", "2028-01-01", "2027-12-31", "2028-02-29", "2031-12-31", "2030-06-01"],
    "answered_on": ["", "2028-02-29", "2028-02-28", "2029-05-05", "2032-01-01", "2028-07-01"],
    "closed_at": ["", "2028-01-01T00:00:00", "2027-12-31T23:59:59", "2028-12-31T23:59:59", "2029-01-01T00:00:00"],
}  # fmt: skip


def plan_of(rule: str, offices: str = UNDATED) -> Plan:
    said = rule.replace("\\", "\\\\").replace('"', '\\"')
    text = REQUESTS + f'  - {{condition: "{said}", message: The rule.}}\n'
    return compiled(STARTER, {"datasets/requests.yaml": text, "codelists/offices.yaml": offices})


def is_refused(plan: Plan, row: dict[str, str]) -> bool:
    """Whether the reference evaluator finds a fault of the row by itself."""
    dataset = plan.datasets["requests"]
    out = io.StringIO()
    csv.writer(out).writerows([row.keys(), row.values()])
    (cells,), faults = read_csv(plan, dataset, out.getvalue())
    window = Window(plan.start, plan.end, plan.start, plan.end, plan.holidays)

    def lookup(name: Name) -> Value:
        found = cells[name.dotted]
        return Value(found, "no_data" if found is None else None)

    return bool(faults) or any(evaluate(rule.condition, lookup, window).content is False for rule in dataset.rules)


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_the_plan_pass_the_tools(name: str, tmp_path: Path) -> None:
    content = books(itu())[name]
    result = convert(BytesIO(content), validate=True)  # ODK Validate
    assert result.warnings == []
    (tmp_path / "form.xlsx").write_bytes(content)
    assert cli.main([str(tmp_path / "form.xlsx"), "--profile", "strict", "--fail-on", "info"]) == 0
    data = converted(content).find(f".//{MODEL}instance/*")
    assert data is not None
    assert data.get("id") == f"itu_2028_2031_{name}"
    assert data.get("version") == f"{itu().spec.version}-{meaning_hash(itu(), name)[:12]}"


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert books(itu()) == books(itu())


def rows_of(rule: str) -> list[dict[str, str]]:
    """One good row with each value put in, then rows in which chance has chosen three values, or all."""
    random = Random(rule)
    calm = {name: several[0] for name, several in VALUES.items()}
    rows = [{**calm, name: text} for name, several in VALUES.items() for text in several]
    for several in (random.sample(sorted(VALUES), count) for count in [3] * 40 + [len(VALUES)] * 20):
        rows.append({**calm, **{name: random.choice(VALUES[name]) for name in several}})
    return rows


def test_odk_refuses_exactly_what_we_refuse(tmp_path: Path) -> None:
    plans = {rule: plan_of(rule) for rule in RULES}
    forms = {rule: convert(BytesIO(books(plan)["requests"]), validate=False).xform for rule, plan in plans.items()}
    answers = said_by_odk({forms[rule]: rows_of(rule) for rule in RULES}, tmp_path)
    for (rule, plan), said in zip(plans.items(), answers, strict=True):
        assert xlsform.check(plan) == []
        verdicts = [verdict != "ok" for verdict, _ in said]
        wanted = [is_refused(plan, row) for row in rows_of(rule)]
        differ = [row for row, one, other in zip(rows_of(rule), verdicts, wanted, strict=True) if one != other]
        assert differ == [], rule
        assert set(wanted) == {True, False}


def test_codes_are_offered_by_the_date_of_the_row(tmp_path: Path) -> None:
    form = convert(BytesIO(books(plan_of(RULES[0], OFFICES))["requests"]), validate=True).xform
    days = ["", "2028-02-29", "2028-03-01", "2028-06-30", "2028-07-01", "2029-02-01"]
    (found,) = said_by_odk({form: [dict.fromkeys(VALUES, "") | {"answered_on": day} for day in days]}, tmp_path)
    assert [choices["office"] for _, choices in found] == [
        ["north", "south", "it's"],
        ["north", "south"],
        ["north", "south", "it's"],
        ["north", "south", "it's"],
        ["south", "it's"],
        ["south"],
    ]
    assert [choices["urgent"] for _, choices in found] == [["true", "false"]] * len(days)


LATER = {
    "working_days(received_on, answered_on) >= 0": "A form cannot tell what working_days(…) is, exactly.",
    "cost - price >= 0": "A form cannot tell a difference of decimals exactly.",
    "pages * 2 > 1": "A form cannot tell a product exactly.",
    "answered_on <= period.end": "A form does not know the reporting period.",
    "answered_on in period": "A form cannot tell whether a date lies in the reporting period exactly.",
    "(pages > 1) = urgent": "A form compares no conditions with each other.",
    "request_id != \"it\u2019s\"": "Forms would change the text \"it\u2019s\".",
    "closed_at != closed_at": "A form keeps dates with time in the time zone of the device.",
    "1 = 1": "It reads no field of the row.",
}  # fmt: skip


@pytest.mark.parametrize("rule", LATER)
def test_what_cannot_be_said_exactly_is_left_out_and_named(rule: str) -> None:
    plan = plan_of(rule)
    (found,) = xlsform.check(plan)
    assert found.rule.code == "RBM830"
    assert LATER[rule] in found.message
    assert found.where.path == ("rules", 0, "condition")
    binds = {each.get("nodeset"): each for each in converted(books(plan)["requests"]).iter(f"{MODEL}bind")}
    assert "The rule." not in [each.get("jr:constraintMsg") for each in binds.values()]
    assert binds["/the-form/the-row/extra"].get("constraint") is None
