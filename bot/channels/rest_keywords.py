"""STOP, START and HELP over REST as on SMS: the same words and texts, for tests; nobody's consent is changed."""

from __future__ import annotations

from typing import Any

from bot.answers.sms_keywords import keyword_of
from bot.channels.last_resort import LastResort
from bot.channels.sms_texts import SmsTexts
from bot.records import TurnRecord

_PURPOSE = {"stop": "stopped", "start": "started", "help": "help"}


class KeywordReplies:
    """The texts that keywords are answered with."""

    def __init__(self) -> None:
        self._texts = SmsTexts()

    def messages(self, recipient: str, text: str, last_resort: LastResort) -> list[dict[str, Any]] | None:
        """Return the reply to a keyword as REST sends it; None for any other message, and for one that shows a sign."""
        keyword = keyword_of(text)
        if keyword is None or last_resort.screen(text):
            return None
        said = self._texts.say(_PURPOSE[keyword.kind], keyword.language)
        record = TurnRecord(kind="smalltalk").as_dict()
        return [{"recipient_id": recipient, "text": said}, {"recipient_id": recipient, "custom": record}]
