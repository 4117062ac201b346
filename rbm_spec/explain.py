"""The pages that explain rules: Markdown files for the stages, docstrings for the checks and the rules of changes.

All have the same text: a title line, why the rule is there, and under `Bad` and `Good` examples in fenced blocks of
YAML, and of CSV for rules of returned data; under `Before` and `After` for changes, where nothing means the starter
plan as it is. The first line of a block is a comment that names the file which the block replaces in the starter plan;
in brackets after it may stand `absent`, `stored as <encoding>`, or `in part`: then the keys of the block replace those
of the file, which keeps its others, and a key with nothing behind it is taken away.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from rbm_spec import checks, resources
from rbm_spec.changes import rules
from rbm_spec.diagnostics import Rule, Severity
from rbm_spec.suggest import nearest

Files = dict[str, bytes | None]

LEVELS = {Severity.ERROR: "breaking", Severity.WARNING: "notable", Severity.INFO: "editorial"}
_HEAD = re.compile(r"# (RBM[0-9]{3}) ([a-z0-9-]+) \((error|warning|info)\)\n+")
_PART = re.compile(r"^(?:## )?(Bad|Good|Before|After):?\n", re.MULTILINE)
_KEY = re.compile(r"([a-z_]+):")
_BLOCK = re.compile(r"^```(?:yaml|csv)\n# (\S+)(?: \(([^)]*)\))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to say about one rule; `text` is Markdown without the heading."""

    rule: Rule
    text: str

    @property
    def title(self) -> str:
        """The first sentence."""
        return self.text.split("\n\n", 1)[0].replace("\n", " ")

    @property
    def bad(self) -> Files:
        """Files to lay over the starter plan so that the rule is broken; None takes one away."""
        return _files(self.text, "Bad")

    @property
    def good(self) -> Files:
        """Files to lay over the starter plan so that the rule is kept."""
        return _files(self.text, "Good")

    @property
    def before(self) -> Files:
        """Files to lay over the starter plan for the version before the change."""
        return _files(self.text, "Before")

    @property
    def after(self) -> Files:
        """Files to lay over the starter plan for the version after the change."""
        return _files(self.text, "After")


@cache
def pages() -> dict[str, Page]:
    """All pages by code, in the order of codes.

    Raises ValueError for a page that is not written as this module's docstring says, and for a code
    with two pages: a mistake in the package, not in a plan.
    """
    found: dict[str, Page] = {}
    for page in (*_written(), *_docstrings()):
        if page.rule.code in found:
            raise ValueError(f"two pages for {page.rule.code}")
        found[page.rule.code] = page
    return dict(sorted(found.items()))


def explain(code: str) -> str:
    """The page of a rule as text, found by its code or its name.

    Raises LookupError, with a sentence for the user, if there is no such rule.
    """
    wanted = code.strip()
    known = pages()
    by_name = {page.rule.name: page for page in known.values()}
    page = known.get(wanted.upper()) or by_name.get(wanted.lower())
    if page is None:
        near = nearest(wanted.upper(), known) or nearest(wanted, by_name)
        hint = f" Did you mean {near}?" if near else " See the list of rules in the reference."
        raise LookupError(f"There is no rule {wanted[:40]}.{hint}")
    rule = page.rule
    return f"# {rule.code} {rule.name} ({level(rule)})\n\n{page.text}\n"


def level(rule: Rule) -> str:
    """The severity in words. Changes are not right or wrong: they break somebody, or do not."""
    return LEVELS[rule.severity] if rule.code >= "RBM9" else str(rule.severity)


def _written() -> Iterator[Page]:
    for path in sorted(resources.pages().glob("RBM*.md")):
        text = path.read_text("utf-8")
        head = _HEAD.match(text)
        if head is None or path.stem != f"{head.group(1)}-{head.group(2)}":
            raise ValueError(f"the heading of {path.name} is not that of its name")
        rule = Rule(head.group(1), head.group(2), Severity(head.group(3)))
        yield Page(rule, text[head.end() :].strip())


def _docstrings() -> Iterator[Page]:
    for package in (checks, rules):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = import_module(info.name)
            for rule in _rules(module):
                yield Page(rule, (module.__doc__ or "").strip())


def _rules(module: ModuleType) -> Iterator[Rule]:
    """The rules that a module defines itself, not those it imports to tell them apart."""
    names = [name for name in vars(module) if not name.startswith("_") and name.isupper()]
    for value in (getattr(module, name) for name in names):
        if isinstance(value, Rule):
            yield value


def _files(text: str, part: str) -> Files:
    parts = _PART.split(text)
    section = "".join(body for name, body in zip(parts[1::2], parts[2::2], strict=True) if name == part)
    found: Files = {}
    for file, note, body in _BLOCK.findall(section):
        if note == "absent":
            found[file] = None
        elif note == "in part":
            found[file] = _with_keys(file, body).encode()
        else:
            encoding = note.removeprefix("stored as ") or "utf-8"
            found[file] = body.encode(encoding)
    return found


def _with_keys(file: str, body: str) -> str:
    """The file of the starter plan with the keys of `body` in place of its own."""
    own, new = (_by_key(text) for text in ((resources.generators() / "init" / file).read_text("utf-8"), body))
    return "".join(text for key, text in (own | new).items() if text.strip() != f"{key}:")


def _by_key(text: str) -> dict[str, str]:
    """The text of each key at the top of a file, with all that lies below it."""
    found = {"": ""}
    for line in text.splitlines(keepends=True):
        if match := _KEY.match(line):
            found[match[1]] = ""
        found[next(reversed(found))] += line
    return found
