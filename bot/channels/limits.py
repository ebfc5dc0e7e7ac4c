"""Limits that Rasa leaves open."""

from __future__ import annotations

import rasa.core.actions.action
import rasa.utils.endpoints

#: Seconds that the action server may take; Rasa's own limit is five minutes, during which
#: the same person's next message would wait.
ACTION_SECONDS = 2


def limit_action_calls() -> None:
    """Give calls to the action server a time limit. Rasa has no setting for it."""
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    rasa.utils.endpoints.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
