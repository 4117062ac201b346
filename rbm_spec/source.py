"""A place in a plan: which file, which key, which characters.

Everything after loading speaks `Where`; only the driver that prints findings turns it into line and column.
Places never count when two things are compared for meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Step = str | int
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Where:
    """`path` leads from the top of `file` to a value, or to its key when `on_key`.

    `file` is relative to the plan's folder, with forward slashes. `span` is a stretch of characters inside the text of
    the value, as (first, one past the last) in code points.
    """

    file: str
    path: tuple[Step, ...] = ()
    on_key: bool = False
    span: Span | None = field(default=None, compare=False)

    def at(self, *steps: Step) -> Where:
        """The place below this one."""
        return Where(self.file, self.path + steps)

    def key(self, *steps: Step) -> Where:
        """The key itself, not its value."""
        return Where(self.file, self.path + steps, on_key=True)

    def chars(self, span: Span) -> Where:
        """The same value, narrowed to some of its characters."""
        return Where(self.file, self.path, self.on_key, span)

    @property
    def dotted(self) -> str:
        """The place in words: `indicators.training.measures.m.where`."""
        return ".".join([*self.file.removesuffix(".yaml").split("/"), *map(str, self.path)])
