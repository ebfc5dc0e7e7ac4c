"""Find when the procedure was or will be, relative to the message's own date.

A date counts only where the words tie it to the procedure: "my surgery is next Tuesday", "had
mine done on the 5th", "two weeks post op", "day 3", or a message that is a date and nothing
else. One that belongs to something else ("I fell yesterday") or to a question ("can I lift
tomorrow?") is not taken, and a vague one ("last week", "almost a month ago") is not made
exact: a wrong day is worse than none.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.nlu.when import NUMBERS, SPAN, WHEN, date_of, in_figures, number, shift

#: Older and later dates are of something else.
_MOST_DAYS = 400

# The procedure, and words between it and its date.
_PERSON = (
    r"(?:she|he|mom|mum|mama|mother|dad|father|husband|hubby|wife|gran|grand(?:ma|pa|mother|father)|patient"
    r"|sister|brother)"
)
_NOUN = (
    r"(?:proc(?:edure)?|surg(?:[a-z]*ry)?|sugery|operation|op|vert[a-z]*plasty|k[iy](?:ph|f)o[a-z]*|cement(?:ing)?)"
    r"(?: (?:day|date|put in|done))?"
)
_WHOSE = r"(?:my|her|his|our|the|a|their|this|(?!(?:friend|neighb|co-?work|boss))[a-z]+'s|moms|mums|dads)"
_THE_PROCEDURE = (
    rf"(?:{_WHOSE} )?(?:(?:own|back|spine|spinal|cement|recent|upcoming|little|first|second) )?{_NOUN}(?:'s)?"
)
_BACK = r"(?:(?:my|her|his|our|the) (?:own )?(?:back(?:bone)?|spine|vertebra[es]?))"
_IT = rf"(?:it|mine|hers|his|this|one|{_BACK}|(?:my|her|his|the) cement|mom|dad)"
_WHOM = rf"(?:{_IT}|me|him|her|us|{_PERSON}|(?:my|his|her|the) [tl]\d{{1,2}})"  # the last: a vertebra by its number
_OPENING = r"(?:(?:i think|i believe|yes|no|well|ok|so|actually|sorry),? )*"
_HAD = r"(?:had|got|having|getting)"
_BETWEEN = (
    r"(?:(?:being|getting|which|it|was|is|were|will be|'ll be|has been|got|took place|happened|done|performed|fixed|filled|injected|patched|repaired|cemented|glued|put in|up"
    r"|over with|scheduled|booked|set|planned|(?:moved|pushed|rescheduled|changed)(?: back| up)? to"
    r"|(?:not|isn't) (?:until|till)|coming up|just|only|exactly|about|bout|around|roughly|over|back|earlier|sometime"
    r"|for|on|at|again|finally|there) )*"
)
_TIES = [
    re.compile(pattern + f",? {_BETWEEN}{WHEN}")
    for pattern in (
        rf"(?:^|\b(?:since|before|after|for|{_HAD}|have|has) |\b(?={_WHOSE} )){_THE_PROCEDURE}",
        rf"\b(?:mine|hers|his|{_PERSON}'?s) (?:was|is|will be|got)",
        rf"^{_OPENING}(?:(?:my )?(?:mistake|bad|apologies),? )?it (?:was|will be)",
        rf"^{_OPENING}(?:it'll be|(?:it's|it is)(?= (?:on|in|next|this|tomorrow|today|scheduled|booked|set|not)\b))",
        rf"^{_OPENING}(?:it's|it is)(?: (?:only|just|now|exactly))*(?= {SPAN} ago(?: today| now)?(?: ?[,.;!)-]|$))",
        rf"\b{_HAD} {_IT}",
        rf"\b(?:have|has|get|gets) {_IT} (?:done|fixed|put in|over with)",
        r"\b(?:they|surgeons?|doctors?|the (?:team|hospital))"
        r"(?: did| done| ?'ve done| have done| do| ?'re doing| are doing| operated on| finished with| were done with| cemented| filled| fixed| glued| injected)"
        rf" {_WHOM}(?: at [a-z0-9:]+(?: ?[ap]\.?m\.?)?)?",
        rf"\b(?:go|goes|going|went) (?:in|under)(?: for (?:it|{_THE_PROCEDURE}))?",
        rf"\b(?:i'm|i am|we're|she's|he's|{_PERSON} is)(?= (?:scheduled|booked|set)\b)",
        r"\b(?:was|were|got|being|getting) (?:operated(?: on)?|cemented)",
        rf"\b{_BACK} (?:was|were|is|got)(?: being| getting)? (?:done|fixed|filled|cemented|glued|operated on)",
        rf"\b(?:put|shot|injected|pumped|poured|squirted)(?: {_WHOM})? (?:the |some )?cement(?: in(?:to)? (?:{_WHOM}|there))?",
        r"^done",
    )
]
_DATE_FIRST = re.compile(
    rf"{WHEN}(?: today| now)?,? (?:(?:is|was|will be) {_WHOSE} (?:[a-z]+ )?{_NOUN}"
    r"|(?:(?:is|was|will be) (?:the day )?(?:when )?)?"
    rf"(?:i|we|they|my [a-z]+|the (?:surgeon|doctor)|{_PERSON}|i'm|she's|he's|we're)(?: am| is| are)?"
    rf" (?:(?:{_HAD}|have|has|did|put) (?:{_THE_PROCEDURE}|{_IT})|(?:cemented|glued|filled|fixed) {_WHOM})\b)"
)

# How far along: "I'm two weeks post op", "day 3".
_SMALL = r"(?:(?:only|just|already|now|currently|about|around|roughly|exactly|over|and|so|well|hi|hello|ok),? )*"
_SUBJECT = (
    rf"(?:i'?m|i am|we're|we are|she's|he's|it's|it is|it's been|it has been|been|today is|this is|now"
    rf"|{_PERSON} is|{_PERSON}'s)"
)
_AFTER = rf"(?:post[- ]?(?:op[a-z]*|surg[a-z]*|{_NOUN})|out\b(?! of\b)|(?:(?:out )?from|past) {_THE_PROCEDURE})"
_SINCE = rf"since (?:(?:i|we|they|{_PERSON}) (?:had|got|did) )?(?:{_THE_PROCEDURE}|{_IT})(?: done)?"
_NOW = r"(?= ?(?:$|[,.;!)-]| (?:and|but|now|so|with|still|after|from|post|for|here|today|my|i|no|pain)\b))"
_PROGRESS = [
    re.compile(pattern + _NOW)
    for pattern in (
        rf"^{_SMALL}(?P<span>{SPAN}) (?:{_AFTER}|{_SINCE})",
        rf"\b{_SUBJECT} {_SMALL}(?:at )?(?P<span>{SPAN}) (?:{_AFTER}|{_SINCE}|after {_THE_PROCEDURE})",
        rf"^(?:it's|it has) been {_SMALL}(?P<span>{SPAN})(?: now| already)?\W*$",
    )
]
_DAY = re.compile(
    rf"(?:^{_SMALL}|\b{_SUBJECT} {_SMALL}(?:on |at )?)(?:post[- ]?op[a-z]* )?"
    rf"(?:day|pod) ?#?(?P<day>\d{{1,3}}|{'|'.join(NUMBERS)})\b"
    r"(?: of recovery)?" + _NOW
)

_CLAUSE_END = re.compile(
    r"[.!?;]+ |,? (?:and|but|so) (?=can|may|how|when|what|is|i )|, (?=can|how|when|what|is|may|should|it )"
)

# What a date is not taken from.
_ASKS = re.compile(
    r"^(?:and |so |but |ok |then )?(?:can|could|may|might|should|would|when|how|what|why|is|are|was|do|does|did|if"
    r"|will(?= (?:i|it|my|the|she|he|they|we|this)\b))\b"
)
_TOLD_ALL_THE_SAME = re.compile(r"\b(?:before|after|since|for|had|was|did|went)\b|(?<!^)(?<!when )\bis\b")
_OF_OTHERS = re.compile(
    r"\b(?:neighbou?r|friend|co-?worker|boss|appointment|appt|follow[- ]?up|check[- ]?up|consult|visit|pre-?op"
    r"|mri|ct|scan|x-?ray|stitches|therapy|if i (?:have|get)|almost|nearly|not|never|haven't|didn't)"
    r"(?:'s)?(?: [a-z']+){0,3} $"
)
_CALLED_OFF = re.compile(r"\b(?:cancel|postpone|called off|supposed to|(?:was|were) (?:scheduled|booked|set|planned))")
_PAST = re.compile(
    r"\b(?:had|was|were|did|went|got|since|operated|cemented|fixed|filled|glued|injected|put|ago)\b|^done\b|\bthey(?: ?'ve| have)? done\b"
)
_FUTURE = re.compile(
    r"\b(?:will|'ll|is|'s|'re|i'm|am|are|having|getting|have|has|get|gets|go|goes|going|scheduled|booked|moved|pushed"
    r"|rescheduled|changed|before|until|till|next|coming|upcoming)\b"
)
_CORRECTION = re.compile(rf"\b(?:no|sorry|i mean|i meant|actually|wait|make that)\b[ ,-]*(?:it was |it's |on )?{WHEN}")


#: Stops as a dictating telephone writes them.
_SPOKEN = {"full stop": ".", "question mark": "?", "comma": ","}


def procedure_date(text: str, *, today: datetime) -> date | None:
    """Return the procedure's date where the text tells it, else None.

    today: when the message was written, in the clinic's time. "day 3" is three days after the
    procedure, which is day 0.
    """
    if _CALLED_OFF.search(text.lower()):
        return None
    text = re.sub(r"\bits (?=been\b|(?:[a-z0-9]+ ){1,3}ago\b)", "it's ", " ".join(text.lower().split()))
    text = in_figures(re.sub(r" (full stop|question mark|comma)\b", lambda m: _SPOKEN[m[1]], text))
    text = re.sub(
        r"^((?:no|sorry|oops|actually|wait|i mean|my mistake|correction)(?: my mistake)?),? (?=it was\b)", "", text
    )
    found = _bare(text, today)
    before = ""
    for clause in _CLAUSE_END.split(text):
        # "it was Tuesday" is of the procedure only where nothing else was told of before.
        if not before or not clause.startswith("it") or re.search(rf"\b{_NOUN}\b", before):
            found = found or _told(clause.strip(" .!?;"), today)
        before += f"{clause} "
    return found if found and abs((found - today.date()).days) <= _MOST_DAYS else None


def _bare(text: str, today: datetime) -> date | None:
    """Return the date of a message that is a date and nothing else."""
    match = re.fullmatch(rf"(?:on )?{WHEN}[ .!]*", text)
    return date_of(match["when"], today, tense=0) if match else None


def _told(clause: str, today: datetime) -> date | None:
    """Return the date that a clause ties to the procedure."""
    if match := _DAY.search(clause):
        return today.date() - timedelta(days=number(match["day"]))
    for pattern in _PROGRESS:
        if match := pattern.search(clause):
            return shift(today, match["span"], -1)
    for pattern in (*_TIES, _DATE_FIRST):
        match = pattern.search(clause)
        if match is None or _OF_OTHERS.search(clause[: match.start()]):
            continue
        if _ASKS.search(clause) and not _TOLD_ALL_THE_SAME.search(clause, len(clause.split()[0]), match.end()):
            continue
        tense = _tense(clause[: match.end()])
        if correction := _CORRECTION.search(clause, match.end()):
            return date_of(correction["when"], today, tense=tense)
        return date_of(match["when"], today, tense=tense)
    return None


def _tense(words: str) -> int:
    """Return -1 for past, 1 for future, 0 where the words do not tell."""
    if re.search(
        r"\b(?:moved|pushed|rescheduled|changed)\b|(?:\b(?:is|are|am)|'s|'re|'m) (?:being|getting|going)\b", words
    ):
        return 1
    return -1 if _PAST.search(words) else 1 if _FUTURE.search(words) else 0
