"""What the text line itself says: welcome, opt-out, help and the like."""

from __future__ import annotations

from pathlib import Path

from bot.answers.phrases import Phrases
from bot.errors import SettingsError
from bot.segments import sms_segments
from bot.settings import Clinic, read_clinic
from bot.yamlfile import read_yaml

#: Segments that one of these texts may take.
MOST_SEGMENTS = 2


class SmsTexts:
    """The texts of data/responses/sms.yml for this clinic, read once; one that is too long stops the start."""

    def __init__(self, root: Path = Path(), clinic: Clinic | None = None) -> None:
        responses = read_yaml(root / "data" / "responses" / "sms.yml")["responses"]
        phrases = Phrases(responses, clinic or read_clinic(root / "clinic.yml"), "sms")
        self._texts = {name: phrases.say(name) for name in responses}
        long = [name for name, text in self._texts.items() if sms_segments(text) > MOST_SEGMENTS]
        if long:
            raise SettingsError(
                f"clinic.yml: with this name and these numbers {long[0]} takes more than {MOST_SEGMENTS} text "
                "messages. Shorten the name, and keep to plain letters (no á, no curly quotes)."
            )

    def say(self, purpose: str, language: str | None) -> str:
        """Return a text (utter_sms_<purpose>); English where the language is not Spanish."""
        return self._texts[f"utter_sms_{purpose}{'_es' if language == 'es' else ''}"]
