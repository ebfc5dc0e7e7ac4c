"""Keep a question that no page answered, without who asked it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.database import engine
from bot.stores.questions import keep_question


class KeepQuestion(Action):
    """action_keep_question"""

    def name(self) -> str:
        return "action_keep_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        message = tracker.latest_message
        labels = (message.get("decision") or {}).get("labels") or []
        keep_question(
            engine(),
            message.get("text") or "",
            nearest=labels[0] if labels else None,
            knowledge=message.get("knowledge"),
        )
        return []
