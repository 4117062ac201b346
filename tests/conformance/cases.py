"""The conformance cases: each becomes the files of a small plan, its data, and what must come out."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
ENABLER = {"name": "Enabler of the case", "statement": "What the case is about.", "outcomes": ["case_outcome"]}
OUTCOME = {"statement": "Cases come out.", "enablers": "all", "status": "agreed", "source": "Records of the case"}


@dataclass(frozen=True)
class Case:
    """One case. `files` are the spec files, `data` the CSV text of each dataset (None: not submitted)."""

    topic: str
    title: str
    period: str
    files: Mapping[str, bytes]
    data: Mapping[str, str | None]
    expect: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.topic}: {self.title}"


def all_cases() -> Iterator[Case]:
    """The cases that came with the language, then those in `more/`, which are ours."""
    defaults = _read(HERE / "_defaults.yaml")
    for path in (*sorted(HERE.glob("[a-z]*.yaml")), *sorted(HERE.glob("more/*.yaml"))):
        page = _read(path)
        for raw in page["cases"]:
            yield _case(page["topic"], raw, defaults)


def _read(path: Path) -> Any:
    return _plain(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    """Dates as text and keys as text, as the loader gives them."""
    match value:
        case dict():
            return {str(_plain(key)): _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def _case(topic: str, raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> Case:
    files = {"plan.yaml": {"kind": "plan", **defaults["plan"], **raw.get("plan", {})}}
    indicators = {"tested": raw.get("indicator", {}), **raw.get("others", {})}
    for name, each in {**defaults["codelists"], **raw.get("codelists", {})}.items():
        files[f"codelists/{name}.yaml"] = {"kind": "codelist", "id": name, **defaults["codelist"], **each}
    for name, each in raw.get("datasets", {}).items():
        files[f"datasets/{name}.yaml"] = {"kind": "dataset", "id": name, **defaults["dataset"], **_dataset(each)}
    for name, each in indicators.items():
        files[f"indicators/{name}.yaml"] = {
            "kind": "indicator", "id": name, **defaults["indicator"], **_indicator(each),
        }  # fmt: skip
    files["enablers/case_enabler.yaml"] = {"kind": "enabler", "id": "case_enabler", **ENABLER}
    files["outcomes/case_outcome.yaml"] = {
        "kind": "outcome", "id": "case_outcome", "indicators": list(indicators), **OUTCOME,
    }  # fmt: skip
    texts = {name: None if text == "not_submitted" else text for name, text in raw.get("data", {}).items()}
    written = {file: json.dumps(each, ensure_ascii=False).encode() for file, each in files.items()}
    return Case(topic, raw["case"], str(raw.get("period", "2028")), written, texts, raw["expect"])


def _dataset(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset with the labels that the schema asks for."""
    fields = {name: {"label": name, **each} for name, each in raw.get("fields", {}).items()}
    return {**raw, "fields": fields} if fields else dict(raw)


def _indicator(raw: Mapping[str, Any]) -> dict[str, Any]:
    labelled = dict(raw)
    if "measures" in raw:
        labelled["measures"] = _labelled(raw["measures"])
    if "previous_methods" in raw:
        labelled["previous_methods"] = [
            {**each, "measures": _labelled(each["measures"])} for each in raw["previous_methods"]
        ]
    return {key: str(value) if key == "formula" else value for key, value in labelled.items()}


def _labelled(measures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {"label": name, **each} for name, each in measures.items()}
