"""python -m bot.channels.server …: Rasa's own command, without its dependencies' deprecation warnings.

Rasa 3.6 and what it pins warn of their own age at every start; the filters that Python offers
are reset by one of them. Nobody who runs a server can act on these lines.
"""

from __future__ import annotations

import sys
import warnings

from bot.channels.lean import (
    leave_log_as_set,
    leave_origins_to_channels,
    leave_out,
    shorten_turns,
)


def main() -> None:
    """Run `rasa` with this process's arguments."""
    warnings.showwarning = lambda *_, **__: None
    leave_out()
    shorten_turns()
    leave_log_as_set()
    leave_origins_to_channels()
    from rasa.__main__ import main as rasa

    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
