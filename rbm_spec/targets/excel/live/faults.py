"""What is wrong with entered rows, as far as a spreadsheet can see it -> a column of 1 for rows with a fault.

Patterns, rules that have no formula (RBM806 names them), and what only the other workbooks know, are checked when the
workbook comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from rbm_spec.expr.types import Kind
from rbm_spec.model.spec import RuleSpec
from rbm_spec.plan.model import Dataset, Field, RowRule
from rbm_spec.targets.excel.live.derived import groups
from rbm_spec.targets.excel.live.grid import Ref
from rbm_spec.targets.excel.live.rows import LONGEST, Rows
from rbm_spec.targets.excel.live.terms import FIRST_DAY, UNKNOWN, serial
from rbm_spec.targets.unsupported import Inexpressible, Unsupported

MOST = Decimal(10**15)


def wrong(rows: Rows, dataset: Dataset) -> Ref:
    """1 in rows that do not say what their fields declare."""
    texts = [*_fields(rows, dataset), *_key(rows, dataset), *_rules(rows, dataset)]
    begun = rows.begun(dataset.id).here
    total = "0"
    for text in texts:
        total = f"{total}+{text}"
        if len(total) > LONGEST:
            text = f"IF({begun}=0,0,{total})"
            total = rows.grid.add(("faults", dataset.id, text), f"{dataset.id}: faults", text, 0).here
    return rows.grid.add(("wrong", dataset.id), f"{dataset.id}: faults", f"IF({begun}=0,0,IF({total}>0,1,0))", 0)


def wrong_derived(rows: Rows, dataset: Dataset) -> str | None:
    """Cells that are over 0 where a derived row lacks its key, has that of another, or breaks a rule."""
    assert dataset.derivation is not None
    begun, key, texts = rows.begun(dataset.id), dataset.spec.key, list(_rules(rows, dataset))
    for name in key:
        nothing = UNKNOWN if dataset.fields[name].type.kind is Kind.BOOLEAN else '""'
        texts.append(f"IF({rows.field(dataset.id, name).here}={nothing},1,0)")
    if not set(dataset.derivation.group_by or dataset.derivation.latest_by) <= set(key) and key:
        texts.append(f"IF({groups(rows, dataset.id, begun, key).here}<>{rows.grid.number.here},1,0)")
    found = [
        rows.grid.add(("wrong", dataset.id, text), f"{dataset.id}: faults", f"IF({begun.here}=0,0,{text})", 0).abroad
        for text in texts
    ]
    return "+".join(f"SUM({cells})" for cells in found) or None


def incomplete(rows: Rows, dataset: Dataset) -> Ref:
    """1 in rows that were begun and lack a value that every row needs."""
    needed = [f'{rows.raw(dataset.id, field.id)}=""' for field in dataset.fields.values() if field.required]
    begun = rows.begun(dataset.id).here
    text = f"IF(OR({','.join(needed)}),1,0)" if needed else "0"
    return rows.grid.add(("incomplete", dataset.id), f"{dataset.id}: not complete", f"IF({begun}=0,0,{text})", 0)


def _fields(rows: Rows, dataset: Dataset) -> Iterator[str]:
    for field in dataset.fields.values():
        raw = rows.raw(dataset.id, field.id)
        test = _test(rows, dataset, field, raw)
        absent = "1" if field.required else "0"
        if test or field.required:
            yield f'IF({raw}="",{absent},{f"IF({test},1,0)" if test else "0"})'


def _test(rows: Rows, dataset: Dataset, field: Field, raw: str) -> str | None:
    """What is true of a cell that is not allowed. IFERROR stands where text would be counted with."""
    spec = field.spec
    assert spec is not None
    match field.type.kind:
        case Kind.NUMBER:
            tests = [f"ABS({raw})>=1E+15"] + [f"INT({raw})<>{raw}"] * (spec.type == "integer")
            tests += [f"{raw}<{spec.minimum}"] if isinstance(spec.minimum, Decimal) else []
            tests += [f"{raw}>{spec.maximum}"] if isinstance(spec.maximum, Decimal) else []
        case Kind.DATE | Kind.DATETIME:
            tests = [f"{raw}<{serial(FIRST_DAY)}"] + [f"INT({raw})<>{raw}"] * (field.type.kind is Kind.DATE)
            tests += [f"INT({raw})<{_day(spec.minimum)}"] if isinstance(spec.minimum, str) else []
            tests += [f"INT({raw})>{_day(spec.maximum)}"] if isinstance(spec.maximum, str) else []
        case Kind.BOOLEAN:
            return f"{rows.field(dataset.id, field.id).here}=0.5"
        case Kind.CODE:
            return _code(rows, dataset, field)
        case Kind.REFERENCE if field.type.dataset in rows.collected:
            target = rows.plan.datasets[field.type.dataset]
            position = rows.position(dataset.id, (field.id,), rows.field(dataset.id, field.id), target)
            return f"AND({position.here}=0,submitted_rows_{target.id}=1)"
        case _:
            return None
    return f"IFERROR(IF(ISNUMBER({raw}),OR({','.join(tests)}),TRUE),TRUE)"


def _day(bound: str) -> int:
    return serial(max(date.fromisoformat(bound), FIRST_DAY))


def _code(rows: Rows, dataset: Dataset, field: Field) -> str:
    number = rows.code_number(dataset.id, (field.id,), field.type.codelist).here
    valid = rows.constants.validity(field.type.codelist)
    if valid is None or dataset.time is None:
        return f"{number}=0"
    day = rows.field(dataset.id, dataset.time).here
    first, last = (f"INDEX({column},{number})" for column in valid)
    return f'IF({number}=0,TRUE,IF({day}="",FALSE,OR(INT({day})<{first},INT({day})>{last})))'


def _key(rows: Rows, dataset: Dataset) -> Iterator[str]:
    """Complete, and there once."""
    if not dataset.spec.key:
        return
    for name in dataset.spec.key:
        yield f'IF({rows.raw(dataset.id, name)}="",1,0)'
    first = groups(rows, dataset.id, rows.begun(dataset.id), dataset.spec.key)
    yield f"IF({first.here}<>{rows.grid.number.here},1,0)"


def unchecked(rows: Rows, dataset: Dataset) -> Iterator[tuple[RuleSpec, str]]:
    """The rules that the workbook cannot express, as written, and why."""
    for written, rule in zip(dataset.spec.rules, dataset.rules, strict=True):
        found = _rule(rows, dataset, rule)
        if isinstance(found, Unsupported):
            yield written, found.reason


def _rules(rows: Rows, dataset: Dataset) -> Iterator[str]:
    found = (_rule(rows, dataset, rule) for rule in dataset.rules)
    return (text for text in found if not isinstance(text, Unsupported))


def _rule(rows: Rows, dataset: Dataset, rule: RowRule) -> str | Unsupported:
    """1 where the rule is broken."""
    try:
        return f"IF({rows.term(dataset.id, rule.condition).bound(1)}=0,1,0)"
    except Inexpressible as found:
        return found.unsupported
