"""Where the files that are not Python lie: the schemas and the generators.

A wheel carries both inside the package; a checkout keeps them at its top, where editors find them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def package() -> Path:
    """The folder of the program itself."""
    return _PACKAGE


def schemas() -> Path:
    """The folder of `<kind>.schema.json`."""
    return _folder("schemas")


def generators() -> Path:
    """The folder that holds one folder of templates for each target."""
    return _folder("generators")


def pages() -> Path:
    """The folder of the pages that explain rules, one Markdown file each."""
    return _PACKAGE / "pages"
