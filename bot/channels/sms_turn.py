"""What a text message is answered with: a keyword's text, a refusal, or a turn of the assistant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timezone
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.last_resort import LastResort
from bot.channels.rate import RateLimit
from bot.channels.sms_keywords import how_of, is_answered_by_provider, kind_of
from bot.channels.sms_settings import SmsSettings
from bot.channels.sms_text import as_text_message
from bot.channels.sms_texts import SmsTexts
from bot.channels.turn import OnNewMessage, ReplyCollector, answer
from bot.language import is_spanish
from bot.stores.escalations import Escalation
from bot.stores.people import Person
from bot.stores.sms_inbox import Held
from bot.stores.sms_store import Change, Outcome
from bot.text import MAX_CHARACTERS, clean

#: A message whose turn has brought the process down so often is answered by the last resort.
_MOST_ATTEMPTS = 3
#: Seconds that a turn's effects are waited for, so that the conversation is kept before the answer goes out.
_EFFECTS_SECONDS = 4.0
#: Refusals to one number in an hour; then only a sign is answered, or two machines would text each other for ever.
_REFUSALS = 5


@dataclass(frozen=True)
class Said:
    """A turn's text and record, and the escalation that it opened, raised or ended."""

    text: str
    alarming: bool
    escalation: Escalation | None = None


class Responder:
    """Work out what becomes of a message. The agent is asked for when it is needed: a model may be loaded anew."""

    def __init__(
        self,
        settings: SmsSettings,
        on_new_message: OnNewMessage,
        agent: Callable[[], Any],
        tell_date: Callable[[Person], Awaitable[None]],
        last_resort: LastResort,
        texts: SmsTexts,
    ) -> None:
        self._settings, self._on_new_message, self._agent = settings, on_new_message, agent
        self._tell_date, self._last_resort, self._texts = tell_date, last_resort, texts
        self._now = 0.0
        many = settings.person_messages
        self._limit = RateLimit(many, 60, burst=max(1, many // 2), clock=lambda: self._now)
        self._refusals = RateLimit(_REFUSALS, 3600, clock=lambda: self._now)

    async def respond(self, held: Held, person: Person) -> Outcome:
        """Return the texts that answer a message, and what follows from it."""
        message, language = held.message, person.language or ("es" if is_spanish(clean(held.message.text)) else "en")
        kind = kind_of(message, opted_out=person.opted_out)
        if kind is not None:
            return self._keyword(held, person, kind, language)
        if len(message.text) > MAX_CHARACTERS:
            return self._refusal(held, "too_long")
        if held.attempts == 1 and self._is_too_many(held):
            return self._refusal(held, "too_many")
        return await self._reply(held, person, language)

    async def _reply(self, held: Held, person: Person, language: str) -> Outcome:
        words, picture = clean(held.message.text), self._texts.say("picture", language)
        if not words:
            purpose = "picture" if held.message.media else "empty"
            return self._plain(self._texts.say(purpose, language) if person.enrolled else self._stranger(language))
        said = await self._turn(held, person, words)
        if said.alarming:
            return Outcome((as_text_message(said.text),), escalation=said.escalation, alarming=True)
        if not person.enrolled:
            return Outcome((self._stranger(language),), escalation=said.escalation)
        texts = (as_text_message(said.text), *([as_text_message(picture)] if held.message.media else []))
        return Outcome(texts, escalation=said.escalation)

    def _keyword(self, held: Held, person: Person, kind: str, language: str) -> Outcome:
        ours = not is_answered_by_provider(held.message, kind, self._settings)
        if kind == "help":
            return self._plain(self._texts.say("help", language)) if ours else Outcome()
        screened = self._screen(held)
        how = how_of(held.message, kind)
        by = "provider" if held.message.opt_out_type else "patient"
        if kind == "start":
            purpose = "started" if person.enrolled else "not_enrolled"
            text = as_text_message(self._texts.say(purpose, language)) if ours else None
            return Outcome(change=Change("opt_in", how, by, text))
        text = as_text_message(self._texts.say("stopped", language)) if ours else None
        if screened.alarming and text:
            text = f"{as_text_message(screened.text)}\n\n{text}"
        change = Change("opt_out", how, by, text)
        return Outcome(change=change, escalation=screened.escalation, alarming=screened.alarming)

    def _refusal(self, held: Held, reason: Any) -> Outcome:
        refused = self._last_resort.refuse(held.message.text, reason, "sms")
        escalation = _escalation(held, refused["tier"], refused["red_flags"]) if refused["red_flags"] else None
        if escalation is None and self._refusals.take(held.person):
            return Outcome()
        text = as_text_message(refused["text"])
        return Outcome((text,), escalation=escalation, alarming=escalation is not None)

    def _is_too_many(self, held: Held) -> bool:
        """Count a message by when it came, not by when it is answered: a backlog is nobody's haste."""
        self._now = held.message.received_at.replace(tzinfo=timezone.utc).timestamp()
        return self._limit.take(held.person) > 0

    def _screen(self, held: Held) -> Said:
        """Read a message by the rules alone."""
        text, record = self._last_resort.messages(held.person, held.message.text, "sms")
        alarming = record["custom"]["kind"] == "escalation"
        escalation = _escalation(held, record["custom"]["tier"], record["custom"]["red_flags"]) if alarming else None
        return Said(text["text"], alarming, escalation)

    def _stranger(self, language: str) -> str:
        return as_text_message(self._texts.say("not_enrolled", language))

    def _plain(self, text: str) -> Outcome:
        return Outcome((as_text_message(text),))

    async def _turn(self, held: Held, person: Person, words: str) -> Said:
        if held.attempts > 1:
            said = await self._said_before(held)
            if said is not None:
                return said
        if held.attempts > _MOST_ATTEMPTS:
            return self._screen(held)
        await self._tell_date(person)
        collector = ReplyCollector()
        message = UserMessage(words, collector, held.person, input_channel="sms", message_id=held.message.sid)
        done = asyncio.Event()
        reply = await answer(self._until(done), message, self._last_resort)
        # The conversation first, the answer then: after a crash between the two the answer is found in it.
        await asyncio.wait({asyncio.ensure_future(done.wait())}, timeout=_EFFECTS_SECONDS)
        return _said(held, reply, collector.alarm)

    def _until(self, done: asyncio.Event) -> OnNewMessage:
        async def turn(message: UserMessage) -> None:
            try:
                await self._on_new_message(message)
            finally:
                done.set()

        return turn

    async def _said_before(self, held: Held) -> Said | None:
        """Return what a turn that a crash cut off had said already: a second turn would say the next thing."""
        agent = self._agent()
        tracker = await agent.tracker_store.retrieve(held.person) if agent is not None else None
        reply: list[dict[str, Any]] = []
        asked = False
        for event in tracker.events if tracker is not None else ():
            if isinstance(event, UserUttered):
                asked = event.message_id == held.message.sid
                reply = [] if asked else reply
            elif asked and isinstance(event, BotUttered):
                reply += [{"text": event.text}] if event.text else []
                reply += [{"custom": event.data["custom"]}] if (event.data or {}).get("custom") else []
        if tracker is None or not any("custom" in item for item in reply):
            return None
        return _said(held, reply, _alarm(tracker))


def _alarm(tracker: Any) -> dict[str, Any] | None:
    """Return the alarm that a conversation has open, or that ended last, as the edge of a turn has it."""
    alarm = tracker.get_slot("open_escalation") or tracker.get_slot("ended_escalation")
    if not alarm:
        return None
    kept = {key: alarm.get(key) for key in ("id", "tier", "since", "ended_at", "ended_by")}
    return {**kept, "signs": list(alarm.get("flags") or ())}


def _said(held: Held, reply: list[dict[str, Any]], alarm: dict[str, Any] | None) -> Said:
    """Return a turn's one text and its record."""
    text = "\n\n".join(item["text"] for item in reply if item.get("text"))
    record: dict[str, Any] = next((item["custom"] for item in reversed(reply) if item.get("custom")), {})
    alarming = record.get("kind") == "escalation"
    escalation = None
    if alarm is not None:
        escalation = Escalation(conversation=held.person, channel="sms", **{**alarm, "signs": tuple(alarm["signs"])})
    elif alarming and record.get("model") == "unknown":  # of the last resort, whose turn left no alarm behind
        escalation = _escalation(held, record["tier"], record["red_flags"])
    return Said(text, alarming, escalation)


def _escalation(held: Held, tier: str, signs: list[str]) -> Escalation:
    since = held.message.received_at.replace(tzinfo=timezone.utc).isoformat(timespec="seconds")
    return Escalation(held.message.sid, held.person, "sms", tier, tuple(signs), since)
