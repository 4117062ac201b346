"""Names of a plan -> ids that SDMX allows: letters, digits, `_`, `-`, `@` and `$`, different for different names."""

from __future__ import annotations

import re

from rbm_spec.plan.model import Plan
from rbm_spec.results.exports.figures import dimensions

TOTAL, NOT_STATED, NONE = "_T", "_U", "_Z"
"""What statistical offices write for a total, for *not stated*, and for what does not apply."""
FIXED = (
    "FREQ", "INDICATOR", "COMPONENT", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE",
    "DECIMALS", "REASON", "OBS_COUNT", "PUBLISHED", "TARGET", "ASSESSMENT",
)  # fmt: skip
_FREE = re.compile(r"[A-Za-z0-9@-]")


def code_id(text: str) -> str:
    """A code as it is, with other characters as `$` and their number: `$20.` is not allowed, `$20$` is a space.

    An underscore that comes first is written so too: codes of ours, such as `_T`, begin with one.
    """
    return "".join(
        each if _FREE.match(each) or (each == "_" and at) else f"${ord(each):x}$" for at, each in enumerate(text)
    )


def component_id(indicator: str, component: str) -> str:
    """A quantity of an indicator among those of all."""
    return f"{indicator}-{component}" if component else NONE


def dimension_ids(plan: Plan) -> dict[str, str]:
    """The id of each dimension of the plan by its path: `staff.grade` is `STAFF_GRADE`."""
    taken, found = {*FIXED}, {}
    for path in dimensions(plan.indicators.values()):
        name = wanted = path.replace(".", "_").upper()
        count = 2
        while name in taken:
            name, count = f"{wanted}_{count}", count + 1
        taken.add(name)
        found[path] = name
    return found


def agency(plan: Plan) -> str:
    """Who maintains the structures: the plan, as nothing says which office does."""
    return plan.spec.id.upper()


def urn(plan: Plan, package: str, kind: str, name: str, item: str = "") -> str:
    """The name of a structure of this plan for all the world."""
    at = f"{agency(plan)}:{name}({plan.spec.version})"
    return f"urn:sdmx:org.sdmx.infomodel.{package}.{kind}={at}" + (f".{item}" if item else "")
