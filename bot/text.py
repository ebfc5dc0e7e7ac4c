"""Text as it comes from people, made fit to read: pure functions, no lexicon of signs."""

from __future__ import annotations

import re
import unicodedata

#: Longer messages are refused (and still screened for warning signs).
MAX_CHARACTERS = 4000

_QUOTES = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "\u00a0": " ", "⁄": "/",
    }
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
#: Soft hyphens, joiners, marks of direction, tags: they would hide a word from the rules ("ch\u00adest").
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_FRACTION = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])")  # "1½" must not become "11/2"
_SPACE = re.compile(r"\s+")
#: A typed slash, and what it would have opened: the head of a payload ("/ask{"x": ") is no sentence.
_LEADING_SLASH = re.compile(r"^[\s/\\]*[/\\][\s/\\]*(?:[\w+/-]+\s*\{(?:\s*\"?[\w-]*\"?\s*:)?\s*\"?)?|^\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

#: Spellings of text messages. Only those that mean one thing in a patient's message:
#: "r" stays, for it is "right" as often as "are".
_SMS_SPELLINGS = {
    "u": "you", "ur": "your", "urs": "yours", "cnt": "can't", "cant": "can't", "wont": "won't",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't",
    "havent": "haven't", "hasnt": "hasn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "shouldnt": "shouldn't", "arent": "aren't", "aint": "ain't", "im": "i'm", "ive": "i've",
    "its": "its", "thats": "that's", "whats": "what's", "hes": "he's", "shes": "she's",
    "theyre": "they're", "b4": "before", "2day": "today", "2moro": "tomorrow", "2morrow": "tomorrow",
    "tmrw": "tomorrow", "tmr": "tomorrow", "2nite": "tonight", "wen": "when", "wht": "what",
    "wat": "what", "hw": "how", "hv": "have", "plz": "please", "pls": "please", "thx": "thanks",
    "ty": "thank you", "abt": "about", "bc": "because", "cuz": "because", "coz": "because",
    "bcuz": "because", "w/": "with", "w/o": "without", "dr": "doctor", "docs": "doctors",
    "meds": "medicines", "med": "medicine", "tmp": "temperature", "temp": "temperature",
    "hosp": "hospital", "appt": "appointment", "hrs": "hours", "hr": "hour", "mins": "minutes",
    "min": "minutes", "wks": "weeks", "wk": "week", "yr": "year", "yrs": "years", "idk": "i don't know",
    "tho": "though", "thru": "through", "nite": "night", "gonna": "going to", "wanna": "want to",
    "gotta": "got to", "kinda": "kind of", "bp": "blood pressure", "er": "er", "ppl": "people",
    "smth": "something", "ya": "you", "bout": "about", "cud": "could", "shud": "should",
    "wud": "would", "shld": "should", "wld": "would", "cld": "could", "dnt": "don't", "wnt": "want",
    "hlp": "help", "nmb": "numb", "brth": "breath", "lgs": "legs", "lg": "leg", "bk": "back",
    "whn": "when", "whr": "where", "tk": "take", "mch": "much", "mny": "many", "hse": "house", "coudnt": "couldn't", "cal": "call", "hom": "home", "sam": "same",
    "hvnt": "haven't", "wdnt": "wouldn't", "jst": "just", "bn2": "been to", "tho'": "though", "evry": "every",
    "cn": "can", "gt": "get", "bn": "been", "wl": "will", "wil": "will", "bck": "back", "th": "the", "stil": "still",
    "thy": "they", "ths": "this", "tht": "that", "gd": "good", "nd": "need", "rmv": "remove", "drs": "doctors",
    "aftr": "after", "agn": "again", "lng": "long", "srgry": "surgery", "vit": "vitamin", "prob": "probably",
    "op": "operation", "ops": "operation", "rn": "right now", "asap": "as soon as possible",
}  # fmt: skip


def clean(raw: object) -> str:
    """Return what a person sent as one line of sound unicode; anything but text is ''.

    Lone surrogates, NUL and invisible characters go, quotes and dashes are folded, and a
    leading '/' is dropped: typed by a person it is text, never a command to the framework.
    """
    if not isinstance(raw, str):
        return ""
    text = raw.encode("utf-8", "ignore").decode("utf-8")
    text = _FRACTION.sub(" ", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES)
    text = _SPACE.sub(" ", _CONTROL.sub(" ", text))
    return _LEADING_SLASH.sub("", text).strip()


def spell_out(text: str) -> str:
    """Spell out the short forms of text messages, word by word."""
    return " ".join(_spell_out_word(word) for word in text.split(" "))


def _spell_out_word(word: str) -> str:
    core = word.strip(".,;:!?()\"'")
    plain = _SMS_SPELLINGS.get(core.lower())
    return word.replace(core, plain, 1) if plain else word


#: Emoji and other pictures: they change nothing of what is told.
_PICTURES = re.compile(r"[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")


def without_pictures(text: str) -> str:
    """Return a text without its emoji; one of nothing else stays as it is."""
    left = _SPACE.sub(" ", _PICTURES.sub(" ", text)).strip()
    return left if any(c.isalnum() for c in left) else text


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, apostrophes kept."""
    return _WORD.findall(text.lower())


_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s+[-]+\s+|\s*\n+\s*")
#: A run-on message hides its sign behind "and" or "but": such pieces are read on their own too.
_CLAUSE = re.compile(r"\s*,\s+|\s+(?:and|but|also|plus|then|because|so|pero|y)\s+", re.IGNORECASE)


def sentences(text: str, *, at_most: int = 32) -> list[str]:
    """Split a text into sentences; a text without an end is one sentence."""
    parts = [part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()]
    return parts[:at_most]


def pieces(text: str, *, at_most: int = 24) -> list[str]:
    """Return the sentences and, where one runs on, its clauses of three words or more."""
    found: list[str] = []
    for sentence in sentences(text):
        found.append(sentence)
        clauses = [c for c in _CLAUSE.split(sentence) if c]
        if len(clauses) > 1:
            found.extend(c for c in clauses if len(c.split()) >= 3)
    unique = list(dict.fromkeys(piece for piece in found if piece != text))
    return unique[:at_most]


_BINDS = "and|n|an|but|so|also|then|ok|okay|well|oh|hi|hello|plus|first|firstly|second|secondly|&|\\+"
_LINK = rf"(?:{_BINDS}|or)"
_ASKING = (
    r"(?:(?:in|for|at|to|by|from|on|with) (?:what|which|how|whom)|(?:after|before|until|till) how|when|how|what|where|why|which|who|whom|whose|can|could|should|shall|may|might|"
    r"do|does|did|is|are|will|would|am i|must|was|were|has|have)\b"
)
_OPENS_A_QUESTION = re.compile(rf"^(?:(?:\w+ ){{0,4}}\w+: )?(?:(?:{_LINK}|\d)[,.) ]+)*{_ASKING}", re.IGNORECASE)
#: And a short one may close with its question word: "back at the till when?", "heavy jobs about the yard, how soon".
_ENDS_IN_A_QUESTION = re.compile(r"\b(?:when|how (?:long|soon|much|often)|why)[ ?.!]*$", re.IGNORECASE)
#: The first of two may have words before it: "two quick ones when do i stop eating and when …".
_HOLDS_A_QUESTION = re.compile(
    r"\b(?:when|how|what|where|why|which)\b (?:do|does|did|can|could|should|may|is|are|will|would|long|soon|much|many)\b",
    re.IGNORECASE,
)
#: What announces questions: "two things: is … and does …", "2 quick ones am i …".
_ANNOUNCED = re.compile(
    rf"^(?:[\w']+ ){{0,4}}[\w']+: +(?=.*\?$|{_ASKING})|"
    rf"^(?:\w+ ){{0,2}}(?:2|two|3|three|couple(?: of)?|few)(?: quick| small| little)? (?:things|questions|qs|ones)\b[ ,:.-]*(?={_ASKING})",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:can|could|shall|may|might|must|will|would|do|does|did|is|are|am|was|were|has|have)"
_SOMEBODY = r"(?:i|he|she|we|they|mum|mom|dad|grandma|grandpa)"
#: Where a second question begins within a sentence: "can I shower and when can I lift". "Or is it …" is the same one still.
_ANOTHER_QUESTION = re.compile(
    rf"(?:,\s+|\s+)(?=(?:(?:{_BINDS})[,.) ]+)+{_ASKING}|or (?:when|how|what|where|why|who)\b)|"
    rf",\s+(?={_ASKING}|or {_AUXILIARY} {_SOMEBODY}\b)",
    re.IGNORECASE,
)


def questions(text: str) -> list[str]:
    """Return the questions of a text that says more than one question, in order."""
    found: list[str] = []
    for sentence in sentences(text):
        asked = _asked_in(_ANNOUNCED.sub("", sentence))
        asks_on = sentence.endswith("?") or (found and _ONE_MORE.match(sentence))
        found += asked or ([sentence] if asks_on else [])
    return [question for question in dict.fromkeys(found) if question != text]


def _asked_in(sentence: str) -> list[str]:
    """Return the clauses of a sentence that ask; a few words that open it stay with the first of them."""
    clauses = [c for c in _ANOTHER_QUESTION.split(sentence) if len(c.split()) >= _SHORTEST_QUESTION]
    if len(clauses) == 1 and _OPENS_A_QUESTION.match(sentence):
        clauses = _run_on(sentence)
    among = len(clauses) > 1
    asked = [c for c in clauses if _asks(c) or (among and _HOLDS_A_QUESTION.search(c))]
    if among and clauses[0] not in asked and _asks_in_few_words(clauses[0]) and _BESIDE.match(clauses[1]):
        asked = [clauses[0], *asked]
    opens_with_subject = among and clauses[0] not in asked and len(clauses[0].split()) <= _MOST_OF_A_SUBJECT
    if opens_with_subject and clauses[1] in asked:
        asked[0] = f"{clauses[0]}, {asked[0]}"  # "the belt round her middle, does that stay on"
    return asked


#: Where a second question begins with nothing between, as people dictate: "what can dad eat tonight can he shower".
_RUNS_ON = re.compile(rf"\s(?={_AUXILIARY} {_SOMEBODY}\b)", re.IGNORECASE)
#: Words after which the sentence only goes on: "do you know when | can I shower", "so that mum | can …".
_GOES_ON = re.compile(
    rf"\b(?:when|how(?: \w+)?|what|where|why|which|who|if|that|so|or|than|and|but|because|{_SOMEBODY})$", re.IGNORECASE
)
#: A question that is whole: "what can dad eat", not "how many days".
_WHOLE = re.compile(rf"\b{_AUXILIARY} \w+ \w+", re.IGNORECASE)
_LEAST_BEFORE = 4


def _run_on(sentence: str) -> list[str]:
    """Return the two questions of a sentence that runs on, else the sentence."""
    for match in _RUNS_ON.finditer(sentence):
        before = sentence[: match.start()]
        if len(before.split()) >= _LEAST_BEFORE and _WHOLE.search(before) and not _GOES_ON.search(before):
            return [before, sentence[match.end() :]]
    return [sentence]


#: A few words that ask beside a question, not its subject: "also the bandage, and can he smoke".
_BESIDE = re.compile(rf"^{_LINK}[,.) ]", re.IGNORECASE)
_ONE_MORE = re.compile(r"^(?:and|n|also|plus)(?: \S+){1,4}[ .?!]*$", re.IGNORECASE)
#: A few words that tell something instead: "I had kyphoplasty and …".
_TELLS = re.compile(
    rf"^(?:(?:{_LINK})[,.) ]+)*(?:{_SOMEBODY}|it|you|there|my|his|her|their|our)\b|\b(?:{_SOMEBODY}|it)(?:'\w+)? ",
    re.IGNORECASE,
)
_SHORTEST_QUESTION = 2
_MOST_OF_A_SUBJECT = 5


def _asks_in_few_words(clause: str) -> bool:
    """Tell whether a clause beside a question asks without a word of asking: "whole thing take long", "also the bandage"."""
    return bool(_ONE_MORE.match(clause)) or (len(clause.split()) <= _MOST_OF_A_SUBJECT and not _TELLS.search(clause))


def _asks(clause: str) -> bool:
    return bool(_OPENS_A_QUESTION.match(clause) or _ENDS_IN_A_QUESTION.search(clause))


def cores(text: str) -> dict[str, tuple[str, ...]]:
    """Return what is left of a text without its first sentence, its last, or both, and what was left out.

    A greeting, an excuse or a question around a message is so left out of it.
    """
    parts = sentences(text)
    found: dict[str, tuple[str, ...]] = {}
    for first, last in ((1, 0), (0, 1), (1, 1)):
        kept = parts[first : len(parts) - last]
        if kept and len(parts) > 1:
            found.setdefault(" ".join(kept), (*parts[:first], *parts[len(parts) - last :]))
    return found


_ASKS = re.compile(
    r"\?|(?:^|[.!,;]\s+|\b(?:and|but|so|also)\s+)(?:when|how|what|where|why|which|can|could|should|may|do|does|is it|will|am i allowed)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Tell whether a question stands in a text, with or without its mark."""
    return bool(_ASKS.search(text))
