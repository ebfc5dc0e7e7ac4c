"""Who has reached help, by the words: a table of messages, written before the reader was."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.records import Tier
from bot.redflags.help_reached import HelpReader
from bot.redflags.help_words import HelpWords, read_help
from bot.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
TABLE = read_yaml(Path(__file__).with_name("help_messages.yml"))
ROWS = [(text, tier, kind == "ends") for kind in TABLE for tier, texts in TABLE[kind].items() for text in texts]


@pytest.fixture(scope="module")
def reader() -> HelpReader:
    return HelpReader(read_help(ROOT / "knowledge"))


def test_there_are_enough() -> None:
    ends = [row for row in ROWS if row[2]]
    assert len(ends) >= 60
    assert len(ROWS) - len(ends) >= 60
    assert len({row[:2] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("text", "tier", "ends"), ROWS)
def test_what_ends_an_alarm(reader: HelpReader, text: str, tier: Tier, ends: bool) -> None:
    assert reader.read(text).ends(tier) is ends


@pytest.mark.parametrize("tier", ["emergency", "crisis", "provider"])
@pytest.mark.parametrize(
    "text",
    [text for text, tier, ends in ROWS if tier == "emergency" and not ends and "clinic, they" not in text][:60],
)
def test_what_ends_no_emergency_ends_no_crisis(reader: HelpReader, text: str, tier: Tier) -> None:
    if tier != "provider" and "988" not in text:
        assert not reader.read(text).ends(tier)


@pytest.mark.parametrize(
    ("text", "tier", "intent", "ends"),
    [
        ("They are expecting me at three", "provider", None, False),
        ("They are expecting me at three", "provider", "contacted_help", True),
        ("They are expecting me at three", "emergency", "contacted_help", False),
        ("I'll call them soon", "provider", "contacted_help", False),
        ("she called me", "emergency", "contacted_help", False),
        ("I called the clinic, they said come Tuesday", "provider", "not_contacted", False),
        ("the ambulance is here", "emergency", "not_contacted", True),
        ("no answer at the clinic, so we drove to the ER", "emergency", "not_contacted", True),
    ],
)
def test_the_intent_tips_only_what_the_words_leave_open(
    reader: HelpReader, text: str, tier: Tier, intent: str | None, ends: bool
) -> None:
    assert reader.read(text).ends(tier, intent=intent) is ends


@pytest.mark.parametrize("tier", ["emergency", "crisis", "provider"])
@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("yes", True),
        ("Yes I did", True),
        ("yep", True),
        ("we did", True),
        ("yes, when can I shower?", True),
        ("sí", True),
        ("si", True),
        ("sí, ya", True),
        ("no", False),
        ("not yet", False),
        ("yes?", False),
        ("yes but no answer", False),
        ("yes please", False),
        ("ok", False),
        ("thanks", False),
    ],
)
def test_a_yes_ends_it_only_right_after_the_question(reader: HelpReader, text: str, yes: bool, tier: Tier) -> None:
    reading = reader.read(text)
    assert reading.ends(tier, asked=True) is yes
    assert not reading.ends(tier, asked=False)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("I called them", True),
        ("I called the doctor", True),
        ("llamé a la clínica", True),
        ("I called 988", True),
        ("I called but no answer", False),
        ("I'll call them", False),
        ("should I have called them?", False),
        ("how long until I can lift", False),
    ],
)
def test_a_call_that_may_have_been_answered(reader: HelpReader, text: str, called: bool) -> None:
    assert reader.read(text).called is called


@pytest.mark.parametrize(
    "reply",
    [
        "Good. I am glad that you reached them. Do what they tell you.",
        "Did you talk to 911, a doctor or a nurse, or are you on the way to the emergency room?",
        "You can say: I called 911 and they are here.",
    ],
)
@pytest.mark.parametrize("form", ["{}", "you wrote: {}", '"{}"', "“{}” ??", "what do you mean, {}"])
def test_what_the_assistant_said_ends_nothing(reader: HelpReader, reply: str, form: str) -> None:
    assert not reader.read(form.format(reply), said=reply).ends("emergency")


def test_an_answer_in_the_questions_words_counts(reader: HelpReader) -> None:
    asked = "Did you talk to 911, a doctor or a nurse, or are you on the way to the emergency room?"
    assert reader.read("on the way to the emergency room", said=asked).ends("emergency")


@pytest.mark.parametrize("unit", ["I called ", "at the er ", "no answer and ", "¿ ", "' ", "the nurse ", '"a '])
def test_a_long_message_takes_no_time(reader: HelpReader, unit: str) -> None:
    started = time.perf_counter()
    reader.read((unit * 4000)[:4000])
    assert time.perf_counter() - started < 2


def test_the_words_travel_in_the_archive() -> None:
    words = read_help(ROOT / "knowledge")
    assert HelpWords.from_json(words.to_json()) == words


@pytest.mark.parametrize(
    ("change", "reason"),
    [("called: [", "help.yml"), ("nonsense: [a]\n", "nonsense"), ('yes: ["{nolist} x"]\n', "no list named")],
)
def test_a_fault_is_one_clear_error(tmp_path: Path, change: str, reason: str) -> None:
    text = (ROOT / "knowledge" / "help.yml").read_text(encoding="utf-8")
    if change.startswith("yes:"):
        text = text[: text.index("\nyes:")] + "\n"
    (tmp_path / "help.yml").write_text(text + change, encoding="utf-8")
    with pytest.raises(ContentError, match=reason):
        read_help(tmp_path)
