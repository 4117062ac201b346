"""How long a cold `rbm-spec check` of generated plans takes, beside tools that look at the form of YAML alone."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from bench.corpus import write_corpus
from bench.report import Line, faster, within
from bench.timing import time_commands
from rbm_spec import resources

FEW, MANY = 1_000, 10_000
RUNS, LONG_RUNS = 5, 2
SCRIPTS = Path(sysconfig.get_path("scripts"))


def measure(folder: Path) -> list[Line]:
    """The peers at 1,000 indicators, and growth from there to 10,000."""
    few, many = write_corpus(folder / "few", FEW), write_corpus(folder / "many", MANY)
    schema = resources.schemas() / "indicator.schema.json"
    files = [str(path) for path in sorted((few / "indicators").iterdir())]
    timed = time_commands(
        {
            "ours": [str(SCRIPTS / "rbm-spec"), "check", str(few)],
            "check-jsonschema": [str(SCRIPTS / "check-jsonschema"), "--schemafile", str(schema), *files],
            "yamllint": [str(SCRIPTS / "yamllint"), "-d", "relaxed", str(few)],
        },
        RUNS,
        allowed=(0,),
    )
    ours, work = timed["ours"], f"check {FEW:,} indicators"
    long = time_commands({"ours": [str(SCRIPTS / "rbm-spec"), "check", str(many)]}, LONG_RUNS)["ours"]
    peers = {"check-jsonschema": 2, "yamllint": 6}
    return [
        *(
            faster(work, ours.seconds, peer, timed[peer].seconds, times, ours.megabytes)
            for peer, times in peers.items()
        ),
        *(
            Line(f"{work}, processor time of all processes", ours.processor, peer, timed[peer].processor)
            for peer in peers
        ),
        within(f"check {MANY:,} indicators", long.seconds, f"{FEW:,} of them", ours.seconds, 11, long.megabytes),
    ]
