"""`python -m bench [PART …]`: time the work, print it, and write what was measured into bench/RESULTS.md.

A part is a module here with a function `measure(folder) -> list[Line]`, which may write into `folder`. Parts that are
not named keep the section that they have.
"""

from __future__ import annotations

import os
import pkgutil
import platform
import shutil
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bench
from bench.report import table
from bench.timing import cores

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """\
# How long it takes

Written by `make bench`, one section for each part when it was last run, on a shared machine. Each figure is the median
of several runs of whole processes, peers and ours in turn; where a line says so, of processor time. Only the ratios
mean something: *Ratio* is the time of the peer over ours, so more than 1 is faster than the peer. *MB* is the most
memory that any process of ours held. *Load* is how many programs wanted a processor; where it is much above their
number, seconds on the clock say little, and work in two processes is not seen to be faster.
"""
SECTION = """\
## {name}

{title}

Python {python}, {cores} processors, load {load:.1f} before and {after:.1f} after.

{table}"""


def main(wanted: list[str]) -> int:
    """Run the parts that are named, or all."""
    parts = {name: module for name, module in _modules().items() if hasattr(module, "measure")}
    unknown = [name for name in wanted if name not in parts]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(parts)}.", file=sys.stderr)
        return 2
    sections = _sections(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    with TemporaryDirectory(prefix="rbm-spec-bench-") as shared:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{shared}/modules"
        for name in wanted or parts:
            print(f"… {name}", file=sys.stderr)
            folder = Path(shared) / name
            folder.mkdir()
            os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
            sections[name] = _measured(name, parts[name], folder)
            print(sections[name])
            shutil.rmtree(folder)
    RESULTS.write_text("\n".join([HEAD, *(sections[name] for name in sorted(sections))]), "utf-8")
    return 0


def _measured(name: str, part: Any, folder: Path) -> str:
    """The section of a part."""
    load = os.getloadavg()[0]
    lines = table(part.measure(folder))
    title = str(part.__doc__).split("\n", 1)[0]
    after = os.getloadavg()[0]
    python = platform.python_version()
    return SECTION.format(name=name, title=title, python=python, cores=cores(), load=load, after=after, table=lines)


def _sections(text: str) -> dict[str, str]:
    """The sections of an earlier file, by part."""
    return {each.split("\n", 1)[0]: f"## {each}".rstrip() + "\n" for each in text.split("\n## ")[1:]}


def _modules() -> dict[str, Any]:
    names = sorted(info.name for info in pkgutil.iter_modules(bench.__path__) if not info.name.startswith("_"))
    return {name: import_module(f"bench.{name}") for name in names}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
