"""Text that a governing body has not agreed stands in [square brackets], as in drafts of the United Nations."""

from __future__ import annotations

from rbm_spec.targets.words.phrases import Phrases


def with_status(text: str, status: str, phrases: Phrases) -> str:
    """`text` in square brackets unless it is agreed; never in two pairs."""
    text = text.strip()
    if status == "agreed" or (text.startswith("[") and text.endswith("]")):
        return text
    return phrases.say("language.undecided", text)


def paragraphs(text: str | None) -> tuple[str, ...]:
    """A long text cut at its empty lines; nothing for none."""
    parts = (text or "").split("\n\n")
    return tuple(part for part in parts if part.strip())
