"""A plan -> SQL files: the tables it reads and one statement an indicator and method, in each dialect.

`sql/<dialect>/_tables.sql` creates the tables; `sql/<dialect>/<indicator>.sql` gives values and reasons for the total
and every cell. The engine in this process makes its own queries from the same steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, StrictUndefined
from sqlglot import exp

from rbm_spec import resources
from rbm_spec.artifacts import Artifact
from rbm_spec.kernel.periods import Period, containing
from rbm_spec.plan.model import Indicator, Method, Plan
from rbm_spec.targets.sql.columns import Columns, create_table
from rbm_spec.targets.sql.dialects import DIALECTS, Dialect
from rbm_spec.targets.sql.printing import comment, readable
from rbm_spec.targets.sql.statement import statement
from rbm_spec.targets.sql.trees import one_line
from rbm_spec.targets.unsupported import Inexpressible, Unsupported

UNPROTECTED = (
    "About people: nothing is suppressed here. Small cells must be protected before anything is published, which is "
    "what rbm-spec calc does."
)

NO_CHECKS = Unsupported("Printed SQL checks no data; rbm-spec calc does.")
NOT_PUBLISHED = Unsupported("Printed SQL hides no small groups, rounds and judges nothing; rbm-spec calc does.")


def generate(plan: Plan) -> list[Artifact]:
    """Every file, in each dialect, and what to do with them."""
    files = [Artifact("sql/README.md", _readme(plan).encode())]
    return files + [artifact for dialect in DIALECTS.values() for artifact in _files(plan, dialect)]


def _readme(plan: Plan) -> str:
    """Ids alone get into the page, which need no escape."""
    template = (resources.generators() / "sql" / "README.md.j2").read_text("utf-8")
    environment = Environment(trim_blocks=True, autoescape=False, undefined=StrictUndefined)  # noqa: S701 - see above
    return environment.from_string(template).render(plan=plan.spec.id, dialects=DIALECTS.values()) + "\n"


def unsupported(
    plan: Plan, dialects: Iterable[Dialect] = tuple(DIALECTS.values())
) -> Mapping[tuple[str, str], Unsupported]:
    """What printed SQL does not express, by dialect and indicator."""
    found = {}
    for dialect in dialects:
        for indicator in plan.indicators.values():
            for method in indicator.methods:
                try:
                    printed(plan, dialect, indicator, method)
                except Inexpressible as gap:
                    found[dialect.id, indicator.id] = Unsupported(str(gap))
    return found


def _files(plan: Plan, dialect: Dialect) -> Iterator[Artifact]:
    folder = f"sql/{dialect.id}"
    yield Artifact(f"{folder}/_tables.sql", _tables(plan, dialect).encode())
    for indicator in plan.indicators.values():
        for method in indicator.methods:
            until = f".until-{method.until.isoformat()}" if method.until else ""
            try:
                content = printed(plan, dialect, indicator, method)
            except Inexpressible as gap:
                content = _comment([f"{indicator.spec.title} is computed centrally: {gap}"]) + "\n"
            yield Artifact(f"{folder}/{indicator.id}{until}.sql", content.encode())


def printed(plan: Plan, dialect: Dialect, indicator: Indicator, method: Method) -> str:
    """The statement of an indicator, for the first period of the method. Raises Inexpressible."""
    collected = frozenset(each.id for each in plan.datasets.values() if each.derivation is None)
    made = statement(Columns(plan, dialect), indicator, method, _period(plan, indicator, method), collected)
    return f"{_comment(_header(plan, dialect, indicator, method))}\n{readable(made.tree, dialect)};\n"


def _period(plan: Plan, indicator: Indicator, method: Method) -> Period:
    """A period to which the method applies."""
    earlier = [each.until.year for each in indicator.methods if each.until is not None and each is not method]
    year = method.until.year if method.until else max([plan.start.year, *(each + 1 for each in earlier)])
    found = containing(str(year), indicator.spec.frequency, plan.start)
    return found or Period(str(year), plan.start, plan.end)


def _header(plan: Plan, dialect: Dialect, indicator: Indicator, method: Method) -> Iterator[str]:
    spec = indicator.spec
    yield spec.title
    yield ""
    yield spec.definition
    yield ""
    yield f"Defined in {spec.where.file}, version {spec.version}, plan {plan.spec.id} {plan.spec.version}."
    for component in method.components:
        said = f"{component.spec.label}, in {component.spec.unit}" if component.spec.label else component.spec.unit
        yield f"{component.id or 'value'}: {said} = {component.spec.formula.text}"
    if method.until:
        yield f"In force until {method.until.isoformat()}."
    yield f"For {dialect.title}. The period stands in the first step. Values are not rounded."
    if indicator.personal:
        yield UNPROTECTED
    yield ""


def _comment(lines: Iterable[str]) -> str:
    """Lines of comment."""
    return "\n".join(comment(lines)).replace("-- \n", "--\n").rstrip(" ")


def _tables(plan: Plan, dialect: Dialect) -> str:
    columns = Columns(plan, dialect)
    parts = []
    for dataset in plan.datasets.values():
        if dataset.derivation is None:
            created = create_table(columns, dataset.id)
            for column, each in zip(created.find_all(exp.ColumnDef), dataset.fields.values(), strict=True):
                column.add_comments([one_line(each.label)])
            parts.append(f"{_comment([dataset.spec.title, dataset.spec.grain])}\n{readable(created, dialect)};\n")
    return "\n".join(parts)
