"""Find warning signs by rule: the lexicon's patterns, each match read in its context."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import spacy
from spacy.tokens import Doc

from bot.records import RedFlag
from bot.redflags import again
from bot.redflags.context import Context
from bot.redflags.fold import CLOSES, OPENS, fold_quotes
from bot.redflags.lexicon import Lexicon
from bot.redflags.search import PatternSearch
from bot.redflags.temperature import fever_in

FEVER = "infection.fever"
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

    def compile(self) -> None:
        """Compile every pattern, of signs and of their context, so that no patient's message waits for one."""
        self._search.compile()
        self._context.compile()

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
        for place in again.places(doc, cues, quotes):
            why = self._context.voids(doc, place.start, place.end, cues, "", quotes)
            if again.told(place, why):
                return str(doc[place.start : place.end].text)
        return None

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
