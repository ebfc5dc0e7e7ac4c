"""Find warning signs by rule: the lexicon's patterns, each match read in its context."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import spacy
from spacy.tokens import Doc

from bot.records import RedFlag
from bot.redflags.context import Context
from bot.redflags.context_words import CLAUSE_END, SENTENCE_END
from bot.redflags.fold import CLOSES, OPENS, fold_quotes
from bot.redflags.lexicon import Lexicon
from bot.redflags.place import Cue, Place, until
from bot.redflags.search import PatternSearch
from bot.redflags.temperature import fever_in

FEVER = "infection.fever"
#: The kind of cue that tells of a sign without naming it: "it came back".
CAME_BACK = "came_back"
NOT_CAME_BACK = "not_came_back"
_OPENS = {*CLAUSE_END, "-", "but", "and", "then", "no", "oh", "yes", "now", "so", "well", "that", "y", "pero"}
#: Before such words in their clause nothing is told: "if it's back", "how would I know it's back".
_SUPPOSED = {
    "if",
    "how",
    "unless",
    "whether",
    "should",
    "would",
    "will",
    "could",
    "might",
    "signs",
    "risk",
    "chance",
    "chances",
    "si",
}
#: Right before it these make a question of it, or deny it: "does it come back", "can I have it again".
_TURNED = {"does", "do", "did", "will", "can", "could", "would", "should", "may", "might", "to", "not", "never"}
_DENIES = {"not", "no", "never"}
_ASKS = {"do", "does", "did", "can", "will", "when", "is", "are", "has"}
#: A question mark within so many words behind makes a question of it.
_SOON = 3
_QUESTION = {(",", word) for word in ("so", "can", "may", "should", "when", "how", "what", "which", "where", "who")}


@dataclass(frozen=True)
class Finding:
    """A sign that stands in the text, and what its context says of it."""

    id: str
    start: int
    end: int
    cue: str
    context: str | None  # why it does not count: denied, information, past, other_subject, quoted, figurative


class RuleDetector:
    """The rules, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._nlp = spacy.blank("en")
        # spaCy would part "cannot" into "can" and "not"; abbreviations keep their full stop.
        self._nlp.tokenizer.rules = {k: v for k, v in self._nlp.tokenizer.rules.items() if "." in k}
        self._search = PatternSearch({s.id: s.patterns for s in lexicon.signs.values()}, lexicon.lists)
        self._context = Context(lexicon)

    def findings(self, text: str) -> list[Finding]:
        """Return every sign that a pattern shows, with the context that voids it, if any."""
        doc, quotes = self._read(text)
        spans = self._search.find([token.text for token in doc])
        spans += [(FEVER, start, end) for start, end in fever_in(doc)]
        if not spans:
            return []
        cues = self._context.read(doc)
        return [
            Finding(id_, start, end, doc[start:end].text, self._context.voids(doc, start, end, cues, id_, quotes))
            for id_, start, end in _longest([span for span in spans if not self._runs_on(doc, *span)])
        ]

    def _runs_on(self, doc: Doc, id_: str, start: int, end: int) -> bool:
        """Tell whether a lesser sign was read across the comma before a question: "the site, can I wash it warm"."""
        sign = self.lexicon.signs.get(id_)
        words = [token.text for token in doc[start:end]]
        return sign is not None and sign.tier == "provider" and any(pair in _QUESTION for pair in pairwise(words))

    def detect(self, text: str) -> list[RedFlag]:
        """Return the signs that count, one per id, each with the words that showed it."""
        return self.flags(self.findings(text))

    def flags(self, findings: list[Finding]) -> list[RedFlag]:
        """Return the findings that no context voids as signs, one per id."""
        flags: dict[str, RedFlag] = {}
        for finding in findings:
            sign = self.lexicon.signs.get(finding.id)
            if finding.context is None and sign is not None and finding.id not in flags:
                flags[finding.id] = RedFlag(sign.id, sign.tier, finding.cue, f"rule: {sign.sign}")
        return list(flags.values())

    def came_back(self, text: str) -> str | None:
        """Return the words that tell, naming no sign, that an earlier one is there again; None where none do."""
        doc, quotes = self._read(f". {text} .")
        cues = self._context.read(doc)
        told = [cue for cue in cues if cue.kind == CAME_BACK]
        return next((doc[c.start : c.end].text for c in told if self._tells_again(doc, c, cues, quotes)), None)

    def _tells_again(self, doc: Doc, told: Cue, cues: list[Cue], quotes: tuple[tuple[int, int], ...]) -> bool:
        """Tell whether a cue says that it is so: asked, supposed, denied or of something else it does not."""
        start, end = told.start, told.end
        while end - start > 1 and doc[start].text in _OPENS:
            start += 1
        while end - start > 1 and doc[end - 1].text in SENTENCE_END:
            end -= 1
        place = Place(doc, start, end, cues, quotes=quotes)
        before = until(place.words(0, start)[::-1], CLAUSE_END)[::-1]
        if not _SUPPOSED.isdisjoint(before) or not _TURNED.isdisjoint(before[-1:]):
            return False
        if {*before, *place.words(start, end)} & _ASKS and "?" in place.until_end(end)[:_SOON]:
            return False
        why = self._context.voids(doc, start, end, cues, "", quotes)
        if why == "denied" and (before[-1:] == ["no"] or not _DENIES.isdisjoint(place.own)):
            why = None  # "no, it's back", "it has not gone"
        return why in {None, "past"} and not any(place.overlaps(c) for c in cues if c.kind == NOT_CAME_BACK)

    def doc(self, text: str) -> Doc:
        """Return the folded text's tokens, for tests and explanations."""
        return self._read(text)[0]

    def _read(self, text: str) -> tuple[Doc, tuple[tuple[int, int], ...]]:
        """Return the folded text's tokens, and the tokens that each quotation covers."""
        words: list[str] = []
        quotes: list[tuple[int, int]] = []
        opened = 0
        for token in self._nlp.make_doc(fold_quotes(text)):
            if token.text == OPENS:
                opened = len(words)
            elif token.text == CLOSES:
                quotes.append((opened, len(words)))
            elif not token.is_space:
                words.append(token.text)
        return Doc(self._nlp.vocab, words=words), tuple(quotes)


_shared: dict[str, RuleDetector] = {}


def shared_rules(lexicon: Lexicon) -> RuleDetector:
    """Return the process's one detector for a lexicon: to compile the rules takes most of a second."""
    key = lexicon.to_json()
    if key not in _shared:
        _shared.clear()
        _shared[key] = RuleDetector(lexicon)
    return _shared[key]


def _longest(spans: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Keep, for each sign, spans that no other span of that sign contains."""
    unique = sorted(set(spans), key=lambda s: (s[0], s[1], -s[2]))
    kept: list[tuple[str, int, int]] = []
    for id_, start, end in unique:
        if not any(k[0] == id_ and k[1] <= start and end <= k[2] for k in kept):
            kept.append((id_, start, end))
    return kept
