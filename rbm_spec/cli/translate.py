"""`rbm-spec translate`: a plan and its catalogues -> catalogues for translators to go on with, and how far they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, INPUT_OUTPUT, USAGE
from rbm_spec.cli.places import plan_argument, shown
from rbm_spec.source import Where
from rbm_spec.translations.catalogue import Catalogue, head_of, written
from rbm_spec.translations.folder import file_of, read_catalogues
from rbm_spec.translations.judging import Judged, context_of, judged
from rbm_spec.translations.merging import merged
from rbm_spec.translations.reading import Unreadable, read_catalogue

NAMED = 20
Answer = Callable[[Path, str, Mapping[Where, str], Catalogue], int]
language_option = click.option(
    "--language", "only", metavar="CODE", help="One language only. [default: all of the plan]"
)


@click.group("translate")
def command() -> None:
    """Keep the translations of a plan, and say what they lack.

    They stand in translations/CODE.po, in the form of gettext.

    A translation counts only for the very sentence that it was made of. When the sentence changes, documents print the
    new sentence in the language it was written in, marked, until somebody has translated it.
    """


@command.command("extract")
@plan_argument
def extract(plan: Path) -> int:
    """Print a catalogue without translations: every text of the plan with its place."""
    found = _texts(plan)
    if found is None:
        return USAGE
    name, texts, _ = found
    empty = merged(texts, Catalogue({key: value for key, value in head_of(name, "", "").items() if value}, {}))
    click.echo(written(empty), nl=False)
    return CLEAN


@command.command("update")
@plan_argument
@language_option
def update(plan: Path, only: str | None) -> int:
    """Bring the catalogues up to today's texts.

    Translations of changed sentences become fuzzy and keep the sentence before; those of texts that are gone are
    kept as obsolete. A language without a catalogue gets one.
    """
    return _each(plan, only, _updated)


@command.command("status")
@plan_argument
@language_option
def status(plan: Path, only: str | None) -> int:
    """Say how far each language is."""
    return _each(plan, only, _told)


@command.command("check")
@plan_argument
@language_option
def check(plan: Path, only: str | None) -> int:
    """List what has no translation, or none that counts; the exit code is 1 when there is anything.

    The fixed words of documents, in generators/words, are looked at too, with their plural forms. What translations say
    against the house rules of documents, rbm-spec check tells.
    """
    return _each(plan, only, _listed)


def _texts(plan: Path) -> tuple[str, dict[Where, str], tuple[str, ...]] | None:
    """The plan's id, its texts, and the languages that need a catalogue; None when the specs do not compile."""
    from rbm_spec.load import load_files, read_folder
    from rbm_spec.translations.places import texts_of

    files, found = read_folder(plan)
    trees, more = load_files(files)
    if any(each.is_error for each in (*found, *more)) or "plan.yaml" not in trees:
        console.tell("The plan has errors. Run: rbm-spec check")
        return None
    own = trees["plan.yaml"].data
    languages = tuple(each for each in own["languages"] if each != own["authoring_language"])
    return own["id"], texts_of(trees), languages


def _each(plan: Path, only: str | None, answer: Answer) -> int:
    found = _texts(plan)
    if found is None:
        return USAGE
    name, texts, languages = found
    if only is not None and only not in languages:
        raise click.UsageError(f'The plan is not translated into "{only}". Its languages: {", ".join(languages)}.')
    files, faults = read_catalogues(plan)
    for fault in faults:
        console.tell(f"{fault.where.file}: {fault.message}")
    codes = [FINDINGS] if faults else []
    for language in [only] if only else languages:
        file = file_of(language)
        try:
            catalogue = read_catalogue(files[file]) if file in files else _new(name, language)
        except Unreadable as fault:
            line = files[file].decode("utf-8", "replace").count("\n", 0, fault.span[0]) + 1
            console.tell(f"{shown(plan / file)}:{line}: {fault.message} It is left as it is.")
            codes.append(INPUT_OUTPUT)
            continue
        codes.append(answer(plan / file, language, texts, catalogue))
    return max(codes, default=CLEAN)


def _new(plan: str, language: str) -> Catalogue:
    from rbm_spec.targets.words.phrases import plural_forms

    return Catalogue(head_of(plan, language, plural_forms(language)), {})


def _updated(file: Path, language: str, texts: Mapping[Where, str], old: Catalogue) -> int:
    from rbm_spec.writers import replace_file

    new = merged(texts, old)
    file.parent.mkdir(exist_ok=True)
    replace_file(file, written(new).encode())
    return _told(file, language, texts, new)


def _told(file: Path, language: str, texts: Mapping[Where, str], catalogue: Catalogue) -> int:
    found = judged(texts, catalogue)
    said = [f"{len(found.current):,} of {len(texts):,} texts translated"]
    said += [
        f"{count:,} {what}"
        for count, what in (
            (len(found.lacking), "without a translation"),
            (len(found.stale), "out of date"),
            (len(found.unfit), "of another form"),
            (len(catalogue.obsolete), "obsolete"),
        )
        if count
    ]
    standing = "" if catalogue.revised or not found.current else "; not revised by translators"
    console.say(f"{language}: {', '.join(said)}{standing}.")
    return CLEAN


def _listed(file: Path, language: str, texts: Mapping[Where, str], catalogue: Catalogue) -> int:
    found = judged(texts, catalogue)
    lines = [*_lines("has no translation", found.lacking), *_lines("has changed since", found.stale)]
    lines += [f"  {context_of(where)}: {fault}" for where, _, fault in found.unfit]
    lines += _unworded(language)
    console.say("\n".join([f"{language}: {_count(found, texts)}", *lines]))
    return FINDINGS if lines else CLEAN


def _unworded(language: str) -> list[str]:
    """What generators/words lacks, so that no documents are made."""
    from rbm_spec.targets.words.phrases import gaps_of, has_phrases

    file = f"generators/words/{language}.toml"
    if not has_phrases(language):
        return [f"  {file} is not there, so no documents are made; it is a translation of en.toml"]
    lacking = gaps_of(language)
    what = f"is absent from {file}, or lacks a plural form or a place such as {{0}}, so no documents are made"
    more = len(lacking) - NAMED
    return [*(f"  {each} {what}" for each in lacking[:NAMED]), *([f"  … and {more:,} more"] if more > 0 else [])]


def _count(found: Judged, texts: Mapping[Where, str]) -> str:
    open_ = len(texts) - len(found.current)
    return "complete." if not open_ else f"{open_:,} of {len(texts):,} texts are printed untranslated."


def _lines(what: str, places: tuple[Where, ...]) -> list[str]:
    shown_ = [f"  {context_of(where)} {what}" for where in places[:NAMED]]
    more = len(places) - NAMED
    return [*shown_, f"  … and {more:,} more"] if more > 0 else shown_
