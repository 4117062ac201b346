"""What the steps of this stage share: the spec, the vocabulary, and the findings so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rbm_spec import suggest
from rbm_spec.diagnostics import Finding, Fix, Rule, Severity
from rbm_spec.expr.agreement import Mismatch, Vocabulary, condition
from rbm_spec.expr.nodes import Expr
from rbm_spec.expr.parser import parse
from rbm_spec.expr.types import BOOLEAN, FIXED_UNITS, NUMBER, UNTYPED, Type, number
from rbm_spec.expr.typing import RULES, Scope, type_expression, way_out
from rbm_spec.holes import Holes
from rbm_spec.model.spec import ComponentSpec, Spec, Written
from rbm_spec.source import Where

UNKNOWN_DATASET = Rule("RBM304", "unknown-dataset", Severity.ERROR)
UNKNOWN_FIELD = Rule("RBM305", "unknown-field", Severity.ERROR)
UNKNOWN_CODELIST = Rule("RBM306", "unknown-codelist", Severity.ERROR)
UNKNOWN_UNIT = Rule("RBM307", "unknown-unit", Severity.ERROR)
UNKNOWN_ID = Rule("RBM308", "unknown-id", Severity.ERROR)
CIRCLE = Rule("RBM309", "circle", Severity.ERROR)
NAME_CLASH = Rule("RBM310", "name-clash", Severity.ERROR)
AGGREGATE = Rule("RBM504", "aggregate", Severity.ERROR)
ONE_FORMULA = Rule("RBM505", "formula-or-components", Severity.ERROR)
DISPLAY = Rule("RBM506", "display", Severity.ERROR)
DIMENSION = Rule("RBM507", "dimension", Severity.ERROR)
FIELD = Rule("RBM508", "field-definition", Severity.ERROR)
ONE_CONDITION = Rule("RBM509", "one-condition", Severity.ERROR)


@dataclass(slots=True)
class Context:
    """Handed from step to step while one plan is compiled.

    What stands in a hole has been reported: whoever names it is not to blame, and about it nothing more is said.
    `absent` are places at which something should stand; the findings about that are about what is around them.
    """

    spec: Spec
    vocabulary: Vocabulary
    findings: list[Finding] = field(default_factory=list)
    absent: list[Where] = field(default_factory=list)

    def report(self, rule: Rule, where: Where, message: str, hint: str | None = None, fix: Fix | None = None) -> None:
        """Add a finding, unless it is about what stands in a hole."""
        if not self.lost(where):
            self.findings.append(rule.found(where, message, hint, fix))

    @property
    def holes(self) -> Holes:
        """Those of the files, and those that this stage has found."""
        errors = (finding.where for finding in self.findings if finding.is_error)
        return self.spec.holes.with_more([*errors, *self.absent])

    def lost(self, where: Where, *keys: str) -> bool:
        """Whether a node, or one of its keys, stands in a hole."""
        return self.spec.holes.lost(where, *keys)

    def damaged(self, where: Where, *keys: str) -> bool:
        """Whether a hole at, around or in a node, or in one of its keys, can change a figure."""
        return self.spec.holes.touch(where, *keys)

    def unknown(self, rule: Rule, where: Where, what: str, name: str, known: Iterable[str]) -> None:
        """Add a finding about a name that is not among `known`."""
        if name not in self.spec.broken:
            known = tuple(known)
            near = suggest.nearest(name, known)
            self.report(
                rule,
                where,
                f'There is no {what} "{name}".',
                suggest.hint(name, known) or "Correct the name, or add what is missing.",
                Fix(name, near, safe=False) if near else None,
            )

    def mismatch(self, where: Where, wrong: Mismatch) -> None:
        """Add a type rule's complaint."""
        self.report(RULES[wrong.kind], where.chars(wrong.span), wrong.message, *way_out(wrong))

    def typed(self, written: Written | None, scope: Scope) -> Expr | None:
        """The typed tree of an expression, None without one, in a hole, or when it does not parse."""
        if written is None or self.lost(written.where):
            return None
        expr, problems = parse(written.text, written.where)
        self.findings += problems
        if expr is not None:
            expr, problems = type_expression(expr, scope, self.vocabulary, written.where)
            self.findings += problems
        return expr

    def typed_condition(self, written: Written | None, scope: Scope) -> Expr | None:
        """The same, for an expression that must be a condition."""
        expr = self.typed(written, scope)
        if written is not None and expr is not None and (wrong := condition(expr)):
            self.mismatch(written.where, wrong)
        return expr

    def knows_unit(self, unit: str | None) -> bool:
        """Whether a unit is in the vocabulary: fixed units, nouns of the plan, currencies; or whether there is none."""
        known = unit is None or unit in FIXED_UNITS or unit in self.spec.plan.units
        return known or (len(unit or "") == 3 and str(unit).isupper())

    def presented(self, spec: ComponentSpec) -> Type:
        """The type that a component has for whoever reads it: its declared unit, or a condition."""
        if self.damaged(spec.where, "unit", "display") or not self.knows_unit(spec.unit):
            return UNTYPED
        if spec.display == "yes_no":
            return BOOLEAN
        return NUMBER if spec.unit == "ratio" else number(spec.unit)

    def check_unit(self, unit: str | None, where: Where) -> None:
        """Report a unit, the one of what stands at `where`, that is not in the vocabulary."""
        if unit is None or self.knows_unit(unit):
            return
        known = (*FIXED_UNITS, *self.spec.plan.units)
        hint = suggest.hint(unit, known) or "Counted nouns are declared in plan.yaml under units."
        self.report(UNKNOWN_UNIT, where.at("unit"), f'There is no unit "{unit}".', hint)


def vocabulary_of(spec: Spec) -> Vocabulary:
    """Nouns and codes of a spec."""
    codes: Mapping[str, frozenset[str]] = {name: frozenset(each.codes) for name, each in spec.codelists.items()}
    labels = {
        name: {code.label.casefold(): id_ for id_, code in each.codes.items()} for name, each in spec.codelists.items()
    }
    return Vocabulary(frozenset(spec.plan.units), dict(codes), labels)
