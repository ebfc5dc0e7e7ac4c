"""The web channel's messages with their replies: what makes a resend answered once and a reload lose nothing.

These rows hold what patients wrote. They belong to a conversation by its keyed hash only, and go
with `forget_conversation` and `delete_older_than`.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.stores.privacy import pseudonym
from bot.stores.tables import web_feedback, web_messages

#: Seconds after which a message without reply was lost by a crash: longer than any turn takes.
LOST_AFTER = 20
#: How often a write is tried again when another one took its place: one of those at once always gets through.
_TRIES = 40
#: Seconds at most before it is tried again, so that they do not meet again.
_APART = 0.02
_rows = web_messages.c


@dataclass(frozen=True)
class WebMessage:
    """A message, and its reply as it was sent; None while it is under way."""

    id: str
    at: datetime
    text: str
    reply: dict[str, Any] | None
    revision: int
    mine: bool = False  # to be answered by whoever got it so from `begin`


def begin(engine: Engine, conversation: str, message: str, text: str) -> WebMessage:
    """Keep a message before its turn, or return what is kept of it.

    `mine` where the caller is to answer: it is new, or the turn that had it was lost.
    """
    owner, now = pseudonym(conversation), _now()
    for _ in range(_TRIES):
        try:
            with engine.begin() as connection:
                found = _find(connection, owner, message)
                if found is not None:
                    return _taken_over(connection, owner, found, now)
                row = {"conversation": owner, "message": message, "text": storable(text), "at": now, "started_at": now}
                revision = _next_revision(connection, owner)
                connection.execute(insert(web_messages).values(**row, revision=revision))
                return WebMessage(message, now, row["text"], None, revision, mine=True)  # type: ignore[arg-type]
        except IntegrityError:  # another process wrote to the conversation at the same moment
            time.sleep(random.uniform(0, _APART))
    raise TimeoutError("The conversation is written to by too many at once.")


def touch(engine: Engine, conversation: str, message: str) -> None:
    """Note that a message's turn begins now: it had to wait for the one before it."""
    with engine.begin() as connection:
        mine = and_(_rows.conversation == pseudonym(conversation), _rows.message == message)
        connection.execute(update(web_messages).where(mine).values(started_at=_now()))


def finish(
    engine: Engine, conversation: str, message: str, reply: dict[str, Any], choices: Sequence[str] = ()
) -> dict[str, Any]:
    """Keep a message's reply and the words of the choices it offers; the reply that is kept already wins."""
    owner, now = pseudonym(conversation), _now()
    for _ in range(_TRIES):
        try:
            with engine.begin() as connection:
                kept = {"reply": json.dumps(reply), "choices": json.dumps(list(choices)), "reply_id": reply["id"]}
                mine = and_(_rows.conversation == owner, _rows.message == message, _rows.reply.is_(None))
                connection.execute(
                    update(web_messages)
                    .where(mine)
                    .values(**kept, replied_at=now, revision=_next_revision(connection, owner))
                )
                found = _find(connection, owner, message)
                return found.reply if found is not None and found.reply is not None else reply
        except IntegrityError:
            time.sleep(random.uniform(0, _APART))
    raise TimeoutError("The conversation is written to by too many at once.")


def find(engine: Engine, conversation: str, message: str) -> WebMessage | None:
    """Return a message of a conversation; None where it is not known."""
    with engine.connect() as connection:
        return _find(connection, pseudonym(conversation), message)


def history(engine: Engine, conversation: str, *, after: int = 0, most: int = 200) -> list[WebMessage]:
    """Return the last messages of a conversation, oldest first; `after` leaves out what has not changed since."""
    query = (
        select(_rows.message, _rows.at, _rows.text, _rows.reply, _rows.revision)
        .where(_rows.conversation == pseudonym(conversation), _rows.revision > after)
        .order_by(_rows.number.desc())
        .limit(most)
    )
    with engine.connect() as connection:
        return [_read(row) for row in connection.execute(query)][::-1]


def lost(engine: Engine, conversation: str) -> list[WebMessage]:
    """Return the messages whose turn was lost by a crash, oldest first."""
    query = (
        select(_rows.message, _rows.at, _rows.text, _rows.reply, _rows.revision)
        .where(_rows.conversation == pseudonym(conversation), _rows.reply.is_(None), _rows.started_at < _lease())
        .order_by(_rows.number)
    )
    with engine.connect() as connection:
        return [_read(row) for row in connection.execute(query)]


def latest_reply(engine: Engine, conversation: str) -> dict[str, Any] | None:
    """Return the last reply of a conversation."""
    query = (
        select(_rows.reply)
        .where(_rows.conversation == pseudonym(conversation), _rows.reply.is_not(None))
        .order_by(_rows.revision.desc())
        .limit(1)
    )
    with engine.connect() as connection:
        found = connection.execute(query).scalar()
    return json.loads(found) if found else None


def offered(engine: Engine, conversation: str, reply: str) -> list[str]:
    """Return the words of the choices that a reply of this conversation offered; none for any other reply."""
    query = select(_rows.choices).where(_rows.conversation == pseudonym(conversation), _rows.reply_id == reply)
    with engine.connect() as connection:
        found = connection.execute(query).scalar()
    return json.loads(found) if found else []


def keep_feedback(engine: Engine, conversation: str, reply: str, *, helpful: bool) -> bool:
    """Keep whether a reply helped, by its topic; the last word counts. False where the reply is not this one's."""
    query = select(_rows.reply).where(_rows.conversation == pseudonym(conversation), _rows.reply_id == reply)
    with engine.begin() as connection:
        found = connection.execute(query).scalar()
        if found is None:
            return False
        record = json.loads(found)["record"]
        said = {name: record.get(name) for name in ("kind", "topic", "knowledge")}
        connection.execute(delete(web_feedback).where(web_feedback.c.reply_id == reply))
        connection.execute(insert(web_feedback).values(reply_id=reply, at=_now(), helpful=helpful, **said))
    return True


def forget_conversation(engine: Engine, conversation: str) -> int:
    """Delete all messages of one conversation; return how many."""
    with engine.begin() as connection:
        mine = _rows.conversation == pseudonym(conversation)
        return int(connection.execute(delete(web_messages).where(mine)).rowcount)


def delete_older_than(engine: Engine, days: int) -> int:
    """Delete the messages that are older than so many days; return how many."""
    with engine.begin() as connection:
        old = _rows.at < _now() - timedelta(days=days)
        return int(connection.execute(delete(web_messages).where(old)).rowcount)


def turn_id(conversation: str, message: str) -> str:
    """Return the id of a message's turn: the browser's own would let one person take another's."""
    return hashlib.sha256(f"{pseudonym(conversation)}\0{message}".encode()).hexdigest()[:32]


def storable(text: str) -> str:
    """Return a text without what no database takes: NUL and lone surrogates."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def _find(connection: Connection, owner: str, message: str) -> WebMessage | None:
    query = select(_rows.message, _rows.at, _rows.text, _rows.reply, _rows.revision)
    row = connection.execute(query.where(_rows.conversation == owner, _rows.message == message)).first()
    return _read(row) if row else None


def _taken_over(connection: Connection, owner: str, found: WebMessage, now: datetime) -> WebMessage:
    """Return a known message, `mine` where its turn was lost: only one of many who ask gets it."""
    if found.reply is not None:
        return found
    mine = and_(_rows.conversation == owner, _rows.message == found.id, _rows.reply.is_(None))
    took = connection.execute(
        update(web_messages).where(mine, _rows.started_at < _lease()).values(started_at=now)
    ).rowcount
    return WebMessage(found.id, found.at, found.text, None, found.revision, mine=took == 1)


def _next_revision(connection: Connection, owner: str) -> int:
    """Return the number of a conversation's next change; its constraint keeps changes in order."""
    latest = connection.execute(select(func.max(_rows.revision)).where(_rows.conversation == owner)).scalar()
    return (latest or 0) + 1


def _read(row: Any) -> WebMessage:
    return WebMessage(row[0], row[1], row[2], json.loads(row[3]) if row[3] else None, row[4])


def _lease() -> datetime:
    return _now() - timedelta(seconds=LOST_AFTER)


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)
