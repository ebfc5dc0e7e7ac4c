"""A turn's messages as the web channel sends them: text, sides, sources, choices, the alarm that is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

from bot.errors import ArchiveError
from bot.knowledge.published import published
from bot.language import is_spanish
from bot.settings import Clinic
from bot.text import clean
from bot.yamlfile import Strict, read_model

_FILE = Path(__file__).parent / "choices.yml"
#: The numbers that each tier's card offers, the first the one to call.
_CALLS: dict[str, tuple[str, ...]] = {
    "emergency": ("emergency",),
    "crisis": ("crisis", "crisis_text", "emergency"),
    "provider": ("day", "after_hours", "emergency"),
}
_BOTH = ("emergency", "crisis", "crisis_text")
_NUMBERS = {
    "emergency": "emergency_number",
    "crisis": "crisis_number",
    "crisis_text": "crisis_number",
    "day": "day_number",
    "after_hours": "after_hours_number",
}


class _Choice(Strict):
    title: str
    words: str | None = None


class _Texts(Strict):
    """choices.yml"""

    choices: dict[str, dict[Literal["en", "es"], _Choice]]
    call: dict[str, dict[Literal["en", "es"], str]]


class ReplyWriter:
    """Write replies for one clinic."""

    def __init__(self, clinic: Clinic) -> None:
        self._texts, self._clinic = read_model(_FILE, _Texts), clinic.dict()

    def write(
        self, reply_id: str, items: list[dict[str, Any]], details: dict[str, Any] | None, *, said: str, before: Any
    ) -> tuple[dict[str, Any], list[str]]:
        """Return the reply and the words of its choices.

        said: the message, so that it is not offered back. before: the alarm card that was open before
        this turn, for a turn that failed and so cannot tell.
        """
        record = items[-1]["custom"]
        known = details or {"lang": "es" if is_spanish(clean(said)) else "en", "sides": []}
        alarm = self.alarm(known["alarm"], known["lang"]) if "alarm" in known else self._unheard(record, before)
        offers = [c for c in self._offers(items, record, alarm, known["lang"]) if c[1] != said]
        reply = {
            "id": reply_id,
            "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "text": "\n\n".join(item["text"] for item in items if item.get("text")),
            "record": record,
            "sides": known["sides"],
            **{name: known[name] for name in ("opening", "closing") if name in known},
            "sources": list(_sources(record)),
            "choices": [{"id": f"{reply_id}.{n}", "title": title} for n, (title, _) in enumerate(offers)],
            "alarm": alarm,
            "lang": known["lang"],
        }
        return reply, [words for _, words in offers]

    def alarm(self, standing: dict[str, Any] | None, language: str = "en") -> dict[str, Any] | None:
        """Return an open alarm as the widget pins it, with the numbers to call."""
        if not standing:
            return None
        signs = standing.get("signs") or ()
        both = standing["tier"] == "emergency" and any(str(sign).startswith("crisis.") for sign in signs)
        names = _BOTH if both else _CALLS[standing["tier"]]
        return {
            "tier": standing["tier"],
            "since": standing["since"],
            "open": True,
            "call": [
                {
                    "kind": "sms" if name == "crisis_text" else "tel",
                    "number": self._clinic[_NUMBERS[name]],
                    "label": self._texts.call[name]["es" if language == "es" else "en"].format(**self._clinic),
                }
                for name in names
            ],
        }

    def _unheard(self, record: dict[str, Any], before: Any) -> Any:
        """Return the alarm after a turn that failed: the one that its record tells of, else the one before it."""
        if record["tier"] == "none":
            return before
        since = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return self.alarm({"tier": record["tier"], "since": since, "signs": record["red_flags"]})

    def _offers(
        self, items: list[dict[str, Any]], record: dict[str, Any], alarm: dict[str, Any] | None, language: str
    ) -> Iterator[tuple[str, str]]:
        """Yield title and words of each choice."""
        if alarm is not None:
            yield from self._choice(f"reached_{alarm['tier']}", language)
        if record["kind"] == "escalation":
            return
        for item in items:
            yield from ((button["title"], button["payload"]) for button in item.get("buttons") or ())
        if record["kind"] == "answer" and record["topic"]:
            yield from self._choice("more", language)
            yield from self._choice("who", language)
        elif record["kind"] == "abstain":
            yield from self._choice("person", language)

    def _choice(self, name: str, language: str) -> Iterator[tuple[str, str]]:
        """Yield a choice, where there are words for it in the language."""
        choice = self._texts.choices[name].get("es" if language == "es" else "en")
        if choice is not None:
            title = choice.title.format(**self._clinic)
            yield title, choice.words or title


def _sources(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the pages that a reply rests on, each heading once."""
    try:
        library = published(record["knowledge"])
    except ArchiveError:
        return
    passages = [library.passages[name] for name in record["passages"] if name in library.passages]
    for source, heading in dict.fromkeys((passage.source, passage.heading) for passage in passages):
        page = library.sources[source]
        yield {
            "publisher": page.publisher,
            "title": page.title,
            "heading": heading.strip("()"),
            "dated": page.dated,
            "local": page.rank == "local",
        }
