"""A view -> Markdown, by the templates of generators/document.

The environment escapes whatever a template prints, once; templates cannot switch that off (a test walks them). A
mistake in a template becomes a finding at its line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from rbm_spec import resources
from rbm_spec.source import Where
from rbm_spec.targets.document.fault import TEMPLATE, DocumentFault
from rbm_spec.targets.document.markdown import for_github, for_pandoc, one_line
from rbm_spec.targets.document.sandbox import Sandbox, Unknown
from rbm_spec.targets.words.phrases import Phrases

NAMED = re.compile("“([^”]+)”")
Dialect = tuple[str, Callable[[str], str]]


class _Compiled(BytecodeCache):
    """What templates of one dialect were compiled to, so that each is compiled once for all languages."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Bucket] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self.known.get((bucket.key, bucket.checksum))
        bucket.code = found.code if found else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket


WORD: Dialect = ("layout/word.j2", for_pandoc)
WEB: Dialect = ("layout/web.j2", for_pandoc)
GITHUB: Dialect = ("layout/github.j2", for_github)
COMPILED = {layout: _Compiled() for layout, _ in (WORD, WEB, GITHUB)}


def environment(dialect: Dialect, words: Phrases, folder: Path | None = None) -> Environment:
    """Templates of one dialect with `say`, which gives the fixed words; `folder` stands in for generators/document."""
    layout, escape = dialect

    def printed(value: object) -> object:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, str | int):
            return Markup(escape(str(value)))  # noqa: S704 - this is the escaping itself
        raise TypeError(f"A template prints text only, and this is {value!r}.")

    made = Sandbox(
        loader=FileSystemLoader(folder or resources.generators() / "document"),
        autoescape=True,
        undefined=Unknown,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED[layout],
    )

    def say(key: str, *parts: object) -> str:
        if not words.has(key):
            raise TypeError(f"There is no phrase “{key}” in generators/words.")
        return words.say(key, *(one_line(str(part)) for part in parts))

    # Nothing of what Jinja brings along: ranges, and words made up at random.
    made.globals.clear()
    made.globals.update(layout=layout, say=say)
    return made


def render(templates: Environment, name: str, view: Mapping[str, object]) -> str:
    """The text of the template `name`; raises `DocumentFault` for a mistake in it or in what it includes."""
    try:
        return templates.get_template(name).render(view)
    except TemplateSyntaxError as error:
        raise _fault(error.name or name, error.lineno, error.message or "") from error
    except (TemplateError, TypeError, ValueError, AttributeError, LookupError) as error:
        if frame := _guilty(error):
            inside = Path(frame.filename).relative_to(_folder(templates)).as_posix()
            raise _fault(inside, frame.lineno or 1, str(error)) from error
        raise


def _guilty(error: Exception) -> traceback.FrameSummary | None:
    """The line of a template that is wrong: the innermost, or the one that names what a macro was handed in vain."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    unknown = NAMED.search(str(error)) if isinstance(error, UndefinedError) else None
    for frame in reversed(frames):
        if unknown is None or unknown[1] in (frame.line or ""):
            return frame
    return frames[-1] if frames else None


def _folder(templates: Environment) -> str:
    assert isinstance(templates.loader, FileSystemLoader)
    return templates.loader.searchpath[0]


def _fault(name: str, line: int, message: str) -> DocumentFault:
    file = f"generators/document/{name}"
    return DocumentFault(
        TEMPLATE.found(Where(file), f"{file}:{line}: {message}", "Mend the template; specs are right.")
    )
