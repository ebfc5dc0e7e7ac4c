"""What the web channel says when it does not take a message: screened all the same, and it names 911."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, cast

from bot.channels.last_resort import LastResort, Refusal
from bot.channels.web_reply import ReplyWriter
from bot.language import is_spanish
from bot.stores.escalations import Escalation, EscalationWriter
from bot.text import clean

logger = logging.getLogger(__name__)
#: Refusals that say why. Any other has the last-resort text.
_REASONS = {"too_long", "too_many", "session"}
#: No more of a text is read for signs, head and tail.
_READ = 20_000
_REMEMBERED = 10_000


class Refusals:
    """Write refusals, and have an alarm that one brings kept once a day, not once a try."""

    def __init__(self, last_resort: LastResort, escalations: EscalationWriter, writer: ReplyWriter) -> None:
        self._last_resort, self._escalations, self._writer = last_resort, escalations, writer
        self._kept: OrderedDict[str, None] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="refusals")

    async def body(self, error: str, text: str = "", sender: str = "") -> dict[str, Any]:
        """Return the JSON of a refusal; `sender` is the conversation, or an address where none is known.

        A flood is read in a thread of its own, so that it holds up nobody who is answered.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._body, error, text, sender)

    def _body(self, error: str, text: str, sender: str) -> dict[str, Any]:
        text = text if len(text) <= _READ else f"{text[: _READ // 2]} {text[-_READ // 2 :]}"
        if error in _REASONS:
            refused = self._last_resort.refuse(text, cast(Refusal, error), "web")
        else:
            said, record = self._last_resort.messages(sender, text, "web")
            refused = {"text": said["text"], **record["custom"]}
        alarm = None
        if refused["tier"] != "none":
            alarm = self._alarm(refused, sender, "es" if is_spanish(clean(text)) else "en")
        return {"error": error, "text": refused["text"], "tier": refused["tier"], "alarm": alarm}

    def _alarm(self, refused: dict[str, Any], sender: str, language: str) -> dict[str, Any] | None:
        since = datetime.now(timezone.utc)
        tier, signs = refused["tier"], tuple(refused["red_flags"])
        named = "\0".join((sender, tier, *signs, since.date().isoformat()))
        id_ = hashlib.sha256(named.encode()).hexdigest()[:32]
        if id_ not in self._kept:
            self._kept[id_] = None
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
            self._write(Escalation(id_, sender, "web", tier, signs, since.isoformat(timespec="seconds")))
        standing = {"tier": tier, "since": since.isoformat(timespec="seconds"), "signs": signs}
        return self._writer.alarm(standing, language)

    def _write(self, escalation: Escalation) -> None:
        try:
            self._escalations.write(escalation)
        except Exception as error:  # the refusal goes out whatever becomes of its record
            logger.error("An escalation could not be kept: %s", type(error).__name__)
