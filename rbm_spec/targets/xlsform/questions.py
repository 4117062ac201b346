"""A dataset -> the rows of its form: questions, choices and settings, in the words of XLSForm.

All questions stand in one group on one screen. A rule is checked at the last of the questions that it reads: as a
constraint where that has an answer, and where it has none, by demanding one. So a rule that is broken always stops the
form, and one that is not never does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rbm_spec.collect.forms import GROUP, form_name
from rbm_spec.model.spec import CodelistSpec, FieldSpec
from rbm_spec.plan.model import Dataset, Field, Plan, RowRule
from rbm_spec.plan.paths import entered
from rbm_spec.plan.patterns import portable
from rbm_spec.targets.excel.entries import heading
from rbm_spec.targets.unsupported import Unsupported
from rbm_spec.targets.xlsform.conditions import FALSE, asked, broken, either, negated
from rbm_spec.targets.xlsform.literals import keeps, message, shown
from rbm_spec.targets.xlsform.words import Words

ROOT = "the-form"
ABOUT = "about-row"
TRUTH = "true-false"
"""Names with a hyphen: no field and no list can have them."""
OPEN = "open"
"""Stands where a code has no first or last day."""
TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "decimal",
    "money": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "boolean": f"select_one {TRUTH}",
    "code": "text",
}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """The sheets of a form, each a list of rows by the names of columns."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row


def form(plan: Plan, dataset: Dataset, words: Words) -> Form:
    """The form of a collected dataset."""
    from rbm_spec.plan.stamp import form_version  # hashes are not loaded for a check

    about = words.say("about", grain=dataset.spec.grain)
    if dataset.personal:
        about += "\n" + words.say("personal")
    questions = [_question(plan, dataset, field, words) for field in in_order(plan, dataset)]
    survey = [
        {"type": "begin_group", "name": GROUP, "label": shown(dataset.spec.title), "appearance": "field-list"},
        {"type": "note", "name": ABOUT, "label": shown(about)},
        *questions,
        {"type": "end_group"},
    ]
    settings = {
        "form_title": message(words.say("title", title=dataset.spec.title, plan=plan.spec.title)),
        "form_id": f"{plan.spec.id}_{dataset.id}",
        "version": form_version(plan, dataset.id),
        "name": ROOT,
        "style": "pages",
    }
    return Form(tuple(survey), tuple(_choices(plan, dataset, words)), settings)


def in_order(plan: Plan, dataset: Dataset) -> list[Field]:
    """The fields as they are asked: where the date of the row decides which codes there are, it is asked first."""
    fields = list(dataset.fields.values())
    if any(_is_filtered(plan, dataset, field) for field in fields):
        fields.sort(key=lambda field: field.id != dataset.time)
    return fields


def is_choice(plan: Plan, field: Field) -> bool:
    """Whether a field offers the codes of its list; not where forms would change a code."""
    codes = plan.codelists[field.type.codelist].codes if field.type.codelist else {}
    return bool(codes) and all(keeps(code) and "${" not in code for code in codes)


def is_dated(codelist: CodelistSpec) -> bool:
    """Whether a code of the list has a first or a last day."""
    return any(code.valid_from or code.valid_to for code in codelist.codes.values())


def _is_filtered(plan: Plan, dataset: Dataset, field: Field) -> bool:
    """Whether only the codes that are valid on the date of the row are offered."""
    return is_choice(plan, field) and is_dated(plan.codelists[field.type.codelist]) and has_day(dataset)


def has_day(dataset: Dataset) -> bool:
    """Whether a row has a date that a form can compare with the validity of codes."""
    spec = dataset.fields[dataset.time].spec if dataset.time else None
    return spec is not None and spec.type == "date"


def said_rules(plan: Plan, dataset: Dataset) -> Iterator[tuple[RowRule, str | Unsupported]]:
    """The rules with the expression that says when each is broken, or why there is none."""
    for rule in dataset.rules:
        fields = asked(rule.condition)
        yield (
            rule,
            broken(plan, dataset, rule.condition, {}) if fields else Unsupported("It reads no field of the row."),
        )


def _question(plan: Plan, dataset: Dataset, field: Field, words: Words) -> Row:
    spec = field.spec
    assert spec is not None
    constraints = _limits(field)
    demands: dict[str, None] = {}
    messages = list(_range_words(spec, words))
    required = "yes" if spec.required else ""
    for rule in _rules_at(plan, dataset, field):
        filled, empty = (broken(plan, dataset, rule.condition, {field.id: known}) for known in (True, False))
        assert isinstance(filled, str)
        assert isinstance(empty, str)
        if filled != FALSE:
            constraints.append(negated(filled))
            messages.append(rule.message)
        if empty != FALSE and not spec.required:
            required = either(required or FALSE, empty)
            demands[rule.message] = None
    row = {
        "type": _type(plan, field),
        "name": form_name(field.id),
        "label": shown(heading(field)),
        "hint": shown(_hint(plan, field, words)),
        "required": required,
        "required_message": message(" ".join(demands)),
        "constraint": " and ".join(constraints),
        "constraint_message": message(" ".join(messages)),
        "choice_filter": _filter(dataset) if _is_filtered(plan, dataset, field) else "",
    }
    return {name: text for name, text in row.items() if text}


def _rules_at(plan: Plan, dataset: Dataset, field: Field) -> Iterator[RowRule]:
    """The rules that are checked at this question: it is the last of those that they read."""
    order = [each.id for each in in_order(plan, dataset)]
    for rule, said in said_rules(plan, dataset):
        if isinstance(said, str) and max(asked(rule.condition), key=order.index) == field.id:
            yield rule


def _type(plan: Plan, field: Field) -> str:
    return f"select_one {field.type.codelist}" if is_choice(plan, field) else TYPES[entered(plan, field)]


def _limits(field: Field) -> list[str]:
    """What an answer must keep by itself."""
    spec = field.spec
    assert spec is not None
    found: list[str] = []
    if spec.minimum is not None:
        found.append(f". >= {_bound(spec.minimum)}")
    if isinstance(spec.maximum, str) and spec.type == "datetime" and spec.maximum < date.max.isoformat():
        found.append(f". < {_bound((date.fromisoformat(spec.maximum) + timedelta(days=1)).isoformat())}")
    elif spec.maximum is not None and spec.type != "datetime":
        found.append(f". <= {_bound(spec.maximum)}")
    if spec.pattern and (said := portable(spec.pattern)):
        found.append(f"regex(., '{said}')")
    return found


def _bound(bound: Decimal | str) -> str:
    return f"date('{bound}')" if isinstance(bound, str) else _plain(bound)


def _range_words(spec: FieldSpec, words: Words) -> Iterator[str]:
    if spec.minimum is not None:
        yield words.say("least", minimum=_plain(spec.minimum))
    if spec.maximum is not None:
        yield words.say("most", maximum=_plain(spec.maximum))
    if spec.pattern and portable(spec.pattern):
        yield words.say("form", pattern=spec.pattern)


def _plain(bound: Decimal | str) -> str:
    return bound if isinstance(bound, str) else format(bound.normalize(), "f")


def _hint(plan: Plan, field: Field, words: Words) -> str:
    spec = field.spec
    assert spec is not None
    said = [spec.help or ""]
    if spec.unit:
        said.append(words.say("unit", unit=plan.spec.units.get(spec.unit, spec.unit.replace("_", " "))))
    if field.type.dataset:
        said.append(words.say("reference", title=plan.datasets[field.type.dataset].spec.title))
    elif field.type.codelist and not is_choice(plan, field):
        said.append(words.say("listed", title=plan.codelists[field.type.codelist].title))
    return " ".join(part for part in said if part)


def _filter(dataset: Dataset) -> str:
    day = f"${{{form_name(str(dataset.time))}}}"
    first = f"(valid_from = '{OPEN}' or {day} >= date(valid_from))"
    last = f"(valid_to = '{OPEN}' or {day} <= date(valid_to))"
    return f"{day} = '' or ({first} and {last})"


def _choices(plan: Plan, dataset: Dataset, words: Words) -> Iterator[Row]:
    fields = dataset.fields.values()
    for name in dict.fromkeys(field.type.codelist for field in fields if is_choice(plan, field)):
        codelist = plan.codelists[name]
        dated = is_dated(codelist) and has_day(dataset)
        for code, each in codelist.codes.items():
            valid = {"valid_from": each.valid_from or OPEN, "valid_to": each.valid_to or OPEN} if dated else {}
            yield {"list_name": name, "name": code, "label": shown(each.label), **valid}
    if any(entered(plan, field) == "boolean" for field in fields):
        for truth, word in (("true", "yes"), ("false", "no")):
            yield {"list_name": TRUTH, "name": truth, "label": shown(words.say(word))}
