"""What a channel with a screen shows beside the text: the sides of a conflict, the open alarm, the language."""

from __future__ import annotations

from typing import Any

from bot.answers.turn import Reply, Turn


def details(turn: Turn, reply: Reply) -> dict[str, Any]:
    """Return, as JSON, what is shown beside the reply's text; the alarm as it stands after the turn."""
    alarm = turn.alarm
    standing = {"tier": alarm.tier, "since": alarm.since, "signs": list(alarm.flags)} if alarm else None
    return {"lang": turn.language, "alarm": standing, **_split(reply)}


def _split(reply: Reply) -> dict[str, Any]:
    """Return the sides, and the text before and after them."""
    places = [reply.text.find(side.line) for side in reply.sides]
    if len(places) < 2 or -1 in places:
        return {"sides": []}
    end = places[-1] + len(reply.sides[-1].line)
    return {
        "sides": [{"source": side.source, "text": side.text} for side in reply.sides],
        "opening": reply.text[: places[0]].strip(),
        "closing": reply.text[end:].strip(),
    }
