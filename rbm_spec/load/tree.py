"""A file as plain data, with the places of all its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rbm_spec.load.places import Places, Region
from rbm_spec.source import Where


@dataclass(frozen=True)
class Tree:
    """`data` holds dict, list, str, int, float, bool and None; the keys of maps are always text.

    `kind` and `id` are empty when the file does not say them. `text` has `\\n` line ends and no
    byte order mark.
    """

    file: str
    kind: str
    id: str
    data: dict[str, Any]
    text: str = field(repr=False)

    def locate(self, where: Where) -> Region:
        """The lines and columns of `where`; of the nearest ancestor's key if it does not exist."""
        return self._places.locate(where)

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)
