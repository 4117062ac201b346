"""The plan -> the definition of its results in SDMX-ML 3.0: code lists, concepts, data structure and dataflow.

The message says that it was prepared on the plan's first day: there is no clock, the same plan gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from rbm_spec.kernel.values import REASONS
from rbm_spec.plan.model import Plan
from rbm_spec.results.exports.figures import dimensions
from rbm_spec.results.exports.names import (
    NONE,
    NOT_STATED,
    TOTAL,
    agency,
    code_id,
    component_id,
    dimension_ids,
    urn,
)
from rbm_spec.results.facts import why, words_of
from rbm_spec.targets.words.labels import unit_label

FLOW, STRUCTURE, CONCEPTS = "RESULTS", "RESULTS", "CONCEPTS"
ASSESSMENTS = ("met", "not_met", "not_assessed")
FREQUENCIES = {"annual": "A", "quarterly": "Q", "biennial": "A2", "plan": "PLAN"}
ATTRIBUTES = {
    "UNIT_MEASURE": "unit",
    "DECIMALS": "decimals",
    "OBS_STATUS": "status",
    "CONF_STATUS": "confidentiality",
    "REASON": "reason",
    "OBS_COUNT": "count",
    "PUBLISHED": "published",
    "TARGET": "target",
    "ASSESSMENT": "assessment",
}
"""Each attribute, and the phrase that names it."""
STATUSES, CONFIDENTIALITIES = ("A", "B", "O", "P", "Q"), ("F", "C", "S")
TEXTS = {"DECIMALS": "Integer", "OBS_COUNT": "Integer", "PUBLISHED": "String", "TARGET": "String"}
_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_MESSAGE, _STRUCTURE, _COMMON = (f"{{{_SPACE}{name}}}" for name in ("message", "structure", "common"))
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Codes = Mapping[str, str]


def structure(plan: Plan) -> str:
    """The message."""
    for prefix, space in (("mes", _MESSAGE), ("str", _STRUCTURE), ("com", _COMMON)):
        ElementTree.register_namespace(prefix, space.strip("{}"))
    root = Element(f"{_MESSAGE}Structure")
    _head(plan, root)
    body = SubElement(root, f"{_MESSAGE}Structures")
    lists = SubElement(body, f"{_STRUCTURE}Codelists")
    for name, (title, codes) in code_lists(plan).items():
        _items(plan, lists, "Codelist", name, title, codes, "Code")
    concepts = SubElement(body, f"{_STRUCTURE}ConceptSchemes")
    _items(plan, concepts, "ConceptScheme", CONCEPTS, _say(plan, "concepts"), _concepts(plan), "Concept")
    flow = _maintained(plan, SubElement(body, f"{_STRUCTURE}Dataflows"), "Dataflow", FLOW, plan.spec.title)
    SubElement(flow, f"{_STRUCTURE}Structure").text = urn(plan, "datastructure", "DataStructure", STRUCTURE)
    _data_structure(plan, SubElement(body, f"{_STRUCTURE}DataStructures"))
    ElementTree.indent(root)
    text: str = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def code_lists(plan: Plan) -> dict[str, tuple[str, Codes]]:
    """Title and codes of each list, by its id. Dimensions whose values the plan does not list have none."""
    words, several = words_of(plan), plan.indicators.values()
    each = [(one, part) for one in several for method in one.methods for part in method.components]
    components = {component_id(one.id, part.id): part.spec.label for one, part in each}
    units = {code_id(part.spec.unit): unit_label(plan, part.spec.unit, words) for _, part in each}
    lists: dict[str, tuple[str, Codes]] = {
        "FREQ": ("frequency", {code: _say(plan, name) for name, code in FREQUENCIES.items()}),
        "INDICATOR": ("indicators", {one.id: one.spec.title for one in several}),
        "COMPONENT": ("quantities", {**components, NONE: _say(plan, "itself")}),
        "UNIT_MEASURE": ("units", units),
        "OBS_STATUS": ("status", {code: _say(plan, f"status_{code.lower()}") for code in STATUSES}),
        "CONF_STATUS": ("confidentiality", {code: _say(plan, f"conf_{code.lower()}") for code in CONFIDENTIALITIES}),
        "REASON": ("reason", {each: why(each, words) for each in REASONS}),
        "ASSESSMENT": ("assessment", {each: words.say(f"report.{each}") for each in ASSESSMENTS}),
    }
    found = {f"CL_{name}": (_say(plan, title), codes) for name, (title, codes) in lists.items()}
    ids = dimension_ids(plan)
    for path, these in dimensions(several).items():
        if any(one.type.codelist for one in these):
            named = [plan.codelists[one.type.codelist] for one in these if one.type.codelist]
            codes = {code_id(code): said.label for one in named for code, said in one.codes.items()}
            found[f"CL_{ids[path]}"] = (
                these[0].label,
                {TOTAL: _say(plan, "total"), **codes, NOT_STATED: words.say("report.not_stated")},
            )
    return found


def _head(plan: Plan, root: Element) -> None:
    head = SubElement(root, f"{_MESSAGE}Header")
    SubElement(head, f"{_MESSAGE}ID").text = f"{agency(plan)}_{STRUCTURE}"
    SubElement(head, f"{_MESSAGE}Test").text = "false"
    SubElement(head, f"{_MESSAGE}Prepared").text = f"{plan.start.isoformat()}T00:00:00"
    SubElement(head, f"{_MESSAGE}Sender", {"id": agency(plan)})


def _maintained(plan: Plan, parent: Element, kind: str, name: str, title: str) -> Element:
    at = {"id": name, "agencyID": agency(plan), "version": plan.spec.version}
    return _named(plan, SubElement(parent, f"{_STRUCTURE}{kind}", at), title)


def _say(plan: Plan, key: str) -> str:
    return words_of(plan).say(f"sdmx.{key}")


def _named(plan: Plan, element: Element, title: str) -> Element:
    SubElement(element, f"{_COMMON}Name", {_LANG: plan.spec.authoring_language}).text = " ".join(title.split())
    return element


def _items(plan: Plan, parent: Element, kind: str, name: str, title: str, items: Codes, item: str) -> None:
    scheme = _maintained(plan, parent, kind, name, title)
    for code, label in items.items():
        _named(plan, SubElement(scheme, f"{_STRUCTURE}{item}", {"id": code}), label)


def _concepts(plan: Plan) -> Codes:
    ids = dimension_ids(plan)
    own = {ids[path]: several[0].label for path, several in dimensions(plan.indicators.values()).items()}
    words = words_of(plan)
    first = {
        "FREQ": _say(plan, "frequency"),
        "INDICATOR": words.say("document.indicator"),
        "COMPONENT": _say(plan, "quantity"),
    }
    last = {"TIME_PERIOD": words.say("report.period"), "OBS_VALUE": words.say("report.value")}
    return {**first, **own, **last, **{name: _say(plan, key) for name, key in ATTRIBUTES.items()}}


def _data_structure(plan: Plan, parent: Element) -> None:
    whole = _maintained(plan, parent, "DataStructure", STRUCTURE, plan.spec.title)
    parts = SubElement(whole, f"{_STRUCTURE}DataStructureComponents")
    listed = code_lists(plan)
    names = ["FREQ", "INDICATOR", "COMPONENT", *dimension_ids(plan).values()]
    group = SubElement(parts, f"{_STRUCTURE}DimensionList", {"id": "DimensionDescriptor"})
    for position, name in enumerate(names, start=1):
        _component(plan, group, "Dimension", name, listed, position=str(position))
    _component(plan, group, "TimeDimension", "TIME_PERIOD", listed, "ObservationalTimePeriod")
    group = SubElement(parts, f"{_STRUCTURE}AttributeList", {"id": "AttributeDescriptor"})
    for name in ATTRIBUTES:
        one = _component(plan, group, "Attribute", name, listed, TEXTS.get(name, "String"), usage="optional")
        SubElement(SubElement(one, f"{_STRUCTURE}AttributeRelationship"), f"{_STRUCTURE}Observation")
    group = SubElement(parts, f"{_STRUCTURE}MeasureList", {"id": "MeasureDescriptor"})
    _component(plan, group, "Measure", "OBS_VALUE", listed, "Double", usage="optional")


def _component(
    plan: Plan, parent: Element, kind: str, name: str, listed: Iterable[str], text: str = "String", **more: str
) -> Element:
    one = SubElement(parent, f"{_STRUCTURE}{kind}", {"id": name, **more})
    concept = urn(plan, "conceptscheme", "Concept", CONCEPTS, name)
    SubElement(one, f"{_STRUCTURE}ConceptIdentity").text = concept
    form = SubElement(one, f"{_STRUCTURE}LocalRepresentation")
    if f"CL_{name}" in listed:
        SubElement(form, f"{_STRUCTURE}Enumeration").text = urn(plan, "codelist", "Codelist", f"CL_{name}")
    else:
        SubElement(form, f"{_STRUCTURE}TextFormat", {"textType": text})
    return one
