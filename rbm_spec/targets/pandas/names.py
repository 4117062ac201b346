"""Ids -> names that Python code may use for them: never a word of Python, never a name that the module needs itself."""

from __future__ import annotations

import keyword
import re
import sys
from dataclasses import dataclass, field

ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
MODULES = frozenset(("numpy", "pandas", "dateutil", "pytz", "six", "tzdata", "pyarrow"))
WORDS = frozenset((*keyword.kwlist, *keyword.softkwlist, "print", "float", "int", "str", "bool", "tuple", "frozenset"))


@dataclass
class Names:
    """The names of one module. `taken` are those it needs itself; each key gets the same name again."""

    taken: set[str]
    given: dict[tuple[str, ...], str] = field(default_factory=dict)

    def name(self, key: tuple[str, ...], wanted: str) -> str:
        """A name like `wanted` for what `key` stands for."""
        assert ID.fullmatch(wanted), "ids have passed their schema"
        if key not in self.given:
            while wanted in WORDS or wanted in self.taken:
                wanted += "_"
            self.taken.add(wanted)
            self.given[key] = wanted
        return self.given[key]


def package_name(plan_id: str) -> str:
    """The name of a plan's package: its id, unless another module is called so."""
    assert ID.fullmatch(plan_id), "ids have passed their schema"
    clash = plan_id in WORDS or plan_id in MODULES or plan_id in sys.stdlib_module_names
    return f"{plan_id}_plan" if clash else plan_id


def module_name(indicator_id: str) -> str:
    """The name of an indicator's module."""
    assert ID.fullmatch(indicator_id), "ids have passed their schema"
    return f"{indicator_id}_" if indicator_id in WORDS else indicator_id
