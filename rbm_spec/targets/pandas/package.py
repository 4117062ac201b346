"""A plan -> the files of its calculation package.

`kernel` and `runtime` are copies of modules of this project; only their imports of each other are made relative. What
is written here is what the plan itself says: constants, datasets, and one module for each indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rbm_spec import kernel, resources
from rbm_spec.artifacts import Artifact
from rbm_spec.plan.crowds import people
from rbm_spec.plan.model import Plan
from rbm_spec.targets.pandas.datasets import codelist, datasets_module
from rbm_spec.targets.pandas.indicators import imports, indicator_module
from rbm_spec.targets.pandas.literals import Group, Source, docstring, literal, quoted, rendered
from rbm_spec.targets.pandas.names import module_name, package_name

RUNTIME = Path(__file__).parent / "runtime"
KERNEL_IMPORT = re.compile(r"^from rbm_spec\.kernel(?=[. ])", re.MULTILINE)


def generate(plan: Plan) -> list[Artifact]:
    """The package, below `pandas/<name of the package>/`. Raises Inexpressible."""
    name = package_name(plan.spec.id)
    files = dict(_written(plan, name))
    files |= {f"kernel/{path.name}": path.read_text(encoding="utf-8") for path in _modules(Path(kernel.__path__[0]))}
    files |= {f"runtime/{path.name}": _relative(path.read_text(encoding="utf-8")) for path in _modules(RUNTIME)}
    return [Artifact(f"pandas/{name}/{path}", files[path].encode()) for path in sorted(files)]


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.py"))


def _relative(text: str) -> str:
    """The module as it stands inside a package."""
    return KERNEL_IMPORT.sub("from ..kernel", text)


def _written(plan: Plan, name: str) -> Iterator[tuple[str, str]]:
    """The files that only this plan has."""
    environment = _environment()

    def fill(template: str, **values: Any) -> str:
        return environment.get_template(template).render(**values)

    modules = [Source(module_name(each)) for each in plan.indicators]
    crowds = people(plan)
    said = [f"{plan.spec.title}: the calculation of its indicators."]
    yield "plan.py", fill("plan.py.j2", **_constants(plan))
    yield "datasets.py", fill("datasets.py.j2", module=datasets_module(plan))
    yield "indicators/__init__.py", fill("indicators.py.j2", modules=modules)
    for indicator, module in zip(plan.indicators.values(), modules, strict=True):
        yield f"indicators/{module}.py", fill("indicator.py.j2", module=indicator_module(plan, indicator, crowds))
    yield "__init__.py", fill("init.py.j2", title=docstring(said, 0), name=Source(name))
    yield "__main__.py", fill("main.py.j2", name=Source(name))


def _constants(plan: Plan) -> dict[str, Any]:
    lists = tuple((quoted(each.id), codelist(each)) for each in plan.codelists.values())
    text = rendered(Group("", lists, "{}"), before=len("CODELISTS: dict[str, Codelist] = "))
    used = {("datetime", "date"), (".runtime.definitions", "Codelist")}
    used |= {(".runtime.definitions", name) for name in ("Code", "Field") if f" {name}(" in text}
    used |= {("decimal", "Decimal")} if " Decimal(" in text else set()
    said = f"Constants of the plan {plan.spec.id}, version {plan.spec.version}, and its code lists."
    return {
        "docstring": docstring([said]),
        "imports": imports(used),
        "id": quoted(plan.spec.id),
        "version": quoted(plan.spec.version),
        "title": quoted(plan.spec.title),
        "start": literal(plan.start),
        "end": literal(plan.end),
        "minimum_cell": literal(plan.spec.minimum_cell),
        "holidays": rendered(literal(plan.holidays), before=len("HOLIDAYS: frozenset[date] = ")),
        "codelists": text,
    }


def _environment() -> Environment:
    """Templates of layout alone: what is not Python source already is refused."""
    return Environment(
        loader=FileSystemLoader(resources.generators() / "pandas"),
        autoescape=False,  # noqa: S701 - `_source` takes its place: nothing here is HTML
        finalize=_source,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _source(value: object) -> Source:
    if not isinstance(value, Source):
        raise TypeError(f"{value!r} has not been made source")
    return value
