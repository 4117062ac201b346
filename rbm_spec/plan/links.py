"""Ids that point from one file to another: enablers, outcomes, indicators, documents, lists of lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rbm_spec import suggest
from rbm_spec.model.spec import CodelistSpec
from rbm_spec.plan.context import FIELD, UNKNOWN_CODELIST, UNKNOWN_ID, Context
from rbm_spec.source import Where


def check_links(context: Context) -> None:
    """Report every id that leads nowhere."""
    spec = context.spec
    for enabler in spec.enablers.values():
        _all_known(context, enabler.where.at("outcomes"), "outcome", enabler.outcomes, spec.outcomes)
    for outcome in spec.outcomes.values():
        _all_known(context, outcome.where.at("enablers"), "enabler", outcome.enablers or (), spec.enablers)
        _all_known(
            context,
            outcome.where.at("indicators"),
            "indicator",
            outcome.indicators,
            spec.indicators,
        )
        if outcome.parent is not None:
            _known(context, outcome.where.at("parent"), "outcome", outcome.parent, spec.outcomes)
    for indicator in spec.indicators.values():
        _known(context, indicator.where.at("outcome"), "outcome", indicator.outcome, spec.outcomes)
    for document in spec.documents.values():
        for i, section in enumerate(document.sections):
            for j, block in enumerate(section.content):
                if block.kind in ("outcome", "indicators_of"):
                    where = document.where.at("sections", i, "content", j, block.kind)
                    _known(context, where, "outcome", block.text, spec.outcomes)
    for codelist in spec.codelists.values():
        _check_attributes(context, codelist)


def _all_known(context: Context, where: Where, what: str, ids: Iterable[str], known: Mapping[str, object]) -> None:
    for i, name in enumerate(ids):
        _known(context, where.at(i), what, name, known)


def _known(context: Context, where: Where, what: str, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        context.unknown(UNKNOWN_ID, where, what, name, known)


def _check_attributes(context: Context, codelist: CodelistSpec) -> None:
    """An attribute's list exists, and each code's attributes are declared and of the declared type."""
    for name, attribute in codelist.attributes.items():
        where = codelist.where.at("attributes", name)
        if attribute.type == "code" and attribute.codelist not in context.spec.codelists:
            if attribute.codelist is None and not context.damaged(where):
                context.report(
                    FIELD, where.key(), "An attribute of type code needs the key `codelist`.", "Add `codelist:`."
                )
            elif attribute.codelist is not None:
                known = context.spec.codelists
                context.unknown(UNKNOWN_CODELIST, where.at("codelist"), "code list", attribute.codelist, known)
    for code, entry in codelist.codes.items():
        for name, value in entry.attributes.items():
            where = codelist.where.at("codes", code, name)
            if name not in codelist.attributes:
                context.unknown(
                    UNKNOWN_ID,
                    where.key(),
                    f"attribute of {codelist.id}",
                    name,
                    codelist.attributes,
                )
            elif not context.damaged(codelist.where.at("attributes", name)) and (
                wrong := _wrong(context, codelist, name, value)
            ):
                context.report(FIELD, where, wrong, _allowed(context, codelist, name, value))


def _wrong(context: Context, codelist: CodelistSpec, name: str, value: object) -> str | None:
    """What is wrong with the value of an attribute."""
    attribute = codelist.attributes[name]
    match attribute.type:
        case "boolean":
            fits = isinstance(value, bool)
        case "number" | "integer":
            fits = not isinstance(value, bool | str)
        case "code":
            target = context.spec.codelists.get(attribute.codelist or "")
            fits = isinstance(value, str) and (target is None or value in target.codes)
        case _:
            fits = isinstance(value, str)
    if fits:
        return None
    wanted = f"a code of {attribute.codelist}" if attribute.type == "code" else f"of type {attribute.type}"
    return f"The attribute {name} is {wanted}; `{value}` is not."


def _allowed(context: Context, codelist: CodelistSpec, name: str, value: object) -> str:
    """What the attribute may be."""
    attribute = codelist.attributes[name]
    target = context.spec.codelists.get(attribute.codelist or "")
    if attribute.type == "code" and target is not None:
        return suggest.hint(str(value), target.codes) or f"The codes are in codelists/{target.id}.yaml."
    return f"Write a value of type {attribute.type}."
