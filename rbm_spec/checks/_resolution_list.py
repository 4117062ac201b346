"""generators/document/resolutions.toml -> the resolutions that may be cited, and the cities in other languages.

Editors add to the list. An entry that is not understood is said with its line, for else it would silently be unknown.
"""

from __future__ import annotations

from typing import Any

from rbm_spec import editable, resources

_FILE = "document/resolutions.toml"
_ENTRY = {"number": int, "session": str, "source": str}
_RESOLUTION = (
    'Write three lines: number = 71, session = "Rev. Bucharest, 2022" and source = "where somebody has read it".'
)
_CITY = 'Write for each language its code and the names in square brackets: fr = ["Bucarest"].'


def read() -> dict[str, Any]:
    """`resolution`, a list of number, session and source; `city`, names by city and language. Raises `Stopped`."""
    found = editable.table(_FILE)
    entries, cities = found.setdefault("resolution", []), found.setdefault("city", {})
    if unknown := found.keys() - {"resolution", "city"}:
        raise _unusable(min(unknown), 0, "This is neither [[resolution]] nor [city.…].", _RESOLUTION)
    if not isinstance(entries, list) or not isinstance(cities, dict):
        raise _unusable("resolution", 0, "Resolutions begin with [[resolution]], cities with [city.…].", _RESOLUTION)
    for i, entry in enumerate(entries):
        if not isinstance(entry, dict) or {key: type(value) for key, value in entry.items()} != _ENTRY:
            raise _unusable("resolution]", i, "This entry is not a number, a session and a source.", _RESOLUTION)
    for i, names in enumerate(cities.values()):
        if not isinstance(names, dict) or not all(map(_is_names, names.values())):
            raise _unusable("city", i, "The names of this city are not read.", _CITY)
    return found


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name.strip() for name in value)


def _unusable(opening: str, count: int, message: str, way: str) -> Exception:
    """The fault at the line that begins the entry: the one after `count` others with this `opening`."""
    lines = (resources.generators() / _FILE).read_text("utf-8").splitlines()
    begun = [number for number, line in enumerate(lines, 1) if line.lstrip("[ ").startswith(opening)]
    line = f":{begun[count]}" if count < len(begun) else ""
    return editable.unusable(f"generators/{_FILE}{line}", message, way)
