"""What the YAML library says → what an author of specs understands, with the way out."""

from __future__ import annotations

QUOTE = "Put the text in quotes, or on the next line after `|`."
QUOTE_EXPRESSION = "Put the whole expression in quotes, or write it on the next line after `|`."
INDENT = "Keys of one level start in the same column, two spaces further in than the key above them."
BACKSLASH = "Write two backslashes, or use single quotes."
NEVER_CLOSED = "The quote that opens here is never closed."

# The library's words → ours, with the way out. The first that is contained decides.
WORDING = (
    (
        "mapping values are not allowed",
        "A colon with a space after it makes a key of what stands before it, and no key can stand here.",
        QUOTE,
    ),
    (
        "could not find expected ':'",
        "This line is neither a `key: value` nor part of the text above it.",
        "Write a colon and a space after the key, or indent the line like the text it continues.",
    ),
    ("unexpected end of stream", NEVER_CLOSED, "Add the closing quote."),
    ("unexpected document indicator", NEVER_CLOSED, "Add the closing quote."),
    (
        "expected ',' or ']'",
        "The list that opens with `[` is not closed.",
        "Write a comma between the items and `]` at the end.",
    ),
    (
        "expected ',' or '}'",
        "The map that opens with `{` is not closed.",
        "Write a comma between the entries and `}` at the end.",
    ),
    (
        "cannot start any token",
        "Text cannot start with this character unless it is in quotes.",
        QUOTE,
    ),
    (
        "expected '-' indicator",
        "This line stands in the column of a list but is no item of it.",
        "Start it with `- `, or move it out of the list.",
    ),
    (
        "block sequence entries are not allowed",
        "A list cannot start on the line of its key.",
        "Start the list on the next line.",
    ),
    ("mapping keys are not allowed", "A key cannot start here.", QUOTE),
    ("expected node content", "A value is missing before this character.", QUOTE),
    (
        "unknown escape character",
        "A backslash in double quotes starts an escape, and there is none with this letter.",
        BACKSLASH,
    ),
    (
        "expected hexdecimal number",
        "A backslash in double quotes starts an escape, and this one is not complete.",
        BACKSLASH,
    ),
    (
        "invalid Unicode character escape",
        "This escape does not stand for any character.",
        "Write the character itself.",
    ),
    ("scanning a block scalar", "After `>` or `|` the text starts on the next line.", QUOTE),
    (
        "found unexpected ':'",
        "A colon stands in text without quotes here.",
        QUOTE,
    ),
    ("expected <document start>", "The file goes on after its end.", INDENT),
    (
        "expected <block end>",
        "This line fits neither the level above it nor the one below.",
        INDENT,
    ),
    ("expected key", "This line fits neither the level above it nor the one below.", INDENT),
)
ENDS = ("The file ends before this is closed.", "Add the closing bracket or quote.")
