"""Suites read: Rasa's separate steps, fragments, defaults, and faults that name file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.replay.suite import ANY, FIXED_NOW, Case, read_suite
from bot.settings import read_clinic


def _read(folder: Path, text: str) -> list[Case]:
    path = folder / "pattern" / "a-sentence.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_suite(path)


def test_keys_beside_the_message(tmp_path: Path) -> None:
    (case,) = _read(
        tmp_path,
        """\
test_cases:
- test_case: a name
  channel: sms
  steps:
  - user: hello
    bot: {kind: smalltalk, cites: []}
  - user: when can I lift?
    now: "2026-11-22T09:00:00"
    bot: {kind: [answer, clarify], mentions: [six weeks]}
""",
    )
    first, second = case.turns
    assert (case.suite, case.name, case.channel, case.timed) == ("pattern/a-sentence", "a name", "sms", True)
    assert (first.user, first.now) == ("hello", FIXED_NOW)
    assert (second.now, second.expected[0].kind) == ("2026-11-22T09:00:00", ("answer", "clarify"))
    assert second.expected[0].mentions == ("six weeks",)


def test_steps_of_their_own_as_rasa_has_them(tmp_path: Path) -> None:
    (case,) = _read(
        tmp_path,
        """\
test_cases:
- test_case: a name
  steps:
  - user: I had it on Monday
  - utter: utter_answer
  - slot_was_set:
    - procedure_date: "2026-11-16"
    - last_topic
  - slot_was_not_set: [open_escalation]
  - bot: I noted it.
  - user: bye
  - bot: {kind: smalltalk}
""",
    )
    first, second = case.turns
    assert (first.utter, first.text) == ("utter_answer", "I noted it.")
    assert first.slots == (
        ("procedure_date", "2026-11-16", True),
        ("last_topic", ANY, True),
        ("open_escalation", ANY, False),
    )
    assert second.expected[0].kind == "smalltalk"


def test_fragments_defaults_and_what_every_reply_must_be(tmp_path: Path) -> None:
    (tmp_path / "fragments.yml").write_text(
        "fragments:\n  words: {differ: My sources differ}\n  steps:\n    hi:\n    - user: hello\n      bot: {kind: smalltalk}\n"
    )
    (case,) = _read(
        tmp_path,
        """\
channel: sms
now: 2026-11-20T08:00:00
test_cases:
- test_case: a name
  every: {max_segments: 2}
  steps:
  - use: hi
  - user: when can I lift?
    bot: {opens: "${differ}", mentions: ["${clinic.day_number}"]}
""",
    )
    first, second = case.turns
    assert (case.channel, first.now) == ("sms", "2026-11-20T08:00:00")
    assert [e.max_segments for e in first.expected] == [None, 2]
    assert second.expected[0].opens == "My sources differ"
    assert second.expected[0].mentions == (read_clinic().day_number,)


_HEAD = "test_cases:\n- test_case: a name\n  steps:\n  - user: hello\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (_HEAD + "    bot: {kidn: answer}\n", 5, "bot > kidn: unknown key; did you mean kind?"),
        (_HEAD + "    bot:\n      kind: anser\n", 6, "bot > kind: unexpected value"),
        (_HEAD + "    bot:\n      mentions: six\n", 6, "bot > mentions: must be a list"),
        (_HEAD + "  - use: not-there\n", 5, "use: no fragment not-there"),
        (_HEAD + '    bot: {mentions: ["${nobody}"]}\n', 5, "mentions: no words named nobody"),
        (_HEAD + "- test_case: a name\n  steps:\n  - user: x\n", 5, "another case of this file has the same name"),
        ("test_cases:\n- test_case: a\n  steps:\n  - bot: {}\n", 4, "the first step is a message"),
        ("test_cases:\n- test_case: a\n  now: Monday\n  steps: [{user: x}]\n", 3, "now: is no time"),
        ("test_cases:\n- test_case: a\n  steps: []\n", 3, "steps: ensure this value has at least 1 items"),
        ("test_cases:\n- test_case: a\n  test_case: b\n", 3, "YAML: found duplicate key"),
        ("test_cases: [\n", 2, "YAML:"),
        ("", 1, "file: must be"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ContentError) as raised:
        _read(tmp_path, text)
    assert f"a-sentence.yml:{line}: " in str(raised.value)
    assert words in str(raised.value)


def test_a_fragment_that_uses_itself(tmp_path: Path) -> None:
    text = "fragments: {steps: {a: [{use: b}], b: [{use: a}]}}\n" + _HEAD + "  - use: a\n"
    with pytest.raises(ContentError, match="fragment a uses itself"):
        _read(tmp_path, text)


def test_words_in_braces_stay_whatever_rasa_does_to_readers(tmp_path: Path) -> None:
    import rasa.shared.utils.io

    rasa.shared.utils.io.replace_environment_variables()  # it does so itself when it reads endpoints.yml
    text = _HEAD.replace("hello", "${jndi:x} and $5") + "    bot:\n      opens: ${clinic.day_number}\n"
    (case,) = _read(tmp_path, text)
    assert case.turns[0].user == "${jndi:x} and $5"
    assert case.turns[0].expected[0].opens == read_clinic().day_number
