"""Tell whether a sign is anybody's: an animal's, a film's, a hearsay, a form's words, a figure of speech."""

from __future__ import annotations

import itertools

from bot.redflags import context_words as sets
from bot.redflags.place import Cue, Place, turns_to_self


def of_another(sign: Place, cue: Cue) -> bool:
    """An animal, a film, hearsay or a leaflet opens the clause, and nobody real comes between."""
    words = sign.words(cue.start, cue.end)
    between = sign.words(cue.end, sign.end)
    speaks = not sets.SPEAKS.isdisjoint(words)
    dreams = words[0].startswith(("dream", "sone", "night"))
    if (speaks or dreams) and (sign.kinds("current") or not {",", "and"}.isdisjoint(words)):
        return False  # "they told us to watch for fever and here it is"
    if cue.start >= sign.end:
        near = words[0] in sets.TRAILING and cue.start - sign.end <= 4 and not sign.apart(cue, sets.SENTENCE_END)
        return near and (sets.SELF | {"he", "she"}).isdisjoint(sign.sentence(sign.start, cue.start))
    if sign.apart(cue, sets.TURN) or (turns_to_self(between) and "vet" not in words):
        return False
    if sign.grave and "," in sign.words(cue.end, sign.start) and not (speaks or dreams):
        return False  # "the phone died, chest pain": whose, is not said
    if speaks and sign.sign.startswith("crisis.") and not sets.NOTE.isdisjoint(words):
        return False  # "en la nota dice que ya no quiere vivir"
    if speaks:  # but "it says 102" is a thermometer
        number = any(token.like_num for token in sign.doc[sign.start : sign.end])
        return not number and (sets.SELF - {"me"}).isdisjoint(between)
    opens = cue.start == 0 or sign.doc[cue.start - 1].text in sets.OPENING - ({"and"} if sign.grave else set())
    if sign.grave and cue.start > 1 and sign.doc[cue.start - 1].text in {"on", "in"}:
        opens = sign.doc[cue.start - 2].text in sets.CLAUSE_END  # "she tripped on the cat …"
    if not sets.HARMED.isdisjoint(sign.words(cue.end, sign.start)):
        return False  # "el carro la atropelló y sangra"
    found = not {"her", "him", "them"}.isdisjoint(sign.words(cue.end, sign.start))  # "the dog found her …"
    return dreams or (opens and not found and sets.SELF.isdisjoint(between))


def fictional(sign: Place, cue: Cue) -> bool:
    """A story, a song or a play that the sentence opens with holds all that is told in it of others."""
    if cue.end > sign.start or sign.apart(cue, sets.SENTENCE_END) or sign.apart(cue, sets.TURN):
        return False
    between = sign.words(cue.end, sign.start)
    if sign.doc[cue.end - 1].text not in sets.TELLS_OF and sets.THIRD.isdisjoint(between + sign.own):
        return False  # "watching a soap, can't breathe"
    told = between[2:] if between[:1] == ["i"] else between  # "in the novel I'm on, …"
    told = told[1:] if told[:1] and told[0] in sets.FOLLOWS else told
    return sets.TELLER.isdisjoint(told + sign.own)


def quoted(sign: Place, cue: Cue) -> bool:
    """Words in quotation marks that a form, a sheet or a stranger says, and nobody has.

    What a person near says in them ("she told me 'I can't feel my legs'") is real.
    """
    quote = next(((a, b) for a, b in sign.quotes if a <= sign.start and sign.end <= b), None)
    if quote is None or (quote[0] < cue.end and cue.start < quote[1]):
        return False
    low, high = sign.span(sets.SENTENCE_END, *quote)
    asks = sign.doc[cue.start].text in {"which", "what"}  # "… Which page is that on?"
    if cue.end < low or cue.start > high + (_NEXT_SENTENCE if asks else 0):
        return False
    beside = cue.end <= quote[0] or "," not in sign.words(quote[1], cue.start)
    if not (asks or beside):
        return False  # "she states '…', the booklet is on the table"
    if sign.sign.startswith("crisis.") and sets.ASKS_IN_PRINT.isdisjoint(sign.words(cue.start, cue.end)):
        return False
    outside = sign.words(0, quote[0]) + sign.until_end(quote[1])
    now = [c for c in sign.kinds("current") if not quote[0] <= c.start < quote[1]]
    if any(" ".join(sign.words(c.start, c.end)) not in sets.HARMLESS_NOW for c in now) or not sets.YES.isdisjoint(
        outside
    ):
        return False
    if _has_it(outside):
        return False
    return not _said_near(sign, quote) or not sets.FAR.isdisjoint(outside)


_NEXT_SENTENCE = 6


def _said_near(sign: Place, quote: tuple[int, int]) -> bool:
    """Tell whether a person near says what is quoted: "she told me '…'", "'…' he wrote"."""
    before = sign.before(Cue("", *quote), 6)
    after = sign.words(quote[1], quote[1] + 3)
    told = not sets.NEAR_ONES.isdisjoint(after[:2]) and not sets.SAYS.isdisjoint(after)
    return told or not sets.NEAR_ONES.isdisjoint(before)


def _has_it(words: list[str]) -> bool:
    """Tell whether a person says that they have what is quoted, or that somebody does."""
    having = itertools.pairwise(words)
    return any(a in sets.HAS_IT and b in sets.IT for a, b in having)


_LEFT_OVER = 3  # words of a lesser sign that may stand beyond the figure of speech that opens it


def figurative(sign: Place, cue: Cue) -> bool:
    """A figure of speech that holds the whole sign: "dying for a shower", not "my calf is killing me"."""
    holds = cue.start <= sign.start and sign.end <= cue.end
    opens = cue.start <= sign.start < cue.end - 1 and sign.end <= cue.end + _LEFT_OVER
    return holds or (not sign.grave and opens)
