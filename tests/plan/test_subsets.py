"""When is every row of one measure a row of another? Answers worked out by hand from the starter plan's codes."""

from __future__ import annotations

import pytest

from rbm_spec.plan.subsets import subset
from tests.checks.plans import compiled, indicator

DATASET = {
    "datasets/requests.yaml": """
kind: dataset
id: requests
title: Requests (made up)
owner: Service desk
grain: One row for each request.
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Number}
  office: {type: code, codelist: offices, required: true, label: Office}
  channel: {type: code, codelist: channels, label: Channel}
  urgent: {type: boolean, required: true, label: Urgent}
  kind_of: {type: string, label: Kind}
  received_on: {type: date, required: true, label: Received}
  answered_on: {type: date, label: Answered}
  closed_on: {type: date, label: Closed}
rules:
  - condition: channel != "telephone" or closed_on is present
    message: A call is closed at once.
  - condition: closed_on >= received_on
    message: Nothing is closed before it comes.
""",
    "codelists/offices.yaml": """
kind: codelist
id: offices
title: Offices (made up)
attributes:
  side: {type: string, label: Side}
codes:
  north: {label: Northern office, side: upper}
  south: {label: Southern office, side: lower}
""",
}

CASES = [
    # part, whole, answer
    ("", "", True),
    ('channel = "letter"', "", True),
    ("", 'channel = "letter"', False),
    ('channel = "letter"', "channel is present", True),
    ("channel is present", 'channel = "letter"', False),
    # a row without channel is not among these three, and not among the others either
    ("", 'channel in ("letter", "email", "telephone")', False),
    ("channel is present", 'channel in ("letter", "email", "telephone")', True),
    ('channel != "letter"', 'channel in ("email", "telephone")', True),
    ('not (channel = "letter")', 'channel != "letter"', True),
    # the office is required, and there are two
    ("", 'office in ("north", "south")', True),
    ('office != "north"', 'office = "south"', True),
    ('office.side = "upper"', 'office = "north"', True),
    ('office.side = "lower"', 'office = "north"', False),
    ('office.side = "middle"', 'office = "north"', True),
    ("urgent", "urgent or channel is missing", True),
    ("urgent", "not urgent", False),
    # a call is always closed: a rule says so
    ('channel = "telephone"', "closed_on is present", True),
    # a rule that is not looked into speaks of that date, and might forbid such a letter
    ('channel = "letter"', "closed_on is present", None),
    ('channel = "letter"', "answered_on is present", False),
    ('kind_of = "a"', 'kind_of in ("a", "b")', True),
    ('kind_of != "a"', 'kind_of = "b"', False),
    # what cannot be looked into helps when both have it
    ("days(received_on, answered_on) > 5", "", True),
    ("urgent and days(received_on, answered_on) > 5", "days(received_on, answered_on) > 5", True),
    ("days(received_on, answered_on) > 5", "days(received_on, answered_on) > 4", None),
    ("urgent", "days(received_on, answered_on) > 4", None),
    # long waits among letters need not be urgent, but for all we know they are
    ('channel = "letter" and days(received_on, answered_on) > 5', "urgent", None),
    # no row is both, whatever else is asked
    ('channel = "letter" and days(received_on, answered_on) > 5', 'channel = "email"', False),
]


@pytest.mark.parametrize(("part", "whole", "answer"), CASES)
def test_conditions(part: str, whole: str, answer: bool | None) -> None:
    assert asked({"where": part}, {"where": whole}) is answer


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [
        ({"during": "received_on"}, {}, False),
        ({"during": "received_on"}, {"during": "always"}, True),
        ({"during": "always"}, {}, False),
        # a rule ties the two dates to each other; whether both lie in the year is open
        ({"during": "received_on"}, {"during": "closed_on"}, None),
        ({"ignore": ["channel"]}, {}, False),
        ({}, {"ignore": ["channel"]}, True),
        ({}, {"of": "channel"}, False),
        ({"where": 'channel = "letter"'}, {"of": "channel"}, True),
        ({"of": "channel"}, {"where": "channel is present"}, True),
    ],
)
def test_dates_dimensions_and_values(part: dict[str, object], whole: dict[str, object], answer: bool | None) -> None:
    assert asked(part, whole) is answer


def asked(part: dict[str, object], whole: dict[str, object]) -> bool | None:
    measures = {
        name: {"label": name, "from": "requests", "aggregate": "count", **{k: v for k, v in each.items() if v}}
        for name, each in (("part", part), ("whole", whole))
    }
    plan = compiled({**DATASET, **indicator("answer_time", measures=measures, formula="100 * part / whole")})
    found = plan.indicators["answer_time"].method.measures
    return subset(plan, found["part"], found["whole"])
