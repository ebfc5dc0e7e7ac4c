"""The contract that every graph component meets, and a minimal pipeline trained for real."""

from __future__ import annotations

import inspect
import typing
from pathlib import Path

import pytest
import yaml
from rasa.engine.graph import GraphComponent

from bot.nlu.context_resolver import ContextResolver
from bot.nlu.intent_classifier import IntentClassifier
from bot.nlu.ngram_counter import NGramCounter
from bot.nlu.normaliser import Normaliser
from bot.nlu.passage_retriever import PassageRetriever
from bot.nlu.red_flag_detector import RedFlagDetector
from bot.nlu.sentence_encoder import SentenceEncoderComponent
from bot.policies.safety import SafetyPolicy

ROOT = Path(__file__).parents[2]
COMPONENTS = [
    Normaliser, SentenceEncoderComponent, NGramCounter, IntentClassifier, RedFlagDetector, PassageRetriever, ContextResolver, SafetyPolicy,
]  # fmt: skip


@pytest.mark.parametrize("component", COMPONENTS)
def test_is_a_graph_component_with_annotated_steps(component: type[GraphComponent]):
    assert issubclass(component, GraphComponent)
    for name in ("create", "load", "train", "process", "process_training_data"):
        step = getattr(component, name, None)
        if step is None or step.__qualname__.split(".")[0] != component.__name__:
            continue
        hints = typing.get_type_hints(step)
        parameters = [p for p in inspect.signature(step).parameters if p not in {"self", "kwargs"}]
        assert "return" in hints and set(parameters) <= set(hints), name


@pytest.mark.parametrize("component", COMPONENTS)
def test_default_config_is_fresh_each_time(component: type[GraphComponent]):
    first = component.get_default_config()
    first["changed"] = True
    assert "changed" not in component.get_default_config()


@pytest.mark.parametrize("component", COMPONENTS)
def test_required_packages_can_be_imported(component: type[GraphComponent]):
    for package in component.required_packages():
        __import__(package)


@pytest.mark.parametrize("component", COMPONENTS[:-1])
def test_fingerprint_covers_what_it_reads(component: type[GraphComponent], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    if component is not ContextResolver:
        assert component.fingerprint_addon({})


DOMAIN = """
version: "3.1"
intents: [ask, gap, chat]
responses:
  utter_ask/lifting: [{text: advice}]
  utter_ask/bathing: [{text: advice}]
  utter_gap/driving: [{text: advice}]
  utter_chat/greet: [{text: hello}]
  utter_answer: [{text: answer}]
  utter_escalation: [{text: escalation}]
slots:
  open_escalation: {type: any, mappings: [{type: custom}]}
  flag_evidence: {type: any, mappings: [{type: custom}]}
  procedure_date: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  last_topic: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  also_topic: {type: text, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_keep_question, action_hand_off]
"""
NLU = """
version: "3.1"
nlu:
- intent: ask/lifting
  examples: |
    - when can I lift
    - how much may I carry
    - lifting my grandson
- intent: ask/bathing
  examples: |
    - can I shower
    - may I take a bath
    - washing my hair
- intent: gap/driving
  examples: |
    - when can I drive
    - may I get behind the wheel
    - driving my car
- intent: chat/greet
  examples: |
    - hello
    - hi there
    - good morning
rules:
- rule: all
  steps: [{intent: ask}, {action: utter_answer}]
- rule: gaps
  steps: [{intent: gap}, {action: utter_answer}]
- rule: talk
  steps: [{intent: chat}, {action: utter_answer}]
"""
CONFIG = """
recipe: default.v1
assistant_id: minimal
language: en
pipeline:
- name: bot.nlu.normaliser.Normaliser
  messages: {messages}
- name: bot.nlu.sentence_encoder.SentenceEncoderComponent
  tuned: data/encoder/tuned.npz
- name: bot.nlu.ngram_counter.NGramCounter
  messages: {messages}
- name: bot.nlu.intent_classifier.IntentClassifier
  turns: {messages}/turns
- name: bot.nlu.red_flag_detector.RedFlagDetector
  messages: {messages}
  turns: {messages}/turns
  thresholds: {thresholds}
- name: bot.nlu.passage_retriever.PassageRetriever
- name: bot.nlu.context_resolver.ContextResolver
policies:
- name: bot.policies.safety.SafetyPolicy
- name: RulePolicy
"""
MESSAGES = """
messages:
  neuro.leg-weakness: [my legs will not move, I cannot feel my feet, her legs gave out]
  none.denied: [no numbness at all, my legs are fine, no fever today]
"""


@pytest.fixture(scope="module")
def minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a minimal pipeline of all our components, for real."""
    import os

    from rasa.model_training import train

    folder = tmp_path_factory.mktemp("minimal")
    messages = folder / "messages"
    messages.mkdir()
    (messages / "few.yml").write_text(MESSAGES)
    own = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    thresholds = next(step["thresholds"] for step in own if "thresholds" in step)
    config = CONFIG.format(messages=messages, thresholds=thresholds)
    for name, text in (("domain.yml", DOMAIN), ("nlu.yml", NLU), ("config.yml", config)):
        (folder / name).write_text(text)
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        result = train(
            str(folder / "domain.yml"),
            str(folder / "config.yml"),
            str(folder / "nlu.yml"),
            output=str(folder / "models"),
        )
    finally:
        os.chdir(before)
    assert result.code == 0 and result.model
    return Path(result.model)


async def _parse(model: Path, text: str) -> dict:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    return await agent.parse_message(text)


@pytest.mark.model
def test_a_minimal_pipeline_trains_and_parses(minimal: Path):
    import asyncio

    parsed = asyncio.run(_parse(minimal, "/when can i lift my dog"))
    assert parsed["intent"]["name"] == "ask" and parsed["intent"]["label"] == "ask/lifting"
    assert parsed["hits"] and set(parsed["hits"][0]) == {"passage", "score"}
    assert parsed["decision"]["outcome"] in {"answer", "clarify"}
    assert parsed["red_flags"] == [] and parsed["language"] == "en" and len(parsed["knowledge"]) == 12
    flagged = asyncio.run(_parse(minimal, "my mom cant feel her legs"))
    assert [set(flag) for flag in flagged["red_flags"]] == [{"id", "tier", "cue", "why"}]
