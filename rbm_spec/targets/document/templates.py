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
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from rbm_spec import editable, resources
from rbm_spec.diagnostics import Stopped
from rbm_spec.suggest import nearest
from rbm_spec.targets.document.fault import TEMPLATE, DocumentFault
from rbm_spec.targets.document.markdown import for_github, for_pandoc, one_line
from rbm_spec.targets.document.sandbox import Sandbox, Unknown, called
from rbm_spec.targets.document.unreadable import plainly, unclosed
from rbm_spec.targets.words.phrases import Phrases

NAMED = re.compile("“([^”]+)”")
LACKING = re.compile("parameter '([^']+)' was not provided")
Dialect = tuple[str, Callable[[str], str]]


class _Compiled(BytecodeCache):
    """What templates were compiled to with one way to escape, so that each is compiled once for all languages."""

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
COMPILED = {escape: _Compiled() for _, escape in (WORD, WEB, GITHUB)}


def environment(dialect: Dialect, words: Phrases, folder: Path | None = None) -> Environment:
    """Templates of one dialect with `say`, which gives the fixed words; `folder` stands in for generators/document."""
    layout, escape = dialect

    def printed(value: object) -> object:
        if isinstance(value, Markup | Undefined):
            return value
        if isinstance(value, str | int):
            return Markup(escape(str(value)))  # noqa: S704 - this is the escaping itself
        raise TypeError(f"A template prints text only, and this is {called(value)}.{_way(value)}")

    made = Sandbox(
        loader=FileSystemLoader(folder or resources.generators() / "document"),
        autoescape=True,
        undefined=Unknown,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED[escape],
    )

    def say(key: object, *parts: object) -> str:
        if not isinstance(key, str) or not words.has(key):
            said = f"“{key}”" if isinstance(key, str) else f"for {called(key)}"
            way = 'Put it back there, or say another one, such as say("document.purpose").'
            raise TypeError(f"There is no phrase {said} in generators/words/{words.language}.toml. {way}")
        try:
            return words.say(key, *(one_line(str(part)) for part in parts))
        except Stopped as error:
            raise TypeError(f"This gives {len(parts)} to the phrase “{key}”. {error}") from None

    # Nothing of what Jinja brings along: ranges, and words made up at random.
    made.globals.clear()
    made.globals.update(layout=layout, say=say)
    return made


def render(templates: Environment, name: str, view: Mapping[str, object]) -> str:
    """The text of the template `name`; raises `DocumentFault` for a mistake in it or in what it includes."""
    try:
        return templates.get_template(name).render(view)
    except RecursionError as error:
        frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename.endswith(".j2")]
        said = _inside(templates, Path(frames[0].filename)) if frames else name
        line = (frames[0].lineno if frames else None) or 1
        raise _fault(said, line, "This template includes or calls itself without an end.") from error
    except TemplateSyntaxError as error:
        line, message = unclosed(error) or (error.lineno, plainly(error.message or ""))
        file = Path(error.name or name)
        raise _fault(_inside(templates, file) if file.is_absolute() else file.as_posix(), line, message) from error
    except (TemplateError, TypeError, ValueError, AttributeError, LookupError) as error:
        if found := _guilty(error):
            source, line = found
            raise _fault(_inside(templates, Path(source)), line, _said(error, templates)) from error
        raise


def _guilty(error: Exception) -> tuple[str, int] | None:
    """File and line that are wrong: the innermost, the one that names what is not known, or calls a macro in vain."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    if not frames:
        return None
    last = frames[-1]
    if LACKING.search(str(error)) and len(frames) > 1:
        return frames[-2].filename, frames[-2].lineno or 1
    unknown = NAMED.search(str(error)) if isinstance(error, UndefinedError) else None
    for frame in reversed(frames) if unknown else ():
        if unknown and unknown[1] in (frame.line or ""):
            return frame.filename, frame.lineno or 1
    if unknown:
        # It was set further up, and is looked for only where it is used.
        for file in dict.fromkeys(frame.filename for frame in reversed(frames)):
            for number, line in enumerate(Path(file).read_text("utf-8").splitlines(), 1):
                if re.search(rf"{{%.*\b{re.escape(unknown[1])}\b", line):
                    return file, number
    return last.filename, last.lineno or 1


def _said(error: Exception, templates: Environment) -> str:
    if isinstance(error, TemplateNotFound):
        known = [name for name in templates.list_templates() if name.endswith(".j2")]
        near = nearest(str(error.name), known)
        way = f"Did you mean “{near}”?" if near else "Templates are those of generators/document."
        return f"There is no template “{error.name}”. {way}"
    if lacking := LACKING.search(str(error)):
        return f"What is called here wants “{lacking[1]}” as well."
    return str(error)


def _way(value: object) -> str:
    match value:
        case tuple() | list():
            return " Go through it with {% for each in … %}."
        case bool() | None:
            return " Ask for it with {% if … %}."
        case _ if hasattr(value, "__dataclass_fields__"):
            return f" Print a part of it: {', '.join(sorted(value.__dataclass_fields__))}."
        case _:
            return ""


def _inside(templates: Environment, file: Path) -> str:
    assert isinstance(templates.loader, FileSystemLoader)
    return file.relative_to(templates.loader.searchpath[0]).as_posix()


def _fault(name: str, line: int, message: str) -> DocumentFault:
    file = f"generators/document/{name}"
    return DocumentFault(
        TEMPLATE.found(editable.at_line(file, line), f"{file}:{line}: {message}", "Mend the template; specs are right.")
    )
