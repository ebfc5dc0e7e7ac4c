"""Show what the rules alone catch of the training messages, for authors of rules.

python -m benchmarks.rules             a line a sign: caught, missed
python -m benchmarks.rules SIGN        every missed message of a sign (or false alarm of a none kind)
python -m benchmarks.rules --text "…"  what the rules make of one message
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.redflags.lexicon import read_lexicon
from bot.redflags.messages import read_messages
from bot.redflags.rules import RuleDetector
from bot.text import clean, spell_out

_ROOT = Path(__file__).parents[1]


def main(arguments: list[str]) -> None:
    """Print the table, one sign's misses, or one message's findings."""
    lexicon = read_lexicon(_ROOT / "knowledge")
    detector = RuleDetector(lexicon)
    if arguments[:1] == ["--text"]:
        text = spell_out(clean(arguments[1]))
        print(detector.doc(text).text)
        for finding in detector.findings(text):
            print("  ", finding)
        return
    started, total = time.perf_counter(), 0
    for sign, messages in sorted(read_messages(_ROOT / "data" / "red_flags").items()):
        total += len(messages)
        flags = {text: detector.detect(spell_out(clean(text))) for text in messages}
        tier = lexicon.signs[sign].tier if sign in lexicon.signs else "none" if sign.startswith("none.") else "no rules"
        right = [
            t for t, found in flags.items() if any(f.tier == tier for f in found) or (tier == "none" and not found)
        ]
        if not arguments:
            print(f"{sign:36} {tier:10} right {len(right):4} of {len(messages):4}")
        elif arguments[0] == sign:
            for text in messages:
                if text not in right:
                    print(f"- {text}   {[(f.id, f.cue) for f in flags[text]] or ''}")
    print(f"{(time.perf_counter() - started) / max(total, 1) * 1000:.2f} ms a message")


if __name__ == "__main__":
    main(sys.argv[1:])
