"""Keep that somebody asked to talk to a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.database import engine
from bot.stores.questions import keep_hand_off


class HandOff(Action):
    """action_hand_off"""

    def name(self) -> str:
        return "action_hand_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        keep_hand_off(engine(), tracker.sender_id, tracker.get_latest_input_channel())
        return []
