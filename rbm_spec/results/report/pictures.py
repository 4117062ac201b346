"""Charts -> PNG pictures for documents: upright boxes on a field, without text, the same bytes each time."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from rbm_spec.results.report.charts import WIDE, Bullet, Trend

DOTS = 12
"""So many dots of the picture stand for one of the hundred units of a chart."""
PAPER, FIELD, ZONE, BAR, EDGE, SOFT = range(6)
COLOURS = ("ffffff", "eef1f4", "bcd3e8", "0f4c81", "1b2430", "55606e")
BULLET_HIGH, TREND_HIGH = 10, 24
LINE = Fraction(1, 2)
DASHES = 8


@dataclass(frozen=True, slots=True)
class Painted:
    """A box from `x` and `y` (counted from above) in units of the chart, in one of the colours."""

    x: Fraction
    y: Fraction
    width: Fraction
    height: Fraction
    colour: int


def of_bullet(chart: Bullet, mirrored: bool = False) -> Markup:
    """A bullet graph as a data URI; `mirrored` for pages that run from right to left."""
    boxes = [_box(0, 1, WIDE, 8, FIELD)]
    if chart.zone:
        boxes.append(_box(chart.zone.x, 1, chart.zone.width, 8, ZONE))
    if chart.bar:
        boxes.append(_box(chart.bar.x, Fraction(7, 2), chart.bar.width, 3, BAR))
    boxes += [_box(Fraction(edge) - LINE / 2, 0, LINE, BULLET_HIGH, EDGE) for edge in chart.edges]
    if chart.baseline:
        boxes.append(_box(Fraction(chart.baseline) - LINE, Fraction(5, 2), 2 * LINE, 5, SOFT))
    return _uri(boxes, BULLET_HIGH, mirrored)


def of_trend(chart: Trend, mirrored: bool = False) -> Markup:
    """One column for each period, with the height of its value; a dashed line where figures cannot be compared."""
    step = Fraction(WIDE, len(chart.columns))
    boxes = [_box(0, TREND_HIGH - LINE - _high(chart.zero), WIDE, LINE, SOFT)]
    for number, at in enumerate(chart.columns):
        if at is not None:
            first, last = sorted((_high(chart.zero), _high(at)))
            boxes.append(_box(step * number + step / 4, TREND_HIGH - LINE - last, step / 2, last - first, BAR))
    height = Fraction(TREND_HIGH, 2 * DASHES)
    boxes += [
        _box(Fraction(at) - LINE / 2, height * 2 * number, LINE, height, EDGE)
        for at in chart.breaks
        for number in range(DASHES)
    ]
    return _uri(boxes, TREND_HIGH, mirrored)


def _high(at: Fraction) -> Fraction:
    return at * (TREND_HIGH - 2 * LINE) / WIDE


def _box(x: Fraction | int, y: Fraction | int, width: Fraction | int, height: Fraction | int, colour: int) -> Painted:
    return Painted(Fraction(x), Fraction(y), Fraction(width), Fraction(height), colour)


def _uri(boxes: Sequence[Painted], high: int, mirrored: bool) -> Markup:
    turned = [replace(each, x=WIDE - each.x - each.width) for each in boxes] if mirrored else boxes
    # Made of numbers alone.
    return Markup("data:image/png;base64," + b64encode(png(turned, high)).decode())  # noqa: S704


def png(boxes: Sequence[Painted], high: int) -> bytes:
    """A picture with a palette, `WIDE` units wide and `high` units high; later boxes cover earlier ones."""
    width, height = WIDE * DOTS, high * DOTS
    rows = [bytearray([PAPER]) * width for _ in range(height)]
    for box in boxes:
        left, right = _dots(box.x, box.width, width)
        top, bottom = _dots(box.y, box.height, height)
        for row in rows[top:bottom]:
            row[left:right] = bytes([box.colour]) * (right - left)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    palette = bytes.fromhex("".join(COLOURS))
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _dots(start: Fraction, length: Fraction, most: int) -> tuple[int, int]:
    """From which dot to which; something is seen of everything that has a length."""
    first = min(max(int(start * DOTS), 0), most)
    last = min(max(int((start + length) * DOTS), first + bool(length)), most)
    return first, max(first, last)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
