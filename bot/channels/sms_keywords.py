"""What a keyword does, and whether the provider has answered it already."""

from __future__ import annotations

from bot.answers.sms_keywords import keyword_of
from bot.channels.sms_settings import SmsSettings
from bot.stores.sms_inbox import Inbound

#: What providers act on by themselves unless they are told not to: single words, in any case.
_DEFAULTS = {
    "stop": {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
    "start": {"START", "YES", "UNSTOP"},
    "help": {"HELP", "INFO"},
}
#: What the network of the toll-free numbers acts on, whatever the provider was told.
_TOLL_FREE = {"stop": {"STOP"}, "start": {"START", "UNSTOP"}, "help": set[str]()}


def kind_of(message: Inbound, *, opted_out: bool) -> str | None:
    """Return "stop", "start" or "help": the provider's own reading first, for it has acted on it.

    Only "yes" is read otherwise: to the provider a START, from who gets our texts an answer to a question.
    """
    keyword = keyword_of(message.text)
    if message.opt_out_type and (keyword or opted_out or message.opt_out_type != "START"):
        return message.opt_out_type.lower()
    return keyword.kind if keyword else None


def is_answered_by_provider(message: Inbound, kind: str, settings: SmsSettings) -> bool:
    """Tell whether the person has a reply to this keyword from the provider, so that ours would be a second."""
    word = message.text.strip().upper()
    if message.opt_out_type:
        return True
    if settings.toll_free and word in _TOLL_FREE[kind]:
        return True
    return settings.provider_confirms and word in _DEFAULTS[kind]


def how_of(message: Inbound, kind: str) -> str:
    """Say for the record how consent was changed, in none of the person's own words."""
    if message.opt_out_type:
        return f"provider: OptOutType={message.opt_out_type}"
    word = message.text.strip().upper()
    return f"texted {word}" if word in _DEFAULTS[kind] else "own words"
