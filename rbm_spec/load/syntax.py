"""What is not plain YAML → findings in words.

Two parts: the YAML library's complaint put into plain words at the characters that cause it, and
what specs do without: anchors, aliases, tags, directives, `? ` keys, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import yaml

from rbm_spec.diagnostics import Finding, Rule, Severity
from rbm_spec.load.compose import Unreadable, tokens
from rbm_spec.load.wording import ENDS, INDENT, QUOTE_EXPRESSION, WORDING
from rbm_spec.source import Where

NOT_YAML = Rule("RBM105", "not-yaml", Severity.ERROR)
ANCHOR = Rule("RBM106", "anchor-or-alias", Severity.ERROR)
MERGE_KEY = Rule("RBM107", "merge-key", Severity.ERROR)
TAG = Rule("RBM108", "tag", Severity.ERROR)
DIRECTIVE = Rule("RBM109", "directive", Severity.ERROR)
SEVERAL_DOCUMENTS = Rule("RBM110", "several-documents", Severity.ERROR)
QUESTION_MARK_KEY = Rule("RBM115", "question-mark-key", Severity.ERROR)
TOO_DEEP = Rule("RBM117", "too-deep", Severity.ERROR)
CONFLICT = Rule("RBM122", "merge-conflict", Severity.ERROR)

DEEPEST = 24
_MOST = 100  # findings of this kind in one file; whoever has more starts with these
EXPRESSION_KEYS = frozenset(("formula", "where", "of", "condition"))


_CONFLICT_SIGNS = ("<<<<<<<", "|||||||", ">>>>>>>")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: .*)?$", re.MULTILINE)


def conflicts(file: str, text: str) -> list[Finding]:
    """The first mark that git left where two versions could not be merged; nothing after it can be trusted."""
    mark = _CONFLICT.search(text) if any(sign in text for sign in _CONFLICT_SIGNS) else None
    if mark is None:
        return []
    message = "Here git could not merge two versions: both stand in the file, between marks."
    hint = "Keep what is right, and delete the lines that start with <<<<<<<, ======= and >>>>>>>."
    return [CONFLICT.found(Where(file).chars(mark.span()), message, hint)]


def unreadable(file: str, text: str, error: Unreadable) -> Finding:
    """The finding for the first thing that could not be read."""
    problem = error.problem
    if "nesting depth" in problem or "exceeded max" in problem:
        return too_deep(Where(file).chars((error.at, error.at + 1)))
    if "another document" in problem:
        return SEVERAL_DOCUMENTS.found(
            Where(file).chars(_shown(text, error.at)),
            "A second document starts here; a file holds one.",
            "Remove the line `---`, or move what follows into a file of its own.",
        )
    for rule, words in (
        (ANCHOR, "alias"),
        (ANCHOR, "anchor"),
        (TAG, "tag"),
        (DIRECTIVE, "directive"),
    ):
        if words in problem and "cannot start" not in problem:
            at = error.at if error.opened_at is None else error.opened_at
            return _feature(rule, file, text, at, _length(text, at))
    if "incompatible YAML document" in problem:
        return _feature(DIRECTIVE, file, text, error.at, _length(text, error.at))
    return _not_yaml(file, text, error)


def _not_yaml(file: str, text: str, error: Unreadable) -> Finding:
    message, hint = f"This is not YAML: {error.problem}.", INDENT
    for words, ours, way_out in WORDING:
        if words in error.problem:
            message, hint = ours, way_out
            break
    if error.at >= len(text.rstrip()) and "expected node content" in error.problem:
        message, hint = ENDS
    at = error.at
    if error.opened_at is not None and ("closed" in message or "neither a `key" in message):
        at = error.opened_at
    if _in_expression(text, at):
        hint = QUOTE_EXPRESSION
    return NOT_YAML.found(Where(file).chars(_shown(text, at)), message, hint)


def too_deep(where: Where) -> Finding:
    """The finding for more levels than a spec may have."""
    return TOO_DEEP.found(
        where,
        f"This lies more than {DEEPEST} levels deep.",
        "No spec needs that many; a bracket or a dash is probably repeated by mistake.",
    )


def features(file: str, text: str) -> list[Finding]:
    """Anchors, aliases, tags, directives and `? ` keys, and levels beyond what is safe to compose.

    Stops early, with a finding, where there are too many levels.
    """
    return list(islice(_features(file, text), _MOST)) if _suspicious(text) else []


def _suspicious(text: str) -> bool:
    """Whether the slow look at single tokens is worth while; quick, as nearly all files say no."""
    return (
        any(sign in text and _starts_a_word(text, sign) for sign in "&*!?")
        or text.startswith("%")
        or '"#' in text
        or "'#" in text
        or "\n%" in text
        or "- " * DEEPEST in text
        or text.count("[") + text.count("{") > 20 * DEEPEST
    )


def _starts_a_word(text: str, sign: str) -> bool:
    """Whether the sign stands where a value may begin, so that `a != b` is left alone."""
    at = text.find(sign)
    while at >= 0:
        last = at - 1
        while last >= 0 and text[last] == " ":
            last -= 1
        if (last < 0 or text[last] in "\n[{,:?-") and (sign == "?" or text[at + 1 : at + 2].strip()):
            return True
        at = text.find(sign, at + 1)
    return False


def _features(file: str, text: str) -> Iterator[Finding]:
    depth = 0
    for token in tokens(text):
        at = token.start_mark.index
        match token:
            case yaml.AnchorToken():
                yield _feature(ANCHOR, file, text, at, token.end_mark.index - at)
            case yaml.AliasToken() if "<<" not in text[text.rfind("\n", 0, at) + 1 : at]:
                yield _feature(ANCHOR, file, text, at, token.end_mark.index - at)
            case yaml.TagToken():
                yield _feature(TAG, file, text, at, token.end_mark.index - at)
            case yaml.DirectiveToken():
                yield _feature(DIRECTIVE, file, text, at, _length(text, at))
            case yaml.ScalarToken() if token.style in {"'", '"'} and text.startswith("#", token.end_mark.index):
                yield _glued_comment(file, token.end_mark.index)
            case yaml.KeyToken() if text[at : at + 1] == "?":
                yield _feature(QUESTION_MARK_KEY, file, text, at, 1)
            case (
                yaml.BlockMappingStartToken()
                | yaml.BlockSequenceStartToken()
                | yaml.FlowMappingStartToken()
                | yaml.FlowSequenceStartToken()
            ):
                depth += 1
                if depth > 2 * DEEPEST:  # the gate finds the exact place of anything less
                    yield too_deep(Where(file).chars((at, at + 1)))
                    return
            case yaml.BlockEndToken() | yaml.FlowMappingEndToken() | yaml.FlowSequenceEndToken():
                depth -= 1


def _glued_comment(file: str, at: int) -> Finding:
    message = "A comment needs a space before its sign #."
    return NOT_YAML.found(
        Where(file).chars((at, at + 1)), message, "Write a space before it, or move the closing quote."
    )


_FEATURES = {
    ANCHOR: (
        "Anchors and aliases (`&name`, `*name`) are not used in specs.",
        "Write the text again where it is needed, or refer to another file by its id.",
    ),
    TAG: ("Tags (`!name`) are not used in specs.", "Leave the tag out."),
    DIRECTIVE: ("Lines that start with `%` are not used in specs.", "Delete the line."),
    QUESTION_MARK_KEY: (
        "Keys that start with `?` are not used in specs.",
        "Write the key before a colon, as in key: value.",
    ),
}


def _feature(rule: Rule, file: str, text: str, at: int, length: int) -> Finding:
    message, hint = _FEATURES[rule]
    if _in_expression(text, at):
        hint = QUOTE_EXPRESSION
    elif rule is not DIRECTIVE:
        hint = f"{hint} If it is text, put it in quotes."
    return rule.found(Where(file).chars((at, at + max(length, 1))), message, hint)


_EXPRESSION_LINE = re.compile(rf"[ \t-]*\{{?[\"']?({'|'.join(sorted(EXPRESSION_KEYS))})[\"']?:")


def _in_expression(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return _EXPRESSION_LINE.match(line) is not None


def _shown(text: str, at: int) -> tuple[int, int]:
    """One character where something is visible, else the last visible one before."""
    if at < len(text) and not text[at].isspace():
        return at, at + 1
    before = len(text[:at].rstrip())
    return max(before - 1, 0), max(before, 1)


def _length(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text[at : end if end >= 0 else None].rstrip())
