"""What the gate accepts means the same to readers of YAML 1.1 and 1.2."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from rbm_spec.load.gate import read_tree
from tests.load import specs
from tests.load.test_mutants import mutant


def plain(value: Any) -> Any:
    """As JSON: keys and dates are text."""
    match value:
        case dict():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def yaml_1_1(text: str) -> Any:
    return plain(yaml.load(text, Loader=yaml.CSafeLoader))


def yaml_1_2(text: str) -> Any:
    return plain(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize("name", specs.files())
def test_each_spec_reads_the_same_in_three_readers(name: str) -> None:
    raw = specs.files()[name]
    tree, findings = read_tree("x.yaml", raw)
    assert findings == []
    assert tree is not None
    assert yaml_1_1(tree.text) == tree.data
    assert yaml_1_2(tree.text) == tree.data


def test_accepted_mutants_read_the_same_in_yaml_1_1() -> None:
    accepted = 0
    for number in range(8_000):
        tree, findings = read_tree("x.yaml", mutant(number)[1])
        if tree is None or findings:
            continue
        accepted += 1
        assert yaml_1_1(tree.text) == tree.data, tree.text
    assert accepted > 1_000


def test_accepted_mutants_read_the_same_in_yaml_1_2() -> None:
    accepted = 0
    for number in range(0, 8_000, 8):
        tree, findings = read_tree("x.yaml", mutant(number)[1])
        if tree is None or findings or len(tree.text) > 4_000:
            continue
        accepted += 1
        assert yaml_1_2(tree.text) == tree.data, tree.text
    assert accepted > 100
