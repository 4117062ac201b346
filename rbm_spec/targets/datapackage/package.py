"""The plan -> `datapackage.json`, `csv-metadata.json` and a CSV file with a header for each collected dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from string import Template
from typing import Any

from rbm_spec import editable
from rbm_spec.artifacts import Artifact
from rbm_spec.plan.model import Dataset, Plan
from rbm_spec.plan.stamp import meaning_hash
from rbm_spec.targets.datapackage.csvw import table_group
from rbm_spec.targets.datapackage.schema import table_schema


def generate(plan: Plan) -> list[Artifact]:
    """The package and its empty tables, sorted by path."""
    collected = [dataset for dataset in plan.datasets.values() if dataset.derivation is None]
    words = editable.table("datapackage/words.toml")
    package = {
        "name": plan.spec.id,
        "title": Template(words["title"]).substitute(plan=plan.spec.title),
        "description": words["description"],
        "version": plan.spec.version,
        "resources": [_resource(plan, dataset, words) for dataset in collected],
    }
    artifacts = [Artifact("datapackage/datapackage.json", _json(package))]
    words_of = {dataset.id: _description(dataset, words) for dataset in collected}
    artifacts.append(Artifact("datapackage/csv-metadata.json", _json(table_group(plan, collected, words_of))))
    for dataset in collected:
        header = ",".join(dataset.fields) + "\n"
        artifacts.append(Artifact(f"datapackage/{dataset.id}.csv", header.encode("ascii")))
    return sorted(artifacts, key=lambda artifact: artifact.path)


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(plan: Plan, dataset: Dataset, words: Mapping[str, str]) -> dict[str, Any]:
    spec = dataset.spec
    resource: dict[str, Any] = {
        "name": dataset.id,
        "type": "table",
        "title": spec.title,
        "description": _description(dataset, words),
        "path": f"{dataset.id}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "owner": spec.owner,
        "meaning": meaning_hash(plan, dataset.id),
        "schema": table_schema(plan, dataset),
    }
    if spec.source:
        resource["sources"] = [{"title": spec.source}]
    return resource


def _description(dataset: Dataset, words: Mapping[str, str]) -> str:
    """Grain, description, warning and rules, each a paragraph of its own."""
    spec = dataset.spec
    parts = [spec.grain, spec.description or "", words["personal"] if dataset.personal else ""]
    if dataset.rules:
        parts.append("\n".join([words["rules"], *(rule.message for rule in dataset.rules)]))
    return "\n\n".join(part for part in parts if part)
