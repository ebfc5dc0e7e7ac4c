"""What is spared at start is nothing that the archive's pipeline uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.lean import in_order
from bot.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
_PROBE = """
import sys
from bot.channels.lean import leave_out
leave_out()
import rasa.core.agent, rasa.core.run, spacy
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
print([name for name in ("torch", "tensorflow.python", "keras.engine") if sys.modules.get(name)])
import tensorflow
try:
    tensorflow.constant(1)
except RuntimeError as error:
    print(error)
"""


def test_no_part_of_the_pipeline_needs_tensorflow() -> None:
    config = read_yaml(ROOT / "config.yml")
    names = [part["name"] for part in (*config["pipeline"], *config["policies"])]
    assert [name for name in names if not name.startswith("bot.") and name != "RulePolicy"] == []


def test_neither_is_imported_and_using_one_says_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROBE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()[-2:]
    assert first == "[]"
    assert second.startswith("tensorflow.constant is left out of the server; start it with AFTERCARE_WITH_TENSORFLOW=1")


def test_a_graph_is_run_in_order_and_each_node_once() -> None:
    ran: list[str] = []

    def node(name: str):
        def run(*inputs: object) -> tuple[str, list[object]]:
            ran.append(name)
            return name, list(inputs)

        return run

    message = ("message", "hello")
    graph = {"c": (node("c"), "a", "b"), "b": (node("b"), "a"), "a": (node("a"), "message"), "message": message}
    a = ("a", [message])
    assert in_order(graph, ["c", "b"]) == (("c", [a, ("b", [a])]), ("b", [a]))
    assert ran == ["a", "b", "c"]


def test_an_error_of_a_node_is_the_graphs_error() -> None:
    def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        in_order({"a": (fails,)}, ["a"])


def test_no_rule_is_told_in_a_users_words() -> None:
    rules = [rule for path in (ROOT / "data/stories").glob("*.yml") for rule in read_yaml(path)["rules"]]
    steps = [step for rule in rules for step in rule["steps"]]
    assert any("intent" in step for step in steps)
    assert not any("user" in step for step in steps)
