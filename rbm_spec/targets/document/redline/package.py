"""The bytes of a Word document ↔ its parts by name."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as Xml

from rbm_spec.targets.document.package import EARLIEST

_NAMES = re.compile(rb'xmlns:(\w+)="([^"]+)"')


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    """The same bytes for the same parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(content):
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type, part.create_system, part.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(part, content[name], compresslevel=6)
    return target.getvalue()


def named(*documents: bytes) -> None:
    """Keep the prefixes of namespaces, which readers other than Word go by."""
    for document in documents:
        for prefix, address in _NAMES.findall(document):
            Xml.register_namespace(prefix.decode(), address.decode())


def written(element: Xml.Element) -> bytes:
    """The element as a part."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(element, "unicode")}'.encode()
