"""python -m bot.replay.play ARCHIVE SUITES OUT: hold all suites with one archive and write what came back.

In a process of its own: two archives in one would share what they publish.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.replay.judge import faults
from bot.replay.lean import as_the_server
from bot.replay.suite import Case, read_suites


def main() -> None:
    """Write a JSON list: a conversation each, a turn each with message, reply, record and faults."""
    archive, suites, out = map(Path, sys.argv[1:])
    as_the_server()
    from bot.replay.conversation import Conversation, Watched, load

    agent = load(archive)

    async def turns(case: Case) -> list[dict[str, Any]]:
        line, found = Watched(Conversation(agent, channel=case.channel)), []
        for turn in case.turns:
            got = await line.say(turn.user, turn.now)
            found.append({"user": turn.user, "text": got.text, "record": got.record, "faults": faults(turn, got)})
        return found

    held = [
        {"suite": case.suite, "name": case.name, "channel": case.channel, "turns": asyncio.run(turns(case))}
        for case in read_suites(suites)
    ]
    out.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
