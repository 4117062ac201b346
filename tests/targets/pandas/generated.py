"""Generated packages for tests: written to a folder, imported under a name of their own.

`kernel` and `runtime` are those of this project, which the package carries as copies; that the copies work too is a
test of its own.
"""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pandas as pd

from rbm_spec.plan.model import Plan
from rbm_spec.targets.pandas import generate
from rbm_spec.targets.pandas.runtime import command, compute, derive, files  # noqa: F401 - imported for their copies
from rbm_spec.targets.pandas.runtime.files import read_text

SHARED = ("rbm_spec.kernel", "rbm_spec.targets.pandas.runtime")
NUMBERS = itertools.count()


@contextmanager
def package(plan: Plan) -> Iterator[ModuleType]:
    """The package of `plan`, imported."""
    name = f"generated_{next(NUMBERS)}"
    with TemporaryDirectory() as folder:
        for artifact in generate(plan):
            _, _, path = artifact.path.split("/", 2)
            if not path.startswith(("kernel/", "runtime/")):
                target = Path(folder, name, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(artifact.content)
        try:
            for shared in SHARED:
                for full, module in list(sys.modules.items()):
                    if full == shared or full.startswith(shared + "."):
                        sys.modules[f"{name}.{shared.rpartition('.')[2]}{full.removeprefix(shared)}"] = module
            spec = importlib.util.spec_from_file_location(name, Path(folder, name, "__init__.py"))
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
            yield module
        finally:
            for full in [each for each in sys.modules if each == name or each.startswith(name + ".")]:
                del sys.modules[full]


def frames(data: Mapping[str, str | None]) -> tuple[dict[str, pd.DataFrame | None], list[object]]:
    """Data frames of CSV text, and what is wrong with the text."""
    found: dict[str, pd.DataFrame | None] = {}
    faults: list[object] = []
    for dataset, text in data.items():
        found[dataset] = None
        if text is not None:
            found[dataset], wrong = read_text(dataset, text)
            faults += wrong
    return found, faults
