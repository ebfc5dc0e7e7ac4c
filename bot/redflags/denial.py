"""Tell whether a sign is denied: before it, right behind it, or in the answer to somebody's question."""

from __future__ import annotations

from bot.redflags import context_words as sets
from bot.redflags.place import Cue, Place, until

#: "Not without pain" denies nothing; "sin fiebre sin pus" denies both.
_WITHOUT = {"without", "sin"}
_EVER = {"nunca", "jamas"}


def denied(sign: Place, cue: Cue) -> bool:
    """A denial before the sign, with nothing but light words, or a list of things denied, between."""
    if _parts(sign, cue):
        return True
    if cue.end > sign.start or sign.apart(cue, sets.SENTENCE_END) or _is_more(sign, cue):
        return False
    after = sign.words(sign.end, sign.end + 3)
    if sign.doc[cue.start].text in _EVER and not sets.LIKE_THIS.isdisjoint([*sign.own, *after]):
        return False  # "nunca me ha dado un dolor así"
    if after[:3] == ["like", "that"] or "anything" in after:
        after = after[:1]
    if not sets.AFTER_ALL.isdisjoint(until(after, sets.SENTENCE_END | {","})) and "right" not in after:
        return False
    path = sign.between(cue)
    item = _last_item(path, _links(sign, cue, path, after))
    if item is None:
        return False
    word = sign.doc[cue.end - 1].text
    answers = cue.end - cue.start == 1  # "no my leg is numb", but not "no trae los ojos amarillos"
    if (
        answers
        and item
        and item[0] in sets.DETERMINERS
        and word not in {"without", "of", "nothing", "for", "about", "neither"}
    ):
        return False
    listed = path[: len(path) - len(item)]
    return all(word in sets.LIGHT for word in item) and sets.SUBJECT.isdisjoint(set(listed) - {"my"})


def _parts(sign: Place, cue: Cue) -> bool:
    """Tell whether a sign was read over a list of things denied: "la herida ni roja ni caliente"."""
    if sign.words(cue.start, cue.end) != ["ni"] or not sign.start < cue.start < sign.end:
        return False
    if not sets.EVEN.isdisjoint(sign.words(cue.end, cue.end + 1)):
        return False
    if not sets.NEGATIVE.isdisjoint(sign.words(sign.start, cue.start)):
        return False  # "no controlo ni la orina"
    if sign.own.count("ni") > 1 or sign.words(cue.start - 1, cue.start) == ["ya"]:
        return True
    listed = until(sign.words(sign.start - 6, sign.start)[::-1], sets.CLAUSE_END) + sign.words(sign.end, sign.end + 2)
    return not {"ni", "no", "nadie"}.isdisjoint(listed)


def _is_more(sign: Place, cue: Cue) -> bool:
    """Tell whether a denial could cover a part of the sign only, or is itself denied."""
    if not sets.BEYOND.isdisjoint(sign.own):
        return True
    earlier = until(sign.words(cue.start - 8, cue.start)[::-1], sets.CLAUSE_END)
    return sign.doc[cue.start].text in _WITHOUT and not (sets.NEGATIVE - _WITHOUT).isdisjoint(earlier)


def _links(sign: Place, cue: Cue, path: list[str], after: list[str]) -> frozenset[str]:
    """Return the words that part the items of a list of things denied."""
    clinical = sign.doc[cue.end - 1].text in sets.DENIES
    links = sets.LIST | ({"and", "y"} if clinical else frozenset())
    ends_as_list = not after or (after[0] in sets.CLAUSE_END | sets.LIST and after[0] not in {"and", "y"})
    if path[:1] != [","] and (ends_as_list if clinical else not {"or", "nor", "ni"}.isdisjoint(path + after)):
        links = links | {","}
    return links


def _last_item(path: list[str], links: frozenset[str]) -> list[str] | None:
    """Return the words from the last item of a list to the sign; None where the list breaks off."""
    item: list[str] = []
    for word in path:
        if word in links:
            item = []
        elif word in sets.CLAUSE_END or len(item) > 4:
            return None
        else:
            item.append(word)
    return item


def denied_after(sign: Place, cue: Cue) -> bool:
    """An answer right behind the sign, and nothing more: "fever: no." but not "fever: no relief"."""
    then = sign.words(cue.end, cue.end + 1)
    if sign.doc[cue.start].text not in {":", "?"} and not sets.NEGATIVE.isdisjoint(sign.own):
        return False  # "no respira, nada": the sign is a denial itself
    if sign.doc[cue.start].text == "without" and not _is_note(sign):
        return False  # "fever without pain"
    return cue.start == sign.end and (not then or then[0] in {",", ".", ";", "!"})


def _is_note(sign: Place) -> bool:
    """Tell whether a sign was read over a comma of a note: "denies chest pain, passing water without difficulty"."""
    ends = [cue.end for cue in sign.kinds("denied")]
    return "," in sign.own and sets.NEGATIVE.isdisjoint(sign.own) and any(0 <= sign.start - end <= 1 for end in ends)


def answered(sign: Place, cue: Cue) -> bool:
    """A question of somebody else's that holds the sign, and its plain no: "she asked if … I told her no"."""
    if not (cue.start < sign.start and sign.end <= cue.end):
        return False
    rest = sign.until_end(cue.end)
    rest = rest[2:] if rest[:2] == ["at", "all"] else rest
    if rest and rest[0] not in {".", ",", ";", "!"}:
        return False  # "I told her no more than usual"
    return sets.TAKEN_BACK.isdisjoint(rest)
