"""Hold conversations in a process that imports no more than the server does, where it is there for that alone."""

from __future__ import annotations

import os

#: Set in processes that replay and do nothing else: tests beside it may want TensorFlow or torch.
LEAN = "AFTERCARE_REPLAY_ONLY"


def as_the_server() -> None:
    """Run graphs in order, as the server does; leave out what it leaves out where this process only replays."""
    from bot.channels.lean import leave_out, shorten_turns

    if os.environ.get(LEAN):
        leave_out()
    shorten_turns()


def loaded() -> None:
    """Spare the garbage collector what stays, as the server does: pytest alone collects five times at its end."""
    from bot.channels.lean import spare_what_stays

    if os.environ.get(LEAN):
        spare_what_stays()
