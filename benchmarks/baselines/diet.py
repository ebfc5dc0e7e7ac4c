"""Rasa's own default pipeline, trained on the same example messages.

The pipeline is what `rasa init` writes, but for this:
- ResponseSelector is left out: DIET sees of a retrieval intent `ask/lifting` the word `ask` alone
  and leaves the topic to it. Plain intents (`ask_lifting`, `gap_driving`, …) in a converted copy
  of data/nlu are how DIET is mostly used, and let it learn what no page covers as well.
- FallbackClassifier is left out: its part, declining below a confidence, is played by the
  threshold that every system gets on the tuning split.
- 6 epochs, not 100: on two cores, beside other work, one took eleven minutes. By then DIET has 89% of its
  training examples right (of a quarter of the data, 99% after 25 epochs): more would raise its row somewhat.
- A seed, for rows that can be had again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.baselines.judgement import Guess
from bot.errors import AftercareError

CACHE = Path(".cache/baselines/diet")
EPOCHS = 6
CONFIG = {
    "recipe": "default.v1",
    "assistant_id": "baseline",
    "language": "en",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": EPOCHS, "random_seed": 0},
        {"name": "EntitySynonymMapper"},
    ],
}


def plain(label: str) -> str:
    """Return a label as an intent of its own that DIET sees whole."""
    return label.replace("/", "_")


def rank(texts: Sequence[str], examples: Sequence[tuple[str, str]]) -> list[Guess]:
    """Return, for each text, DIET's first label and its confidence; trains the first time.

    examples: (text, label) of data/nlu.
    """
    labels = {plain(label): label for _, label in examples}
    found = asyncio.run(_parse(trained(examples), texts))
    return [(labels.get(intent, ""), confidence) for intent, confidence in found]


async def _parse(model: Path, texts: Sequence[str]) -> list[tuple[str, float]]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    intents = [(await agent.parse_message(text))["intent"] for text in texts]
    return [(str(intent["name"]), float(intent["confidence"])) for intent in intents]


def trained(examples: Sequence[tuple[str, str]]) -> Path:
    """Return the archive for these examples and this pipeline, trained if it is not kept."""
    config, data = json.dumps(CONFIG, indent=1), nlu_file(examples)
    folder = CACHE / hashlib.sha256((config + data).encode()).hexdigest()[:16]
    model = folder / "diet.tar.gz"
    if model.is_file():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_text(config, encoding="utf-8")  # JSON is YAML
    (folder / "nlu.yml").write_text(data, encoding="utf-8")
    print(
        f"Training DIET on {len(examples)} examples, once for {EPOCHS} epochs (its default is 100); an hour.",
        flush=True,
    )
    # In its own folder, where Rasa does not find our domain; its cache of steps is off.
    words = "-m rasa train nlu --config config.yml --nlu nlu.yml --out . --fixed-model-name diet".split()
    environment = {**os.environ, "RASA_MAX_CACHE_SIZE": "0", "PYTHONWARNINGS": "ignore"}
    with (folder / "train.log").open("w", encoding="utf-8") as log:
        code = subprocess.call(
            [sys.executable, *words], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    if code != 0 or not model.is_file():
        raise AftercareError(f"Training DIET failed. The whole log is in {folder / 'train.log'}.")
    return model


def nlu_file(examples: Iterable[tuple[str, str]]) -> str:
    """Return the examples as a Rasa training file with one plain intent a label."""
    groups: dict[str, list[str]] = {}
    for text, label in examples:
        groups.setdefault(plain(label), []).append(f"    - {text}\n")
    body = "".join(f"- intent: {intent}\n  examples: |\n{''.join(lines)}" for intent, lines in groups.items())
    return f'version: "3.1"\nnlu:\n{body}'
