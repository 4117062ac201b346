"""Every text of a plan that people write and read, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rbm_spec.model.spec import Alternative, CodelistSpec, DatasetSpec, DocumentSpec, IndicatorSpec, MethodSpec
from rbm_spec.plan.facts import fact
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where

Texts = Iterator[tuple[Where, str]]


@fact
def texts(plan: Plan) -> tuple[tuple[Where, str], ...]:
    """Titles, labels, sentences and codes; expressions and ids are ASCII or checked elsewhere."""
    return tuple(_each(plan))


def _each(plan: Plan) -> Texts:
    spec = plan.spec
    yield from _keys(spec, spec.where, ("title", "source"))
    yield from ((spec.where.at("units", noun, "label"), label) for noun, label in spec.units.items())
    for name, term in spec.glossary.items():
        yield from _keys(term, spec.where.at("glossary", name), ("term", "definition", "source"))
    for enabler in plan.enablers.values():
        yield from _keys(enabler, enabler.where, ("code", "name", "statement", "source"))
    for outcome in plan.outcomes.values():
        yield from _keys(outcome, outcome.where, ("code", "statement", "source"))
        yield from _alternatives(outcome.alternatives, outcome.where)
    for codelist in plan.codelists.values():
        yield from _codelist(codelist)
    for dataset in plan.datasets.values():
        yield from _dataset(dataset.spec)
    for indicator in plan.indicators.values():
        yield from _indicator(indicator.spec)
    for document in plan.documents.values():
        yield from _document(document)


def _keys(spec: object, where: Where, keys: Iterable[str]) -> Texts:
    for key in keys:
        text = getattr(spec, key)
        if isinstance(text, str):
            yield where.at(key), text


def _alternatives(alternatives: Sequence[Alternative], where: Where) -> Texts:
    for i, each in enumerate(alternatives):
        yield from _keys(each, where.at("alternatives", i), ("text", "proposed_by"))


def _codelist(spec: CodelistSpec) -> Texts:
    yield from _keys(spec, spec.where, ("title", "description", "source"))
    for name, attribute in spec.attributes.items():
        yield from _keys(attribute, spec.where.at("attributes", name), ("label",))
    for code, entry in spec.codes.items():
        yield spec.where.key("codes", code), code
        yield spec.where.at("codes", code, "label"), entry.label
        for name, value in entry.attributes.items():
            if isinstance(value, str):
                yield spec.where.at("codes", code, name), value


def _dataset(spec: DatasetSpec) -> Texts:
    yield from _keys(spec, spec.where, ("title", "owner", "grain", "description", "source"))
    for field in spec.fields.values():
        yield from _keys(field, field.where, ("label", "help"))
    for i, rule in enumerate(spec.rules):
        yield spec.where.at("rules", i, "message"), rule.message
    if spec.derive:
        for derived in spec.derive.fields.values():
            yield from _keys(derived, derived.where, ("label",))


def _indicator(spec: IndicatorSpec) -> Texts:
    keys = ("code", "title", "definition", "rationale", "limitations", "notes", "responsible", "source")
    yield from _keys(spec, spec.where, keys)
    yield from _alternatives(spec.alternatives, spec.where)
    for method in (*spec.previous_methods, spec.method):
        yield from _method(method)
    for example in spec.examples:
        yield from _keys(example, example.where, ("title", "note"))


def _method(spec: MethodSpec) -> Texts:
    yield from _keys(spec, spec.where, ("note",))
    for measure in spec.measures.values():
        yield from _keys(measure, measure.where, ("label",))
    for component in spec.components:
        if component.id:
            yield from _keys(component, component.where, ("label", "note"))
        for target in component.targets:
            if target.condition and target.condition.text:
                yield target.where.at("text"), target.condition.text
        if component.baseline:
            yield from _keys(component.baseline, component.where.at("baseline"), ("note", "source"))


def _document(spec: DocumentSpec) -> Texts:
    keys = ("body", "meeting", "number", "agenda_item", "presented_by", "title", "purpose", "action_required")
    yield from _keys(spec, spec.where, keys)
    yield from ((spec.where.at("references", i), text) for i, text in enumerate(spec.references))
    for i, section in enumerate(spec.sections):
        where = spec.where.at("sections", i)
        yield where.at("heading"), section.heading
        for j, block in enumerate(section.content):
            if block.kind == "text":
                yield where.at("content", j, "text"), block.text
            yield from ((where.at("content", j, "items", k), item) for k, item in enumerate(block.items))
            yield from _alternatives(block.alternatives, where.at("content", j))
