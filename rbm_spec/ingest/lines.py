"""What is wrong in a file -> the line of the plan behind it: the field, the key or the rule that asks for otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from rbm_spec.collect.tables import Trouble
from rbm_spec.load.characters import as_text
from rbm_spec.load.places import Places
from rbm_spec.plan.model import Plan
from rbm_spec.source import Where


class Lines:
    """Looks lines up in the files of a plan, each file read once."""

    def __init__(self, plan: Plan, files: Mapping[str, bytes]) -> None:
        self._plan, self._files = plan, files
        self._places: dict[str, Places] = {}

    def behind(self, trouble: Trouble) -> str:
        """`datasets/staff.yaml:12`; empty where it is about the file and not about what the plan asks for."""
        where = self._where(trouble)
        return "" if where is None else self.at(where)

    def at(self, where: Where) -> str:
        """A place of the plan; empty where it is in none of its files."""
        if where.file not in self._files:
            return ""
        if where.file not in self._places:
            self._places[where.file] = Places(as_text(self._files[where.file]))
        return f"{where.file}:{self._places[where.file].locate(where).line}"

    def _where(self, trouble: Trouble) -> Where | None:
        dataset = self._plan.datasets.get(trouble.dataset)
        if dataset is None:
            return None
        top = Where(dataset.spec.where.file)
        for number, rule in enumerate(dataset.rules):
            if rule.message == trouble.message:
                return top.at("rules", number)
        if trouble.message.startswith(("The key ", "The row ")):
            return top.key("key")
        if trouble.column in dataset.fields:
            return top.key("fields", trouble.column)
        return top if trouble.order else None
