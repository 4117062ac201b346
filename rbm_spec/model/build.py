"""Trees that have passed their schema -> the `Spec`, with defaults filled in.

There is one function for each kind, in the files beside this one. Nothing can go wrong that the schema has not refused;
what is not a matter of shape (an indicator with both formula and components) is a finding of the plan stage. Where an
error has taken something out of a tree, what says nothing stands in its place; the holes of the `Spec` tell where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from rbm_spec.holes import Holes
from rbm_spec.model.documents import build_document
from rbm_spec.model.framework import build_enabler, build_outcome, build_plan
from rbm_spec.model.indicators import build_indicator
from rbm_spec.model.raw import Raw
from rbm_spec.model.spec import PlanSpec, Spec
from rbm_spec.model.tables import build_codelist, build_dataset
from rbm_spec.source import Where

T = TypeVar("T")

# Without these, and all that belongs into those, nothing can be said about a table or a list, nor about who reads it.
ESSENTIAL = {"dataset": (("fields",), ("derive", "fields")), "codelist": (("codes",), ("attributes",))}
COMPLETE = {"dataset": (("derive", "group_by"), ("derive", "latest_by"))}


def build_spec(files: Mapping[str, tuple[str, Raw]], holes: Holes | None = None) -> Spec:
    """The spec from file names to (kind, data), in which errors may have made holes.

    Where plan.yaml could not be read, a plan without id stands in for it that knows every unit in use: the other files
    can still be looked at, and are not blamed for what the plan would have said.
    """
    holes = Holes() if holes is None else holes
    gone = [file for file, (kind, _) in files.items() if _is_gone(file, kind, holes)]

    def all_of(kind: str, build: Callable[[Raw, Where], T]) -> dict[str, T]:
        chosen = ((file, data) for file, (found, data) in files.items() if found == kind and file not in gone)
        return {data["id"]: build(data, Where(file)) for file, data in sorted(chosen)}

    plan = next(iter(all_of("plan", build_plan).values()), None) or _unread()
    if not plan.id:
        holes = replace(holes, places=holes.places | {plan.where})
    if holes.lost(plan.where.at("units")):
        plan = replace(plan, units={**plan.units, **_units_in_use(data for _, data in files.values())})
    misnamed = (PurePosixPath(file).stem for file in files if holes.lost(Where(file, ("id",))))
    return Spec(
        plan,
        all_of("enabler", build_enabler),
        all_of("outcome", build_outcome),
        all_of("indicator", build_indicator),
        all_of("dataset", build_dataset),
        all_of("codelist", build_codelist),
        all_of("document", build_document),
        holes,
        frozenset((*holes.unread, *misnamed, *(files[file][1]["id"] for file in gone))),
    )


def _is_gone(file: str, kind: str, holes: Holes) -> bool:
    """Whether so much of a file is in holes that nothing is known of its rows or codes."""
    return any(holes.lost(Where(file, path)) for path in ESSENTIAL.get(kind, ())) or any(
        holes.touch(Where(file, path)) for path in COMPLETE.get(kind, ())
    )


def _units_in_use(files: Iterable[Raw]) -> dict[str, str]:
    units: dict[str, str] = {}
    pending: list[Any] = list(files)
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            if isinstance(each.get("unit"), str):
                units[each["unit"]] = each["unit"]
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)
    return units


def _unread() -> PlanSpec:
    """What stands in for a plan that could not be read."""
    period = {"start": "", "end": ""}
    raw = {"id": "", "version": "", "title": "", "period": period, "languages": [], "authoring_language": ""}
    return build_plan({**raw, "currency": ""}, Where("plan.yaml"))
