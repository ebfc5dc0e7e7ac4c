"""Answer from a topic's passages: every side that differs, the person's day, the pages, in few words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.answers import day
from bot.answers.dated import any_due, shown
from bot.answers.local import Ranked, is_local, own_lines, rank
from bot.answers.named import pages_asked
from bot.answers.premise import asks_how_long, asks_why, awaits_clearance, foreign_figures, in_words, lasts
from bot.answers.sides import names
from bot.answers.turn import Part, Say, Side, Turn
from bot.knowledge.evidence import FOLLOW_UP
from bot.knowledge.library import Library
from bot.records import MINUTES, Hit, Passage, Source, Topic

#: A web reply has at most so many words; what does not fit follows on "tell me more".
MOST_WORDS = 90
#: By so much cosine a passage must be nearer to the question than its topic's first, to lead.
CLEARLY = 0.3
#: More than cosines can tell apart: what says how long, where that is asked on, and before it the page that is asked about.
TIMED, NAMED = 4.0, 8.0
#: A reply names at most so many pages.
MOST_SIDES = 5


def from_topic(turn: Turn, topic: Topic, library: Library, say: Say, *, brief: bool = False, spare: int = 0) -> Part:
    """Say what the clinic's own sheet and the pages say, without what is withheld.

    brief: beside something else, so without the day and the closing advice. spare: words of
    the reply that other lines take.
    """
    current = shown(topic, turn.today, turn.grace_days)
    if not current.passages:
        return Part("abstain", (say("utter_withheld"),), topic.id)
    asked = pages_asked(turn.text, library)
    hits = _hits(turn, current, asked)
    ranked = rank(current, hits, library, brief=brief)
    before, after = ("", "") if brief else _around(turn, topic, ranked, say)
    speak = {p.source for p in topic.passages}
    silent = [say("utter_page_silent", name=s.name) for s in asked if s.rank == "public" and s.id not in speak]
    part = Part("abstain", ())
    for passages, short, cited in _ever_shorter(ranked, hits, sms=turn.sms):
        said, sides = _sides(turn, topic, ranked, passages, library, say, short=short)
        lines = said if turn.sms else ["\n".join(said)]
        lines = _with_notices(turn, topic, ranked, library, say, lines)
        lines = [*silent, *lines, before, after] if turn.sms else [*silent, before, *lines, after]
        if topic.id == "when-to-call" and not brief:
            lines.append(say("utter_emergency_line"))
        if cited:
            lines.append(say("utter_sources", list=cite(passages, library)))
        part = Part("answer", tuple(line for line in lines if line), topic.id, passages, sides=sides)
        if turn.sms or sum(len(line.split()) for line in part.lines) + spare <= MOST_WORDS:
            break
    return part


def _hits(turn: Turn, topic: Topic, asked: list[Source]) -> list[Hit]:
    """Return the hits on a topic: first a page's that is asked about, then, where a follow-up asks how long, what says so.

    The file's first passage is the one that most questions want: another leads where it is clearly nearer.
    """
    score = {hit.passage: hit.score for hit in turn.hits}
    how_long = asks_how_long(turn.text)

    def rated(passage: Passage) -> float:
        timed = how_long and (any(f.unit in MINUTES for f in passage.figures) or lasts(passage.text))
        named = passage.source in {source.id for source in asked}
        first = passage is topic.passages[0]
        return score.get(passage.id, 0.0) + CLEARLY * first + TIMED * timed + NAMED * named

    return [Hit(p.id, rated(p)) for p in topic.passages]


def _ever_shorter(ranked: Ranked, hits: list[Hit], *, sms: bool) -> Iterator[tuple[tuple[Passage, ...], bool, bool]]:
    """Yield passages, whether to word them shortly, and whether to cite headings, from all to what must be said.

    A conflict is shown whole or not at all: first goes what differs on something else than was asked.
    """
    passages = ranked.passages[:MOST_SIDES]
    if sms:
        yield passages, True, True
        return
    yield passages, False, True
    yield passages, True, True
    lead = _must(ranked, hits)
    if len({p.source for p in passages}) == 1:  # rather than one page's word cut short, less of it
        yield lead or passages, False, True
    must = {p.id for p in (*ranked.own, *lead)}
    differing = set(ranked.sides.differ_on)
    kept = [p for p in passages if p.id in must or not differing & set(names(p))]
    optional = [p for p in kept if p.id not in must]
    yield tuple(passages), True, False
    for left_out in range(len(optional) + 1):
        dropped = {p.id for p in optional[len(optional) - left_out :]} if left_out else set()
        left = tuple(p for p in kept if p.id not in dropped)
        yield left, True, True
        yield left, True, False


def _must(ranked: Ranked, hits: list[Hit]) -> tuple[Passage, ...]:
    """Return what may not be left out: the passage nearest to the question, and the sides that differ from it."""
    sides = ranked.sides.passages
    if not sides:
        return ()
    score = {hit.passage: hit.score for hit in hits}
    lead = max(sides, key=lambda p: score.get(p.id, 0.0))
    asked = set(ranked.sides.differ_on) & set(names(lead))
    if ranked.own and not asked:
        return ()
    opposed = [lead]
    for passage in opposed:  # it grows: a side that must be there may touch another conflict itself
        touched = set(ranked.sides.differ_on) & set(names(passage))
        opposed += [p for p in sides if p not in opposed and touched & set(names(p))]
    return tuple(p for p in sides if p in opposed)


def _sides(
    turn: Turn, topic: Topic, ranked: Ranked, passages: tuple[Passage, ...], library: Library, say: Say, *, short: bool
) -> tuple[list[str], tuple[Side, ...]]:
    """Return the lines, and the sides among them where the public pages are what differs."""
    sides: list[Side] = []
    for passage in passages:
        if passage in ranked.own:
            continue
        name, words = library.sources[passage.source].name, passage.sms if short else passage.text
        dated = turn.procedure_date is not None and turn.today is not None and not ranked.own
        note = day.note(topic, passage, turn.procedure_date, turn.today, say) if dated else ""  # type: ignore[arg-type]
        again = bool(sides) and sides[-1].source == name
        line = words if again else say("utter_side", name=name, text=words)
        sides.append(Side(name, f"{words} {note}".rstrip(), f"{line} {note}".rstrip()))
    lines = [side.line for side in sides]
    if not ranked.own:
        return ([say("utter_differ"), *lines], tuple(sides)) if ranked.sides.differ else (lines, ())
    own = own_lines(ranked, library, say, sms=turn.sms, background=bool(lines))
    if turn.sms and lines:  # the line that opens the background must not stand alone where no more fits
        own[-1], lines = f"{own[-1]} {lines[0]}", lines[1:]
    return own + lines, ()


def _around(turn: Turn, topic: Topic, ranked: Ranked, say: Say) -> tuple[str, str]:
    """Return what stands before and behind the sides: a wrong premise, the day; the advice."""
    public = ranked.sides.passages
    advice = say("utter_local_first" if ranked.own else f"utter_ask/{topic.id}")
    opening, closing = _premise(turn, topic, ranked, say), advice
    if turn.decision.why == FOLLOW_UP and asks_why(turn.text):
        opening = say("utter_no_reason")
    timed = day.is_timed(topic, public)
    if turn.procedure_date is not None and turn.today is not None and timed:
        standing = day.opening(turn.procedure_date, turn.today, say)
        opening = f"{opening} {standing}".strip()
        closing = advice if ranked.own else day.closing(topic, public, turn.procedure_date, turn.today, say) or advice
    elif turn.ask_date and timed:
        closing = f"{advice} {say('utter_ask_date')}"
    if turn.procedure == "kyphoplasty" and topic.id != "kyphoplasty":
        closing = f"{say('utter_kyphoplasty')} {closing}"
    return opening, closing


def _premise(turn: Turn, topic: Topic, ranked: Ranked, say: Say) -> str:
    """Return a correction of what the message takes for granted, if anything."""
    foreign = foreign_figures(turn.text, ranked.passages)
    if foreign:
        return say("utter_no_such_figure", figure=in_words(*foreign[0]))
    return say("utter_no_clearance") if awaits_clearance(turn.text) else ""


def _with_notices(turn: Turn, topic: Topic, ranked: Ranked, library: Library, say: Say, lines: list[str]) -> list[str]:
    """Say that something is past its review, and that the clinic's own sheet is left out for it."""
    if not ranked.own and any(is_local(p, library) for p in topic.passages):
        lines = [say("utter_local_withheld"), *lines]
    if any_due(ranked.passages, turn.today):
        notice = say("utter_review_due")
        lines = [f"{lines[0]} {notice}", *lines[1:]] if turn.sms else [*lines, notice]
    return lines


def cite(passages: tuple[Passage, ...], library: Library, shown: Callable[[Source], str] = lambda _: "") -> str:
    """Return "UK HealthCare (Self-care; Incision care), OncoLink (What is recovery like?)".

    shown: what is said of a page beside its headings, as its date.
    """
    places: dict[str, dict[str, None]] = {}
    for passage in passages:
        places.setdefault(passage.source, {})[passage.heading.strip("()")] = None
    found = []
    for id_, headings in places.items():
        source = library.sources[id_]
        beside = shown(source)
        found.append(f"{source.name} ({'; '.join([*headings, beside] if beside else headings)})")
    return ", ".join(found)
