"""A plan -> its calculation package, generated in memory, imported from a private folder, gone after use."""

from __future__ import annotations

import importlib.util
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from rbm_spec.plan.model import Plan
from rbm_spec.targets.pandas.package import generate


@contextmanager
def calculation(plan: Plan) -> Iterator[ModuleType]:
    """The generated package of `plan`, under a name that no other module has. Nothing of it stays on disk.

    Raises Inexpressible for a plan with a function that pandas has no spelling of.
    """
    name = f"rbm_spec_calculation_{secrets.token_hex(8)}"
    keeps_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with TemporaryDirectory(prefix="rbm-spec-") as folder:
            yield _imported(plan, Path(folder), name)
    finally:
        sys.dont_write_bytecode = keeps_bytecode
        for loaded in [each for each in sys.modules if each == name or each.startswith(f"{name}.")]:
            del sys.modules[loaded]


def _imported(plan: Plan, folder: Path, name: str) -> ModuleType:
    package = folder / name
    for artifact in generate(plan):
        _, _, path = artifact.path.split("/", 2)  # pandas/<package>/…
        place = package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(artifact.content)
    spec = importlib.util.spec_from_file_location(
        name, package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
