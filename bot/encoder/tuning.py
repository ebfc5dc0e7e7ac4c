"""Tune the encoder on this field's messages, and keep what changed as a small file.

Runs by hand (`make tune`, half an hour to two hours on two cores), not in training: topics and warning
signs are learnt together, each message's vector under two linear heads that are thrown away
afterwards. What changed is kept as low-rank differences of the weight matrices, which
`export` adds to the model; `make train` then fits its own heads on the tuned vectors.
Reads training data only: held-out messages never come here (an overlap fails the build).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

RANK = 96


@dataclass(frozen=True)
class Example:
    """A text, its warning sign (or kind of look-alike), and its intent where it has one."""

    text: str
    sign: str
    intent: str | None


def tune(
    folder: Path,
    examples: list[Example],
    target: Path,
    *,
    epochs: int = 3,
    rate: float = 1.2e-4,
    batch: int = 32,
    seed: int = 0,
    begin: Path | None = None,
    bfloat16: bool = False,
    say: Callable[[str], None] = print,
) -> None:
    """Tune the model of a folder on examples and write its differences to target (.npz).

    begin: differences to go on from, for when data was added and a full tuning takes too long.
    bfloat16: multiply in half the precision: three times as fast on processors that have it, slower on others.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    torch.manual_seed(seed)
    random.seed(seed)
    model: Any = SentenceTransformer(str(folder), device="cpu")
    bert, tokenizer = model[0].auto_model, model.tokenizer
    before = {name: value.clone() for name, value in bert.state_dict().items()}
    if begin is not None:
        apply(model, begin)
    for parameter in bert.embeddings.parameters():
        parameter.requires_grad = False
    signs = sorted({e.sign for e in examples})
    intents = sorted({e.intent for e in examples if e.intent})
    width = bert.config.hidden_size
    heads = torch.nn.ModuleList([torch.nn.Linear(width, len(signs)), torch.nn.Linear(width, len(intents))])
    learnt = [p for p in bert.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": learnt, "lr": rate}, {"params": heads.parameters(), "lr": 5e-3}], weight_decay=0.01
    )
    steps = epochs * -(-len(examples) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, 5e-3], total_steps=steps, pct_start=0.1)
    loss_of = torch.nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.05)
    started = time.monotonic()
    bert.train()
    for epoch in range(epochs):
        total = 0.0
        for chosen in _batches(examples, batch):
            tokens = tokenizer(
                [e.text for e in chosen], padding=True, truncation=True, max_length=80, return_tensors="pt"
            )
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
                states = bert(**tokens).last_hidden_state.float()
            mask = tokens["attention_mask"].unsqueeze(-1).to(states.dtype)
            vectors = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)
            vectors = torch.nn.functional.dropout(vectors, 0.1) * 8
            loss = loss_of(heads[0](vectors), torch.tensor([signs.index(e.sign) for e in chosen]))
            wanted = torch.tensor([intents.index(e.intent) if e.intent else -100 for e in chosen])
            if bool((wanted >= 0).any()):
                loss = loss + loss_of(heads[1](vectors), wanted)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss)
        say(
            f"epoch {epoch + 1} of {epochs}: loss {total * batch / len(examples):.3f}, {time.monotonic() - started:.0f} s"
        )
    after = bert.state_dict()
    np.savez(target, **_differences(before, after))


def _batches(examples: list[Example], size: int) -> list[list[Example]]:
    """Return shuffled batches of texts of about one length."""
    order = sorted(examples, key=lambda e: len(e.text) + random.random() * 20)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    random.shuffle(batches)
    return batches


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Return, per weight, the difference: two thin factors for a matrix, itself for a vector."""
    import torch

    found: dict[str, np.ndarray[Any, Any]] = {}
    for name, old in before.items():
        change = after[name] - old
        if not change.dtype.is_floating_point or not bool(change.abs().max() > 0):
            continue
        if change.ndim == 2:
            left, middle, right = torch.linalg.svd(change, full_matrices=False)
            found[f"{name}|left"] = (left[:, :RANK] * middle[:RANK]).half().numpy()
            found[f"{name}|right"] = right[:RANK].half().numpy()
        else:
            found[f"{name}|whole"] = change.half().numpy()
    return found


def apply(model: Any, path: Path) -> None:
    """Add the differences of a file to a loaded sentence-transformers model, in place."""
    import torch

    bert = model[0].auto_model
    state = bert.state_dict()
    with np.load(path, allow_pickle=False) as data:
        for key in data.files:
            name, part = key.split("|")
            if part == "left":
                change = data[key].astype(np.float32) @ data[f"{name}|right"].astype(np.float32)
            elif part == "whole":
                change = data[key].astype(np.float32)
            else:
                continue
            state[name] = state[name] + torch.from_numpy(change)
    bert.load_state_dict(state)
