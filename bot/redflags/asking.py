"""Tell whether a sign is only asked about or supposed, and not told."""

from __future__ import annotations

from bot.redflags import context_words as sets
from bot.redflags.place import Cue, Place, turns_to_self
from bot.redflags.temperature import is_fever


def asked(sign: Place, cue: Cue) -> bool:
    """A question or a supposition that holds the sign, in a message that tells no fact."""
    words = sign.words(cue.start, cue.end)
    if sign.kinds("current") or sign.apart(cue, sets.SENTENCE_END):
        return False
    if _disguised(sign, cue):
        return False
    if sign.start < cue.start < sign.end or _is_errand(sign, cue) or sign.words(sign.end, sign.end + 1) == ["again"]:
        return False
    if words[0] == "si" and sign.words(cue.start - 1, cue.start) == ["como"]:
        return False  # "siento como si me diera …" tells
    if "if" in words and words[words.index("if") - 1] in sets.INDIRECT and "how" not in words:
        return False  # "I do not know if this is a fever"
    if cue.start >= sign.end:  # "is fever a side effect"
        own = sets.SELF | {"this", "these"}
        return cue.start - sign.end <= 2 and own.isdisjoint(sign.sentence(sign.start, sign.end))
    if sign.grave and words == ["what", "if"] and _is_there(sign, sign.words(cue.end, sign.start)):
        return False
    if words in (["what", "is"], ["what", "are"]):  # "what is SOB?"
        then = sign.words(sign.end, sign.end + 1)
        return sign.start <= cue.end and (not then or then[0] in sets.CLAUSE_END | {"even", "anyway", "exactly"})
    return not _tells(sign, cue, words)


def _tells(sign: Place, cue: Cue, words: list[str]) -> bool:
    """Tell whether the words from a question to its sign tell that something is so."""
    supposed = not sets.SUPPOSED.isdisjoint(words)
    told = sign.words(min(cue.end, sign.start), sign.end)
    if words[0] == "if":
        told = sign.words(cue.start + 1, sign.end)
        told = told[2:] if told[1:2] in (["was"], ["were"]) else told
    elif not supposed and _points_at_own(words, told):
        return True
    elif words[0] == "how" and told[:1] and told[0] in (sets.ANYBODY if sign.grave else sets.ANYBODY | sets.GENERAL):
        told = [word for word in told if word not in {"is", "are"}]  # "how do you know if the cut is infected"
    return _tells_fact(told, supposed)


def _disguised(sign: Place, cue: Cue) -> bool:
    """Tell whether a question is a worry: "should I worry if …", "is it normal if …", not "right after, will …"."""
    places = range(max(0, cue.start - 3), cue.end)
    pairs = [(sign.doc[i].text, sign.words(i + 1, i + 2)) for i in places]
    words = ["", *(word for word, _ in pairs)]
    for before, (word, then) in zip(words, pairs, strict=False):
        at_once = word == "right" and not sets.AT_ONCE.isdisjoint(then)
        only_named = before in {"a", "any"} and sets.THING.isdisjoint(then)  # "would a bad rash mean …"
        if word in sets.DISGUISED and not at_once and not only_named:
            return True
    return False


def _is_errand(sign: Place, cue: Cue) -> bool:
    """Tell whether a question is another one than about the sign: "how long is the drive, chest pain"."""
    path = sign.words(cue.end, sign.start)
    if path[:2] in (["i", "do"], ["we", "do"]) and "if" not in path:
        return True  # "what do I do chest pain"
    return sign.grave and "," in path and sets.LISTING.isdisjoint(sign.words(cue.start, cue.end))


def asked_about(sign: Place, cue: Cue) -> bool:
    """A question that holds the whole sign and tells of nobody: "is a fever something to call about"."""
    words = sign.words(cue.start, cue.end)
    if cue.start > sign.start or cue.end < sign.end or sign.kinds("current"):
        return False
    if any(is_fever(token.text) for token in sign.doc):
        return False  # "he is at 101, does that count as a fever"
    if _disguised(sign, cue):
        return False
    told = set(words[1:]) - {"that"}
    return told.isdisjoint(sets.OWN | sets.HAVING | sets.PERSONS)


def supposed(sign: Place, cue: Cue) -> bool:
    """A thing plainly made up to ask about it: "suppose she got confused, who do I call?".

    One clause only, that tells of nothing now, in a message that asks something.
    """
    if sign.start < cue.start or sign.apart(cue, sets.SENTENCE_END) or sign.kinds("current"):
        return False
    opens = cue.start == 0 or sign.doc[cue.start - 1].text in sets.OPENS
    if not opens and sign.doc[cue.start].text in sets.SAID_TOO:
        return False  # "I suppose", "wouldn't you say"
    path = sign.words(cue.end, sign.start)
    if sign.doc[cue.start].text == "say" and not sign.kinds("ahead"):
        return False
    if _is_there(sign, sign.words(cue.start, sign.start)):
        return False
    if len(path) > _SUPPOSED_WORDS or not sets.TOLD.isdisjoint(path) or turns_to_self(path):
        return False
    rest = sign.until_end(sign.end)
    if not sets.REAL_AFTER_ALL.isdisjoint(rest):
        return False
    return (
        bool(sign.kinds("ahead"))
        or not sets.ASKS.isdisjoint(rest)
        or not sets.ASKS.isdisjoint(sign.words(0, cue.start))
    )


def ahead(sign: Place, cue: Cue) -> bool:
    """A question about what may come, by one whose procedure (or medicine) is still to come.

    "what if I can't feel my legs after? mine's in May": nothing can have happened yet.
    """
    if sign.kinds("current") or not sets.REAL_AFTER_ALL.isdisjoint(sign.until_end(0)):
        return False
    low, high = sign.span(sets.SENTENCE_END, sign.start, sign.end)
    done = sign.words(cue.start - 3, cue.start)  # "I had the procedure on Tuesday"
    if sign.overlaps(cue) or not sets.DONE.isdisjoint(done):
        return False
    opens = [c for c in sign.kinds("maybe") if low <= c.start and c.end <= sign.start + 1 and c.end <= high]
    if _is_there(sign, sign.words(low, sign.start)):
        return False
    return any(sets.TOLD.isdisjoint(sign.words(c.end, sign.start)) and not _is_worry(sign, c) for c in opens)


def _is_there(sign: Place, before: list[str]) -> bool:
    """Tell whether a sign is named as a thing they have: "what if my chest pain …", "suppose this fever …"."""
    return before[-1:] in (["this"], ["these"]) or (len(sign.own) <= _NAME and not sets.OWN.isdisjoint(before[-1:]))


_NAME = 2  # words of a sign that only names it: "chest pain", not "leg went dead"


def _is_worry(sign: Place, cue: Cue) -> bool:
    """Tell whether a question may be a worry about now after all: "could it be normal to limp"."""
    return (
        "if" not in sign.words(cue.start, cue.end)
        and "would" not in sign.words(cue.start, cue.end)
        and _disguised(sign, cue)
    )


_SUPPOSED_WORDS = 9


def _points_at_own(words: list[str], told: list[str]) -> bool:
    """Tell whether a question is about something they have: "why is my leg numb", "what is the green stuff"."""
    if not sets.OWN.isdisjoint(told) and sets.EFFECT.isdisjoint(words):
        return True
    return words[0] in sets.WHAT and not sets.THIS.isdisjoint(words[1:] + told)


def _tells_fact(told: list[str], supposed: bool) -> bool:
    """Tell whether the words from a question to its sign state that something is so."""
    subjects = sum(word in sets.SUBJECTS for word in told)  # "if I stand up I get dizzy" has two
    having = not supposed and not sets.HAVING.isdisjoint(told)
    return having or subjects > 1 or not sets.FACT.isdisjoint(told) or turns_to_self(told)
