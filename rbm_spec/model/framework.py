"""Trees of a plan, its enablers and its outcomes -> their specs."""

from __future__ import annotations

from rbm_spec.model.raw import Raw, alternatives
from rbm_spec.model.spec import EnablerSpec, OutcomeSpec, PlanSpec, TermSpec
from rbm_spec.source import Where


def build_plan(raw: Raw, where: Where) -> PlanSpec:
    """The plan's header, its counted nouns and its glossary."""
    return PlanSpec(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        start=raw["period"]["start"],
        end=raw["period"]["end"],
        reporting=raw.get("reporting", "annual"),
        languages=tuple(raw["languages"]),
        authoring_language=raw["authoring_language"],
        currency=raw["currency"],
        minimum_cell=raw.get("disclosure", {}).get("minimum_cell", 5),
        decides_minimum_cell="minimum_cell" in raw.get("disclosure", {}),
        holidays=raw.get("holidays"),
        units={noun: each["label"] for noun, each in raw.get("units", {}).items()},
        glossary={name: _term(each) for name, each in raw.get("glossary", {}).items()},
        status=raw.get("status", "draft"),
        source=raw.get("source"),
        where=where,
    )


def _term(raw: Raw) -> TermSpec:
    return TermSpec(raw["term"], raw["definition"], raw.get("source"), tuple(raw.get("instead_of", ())))


def build_enabler(raw: Raw, where: Where) -> EnablerSpec:
    """An enabler."""
    return EnablerSpec(
        id=raw["id"],
        code=raw.get("code"),
        name=raw["name"],
        statement=raw["statement"],
        outcomes=tuple(raw["outcomes"]),
        status=raw.get("status", "draft"),
        source=raw.get("source"),
        where=where,
    )


def build_outcome(raw: Raw, where: Where) -> OutcomeSpec:
    """An outcome, with the wordings that compete for it."""
    return OutcomeSpec(
        id=raw["id"],
        code=raw.get("code"),
        statement=raw["statement"],
        enablers=None if raw["enablers"] == "all" else tuple(raw["enablers"]),
        indicators=tuple(raw["indicators"]),
        parent=raw.get("parent"),
        status=raw["status"],
        source=raw.get("source"),
        alternatives=alternatives(raw),
        where=where,
    )
