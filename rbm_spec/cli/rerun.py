"""`rbm-spec rerun`: a file of published results -> whether the stored data and the stored plan give it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from rbm_spec import pipeline
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS
from rbm_spec.cli.plans import Compiled

LARGEST = 64 * 2**20
MOST = 20


@click.command("rerun")
@click.argument("results", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--store", required=True, type=click.Path(path_type=Path), metavar="STORE", help="The store of the data.")
@click.option("--specs", metavar="REF", help="The state of the plan, as for diff, where the store does not keep it.")
@click.option(
    "--previous",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="RESULTS.JSON",
    help="The earlier results that were named then; may be repeated.",
)
def command(results: Path, store: Path, specs: str | None, previous: tuple[Path, ...]) -> int:
    """Prove published results from a store.

    RESULTS is a results.json of calc --store. The plan with its hash is looked for in the store, or named with --specs;
    the data is what the store held when its hash was that of the results. Everything is computed again and compared
    with the file. The exit code is 1 where they differ.
    """
    said, text = _read(results)
    from rbm_spec.cli.calculating import computed_from_store, results_json
    from rbm_spec.cli.engines import Engine
    from rbm_spec.cli.request import Request
    from rbm_spec.store.folder import read_store

    kept = read_store(store)
    found = _named(specs) if specs is not None else _kept(kept.ledger.specs, said["spec_hash"], kept.plan_files)
    if found.digest != said["spec_hash"]:
        raise click.UsageError(f"The hash of this plan is {found.digest}; the results are of {said['spec_hash']}.")
    known = found.plan.indicators
    named = dict.fromkeys(each["indicator"] for each in said["results"])
    if strange := [name for name in named if name not in known]:
        raise click.UsageError(f"The plan has no indicator {strange[0]}.")
    wanted = () if set(named) == set(known) else tuple(named)
    request = Request(
        found, store, said["period"], wanted, None, "json", True, Engine(), previous=previous, store=True,
        data_hash=said["data_hash"],
    )  # fmt: skip
    _, figures = computed_from_store(request)
    again = results_json(figures)
    differences = [] if again == text else list(_differences(said, json.loads(again)))
    number = len(said["results"])
    if not differences:
        alike = "byte for byte" if again == text else "in every figure"
        console.say(f"Proved: {number:,} figures of {said['period']} come out again, {alike}.")
        console.say(f"Plan {found.digest}\nData {said['data_hash']}")
        return CLEAN
    console.say(f"{len(differences):,} differences between the file and what is computed now:")
    for each in differences[:MOST]:
        console.say(f"  {each}")
    return FINDINGS


def _read(path: Path) -> tuple[dict[str, Any], str]:
    with path.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    try:
        text = content.decode()
        said = json.loads(text)
        heads = all(isinstance(said[name], str) for name in ("spec_hash", "data_hash", "period"))
        rows = [isinstance(each["indicator"], str) for each in said["results"]]
        if len(content) <= LARGEST and heads and all(rows) and isinstance(said.get("submitted"), list):
            return said, text
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        pass
    raise click.UsageError(f"{path} is no results.json that rbm-spec calc --store has written.")


def _kept(specs: Mapping[str, str], digest: str, files_of: Any) -> Compiled:
    if digest not in specs:
        raise click.UsageError(f"The store does not keep the plan {digest}. Name its state with --specs.")
    files = files_of(digest)
    plan = pipeline.check_files(files).plan
    if plan is None:
        raise click.UsageError(f"The plan {digest} in the store has errors.")
    return Compiled(Path(), plan, files)


def _named(text: str) -> Compiled:
    from rbm_spec.revisions import Unusable, read_revision

    try:
        revision = read_revision(text)
    except Unusable as error:
        raise click.UsageError(str(error)) from error
    plan = pipeline.check_files(revision.files, list(revision.findings)).plan
    if plan is None:
        raise click.UsageError(f"The plan has errors in “{text}”.")
    return Compiled(Path(), plan, revision.files)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in ("withheld", "faults", "synthetic", "notes"):
        if old.get(name) != new.get(name):
            yield f"{name}: {json.dumps(old.get(name))} in the file, {json.dumps(new.get(name))} now"
    before, after = (
        {(each.get("indicator"), each.get("component"), json.dumps(each.get("cell"))): each for each in side["results"]}
        for side in (old, new)
    )
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was != now:
            place = " ".join(str(part) for part in key if part)
            if was is None or now is None:
                yield f"{place}: only {'now' if was is None else 'in the file'}"
                continue
            for name in dict.fromkeys([*was, *now]):
                if was.get(name) != now.get(name):
                    yield f"{place}: {name} {was.get(name)} in the file, {now.get(name)} now"
