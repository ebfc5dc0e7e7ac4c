"""Session tokens: only this server's key makes them, and none opens for ever."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.web_session import LIFE, RENEWABLE, Session, new_session, read_token, sign

KEY = b"k" * 40
SESSIONS = st.builds(Session, st.text(max_size=40), st.integers(0, 2**40), st.integers(0, 2**40))


def _short(session: Session) -> bool:
    return len(sign(session, KEY)) <= 400


@given(SESSIONS.filter(_short))
def test_what_was_signed_is_read(session: Session) -> None:
    assert read_token(sign(session, KEY), KEY) == session


@given(SESSIONS, st.binary(min_size=32, max_size=64))
def test_another_key_opens_nothing(session: Session, key: bytes) -> None:
    assume(key != KEY)
    assert read_token(sign(session, key), KEY) is None


@given(SESSIONS.filter(_short), st.data())
def test_a_truncated_token_opens_nothing(session: Session, data: st.DataObject) -> None:
    token = sign(session, KEY)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(token)), st.integers(0, len(token)))))
    assume((start, end) != (0, len(token)))
    assert read_token(token[start:end], KEY) is None


@given(SESSIONS.filter(_short), st.data())
def test_a_changed_token_opens_nothing(session: Session, data: st.DataObject) -> None:
    token = sign(session, KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    changed = token[:place] + data.draw(st.characters(max_codepoint=0x2FF)) + token[place + 1 :]
    assume(changed != token)
    assert read_token(changed, KEY) is None


@given(SESSIONS.filter(_short), SESSIONS.filter(_short))
def test_a_mark_does_not_fit_another_body(one: Session, two: Session) -> None:
    assume(one != two)
    body, mark = sign(one, KEY).split(".")[0], sign(two, KEY).split(".")[1]
    assert read_token(f"{body}.{mark}", KEY) is None


@given(st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.lists(st.text()))
def test_whatever_else_comes_opens_nothing(token: object) -> None:
    assert read_token(token, KEY) is None


@pytest.mark.parametrize("mark", ["", "0" * 64, "f" * 64])
def test_an_unsigned_body_opens_nothing(mark: str) -> None:
    body = base64.urlsafe_b64encode(json.dumps(["web-mine", 0, 2**40]).encode()).decode()
    assert read_token(f"{body}.{mark}", KEY) is None


def test_a_session_is_open_for_a_day_and_renewable_for_a_month_after_it() -> None:
    session = new_session(now=1000.0)
    assert session.is_open(999.0 + LIFE) and not session.is_open(1000.0 + LIFE)
    assert session.is_renewable(999.0 + LIFE + RENEWABLE) and not session.is_renewable(1000.0 + LIFE + RENEWABLE)


def test_conversations_are_many_and_keep_their_name_when_renewed() -> None:
    assert len({new_session().conversation for _ in range(1000)}) == 1000
    assert new_session("web-mine").conversation == "web-mine"
