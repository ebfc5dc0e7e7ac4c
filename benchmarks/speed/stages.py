"""Where the time of a turn goes: in a process set up as the server's, each stage timed by itself."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import statistics
import subprocess
import sys
import time
import uuid
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.speed.servers import QUESTIONS
from bot.commands.environment import MODEL, environment

#: In the order in which a message passes them.
ORDER = (
    "tracker store: read",
    "normaliser",
    "encoder",
    "classifier",
    "detector",
    "retriever",
    "resolver",
    "policies",
    "generator",
    "tracker store: write",
    "the rest (Rasa's graph and trackers)",
)


class Clock:
    """Add up the time of each stage in the current turn."""

    def __init__(self) -> None:
        self.turn: dict[str, float] = defaultdict(float)

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed."""
        if inspect.iscoroutinefunction(function):

            async def timed_turn(*args: Any, **kwargs: Any) -> Any:
                with self._timed(stage):
                    return await function(*args, **kwargs)

            return timed_turn

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self._timed(stage):
                return function(*args, **kwargs)

        return timed

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.turn[stage] += time.perf_counter() - started


def measure(folder: Path, *, turns: int) -> dict[str, dict[str, float]]:
    """Return the median ms of each stage of an answered turn, for both tracker stores."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed.stages", str(folder), str(turns)]
    done = subprocess.run(command, env=environment(serving=True), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _stages(folder: Path, turns: int) -> dict[str, dict[str, float]]:
    from bot.channels.lean import leave_out, shorten_turns, spare_what_stays

    leave_out()
    shorten_turns()
    from rasa.core.policies.rule_policy import RulePolicy

    from bot.answers.generator import AnswerGenerator
    from bot.channels.tracker_stores import TrimmingInMemoryTrackerStore, TrimmingSQLTrackerStore
    from bot.nlu.context_resolver import ContextResolver
    from bot.nlu.intent_classifier import IntentClassifier
    from bot.nlu.normaliser import Normaliser
    from bot.nlu.passage_retriever import PassageRetriever
    from bot.nlu.red_flag_detector import RedFlagDetector
    from bot.nlu.sentence_encoder import SentenceEncoderComponent
    from bot.policies.safety import SafetyPolicy
    from bot.replay.conversation import load

    clock = Clock()
    for stage, owner, method in (
        ("normaliser", Normaliser, "process"),
        ("encoder", SentenceEncoderComponent, "process"),
        ("classifier", IntentClassifier, "process"),
        ("detector", RedFlagDetector, "process"),
        ("retriever", PassageRetriever, "process"),
        ("resolver", ContextResolver, "process"),
        ("policies", SafetyPolicy, "predict_action_probabilities"),
        ("policies", RulePolicy, "predict_action_probabilities"),
        ("generator", AnswerGenerator, "generate"),
        ("tracker store: read", TrimmingSQLTrackerStore, "retrieve"),
        ("tracker store: write", TrimmingSQLTrackerStore, "save"),
        ("tracker store: read", TrimmingInMemoryTrackerStore, "retrieve"),
        ("tracker store: write", TrimmingInMemoryTrackerStore, "save"),
    ):
        # Rasa binds the methods when it loads, and reads their signatures: the clock goes in first.
        original = getattr(owner, method)
        timed = clock.wrap(stage, original)
        timed.__signature__ = inspect.signature(original)  # type: ignore[attr-defined]
        setattr(owner, method, timed)
    agent = load(MODEL)
    spare_what_stays()
    logging.disable(logging.CRITICAL)
    stores = {
        "memory": TrimmingInMemoryTrackerStore(agent.domain),
        "SQLite": TrimmingSQLTrackerStore(agent.domain, dialect="sqlite", db=str(folder / "stages.db")),
    }
    return {name: asyncio.run(_measure(agent, store, clock, turns)) for name, store in stores.items()}


async def _measure(agent: Any, store: Any, clock: Clock, turns: int) -> dict[str, float]:
    from rasa.core.channels.channel import UserMessage

    from bot.channels.turn import ReplyCollector

    agent.processor.tracker_store = store
    took: list[dict[str, float]] = []
    sender = ""
    for number in range(turns + 20):
        if number % 10 == 0:
            sender = uuid.uuid4().hex
        clock.turn.clear()
        message = UserMessage(QUESTIONS[number % len(QUESTIONS)], ReplyCollector(), sender, input_channel="rest")
        started = time.perf_counter()
        await agent.handle_message(message)
        whole = time.perf_counter() - started
        took.append({**clock.turn, ORDER[-1]: whole - sum(clock.turn.values()), "whole": whole})
    return {stage: statistics.median(turn.get(stage, 0.0) for turn in took[20:]) * 1000 for stage in (*ORDER, "whole")}


if __name__ == "__main__":
    warnings.showwarning = lambda *_, **__: None
    print(json.dumps(_stages(Path(sys.argv[1]), int(sys.argv[2]))))
