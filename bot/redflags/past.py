"""Tell whether a sign is past as the policy means it: before the procedure, or seen and cleared since."""

from __future__ import annotations

from bot.redflags import context_words as sets
from bot.redflags.place import Cue, Place, turns_to_self


def past(sign: Place, cue: Cue) -> bool:
    """A time before the procedure in the sign's own clause, which tells nothing of now."""
    compared = sign.doc[cue.start].text != "." and not sets.COMPARED.isdisjoint(sign.before(cue))
    as_when = sign.words(cue.start - 1, cue.start + 1) == ["como", "cuando"]
    within = sign.start <= cue.start and cue.end <= sign.end
    if within or sign.apart(cue, sets.CLAUSE_END) or compared or as_when:
        return False
    if "used" in sign.words(cue.start, cue.end) and cue.start >= sign.start:
        return False
    if any(not sign.apart(c, sets.CLAUSE_END) for c in sign.kinds("current")):
        return False
    if "again" in sign.until_end(sign.end) or _is_back(sign):
        return False
    return sum(w in {"i", "he", "she", "it", "we", "my"} for w in sign.words(cue.end, sign.start)) < 2


def before_it(sign: Place, cue: Cue) -> bool:
    """A time before the procedure, or long ago, that opens or closes a sentence told in the past tense.

    It reaches over commas and "and" where `past` does not, but over nothing that tells of now.
    """
    low, high = sign.span(sets.SENTENCE_END, sign.start, sign.end)
    if not (low <= cue.start + 1 and cue.end <= high + _NEXT_SENTENCE) or not _reaches(sign, cue):
        return False
    if not sets.SINCE_IT.isdisjoint(sign.before(cue)) or sign.apart(cue, sets.TURN):
        return False
    clause = sign.words(*sign.span(sets.CLAUSE_END, sign.start, sign.end))
    if not sets.PRESENT.isdisjoint(clause) or not sets.NOT_OVER.isdisjoint(sign.until_end(min(sign.start, cue.start))):
        return False
    return not _is_back(sign) and not any(_tells_now(sign, c) for c in sign.kinds("current"))


def _is_back(sign: Place) -> bool:
    """Tell whether the message says that the sign came back: "… and they are back", not "back to normal"."""
    rest = [*sign.until_end(sign.end), "."]
    threes = zip(rest, rest[1:], rest[2:], strict=False)
    return any(a in sets.CAME and b == "back" and c not in sets.BACK_WELL for a, b, c in threes)


def _reaches(sign: Place, cue: Cue) -> bool:
    """Tell whether a time goes with the sign: in its clause, right after it, or before it in its sentence."""
    between = sign.between(cue)
    if cue.start >= sign.start:  # "numb before the shot", "numb. That was years ago", not "numb, before that I walked"
        return sign.doc[cue.start].text in {".", ","} or sets.CLAUSE_END.isdisjoint(between)
    low, _ = sign.span(sets.SENTENCE_END, sign.start, sign.end)
    if cue.start > low + 1 and not {",", "and"}.isdisjoint(between):
        return False  # "I had the cement two years ago, chest pain"
    path = between[1:] if between[:1] == [","] else between
    if turns_to_self(path) or "," in path:
        return False
    return "and" not in path or sign.own[0] != "cannot"  # "cannot" stands for "could not" too


_NEXT_SENTENCE = 9  # ". that was forty years back" may follow the sign's sentence


def _tells_now(sign: Place, cue: Cue) -> bool:
    """Tell whether a cue of now stands in the sign's own clause, or opens another one that is no relief."""
    if not sign.apart(cue, sets.CLAUSE_END):
        return True
    if sign.words(cue.start, cue.end) != ["now"]:
        return True
    then = sign.words(cue.end, cue.end + 8)
    return sets.RELIEF.isdisjoint(then) and "?" not in then


def longstanding(sign: Place, cue: Cue) -> bool:
    """The sign has been so for years and has not changed: "weak ever since the stroke in 2009, no change"."""
    if sign.sign.startswith("crisis."):
        return False
    if sign.grave and not any(word in sets.OLD or word[:2] in {"19", "20"} for word in sign.words(cue.start, cue.end)):
        return False  # "worst chest pain of all my life"
    low, high = sign.span(sets.SENTENCE_END, sign.start, sign.end)
    if not (low <= cue.start and cue.end <= high) or sum(w in sets.CLAUSE_END for w in sign.between(cue)) > 1:
        return False
    words = [w for w in sign.words(low, high) if w not in sign.own]
    if "now" in words and "same" not in words:
        return False
    return sets.CHANGED.isdisjoint(words) and sets.CHANGED.isdisjoint(sign.own)


def cleared(sign: Place, cue: Cue) -> bool:
    """A clinician has looked at this very sign and found it well, and nothing came after."""
    linked = cue.end < sign.start < cue.end + 4 and sign.doc[cue.end].text in {"for", "about", "of", "on"}
    if not (sign.overlaps(cue) or linked or _cleared_later(sign, cue)):
        return False
    low, high = sign.span(sets.CLAUSE_END, sign.start, sign.end)
    if cue.start < sign.start and not sets.HAS_NOW.isdisjoint(sign.words(low, high)):
        return False  # "me vieron, tengo dolor de pecho bien feo"
    rest = sign.words(min(cue.start, sign.start), cue.end)
    rest = [word for word in rest if word not in sets.FOUND] + sign.until_end(max(cue.end, min(cue.start, sign.start)))
    told = [b for a, b in zip(["", *rest], rest, strict=False) if not (b == "now" and a in sets.WELL)]
    told = told[: len(told) - _last_question(told)] or told
    return sets.UNCLEARED.isdisjoint(told) and sets.RELATIVE.isdisjoint(sign.words(cue.start - 5, cue.end))


def _last_question(words: list[str]) -> int:
    """Return how many words the last question takes, where it is about what one may do: "what can I lift now?"."""
    ends = [i for i, word in enumerate(words[:-1]) if word in sets.SENTENCE_END or word == ","]
    last = words[ends[-1] + 1 :] if ends else []
    asks = (
        bool(last)
        and last[0] in sets.MAY
        and "no" not in last
        and (sets.HAVING - {"have"}).isdisjoint(last)
        and not sets.DOING.isdisjoint(last)
    )
    return len(last) if asks else 0


def _cleared_later(sign: Place, cue: Cue) -> bool:
    """Tell whether a sign told in the past tense was seen to afterwards, and no other thing is named."""
    if cue.start < sign.end or cue.start - sign.end > _TOLD_WITHIN:
        return False
    if not sign.apart(cue, sets.CLAUSE_END):
        return True
    low, high = sign.span(sets.CLAUSE_END, sign.start, sign.end)
    clause = sign.words(low, high)
    if sets.WAS.isdisjoint(clause) and not any(len(w) > len("bled") and w.endswith("ed") for w in clause):
        return False
    if not sets.PRESENT.isdisjoint(clause) or any(low <= c.start < high for c in sign.kinds("current")):
        return False
    named = set(sign.words(sign.end, cue.end)) & sets.BODY
    return named <= set(sign.own) or (sign.sign == "infection.incision" and named <= sets.OF_WOUND)


_TOLD_WITHIN = 20
