"""What a target says of every indicator, and the doors behind which targets stand: tables and a period in, answers out.

A target that protects and rounds says all that is published; what hides nothing says less, and is compared in that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from rbm_spec.kernel.definitions import By
from rbm_spec.kernel.faults import Fault
from rbm_spec.kernel.release import Release
from rbm_spec.kernel.values import Content
from rbm_spec.plan.model import Plan
from rbm_spec.proof.data import Tables, as_csv
from rbm_spec.reference import compute as reference

PUBLISHED = (
    "value", "published", "reason", "status", "confidentiality", "n", "assessment", "series_break",
)  # fmt: skip
PRINTED = ("value", "reason", "n")

Facts = Mapping[str, Content | int]
Key = tuple[By, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target says of one indicator: facts by cell and component in their order; `exact` says of which keys the
    value is not binary. `withheld` and `faults` are None where the target says nothing of them. `left` says that the
    target, by its own word, does not compute this data; `failed` what it raised instead of an answer.
    """

    facts: Mapping[Key, Facts]
    inexact: frozenset[Key] = frozenset()
    withheld: tuple[tuple[str, ...], ...] | None = None
    faults: frozenset[Fault] | None = None
    left: bool = False
    failed: str = ""


Answers = Mapping[str, Answer]
Run = Callable[[Tables, str], Answers]
"""Tables and a period label -> answers by indicator; raises whatever the target raises."""


@dataclass(frozen=True, slots=True)
class Target:
    """`needs` is the package that it runs on. `open(plan)` gives a `Run`; `gaps(plan)` what it does not express.

    `expected` is the reference for the same facts. `only_asked` says why a target runs only when it is named; `lacks`
    what else is not there, and `way` how to have all that it needs.
    """

    name: str
    needs: str
    open: Callable[[Plan], AbstractContextManager[Run]]
    gaps: Callable[[Plan], Mapping[str, str]] = lambda plan: {}
    expected: Callable[[Plan], Run] = lambda plan: lambda tables, period: published(plan, tables, period)

    only_asked: str = ""
    lacks: Callable[[], str] = lambda: ""
    way: str = ""

    @property
    def missing(self) -> str:
        """Why it cannot run here; nothing where it can."""
        return self.lacks() if find_spec(self.needs) is not None else f"{self.needs} is not installed"

    def not_run(self, is_asked: bool) -> str:
        """Why it does not run, and what one does so that it does; nothing where it runs."""
        ways = [self.way or f"pip install {self.needs}"] if self.missing else []
        if is_asked:
            return f"{self.missing}. To run it: {'; '.join(ways)}." if ways else ""
        why = f"it runs only when asked for: {self.only_asked}" if self.only_asked else "it was not asked for"
        reasons = "; ".join(filter(None, (why, self.missing)))
        return f"{reasons}. To run it: {'; '.join([*ways, f'--target {self.name}'])}."


def published(plan: Plan, tables: Tables, period: str) -> Answers:
    """What the reference evaluator publishes."""
    found = reference.compute(plan, as_csv(tables), period)
    return all_said(plan, found.releases, found.faults)


def unprotected(plan: Plan, said: Sequence[str] = PRINTED) -> Run:
    """Some facts by the reference evaluator, with nothing hidden; nothing of faulty data."""
    bare = replace(plan, spec=replace(plan.spec, minimum_cell=0))

    def run(tables: Tables, period: str) -> Answers:
        found = published(bare, tables, period)
        return {
            name: Answer({key: {each: facts[each] for each in said} for key, facts in answer.facts.items()})
            for name, answer in found.items()
            if not answer.faults
        }

    return run


def all_said(plan: Plan, releases: Mapping[str, Release], faults: tuple[Fault, ...]) -> Answers:
    return {
        name: Answer(
            {
                (each.by, each.component): {fact: getattr(each, fact) for fact in PUBLISHED}
                for each in found.observations
            },
            frozenset((each.by, each.component) for each in found.observations if not each.exact),
            tuple(found.withheld),
            frozenset(fault for fault in faults if fault.dataset in plan.indicators[name].reads),
        )
        for name, found in releases.items()
    }


def in_short(error: Exception) -> str:
    """What was raised: its kind and the first line of its message, which often goes on with a query of many pages."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {said}".removesuffix(": ")


@contextmanager
def files() -> Iterator[Callable[[Tables], dict[str, Path | None]]]:
    """A folder into which tables are written."""
    with TemporaryDirectory(prefix="rbm-spec-") as folder:

        def write(tables: Tables) -> dict[str, Path | None]:
            found: dict[str, Path | None] = {}
            for name, text in as_csv(tables).items():
                found[name] = None if text is None else Path(folder, f"{name}.csv")
                if text is not None:
                    Path(folder, f"{name}.csv").write_bytes(text.encode())
            return found

        yield write
