"""The domain, the examples and the rules name the same intents and actions: training reads them unchecked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.examples import read_examples

ROOT = Path(__file__).parents[2]


def _read(path: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return _read("domain.yml")


@pytest.fixture(scope="module")
def steps() -> list[dict[str, str]]:
    return [
        step
        for path in (ROOT / "data/stories").glob("*.yml")
        for rule in _read(path)["rules"]
        for step in rule["steps"]
    ]


def test_the_examples_are_of_the_domains_intents(domain: dict[str, Any]) -> None:
    labels = {label.partition("/")[0] for _, label in read_examples(ROOT / "data/nlu")}
    assert labels == set(domain["intents"])


def test_every_intent_has_one_rule(domain: dict[str, Any], steps: list[dict[str, str]]) -> None:
    assert sorted(step["intent"] for step in steps if "intent" in step) == sorted(domain["intents"])


def test_rules_name_actions_that_there_are(domain: dict[str, Any], steps: list[dict[str, str]]) -> None:
    responses = {
        name for path in (ROOT / "data/responses").glob("*.yml") for name in _read(str(path)).get("responses", {})
    }
    named = {step["action"] for step in steps if "action" in step}
    assert named <= {*domain["actions"], *domain.get("responses", {}), *responses}
