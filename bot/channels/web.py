"""The web channel: signed sessions, every message answered once, history, changes, feedback."""

from __future__ import annotations

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint

from bot.channels.last_resort import LastResort
from bot.channels.limits import limit_action_calls
from bot.channels.turn import OnNewMessage
from bot.channels.web_gate import Gate
from bot.channels.web_refusals import Refusals
from bot.channels.web_reply import ReplyWriter
from bot.channels.web_routes import WebRoutes
from bot.channels.web_settings import read_web_settings
from bot.channels.web_turns import WebTurns
from bot.settings import read_clinic
from bot.stores.escalations import EscalationWriter
from bot.stores.web_store import WebStore


class WebChannel(InputChannel):
    """/webhooks/web/: session, message, history, changes, feedback."""

    @classmethod
    def name(cls) -> str:
        return "web"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes."""
        limit_action_calls()
        settings, clinic, store = read_web_settings(), read_clinic(), WebStore()
        escalations, last_resort, writer = EscalationWriter(), LastResort(), ReplyWriter(clinic)
        gate = Gate(settings, Refusals(last_resort, escalations, writer))
        turns = WebTurns(on_new_message, store, writer, last_resort, escalations)
        return WebRoutes(gate, turns, store, clinic).blueprint()
