"""Decide whether a sign that stands in a text counts: denied, asked, past, someone else's.

Scopes are strict on purpose: a cue voids only what it plainly covers, for a sign that is
wrongly voided costs more than one that is wrongly kept. The cues themselves are in cues.yml.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.redflags.lexicon import Lexicon
from bot.redflags.patterns import compile_pattern


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SENTENCE_END = _set(". ! ? ;")
_CLAUSE_END = _SENTENCE_END | _set(", - and but so because then though y e pero porque")
#: Words that may stand between a denial and what it denies: anything else ends its reach.
_LIGHT = _set(
    "a an any the my his her our your their all single bit of one ever at actual real new sign signs trace hint whiff "
    "kind sort type form trouble problem problems issue issues difficulty difficulties been being be had have has "
    "having got get gotten getting run running seem seems seemed to feel feeling felt see seen saw seeing notice "
    "noticed noticing show shown showing us you experienced experiencing developed reported reports with in from is "
    "are was were once yet currently today bad severe significant unusual abnormal visible obvious : "
    "ha he hay haya hemos han tengo tiene tenido tuvo tuve siento siente senal senales nada de un una el la los las mi "
    "me se le su visto"
)
#: These do not follow a denial at once: "no my leg is numb" answers first and then tells.
_DETERMINERS = _set("my the his her our your their is are was were mi el los las su")
_LIST = _set("or nor ni o u / & +")
_DENIES = _set("denies denied denying neg negative niega niegan to for")
#: After a denied sign these show that it is, or was, there: "never had a fever like this", "no fever till last night".
_AFTER_ALL = _set("like until till anymore before except unless now hasta antes longer besides apart")
_NEGATIVE = _set("no not never cannot without hardly nor nothing ni nunca sin")
_BEYOND = _SENTENCE_END | _set("but just only no not cannot never without sin")
_SUBJECT = _set("i he she it we they there this that my mine yo me mi")
_SELF = _set(
    "i me my mine myself we our am mom mum mother dad father husband wife grandma grandpa nana gran patient resident "
    "client hubby yo mi mis tengo estoy siento"
)
#: What tells a fact, where a mere question has none.
_FACT = _set(
    "am is are was were went took been keeps keep feels hurts looks mine because cannot woke fell passed "
    "tengo estoy esta estan siento duele tiene quedo but only anyway also however plus though pero"
)
_HAVING = _set("have has had got gets getting having")
_DISGUISED = _set("normal ok okay worry worried worrying usual bad serious alright right weird strange concerned expected supposed")
_OWN = _set("my his her this these our mi su mis moms dads mums")
_EFFECT = _set("cause causes make makes damage lead bring trigger give affect")
_INDIRECT = _set("know sure tell wonder wondering wondered ask asking see say says as even like si")
_COMPARED = _set("than not never since unlike worse like cannot no nunca que")
_UNCLEARED = _set("again still worse worsening spreading but however keeps now except yet started starting new another more pero ahora sigue")
_WELL = _set("home good fine ok okay well better over there gone normal")
_SPEAKS = _set(
    "says say said reads read lists list listed listing mentions mentioned warns asks states goes tells wrote told reckons "
    "include includes dice pone pregunta sale menciona mean word phrase title heading chapter : script"
)
_TRAILING = _set("it says say reads dice pone does do")
_RELATIVE = _set("daughter son wife husband sister brother neighbor neighbour friend niece nephew aunt cousin granddaughter grandson")


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

    def __init__(self, vocab: Vocab, lexicon: Lexicon) -> None:
        self._vocab = vocab
        self._matcher = Matcher(vocab)
        for kind, patterns in lexicon.cues.items():
            compiled = [t for p in patterns for t in compile_pattern(p, lexicon.lists)]
            if compiled:
                self._matcher.add(kind, compiled)

    def read(self, doc: Doc) -> list[Cue]:
        """Return all cues in the text; what `not_denied` covers is no denial."""
        found = [Cue(self._vocab.strings[key], start, end) for key, start, end in self._matcher(doc)]
        shields = [c for c in found if c.kind == "not_denied"]
        return [
            c
            for c in found
            if c.kind != "denied" or not any(s.start <= c.start and c.end <= s.end for s in shields)
        ]

    def voids(self, doc: Doc, start: int, end: int, cues: list[Cue], sign: str = "") -> str | None:
        """Return why the span does not count, or None when it does."""
        place = _Sign(doc, start, end, cues)
        for cue in cues:
            test, why = _TESTS.get(cue.kind, (None, ""))
            # Of a crisis no question is a mere question: "what do you do when you want to die".
            if test and test(place, cue) and not (why == "information" and sign.startswith("crisis.")):
                return why
        return None


def _denied(sign: _Sign, cue: Cue) -> bool:
    """A denial before the sign, with nothing but light words, or a list of things denied, between."""
    if cue.end > sign.start or sign.apart(cue, _SENTENCE_END):
        return False
    if not _BEYOND.isdisjoint(sign.words(sign.start, sign.end)):
        return False  # a sign of several clauses, of which a denial could cover the first only
    earlier = _until(sign.words(cue.start - 8, cue.start)[::-1], _CLAUSE_END)
    if sign.doc[cue.start].text in {"without", "sin"} and not _NEGATIVE.isdisjoint(earlier):
        return False
    after = sign.words(sign.end, sign.end + 3)
    if after[:3] == ["like", "that"] or "anything" in after:
        after = after[:1]
    if not _AFTER_ALL.isdisjoint(_until(after, _SENTENCE_END | {","})) and "right" not in after:
        return False
    path = sign.words(cue.end, sign.start)
    clinical = sign.doc[cue.end - 1].text in _DENIES
    links = _LIST | ({"and", "y"} if clinical else frozenset())
    ends_as_list = not after or after[0] in _CLAUSE_END | _LIST
    if path[:1] != [","] and (ends_as_list if clinical else not {"or", "nor", "ni"}.isdisjoint(path + after)):
        links = links | {","}
    item: list[str] = []
    for word in path:
        if word in links:
            item = []
        elif word in _CLAUSE_END or len(item) > 4:
            return False
        else:
            item.append(word)
    listed = path[: len(path) - len(item)]
    if item and item[0] in _DETERMINERS and sign.doc[cue.end - 1].text not in {"without", "of", "nothing", "for"}:
        return False
    return all(word in _LIGHT for word in item) and _SUBJECT.isdisjoint(set(listed) - {"my"})


def _denied_after(sign: _Sign, cue: Cue) -> bool:
    """An answer right behind the sign, and nothing more: "fever: no." but not "fever: no relief"."""
    then = sign.words(cue.end, cue.end + 1)
    return cue.start == sign.end and (not then or then[0] in {",", ".", ";", "!"})


def _asked(sign: _Sign, cue: Cue) -> bool:
    """A question or a supposition that holds the sign, in a message that tells no fact."""
    if any(c.kind == "current" for c in sign.cues) or sign.apart(cue, _SENTENCE_END):
        return False
    words = sign.words(cue.start, cue.end)
    if not _DISGUISED.isdisjoint(sign.words(cue.start - 3, cue.end)):
        return False
    if "if" in words and words[words.index("if") - 1] in _INDIRECT and "how" not in words:
        return False
    if cue.start >= sign.end:
        return cue.start - sign.end <= 2 and _SELF.isdisjoint(_sentence_words(sign, sign.start, sign.end))
    told = sign.words(min(cue.end, sign.start), sign.end)
    supposed = not {"if", "case", "would", "suppose", "supposing", "say"}.isdisjoint(words)
    if words in (["what", "is"], ["what", "are"]):  # "what is SOB?"
        then = sign.words(sign.end, sign.end + 1)
        return sign.start <= cue.end and (not then or then[0] in _CLAUSE_END)
    if not _OWN.isdisjoint(told) and not supposed and _EFFECT.isdisjoint(words):
        return False  # "why is my leg numb", "what is the green stuff": theirs
    if not supposed and words[0] in {"is", "are", "es", "what", "que"} and not {"this", "these", "the", "it", "esta", "este"}.isdisjoint(words[1:] + told):
        return False
    if words[0] == "if":
        told = sign.words(cue.start + 1, sign.end)
        told = told[2:] if told[1:2] in (["was"], ["were"]) else told
    subjects = sum(word in {"i", "he", "she", "it", "we", "they"} for word in told)
    return _FACT.isdisjoint(told) and subjects < 2 and (supposed or _HAVING.isdisjoint(told)) and not _turns_to_self(told)


def _turns_to_self(words: list[str]) -> bool:
    """Tell whether a clause about the person follows: "signs of infection, my wound …"."""
    return any(a in {",", "and"} and b in _SELF | {"he", "she", "it"} for a, b in zip(words, words[1:], strict=False))


def _past(sign: _Sign, cue: Cue) -> bool:
    """A time before the procedure in the sign's own clause, which tells nothing of now."""
    compared = sign.doc[cue.start].text != "." and not _COMPARED.isdisjoint(_clause_before(sign, cue))
    within = sign.start <= cue.start and cue.end <= sign.end
    if within or sign.apart(cue, _CLAUSE_END) or compared:
        return False
    if "used" in sign.words(cue.start, cue.end) and cue.start >= sign.start:
        return False
    if any(c.kind == "current" and not sign.apart(c, _CLAUSE_END) for c in sign.cues):
        return False
    if "again" in sign.words(sign.end, len(sign.doc)):
        return False
    return sum(w in {"i", "he", "she", "it", "we", "my"} for w in sign.words(cue.end, sign.start)) < 2


def _cleared(sign: _Sign, cue: Cue) -> bool:
    """A clinician has looked at this very sign and found it well, and nothing came after."""
    about = cue.end < sign.start and sign.doc[cue.end].text in {"for", "about", "of", "on"} and sign.start - cue.end < 4
    if not (sign.overlaps(cue) or about) and (cue.start < sign.end or sign.apart(cue, _CLAUSE_END)):
        return False
    rest = sign.words(min(cue.start, sign.start), len(sign.doc))
    told = [b for a, b in zip(["", *rest], rest, strict=False) if not (b == "now" and a in _WELL)]
    return _UNCLEARED.isdisjoint(told) and _RELATIVE.isdisjoint(sign.words(cue.start - 5, cue.end))


def _of_another(sign: _Sign, cue: Cue) -> bool:
    """An animal, a film, hearsay or a leaflet opens the clause, and nobody real comes between."""
    words = sign.words(cue.start, cue.end)
    speaks = not _SPEAKS.isdisjoint(words)
    dreams = words[0].startswith(("dream", "sone", "night"))
    if (speaks or dreams) and (any(c.kind == "current" for c in sign.cues) or not {",", "and"}.isdisjoint(words)):
        return False  # "they told us to watch for fever and here it is"
    if cue.start >= sign.end:
        near = words[0] in _TRAILING and cue.start - sign.end <= 4 and not sign.apart(cue, _SENTENCE_END)
        return near and (_SELF | {"he", "she"}).isdisjoint(_sentence_words(sign, sign.start, cue.start))
    if speaks and any(token.like_num for token in sign.doc[sign.start : sign.end]):
        return False  # "it says 102" is a thermometer
    between = [w for w in sign.words(cue.end, sign.end) if not (speaks and w == "me")]
    opens = speaks or dreams or cue.start == 0 or sign.doc[cue.start - 1].text in _CLAUSE_END | _set(": that when if on in said says about")
    apart = sign.apart(cue, _SENTENCE_END | _set("but anyway now mine ahora pero"))
    return opens and not apart and (dreams or _SELF.isdisjoint(between)) and (not _turns_to_self(between) or "vet" in words)


def _figurative(sign: _Sign, cue: Cue) -> bool:
    """A figure of speech that holds the whole sign: "dying for a shower", not "my calf is killing me"."""
    return cue.start <= sign.start and sign.end <= cue.end


_TESTS: dict[str, tuple[Callable[[_Sign, Cue], bool], str]] = {
    "denied": (_denied, "denied"),
    "denied_after": (_denied_after, "denied"),
    "figurative": (_figurative, "figurative"),
    "information": (_asked, "information"),
    "past": (_past, "past"),
    "cleared": (_cleared, "past"),
    "other_subject": (_of_another, "other_subject"),
}


def _until(words: list[str], ends: frozenset[str] | set[str]) -> list[str]:
    """Return the words before the first of `ends`."""
    return words[: next((i for i, word in enumerate(words) if word in ends), len(words))]


def _clause_before(sign: _Sign, cue: Cue) -> list[str]:
    """Return up to five words before a cue, in its clause."""
    return _until(sign.words(cue.start - 5, cue.start)[::-1], _CLAUSE_END)


def _sentence_words(sign: _Sign, start: int, end: int) -> list[str]:
    """Return the words of the sentence around a place."""
    return _until(sign.words(0, start)[::-1], _SENTENCE_END) + _until(sign.words(end - 1, len(sign.doc)), _SENTENCE_END)
