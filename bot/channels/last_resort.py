"""The reply when nothing else can be said: it names 911, and the rules still read the message."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

from bot.answers.phrases import Phrases
from bot.language import is_spanish
from bot.records import RedFlag, greatest_tier
from bot.redflags.lexicon import read_lexicon
from bot.redflags.rules import shared_rules
from bot.settings import read_clinic
from bot.text import clean, spell_out
from bot.yamlfile import read_yaml

logger = logging.getLogger(__name__)
_RESPONSES = ("answer.yml", "escalation.yml", "escalation-es.yml", "refused.yml")
#: Why a channel did not take a message.
Refusal = Literal["too_long", "too_many", "session"]


class LastResort:
    """Needs no archive: texts and rules are read from their files, once, at start."""

    def __init__(self, root: Path = Path()) -> None:
        texts: dict[str, Any] = {}
        for name in _RESPONSES:
            texts |= read_yaml(root / "data" / "responses" / name)["responses"]
        self._phrases = {channel: Phrases(texts, read_clinic(), channel) for channel in ("web", "sms")}
        self._rules = shared_rules(read_lexicon(root / "knowledge"))

    def messages(self, recipient: str, text: str, channel: str | None = None) -> list[dict[str, Any]]:
        """Return the reply and its record as REST sends them."""
        phrases = self._phrases["sms" if channel == "sms" else "web"]
        reply = phrases.last_resort(self.screen(text), "es" if is_spanish(clean(text)) else "en")
        return [
            {"recipient_id": recipient, "text": reply["text"]},
            {"recipient_id": recipient, "custom": reply["custom"]},
        ]

    def refuse(self, text: str, reason: Refusal, channel: str) -> dict[str, Any]:
        """Return text, tier and signs of a refusal: screened all the same, and it always names 911."""
        phrases = self._phrases["sms" if channel == "sms" else "web"]
        language = "es" if is_spanish(clean(text)) else "en"
        suffix = "_es" if language == "es" else ""
        flags = self.screen(text)
        said = [phrases.last_resort(flags, language)["text"]] if flags else []
        said.append(phrases.say(f"utter_refused_{reason}{suffix}"))
        tier = greatest_tier([flag.tier for flag in flags])
        return {"text": "\n\n".join(said), "tier": tier, "red_flags": [flag.id for flag in flags]}

    def screen(self, text: str) -> list[RedFlag]:
        """Return the warning signs that the rules find."""
        try:
            return self._rules.detect(spell_out(clean(text)))
        except Exception as error:  # the last resort must not fail
            logger.error("The rules failed: %s", type(error).__name__)
            return []
