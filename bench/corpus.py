"""A number -> a plan with that many indicators of about 50 lines each, all different, made up, and without findings."""

from __future__ import annotations

from pathlib import Path

PER_OUTCOME = 250
CODES = ("a", "b", "c", "d", "e", "f", "g", "h")
SOURCE = "Made up for timing"

PLAN = """\
kind: plan
id: timing
version: 0.1.0
title: A plan to time (made up)
period:
  start: 2028-01-01
  end: 2031-12-31
languages: [en]
authoring_language: en
currency: CHF
units:
  request: {label: requests}
"""
ENABLER = """\
kind: enabler
id: enabler
status: draft
source: Made up for timing
name: Enabler (made up)
statement: It lets others do their work.
outcomes: [%s]
"""
OUTCOME = """\
kind: outcome
id: %s
status: draft
source: Made up for timing
statement: Requests are answered well, group %s (made up).
enablers: all
indicators: [%s]
"""
CODELIST = """\
kind: codelist
id: %s
title: %s (made up)
codes:
%s
"""
DATASET = """\
kind: dataset
id: requests
title: Requests (made up)
owner: Service desk
grain: One row for each request.
personal: false
key: [request_id]
time: answered_on
fields:
  request_id: {type: string, required: true, label: Request number}
  office: {type: code, codelist: offices, required: true, label: Office}
  channel: {type: code, codelist: channels, required: true, label: Channel}
  score: {type: integer, minimum: 0, maximum: 1000000, label: Score}
  received_on: {type: date, required: true, label: Received on}
  answered_on: {type: date, label: Answered on}
rules:
  - condition: answered_on >= received_on
    message: A request cannot be answered before it is received.
"""
INDICATOR = """\
kind: indicator
id: {id}
version: 0.1.0
status: draft
title: Share of requests answered in time, group {number} (made up)
source: {source}
outcome: {outcome}
responsible: Service desk
definition: >-
  Requests with a score above {number} that were answered within {days} calendar days of receipt, as a percentage of
  all requests with such a score that were answered in the reporting year. Requests of office {office} are
  counted like all others; a request counts in the year of its answer.
rationale: Whoever waits too long for an answer stops asking, and what is not asked is not improved.
limitations: Requests that are still open do not count yet, so a year with many open requests can look better.
unit: percent
direction: increase
decimals: 1
frequency: annual
measures:
  in_time:
    label: Requests answered in time
    from: requests
    where: score > {number} and office != "{office}" and days(received_on, answered_on) <= {days}
    aggregate: count
    unit: request
  answered:
    label: Requests answered
    from: requests
    where: score > {number} and office != "{office}"
    aggregate: count
    unit: request
formula: if(answered > 0, 100 * in_time / answered, 0)
disaggregate:
  - [office]
  - [office, channel]
baseline: {{year: 2027, value: 50}}
targets:
  2029: {{at_least: 60}}
  2031: {{at_least: 70}}
{example}"""
EXAMPLE = """\
examples:
  - title: Two requests, one answered in time (made-up rows)
    period: 2028
    data:
      requests: |
        request_id,office,channel,score,received_on,answered_on
        A,{office},a,999999,2028-03-01,2028-03-05
        B,{office},b,999999,2028-03-01,2028-12-20
    expect: {{value: 50}}
"""


def write_corpus(folder: Path, indicators: int, examples: bool = True) -> Path:
    """Write the plan into `folder`; without examples each indicator has a warning."""
    names = [f"indicator_{number:05}" for number in range(indicators)]
    groups = [names[start : start + PER_OUTCOME] for start in range(0, indicators, PER_OUTCOME)]
    outcomes = {f"outcome_{number:03}": group for number, group in enumerate(groups)}
    files = {
        "plan.yaml": PLAN,
        "enablers/enabler.yaml": ENABLER % ", ".join(outcomes),
        "datasets/requests.yaml": DATASET,
    }
    for codelist in ("offices", "channels"):
        codes = "\n".join(f"  {code}: {{label: {codelist.title()} {code.upper()}}}" for code in CODES)
        files[f"codelists/{codelist}.yaml"] = CODELIST % (codelist, codelist.title(), codes)
    for outcome, group in outcomes.items():
        files[f"outcomes/{outcome}.yaml"] = OUTCOME % (outcome, outcome[-3:], ", ".join(group))
        for name in group:
            number = int(name[-5:])
            files[f"indicators/{name}.yaml"] = INDICATOR.format(
                id=name,
                number=number,
                outcome=outcome,
                days=10 + number % 90,
                office=CODES[number % len(CODES)],
                source=SOURCE,
                example=EXAMPLE.format(office=CODES[(number + 1) % len(CODES)]) if examples else "",
            )
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
