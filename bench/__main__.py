"""`python -m bench [PART …]`: time the work, print it, and write bench/RESULTS.md when every part was timed.

A part is a module here with a function `measure(folder) -> list[Line]`, which may write into `folder`.
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

import bench
from bench.report import Line, table
from bench.timing import cores

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """\
# How long it takes

Written by `make bench`. Each figure is the median of several runs of whole processes, peers and ours in turn; where a
line says so, of the processor time of the work alone. Only the ratios mean something: *Ratio* is the time of the peer
over ours, so more than 1 is faster than the peer. *MB* is the most memory that any process of ours held.

Python {python}, {cores} processors of a shared machine; {load:.1f} programs wanted one at the start.

"""


def main(wanted: list[str]) -> int:
    """Run the parts that are named, or all."""
    parts = {name: module for name, module in _modules().items() if hasattr(module, "measure")}
    unknown = [name for name in wanted if name not in parts]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(parts)}.", file=sys.stderr)
        return 2
    head = HEAD.format(python=platform.python_version(), cores=cores(), load=os.getloadavg()[0])
    lines: list[Line] = []
    with TemporaryDirectory(prefix="rbm-spec-bench-") as shared:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{shared}/modules"
        for name in wanted or parts:
            print(f"… {name}", file=sys.stderr)
            folder = Path(shared) / name
            folder.mkdir()
            os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
            lines += parts[name].measure(folder)
            shutil.rmtree(folder)
    print(table(lines))
    if not wanted:
        RESULTS.write_text(head + table(lines), "utf-8")
    return 0


def _modules() -> dict[str, object]:
    names = sorted(info.name for info in pkgutil.iter_modules(bench.__path__) if not info.name.startswith("_"))
    return {name: import_module(f"bench.{name}") for name in names}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
