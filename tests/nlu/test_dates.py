"""When the procedure was or will be, as people write it. Today is Saturday, November 21, 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.dates import procedure_date
from bot.text import clean, spell_out

TODAY = datetime(2026, 11, 21, 12)

TOLD = [
    ("My back was done this past Friday, over at the VA", "2026-11-20"),
    ("my back is getting fixed Tuesday", "2026-11-24"),
    ("I'm getting cemented Tuesday", "2026-11-24"),
    ("mine is being done Friday", "2026-11-27"),
    ("my abuelita they put her the cement the day before yesterday", "2026-11-19"),
    ("They put the cement in me this morning and I am home", "2026-11-21"),
    ("I got my vertebra filled on the twentieth of October. I been good.", "2026-10-20"),
    ("they injected him Friday", "2026-11-20"),
    ("my procedure's coming up next Friday", "2026-11-27"),
    ("they're doing my back Thursday", "2026-11-26"),
    ("two weeks ago today they filled my T12", "2026-11-07"),
    ("done tuesday", "2026-11-17"),
    ("the surgeon cemented my L2 on Monday", "2026-11-16"),
    ("Operation date October the sixth full stop one level", "2026-10-06"),
    ("the twenty first of october was my vertebroplasty", "2026-10-21"),
    ("They finished with me at nine this morning", "2026-11-21"),
    ("November 9 is when the surgeon cemented my L2", "2026-11-09"),
    ("Monday was the day they put the cement in", "2026-11-16"),
    ("its five weeks ago today, so how much longer is lifting out", "2026-10-17"),
    ("proc date 11/9/2026. Client asks if he can carry a file box", "2026-11-09"),
    ("I had it yesterday", "2026-11-20"),
    ("my surgery is next Tuesday", "2026-11-24"),
    ("got the cement put in wensday", "2026-11-18"),
    ("im 36 hours out", "2026-11-20"),
    ("I had my surgery on Tuesday and my follow-up is Friday", "2026-11-17"),
    ("I had surgery yesterday, can I lift tomorrow?", "2026-11-20"),
    ("had surgery yesterday can I shower today", "2026-11-20"),
    ("I'm on day 3, can I shower?", "2026-11-18"),
    ("I'm 2 weeks out and still sore", "2026-11-07"),
    ("she is two weeks post-op", "2026-11-07"),
    ("My mom had hers last Tuesday", "2026-11-17"),
    ("my procedure was moved to Friday", "2026-11-27"),
    ("my surgery isn't until next Friday", "2026-11-27"),
    ("can I eat before my surgery tomorrow?", "2026-11-22"),
    ("what can I do since I had it yesterday", "2026-11-20"),
    ("can I shower if I had it yesterday", "2026-11-20"),
    ("can I eat tonight if my surgery is tomorrow", "2026-11-22"),
    ("how long should I rest, my kyphoplasty was Thursday", "2026-11-19"),
    ("I had my vertebroplasty 10 days ago", "2026-11-11"),
    ("vertebroplasty on 11/5/26", "2026-11-05"),
    ("surgery was January 5, 2026", "2026-01-05"),
    ("My procedure is on 12/1", "2026-12-01"),
    ("my procedure was 12/1", "2025-12-01"),
    ("mine is Monday", "2026-11-23"),
    ("hers was Monday", "2026-11-16"),
    ("dad's was Saturday", "2026-11-14"),
    ("mine is on Saturday", "2026-11-28"),
    ("the operation is the 30th", "2026-11-30"),
    ("it was the 30th", "2026-10-30"),
    ("it was on the 31st", "2026-10-31"),
    ("it was Tuesday, no sorry Wednesday", "2026-11-18"),
    ("I had it on Tuesday, I mean Thursday", "2026-11-19"),
    ("yesterday I had my vertebroplasty", "2026-11-20"),
    ("On Tuesday I had the procedure", "2026-11-17"),
    ("two weeks ago I had a vertebroplasty", "2026-11-07"),
    ("Tuesday was my surgery", "2026-11-17"),
    ("next Thursday I'm having the procedure", "2026-11-26"),
    ("tomorrow is my procedure", "2026-11-22"),
    ("post op day 2", "2026-11-19"),
    ("post-op day 4 here", "2026-11-17"),
    ("day two", "2026-11-19"),
    ("Today is day 5", "2026-11-16"),
    ("Day 1 after my op", "2026-11-20"),
    ("day 10!", "2026-11-11"),
    ("it's been two days since I had it done", "2026-11-19"),
    ("3 days since my operation", "2026-11-18"),
    ("I'm three weeks past my surgery", "2026-10-31"),
    ("it's been 48 hours since surgery", "2026-11-19"),
    ("a week out from surgery", "2026-11-14"),
    ("I had it a couple of days ago", "2026-11-19"),
    ("I had it done last week Tuesday", "2026-11-10"),
    ("I had it a week ago", "2026-11-14"),
    ("I am having it next Monday", "2026-11-23"),
    ("getting mine in two weeks", "2026-12-05"),
    ("will have it done on Dec 3", "2026-12-03"),
    ("I'm scheduled for Wednesday", "2026-11-25"),
    ("my surgery is 10 days away", "2026-12-01"),
    ("my surgery is a week from today", "2026-11-28"),
    ("the surgery will be tomorrow morning", "2026-11-22"),
    ("had surgery this morning", "2026-11-21"),
    ("I had the surgery Friday", "2026-11-20"),
    ("I was operated on Monday", "2026-11-16"),
    ("surgery is 2026-12-10", "2026-12-10"),
    ("it was October 31st", "2026-10-31"),
    ("the procedure, it was Tuesday", "2026-11-17"),
    ("I had my surgery. It was Tuesday", "2026-11-17"),
    ("My vertebroplasty was done on the 10th of November", "2026-11-10"),
    ("had kyphoplasty done on 5 November", "2026-11-05"),
    ("they did my back on Monday", "2026-11-16"),
    ("they done my back on Monday", "2026-11-16"),
    ("they've done my back on Monday over at Grady", "2026-11-16"),
    ("Hi, I had the procedure on Monday. Can I bathe on Friday?", "2026-11-16"),
    ("my husband's procedure was this past Thursday", "2026-11-19"),
    ("going in for surgery on Monday", "2026-11-23"),
    ("I have surgery tomorrow", "2026-11-22"),
    ("I'm 3 days after surgery and my back is sore", "2026-11-18"),
    ("mom is day 2", "2026-11-19"),
    ("He's on day 3 now.", "2026-11-18"),
    ("it's tomorrow at 7 am", "2026-11-22"),
    ("this morning", "2026-11-21"),
    ("last friday", "2026-11-20"),
    ("6 days ago", "2026-11-15"),
    ("its been a month", "2026-10-21"),
    ("dad went in on the 18th", "2026-11-18"),
    ("had it done bout 4 hrs ago", "2026-11-21"),
    ("Nov 12", "2026-11-12"),
    ("pod 2", "2026-11-19"),
    ("the day before yesterday", "2026-11-19"),
    ("we're at day 5 with grandma", "2026-11-16"),
    ("ten days since they did it", "2026-11-11"),
    ("My sister is having hers this coming Wednesday", "2026-11-25"),
    ("i go in the day after tomorrow", "2026-11-23"),
    ("surgery day is today", "2026-11-21"),
    ("I believe it was the 3rd of this month, dear", "2026-11-03"),
]
#: A date of something else, of a question, or of nothing exact.
NOT_TOLD = [
    "my back got worse yesterday",
    "he put cement in the driveway yesterday",
    "they put her on tramadol Monday",
    "they fixed my phone Friday",
    "Yesterday is when I fell",
    "They let me out of hospital yesterday",
    "did they cement her yesterday?",
    "they did my mri on Tuesday",
    "yesterday was when I glued the chair",
    "yesterday was when I had a fall",
    "Monday was the day my wife got the flu",
    "they operated on my knee yesterday",
    "they were done with the scan yesterday",
    "surgery was November 5, 2024",
    "can I lift tomorrow?",
    "how many days until I can shower",
    "my appointment is Friday",
    "my follow up after surgery is Friday",
    "my surgery follow-up is Friday",
    "my appointment with the surgeon is Friday",
    "my pre-op visit is Monday",
    "I have had this pain for two weeks",
    "I've had a fever since Tuesday",
    "I fell yesterday",
    "on the third day what can I eat",
    "what can I do on day 3",
    "by day 3 can I drive",
    "can I drive 2 weeks after surgery",
    "how will I feel two weeks post op",
    "no lifting for 2 weeks post op",
    "I can drive in two weeks right",
    "when can I shower, tomorrow?",
    "the pain got worse on Tuesday",
    "it's worse today",
    "it got worse yesterday",
    "it's been two days without a bowel movement",
    "it's been 3 days and no poop",
    "I took two pills this morning",
    "I'm getting my stitches out Friday",
    "stitches come out next Tuesday",
    "my knee surgery was in May",
    "my knee surgery was May 3",
    "my neighbor had hers last Tuesday",
    "my friend's surgery was yesterday",
    "I had chest pain yesterday after my surgery",
    "Is my surgery on Friday?",
    "should I have the procedure next week",
    "will my surgery be on Friday",
    "could I get it done next Tuesday",
    "what if I get the procedure tomorrow",
    "my surgery was cancelled, it was Tuesday",
    "my surgery Tuesday was cancelled",
    "I was scheduled for Tuesday",
    "I had it last week",
    "it was a few weeks ago",
    "I'm almost two weeks post op",
    "it's three weeks ago I fell and broke it",
    "its 10 days ago she fell, can she lift",
    "its two weeks ago i stopped my blood thinner, when do I restart",
    "its 2 days ago the fever started",
    "it's two weeks ago since my check-up",
    "it's two weeks ago tomorrow",
    "nearly three weeks ago",
    "I had it tomorrow",
    "I had it Tuesday or Wednesday",
    "thank god it's Friday",
    "it's November 21 today",
    "day 3 of antibiotics",
    "3 days of pain meds left",
    "it was tomorrow",
    "had it two weeks ago Tuesday",
    "I had it on the Thursday before last",
    "my surgery is a week from Tuesday",
    "six weeks no lifting?",
    "do I have to wait 6 weeks after surgery",
    "I see my surgeon tomorrow",
    "the MRI is scheduled for Tuesday",
    "I can't sleep since Tuesday",
    "surgeon said wait until day 3",
    "can you call me Monday",
    "tomorrow?",
    "2 days?",
    "",
    "hello",
    "it was fine yesterday",
    "that was yesterday's news, my leg is numb",
    "I haven't had it yet",
    "the 3rd of last month",
    "it was on 2/30",
    "is it normal to be sore 2 weeks post op",
    "had a shot yesterday",
    "I fell. It was Tuesday",
    "I fell, it was yesterday",
    "I had it. It was Tuesday",
    "discharged yesterday",
    "I came home on Tuesday",
    "I lifted my grandson yesterday",
    "what about Monday",
    "the pages say 24 hours",
    "I have it today",
    "I have pain today",
    "it started two days ago",
    "this started 3 days after surgery",
    "3 days after surgery I threw up",
    "day 3 can I drive",
    "i had it yestrday",
    "mom fell on the 5th",
    "almost 3 wks out now",
    "pre op is the 24th and the real thing is the 27th",
    "They haven't given me a date yet.",
    "havent had it yet, its next month",
    "not till after thanksgiving",
]


@pytest.mark.parametrize(("text", "day"), TOLD)
def test_the_date_is_told(text: str, day: str) -> None:
    assert procedure_date(text, today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "day"), TOLD)
def test_it_is_read_from_the_normalised_text_too(text: str, day: str) -> None:
    assert procedure_date(spell_out(clean(text)), today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_date_is_told(text: str) -> None:
    assert procedure_date(text, today=TODAY) is None


@pytest.mark.parametrize("text", NOT_TOLD)
def test_none_is_read_from_the_normalised_text_either(text: str) -> None:
    assert procedure_date(spell_out(clean(text)), today=TODAY) is None


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (datetime(2026, 1, 1), "I had it yesterday", "2025-12-31"),
        (datetime(2026, 3, 10), "Had my back cemented last Thursday, that was the 5th. Deacon here.", "2026-03-05"),
        (datetime(2026, 3, 10), "my surgery is this coming Thursday, which is the 12th", "2026-03-12"),
        (datetime(2026, 1, 2), "had mine done on the 30th", "2025-12-30"),
        (datetime(2026, 3, 1), "it was the 31st", "2026-01-31"),
        (datetime(2024, 3, 1), "I had it yesterday", "2024-02-29"),
        (datetime(2026, 3, 31), "it's been a month since my surgery", "2026-02-28"),
        (datetime(2026, 11, 24, 0, 5), "my surgery is on Tuesday", "2026-12-01"),
        (datetime(2026, 11, 24, 23, 55), "my surgery was on Tuesday", "2026-11-17"),
        (datetime(2026, 12, 30), "my surgery is on January 2nd", "2027-01-02"),
        (datetime.fromisoformat("2026-11-21T20:00:00-05:00"), "it was on November 5", "2026-11-05"),
    ],
)
def test_across_months_and_years(today: datetime, text: str, day: str) -> None:
    assert procedure_date(text, today=today) == date.fromisoformat(day)


@given(st.integers(0, 400))
def test_day_n_is_n_days_back(days: int) -> None:
    assert procedure_date(f"I'm on day {days}", today=TODAY) == TODAY.date() - timedelta(days=days)


@given(st.integers(-350, 350))
def test_a_written_date_is_that_date(days: int) -> None:
    day = TODAY.date() + timedelta(days=days)
    told = "was" if days < 0 else "is"
    assert procedure_date(f"My surgery {told} on {day:%B} {day.day}, {day.year}.", today=TODAY) == day
    assert procedure_date(f"my procedure {told} {day:%m/%d/%Y}", today=TODAY) == day


_WORDS = "i had my surgery it day 3 two weeks ago post op on the 5th is next tuesday 2/30 in 999 years since can , . ?"


@given(st.one_of(st.text(max_size=100), st.lists(st.sampled_from(_WORDS.split()), max_size=20).map(" ".join)))
def test_any_text_can_be_read(text: str) -> None:
    found = procedure_date(text, today=TODAY)
    assert found is None or abs((found - TODAY.date()).days) <= 400
