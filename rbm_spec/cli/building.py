"""An order to build -> the findings, the outputs, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rbm_spec import pipeline
from rbm_spec.artifacts import Artifact
from rbm_spec.cli import console
from rbm_spec.cli.exit_codes import CLEAN, FINDINGS, INPUT_OUTPUT
from rbm_spec.cli.places import output_folder, shown
from rbm_spec.cli.plans import tell_findings, tell_made
from rbm_spec.cli.progress import Progress
from rbm_spec.plan.model import Plan
from rbm_spec.writers import NAME, Manifest, NotOurs, compare, digest, manifest_of, publish, read_manifest, sweep
from rbm_spec.writers.memory import Built, outputs_before, remember, remember_outputs

MANY = 20


@dataclass(frozen=True)
class Order:
    """What was asked for, and what is remembered: the key of this build, and `built` if it stands there already."""

    plan: Path
    out: Path | None
    only_check: bool
    key: str | None
    built: Built | None


def carry_out(order: Order) -> int:
    """Check, make, and write or compare; the exit code."""
    with Progress() as progress:
        progress.step("Checking the plan")
        checked = pipeline.check(order.plan)
        tell_findings(checked, order.plan)
        if checked.plan is None:
            console.tell("Nothing was written: the plan has errors.")
            return FINDINGS
        if order.built is not None:
            return _up_to_date(Path(order.built.target))
        target = order.out or output_folder(order.plan, checked.plan.spec.id)
        made = pipeline.build(checked.plan, lambda name: progress.step(f"Making {name}"))
        outputs = _outputs(checked.plan, checked.files, made.artifacts)
        if order.only_check:
            return _say_fresh_or_stale(target, outputs, order.plan)
        progress.step("Writing")
        code = _write(target, outputs)
        tell_made(checked, order.plan, made.findings)
        if code == CLEAN and order.key:
            built = Built(order.key, str(target.absolute()), digest(outputs[NAME]), checked.clean)
            remember(order.out or order.plan, built)
        return code


def _outputs(plan: Plan, files: Mapping[str, bytes], artifacts: Sequence[Artifact]) -> dict[str, bytes]:
    manifest = manifest_of(plan.spec.id, plan.spec.version, files, artifacts)
    return {artifact.path: artifact.content for artifact in artifacts} | {NAME: manifest.to_bytes()}


def _up_to_date(target: Path) -> int:
    console.say(f"{shown(target)} is up to date.")
    return CLEAN


def _write(target: Path, outputs: Mapping[str, bytes]) -> int:
    found = compare(target)
    if found.whole and found.manifest == read_manifest(outputs[NAME]):
        sweep(target)
        remember_outputs(target, outputs[NAME])
        return _up_to_date(target)
    try:
        waiting = partial(console.tell, "Waiting for another build of the same folder to end …")
        publish(target, outputs, waiting, outputs_before(target))
    except NotOurs as foreign:
        names = "\n".join(f"  {file}" for file in foreign.files[:MANY])
        console.tell(
            f"{shown(foreign.folder)} holds files that its manifest does not name:\n{names}\n"
            "A build replaces the whole folder, so nothing was written. Move them away, or choose a place with --out. "
            "Those that an earlier build wrote elsewhere, and nobody has filled in, can be deleted."
        )
        return INPUT_OUTPUT
    remember_outputs(target, outputs[NAME])
    console.say(f"Wrote {len(outputs):,} files into {shown(target)}.")
    return CLEAN


def _say_fresh_or_stale(target: Path, outputs: Mapping[str, bytes], plan: Path) -> int:
    fresh = read_manifest(outputs[NAME])
    assert fresh is not None
    found = compare(target, outputs_before(target))
    if found.whole and found.manifest == fresh:
        return _up_to_date(target)
    if found.manifest is None:
        console.say(f"{shown(target)} holds no build. Run: rbm-spec build {shown(plan)}")
        return FINDINGS
    lines = [f"  damaged  {file}" for file in found.changed]
    lines += [f"  gone     {file}" for file in found.missing]
    lines += [f"  foreign  {file}" for file in found.strangers]
    lines += [f"  left     {file}" for file in found.left]
    lines += _changes(found.manifest, fresh)
    console.say(f"{shown(target)} is out of date:\n" + "\n".join(lines))
    console.say(f"Run: rbm-spec build {shown(plan)}")
    return FINDINGS


def _changes(old: Manifest, new: Manifest) -> list[str]:
    """What a build would change, outputs first; inputs when no output tells of them."""
    changes = [
        f"  {word:<8} {file}"
        for before, after in ((old.outputs, new.outputs), (old.inputs, new.inputs))
        for file in sorted(before.keys() | after.keys())
        if (word := _change(before.get(file), after.get(file)))
    ]
    return changes or ["  stale    " + NAME]


def _change(before: str | None, after: str | None) -> str | None:
    if before == after:
        return None
    return "new" if before is None else "no more" if after is None else "stale"
