"""Decide whether a sign that stands in a text counts: denied, asked, past, someone else's.

Scopes are strict on purpose: a cue voids only what it plainly covers, for a sign that is
wrongly voided costs more than one that is wrongly kept. The cues themselves are in cues.yml.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc

from bot.redflags import context_words as sets
from bot.redflags.lexicon import Lexicon
from bot.redflags.search import PatternSearch
from bot.redflags.temperature import is_fever


@dataclass(frozen=True)
class Cue:
    """A cue of context: its kind and the tokens it covers."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Sign:
    """A sign's place in the text."""

    doc: Doc
    start: int
    end: int
    cues: list[Cue]
    grave: bool  # an emergency or a crisis: scopes are stricter still

    def words(self, start: int, end: int) -> list[str]:
        return [token.text for token in self.doc[max(0, start) : max(0, start, end)]]

    def apart(self, cue: Cue, ends: frozenset[str]) -> bool:
        """Tell whether one of the words `ends` stands between the sign and a cue."""
        low, high = (cue.end, self.start) if cue.end <= self.start else (self.end, cue.start)
        return not ends.isdisjoint(self.words(low, high))

    def overlaps(self, cue: Cue) -> bool:
        return cue.start < self.end and self.start < cue.end


class Context:
    """The cues, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._search = PatternSearch(lexicon.cues, lexicon.lists)
        self._grave = {sign.id for sign in lexicon.signs.values() if sign.tier != "provider"}

    def read(self, doc: Doc) -> list[Cue]:
        """Return all cues in the text; what `not_denied` covers is no denial."""
        found = [Cue(*place) for place in self._search.find([token.text for token in doc])]
        shields = [c for c in found if c.kind == "not_denied"]
        return [
            c for c in found if c.kind != "denied" or not any(s.start <= c.start and c.end <= s.end for s in shields)
        ]

    def voids(self, doc: Doc, start: int, end: int, cues: list[Cue], sign: str = "") -> str | None:
        """Return why the span does not count, or None when it does."""
        place = _Sign(doc, start, end, cues, sign in self._grave)
        for cue in cues:
            test, why = _TESTS.get(cue.kind, (None, ""))
            # Of a crisis no question is a mere question: "what do you do when you want to die".
            if test and test(place, cue) and not (why == "information" and sign.startswith("crisis.")):
                return why
        return None


def _denied(sign: _Sign, cue: Cue) -> bool:
    """A denial before the sign, with nothing but light words, or a list of things denied, between."""
    if cue.end > sign.start or sign.apart(cue, sets.SENTENCE_END):
        return False
    if not sets.BEYOND.isdisjoint(sign.words(sign.start, sign.end)):
        return False  # a sign of several clauses, of which a denial could cover the first only
    earlier = _until(sign.words(cue.start - 8, cue.start)[::-1], sets.CLAUSE_END)
    if sign.doc[cue.start].text in {"without", "sin"} and not sets.NEGATIVE.isdisjoint(earlier):
        return False
    after = sign.words(sign.end, sign.end + 3)
    if after[:3] == ["like", "that"] or "anything" in after:
        after = after[:1]
    if not sets.AFTER_ALL.isdisjoint(_until(after, sets.SENTENCE_END | {","})) and "right" not in after:
        return False
    path = sign.words(cue.end, sign.start)
    clinical = sign.doc[cue.end - 1].text in sets.DENIES
    links = sets.LIST | ({"and", "y"} if clinical else frozenset())
    ends_as_list = not after or (after[0] in sets.CLAUSE_END | sets.LIST and after[0] not in {"and", "y"})
    if path[:1] != [","] and (ends_as_list if clinical else not {"or", "nor", "ni"}.isdisjoint(path + after)):
        links = links | {","}
    item: list[str] = []
    for word in path:
        if word in links:
            item = []
        elif word in sets.CLAUSE_END or len(item) > 4:
            return False
        else:
            item.append(word)
    listed = path[: len(path) - len(item)]
    if item and item[0] in sets.DETERMINERS and sign.doc[cue.end - 1].text not in {"without", "of", "nothing", "for"}:
        return False
    return all(word in sets.LIGHT for word in item) and sets.SUBJECT.isdisjoint(set(listed) - {"my"})


def _denied_after(sign: _Sign, cue: Cue) -> bool:
    """An answer right behind the sign, and nothing more: "fever: no." but not "fever: no relief"."""
    then = sign.words(cue.end, cue.end + 1)
    return cue.start == sign.end and (not then or then[0] in {",", ".", ";", "!"})


def _asked(sign: _Sign, cue: Cue) -> bool:
    """A question or a supposition that holds the sign, in a message that tells no fact."""
    words = sign.words(cue.start, cue.end)
    if any(c.kind == "current" for c in sign.cues) or sign.apart(cue, sets.SENTENCE_END):
        return False
    if _disguised(sign, cue):
        return False
    if sign.start < cue.start < sign.end or _is_errand(sign, cue) or sign.words(sign.end, sign.end + 1) == ["again"]:
        return False
    if "if" in words and words[words.index("if") - 1] in sets.INDIRECT and "how" not in words:
        return False  # "I do not know if this is a fever"
    if cue.start >= sign.end:  # "is fever a side effect"
        own = sets.SELF | {"this", "these"}
        return cue.start - sign.end <= 2 and own.isdisjoint(_sentence_words(sign, sign.start, sign.end))
    if words in (["what", "is"], ["what", "are"]):  # "what is SOB?"
        then = sign.words(sign.end, sign.end + 1)
        return sign.start <= cue.end and (not then or then[0] in sets.CLAUSE_END | {"even", "anyway", "exactly"})
    supposed = not sets.SUPPOSED.isdisjoint(words)
    told = sign.words(min(cue.end, sign.start), sign.end)
    if words[0] == "if":
        told = sign.words(cue.start + 1, sign.end)
        told = told[2:] if told[1:2] in (["was"], ["were"]) else told
    elif not supposed and _points_at_own(words, told):
        return False
    elif words[0] == "how" and told[:1] and told[0] in (sets.ANYBODY if sign.grave else sets.ANYBODY | sets.GENERAL):
        told = [word for word in told if word not in {"is", "are"}]  # "how do you know if the cut is infected"
    return not _tells_fact(told, supposed)


def _disguised(sign: _Sign, cue: Cue) -> bool:
    """Tell whether a question is a worry: "should I worry if …", "is it normal if …", not "right after, will …"."""
    places = range(max(0, cue.start - 3), cue.end)
    pairs = [(sign.doc[i].text, sign.words(i + 1, i + 2)) for i in places]
    return any(word in sets.DISGUISED and (word != "right" or sets.AT_ONCE.isdisjoint(then)) for word, then in pairs)


def _is_errand(sign: _Sign, cue: Cue) -> bool:
    """Tell whether a question is another one than about the sign: "how long is the drive, chest pain"."""
    path = sign.words(cue.end, sign.start)
    if path[:2] in (["i", "do"], ["we", "do"]) and "if" not in path:
        return True  # "what do I do chest pain"
    return sign.grave and "," in path and sets.LISTING.isdisjoint(sign.words(cue.start, cue.end))


def _asked_about(sign: _Sign, cue: Cue) -> bool:
    """A question that holds the whole sign and tells of nobody: "is a fever something to call about"."""
    words = sign.words(cue.start, cue.end)
    if cue.start > sign.start or cue.end < sign.end or any(c.kind == "current" for c in sign.cues):
        return False
    if any(is_fever(token.text) for token in sign.doc):
        return False  # "he is at 101, does that count as a fever"
    if _disguised(sign, cue):
        return False
    told = set(words[1:]) - {"that"}
    return told.isdisjoint(sets.OWN | sets.HAVING | sets.PERSONS)


def _points_at_own(words: list[str], told: list[str]) -> bool:
    """Tell whether a question is about something they have: "why is my leg numb", "what is the green stuff"."""
    if not sets.OWN.isdisjoint(told) and sets.EFFECT.isdisjoint(words):
        return True
    return words[0] in sets.WHAT and not sets.THIS.isdisjoint(words[1:] + told)


def _tells_fact(told: list[str], supposed: bool) -> bool:
    """Tell whether the words from a question to its sign state that something is so."""
    subjects = sum(word in sets.SUBJECTS for word in told)  # "if I stand up I get dizzy" has two
    having = not supposed and not sets.HAVING.isdisjoint(told)
    return having or subjects > 1 or not sets.FACT.isdisjoint(told) or _turns_to_self(told)


def _turns_to_self(words: list[str]) -> bool:
    """Tell whether a clause about the person follows: "signs of infection, my wound …"."""
    return any(a in {",", "and"} and b in sets.SELF | {"he", "she", "it"} for a, b in itertools.pairwise(words))


def _past(sign: _Sign, cue: Cue) -> bool:
    """A time before the procedure in the sign's own clause, which tells nothing of now."""
    compared = sign.doc[cue.start].text != "." and not sets.COMPARED.isdisjoint(_clause_before(sign, cue))
    within = sign.start <= cue.start and cue.end <= sign.end
    if within or sign.apart(cue, sets.CLAUSE_END) or compared:
        return False
    if "used" in sign.words(cue.start, cue.end) and cue.start >= sign.start:
        return False
    if any(c.kind == "current" and not sign.apart(c, sets.CLAUSE_END) for c in sign.cues):
        return False
    if "again" in sign.words(sign.end, len(sign.doc)):
        return False
    return sum(w in {"i", "he", "she", "it", "we", "my"} for w in sign.words(cue.end, sign.start)) < 2


def _cleared(sign: _Sign, cue: Cue) -> bool:
    """A clinician has looked at this very sign and found it well, and nothing came after."""
    linked = cue.end < sign.start < cue.end + 4 and sign.doc[cue.end].text in {"for", "about", "of", "on"}
    if not (sign.overlaps(cue) or linked) and (cue.start < sign.end or sign.apart(cue, sets.CLAUSE_END)):
        return False
    rest = sign.words(min(cue.start, sign.start), len(sign.doc))
    told = [b for a, b in zip(["", *rest], rest, strict=False) if not (b == "now" and a in sets.WELL)]
    return sets.UNCLEARED.isdisjoint(told) and sets.RELATIVE.isdisjoint(sign.words(cue.start - 5, cue.end))


def _of_another(sign: _Sign, cue: Cue) -> bool:
    """An animal, a film, hearsay or a leaflet opens the clause, and nobody real comes between."""
    words = sign.words(cue.start, cue.end)
    between = sign.words(cue.end, sign.end)
    speaks = not sets.SPEAKS.isdisjoint(words)
    dreams = words[0].startswith(("dream", "sone", "night"))
    if (speaks or dreams) and (any(c.kind == "current" for c in sign.cues) or not {",", "and"}.isdisjoint(words)):
        return False  # "they told us to watch for fever and here it is"
    if cue.start >= sign.end:
        near = words[0] in sets.TRAILING and cue.start - sign.end <= 4 and not sign.apart(cue, sets.SENTENCE_END)
        return near and (sets.SELF | {"he", "she"}).isdisjoint(_sentence_words(sign, sign.start, cue.start))
    if sign.apart(cue, sets.TURN) or (_turns_to_self(between) and "vet" not in words):
        return False
    if sign.grave and "," in sign.words(cue.end, sign.start) and not (speaks or dreams):
        return False  # "the phone died, chest pain": whose, is not said
    if speaks:  # but "it says 102" is a thermometer
        number = any(token.like_num for token in sign.doc[sign.start : sign.end])
        return not number and (sets.SELF - {"me"}).isdisjoint(between)
    opens = cue.start == 0 or sign.doc[cue.start - 1].text in sets.OPENING - ({"and"} if sign.grave else set())
    found = not {"her", "him", "them"}.isdisjoint(sign.words(cue.end, sign.start))  # "the dog found her …"
    return dreams or (opens and not found and sets.SELF.isdisjoint(between))


_LEFT_OVER = 3  # words of a lesser sign that may stand beyond the figure of speech that opens it


def _figurative(sign: _Sign, cue: Cue) -> bool:
    """A figure of speech that holds the whole sign: "dying for a shower", not "my calf is killing me"."""
    holds = cue.start <= sign.start and sign.end <= cue.end
    opens = cue.start <= sign.start < cue.end - 1 and sign.end <= cue.end + _LEFT_OVER
    return holds or (not sign.grave and opens)


_TESTS: dict[str, tuple[Callable[[_Sign, Cue], bool], str]] = {
    "denied": (_denied, "denied"),
    "denied_after": (_denied_after, "denied"),
    "figurative": (_figurative, "figurative"),
    "information": (_asked, "information"),
    "asked_about": (_asked_about, "information"),
    "past": (_past, "past"),
    "cleared": (_cleared, "past"),
    "other_subject": (_of_another, "other_subject"),
}


def _until(words: list[str], ends: frozenset[str] | set[str]) -> list[str]:
    """Return the words before the first of `ends`."""
    return words[: next((i for i, word in enumerate(words) if word in ends), len(words))]


def _clause_before(sign: _Sign, cue: Cue) -> list[str]:
    """Return up to five words before a cue, in its clause."""
    return _until(sign.words(cue.start - 5, cue.start)[::-1], sets.CLAUSE_END)


def _sentence_words(sign: _Sign, start: int, end: int) -> list[str]:
    """Return the words of the sentence around a place."""
    before, after = sign.words(0, start)[::-1], sign.words(end - 1, len(sign.doc))
    return _until(before, sets.SENTENCE_END) + _until(after, sets.SENTENCE_END)
