"""Tell whether a message says too little to stand alone: "how long?", "and how much?", "why?"."""

from __future__ import annotations

import re

from bot.text import sentences, words

_FILLER = (
    r"(?:and|so|ok|okay|but|then|well|um|uh|oh|also|like|right|yeah|hm+|sorry|please|honey|dear|exactly|roughly|about|around|"
    r"approximately|usually|normally|typically|ballpark|on average|more or less|or so|we talkin'?g?|are we talking|i mean|"
    r"you think|do you think|would you say|in general|again|there|though|tho)"
)
_QUESTION = (
    r"(?:for |until |till |since )?(?:how (?:long|much|many|often|soon|far|come|so)|why(?: not)?|what for|when|"
    r"is that (?:all|long|normal|a lot)|what does that mean|what do you mean|why is that|why so long|how long (?:is|was) that|"
    r"how long for|how much is too much|what about (?:my )?(?:mom|mum|mother|dad|father|husband|wife|grandma|grandpa)|"
    r"(?:and )?(?:for|same for) (?:my )?(?:mom|mum|mother|dad|father|husband|wife|grandma|grandpa|her|him)|are you sure|really|"
    r"which one|which is it|which (?:one|page|side|of (?:them|these|those|the two))(?: pages?)? (?:should|do|would|must) (?:i|we|she|he) "
    r"(?:go by|follow|trust|believe|listen to)|what if i (?:do|don't|did|have to)|and if i do|roughly|ballpark|any idea|a rough idea|more or less)"
)
_ELLIPTICAL = re.compile(
    rf"^(?:{_FILLER}[ ,.?!]*)*{_QUESTION}(?: (?:is|was) (?:it|that|this))?[ ,.?!]*(?:{_FILLER}[ ,.?!]*)*$",
    re.IGNORECASE,
)
#: A time alone, with or without a "right?": "so it's two days, right?".
_TIME_ALONE = re.compile(
    rf"^(?:{_FILLER}[ ,.?!]*)*(?:(?:it's|its|it is|that's|thats|that is|just|only|about|for|is it|all of|the full) ?)*"
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple(?: of)?|a few)[ -](?:minutes?|hours?|days?|weeks?|months?)"
    r"(?: (?:only|max|tops|then|total))?[ ,]*(?:right|correct|then|yes|ok|okay|huh|is that right|isn't it|no)?[ ?.!]*$",
    re.IGNORECASE,
)
_WHO_SAYS_SO = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well)[ ,]+)?who (?:say|says|said) (?:this|that|so|it)(?:,[^?.!]{0,50})?[ ?.!]*$|"
    r"^(?:\S+ ){0,5}?(?:according to (?:who|whom|which|what)|says who|who says(?: so| that)?|(?:which|what) (?:page|site|source) (?:says|said|was|is|gave|told) (?:you |me |us )?(?:that|it|this|so)|"
    r"is that (?:from )?(?:my|our|your|the) (?:own )?(?:hospital|clinic|doctor|surgeon)(?:'s)?(?: (?:sheet|rule|page|advice))?)[ ?.!]*$",
    re.IGNORECASE,
)
#: The last answer put to the test by a case of its own: "even in the shower?" behind the brace.
_EVEN = re.compile(
    rf"^(?:{_FILLER}[ ,.?!]*)*even (?:in|on|at|when|if|with|without|after|before|for|during|though|while|under|by|to|as|just|an?|the|my|his|her)\b",
    re.IGNORECASE,
)
_LONGEST_CASE = 8
#: Words that name no subject: function words, times and amounts.
_GENERIC = frozenset(
    "a about after again ago all also am amount an and another any anything are as ask at average away be been before best both but by "
    "can cause could day days definite did do does doing done either else even ever every exact exactly explain few fewer figure find first "
    "for from get give given go going good guess had half has have he her here him his hour hours how however i idea if in into is it its "
    "just kind know last least less like little long longer lot lots make many matter maybe me mean means might mine minute minutes month "
    "months more most much must my need never no nor normal normally not nothing number of often ok okay on once one only or other our out "
    "over part point possible precise precisely quite really reason right rough roughly same say says sense shall she should so some "
    "something soon sort sure take takes talking tell than thank thanks that the their them then there they thing things think this "
    "those though time times to too total true typical typically until up us use usual usually very was way we week weeks well were what "
    "what's whats when whenever where which while who whole whose why will with without wondering word worth would year years yes yet you your "
    "aid i'm it's that's thats how's hows why's long's much's here's there's don't doesn't isn't wasn't can't won't didn't".split()
)
_MOST_GENERIC = 8
_SAYS = r"(?!.*\b(?:says?|said|wrote|pages?|sources?)\b)"
#: "who" that asks: at the start of a clause, after a word of asking or telling, or after a preposition; not "the nurse who called".
_WHO = (
    r"(?:^|[,.;:?!-]\s*|\b(?:and|so|or|but|ok|okay|then|well|to|from|with|ask|asks|asking|asked|tell me|know|it's|is|says|goodness|christ|right\.*(?: an)?|a) )"
    rf"(?:who(?:m|'d|'s)?|whose)\b{_SAYS}"
)
_WHO_KNOWS = re.compile(
    rf"{_WHO}.*\b(?:asks?|asking|knows?|tell|consult|speak|talk|call|phone|ring|text|e-?mail|contact|pester|check|decides?|confirm|advise|"
    rf"point us|point me|answer|figure|signs?|authority|raise|in charge|handles|have the say|the one to|the one decides|would say|could say|see about|go to)\b|"
    rf"\b(?:asks?|asking|speak|talk|call|phone|ring|check|take (?:that|this|it)(?: up)?){_SAYS}.*\b(?:with|to|,|or)? ?who(?:m)?[ ?.!]*$|"
    rf"\b(?:or|from|with) who(?:m)?[ ?.!]*$|^(?:{_FILLER}[ ,.?!]*)*(?:who(?:m)? then|who does|who would|who can|whom)[ ?.!]*$|"
    rf"\b(?:somebody|someone|anybody|anyone) (?:must|has to|have to|might|would|will)? ?knows?\b[ ,.?!]*(?:who|who is it|that|it|this)?[ ,.?!]*$|"
    r"\bif you (?:don't|dont|do not) know,? who does|\bhow (?:do|can|would) (?:i|we) find (?:that|this|it)? ?out[ ?.!]*$|\bis there anyone to ask\b|"
    r"^(?:and )?(?:what's the|is there a|which) (?:phone )?number(?: to call| for that)?[ ?.!]*$|\bwhere (?:do|can) (?:i|we) find (?:that|this|it)? ?out\b",
    re.IGNORECASE,
)
#: A question of more words asks something of its own.
_MOST_WORDS, _LONGEST = 14, 120
_HOW_MUCH = re.compile(
    rf"^(?:{_FILLER}[ ,.?!]*)*(?:how (?:much|many|often)\b[^,.]{{0,30}}|what (?:quantity|amount|strength)\b[^.]{{0,40}})$",
    re.IGNORECASE,
)
_ASKED = r"(?:i )?(?:asked|wanted|said|wrote|was asking|brought up)"
_FIRST = re.compile(
    rf"\b(?:(?:the )?(?:first|very first|1st) (?:thing|question|one|bit|part)(?: (?:that )?{_ASKED})?|my (?:first|1st|original) question|"
    r"what i first (?:asked|said|wanted)|what i asked (?:you )?(?:at first|first|to (?:begin|start) with)|back to (?:the (?:start|beginning)|where i started))\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    rf"\b(?:(?:what|the (?:thing|question|one|other thing)) {_ASKED} (?:you )?(?:about )?(?:before|earlier|just before|a minute ago)|"
    r"my (?:earlier|previous|last|other) question|back to (?:what i asked|(?:my|the|that) (?:other|earlier|previous) (?:thing|question|problem|one|matter|business|subject)))\b",
    re.IGNORECASE,
)


def leans_on_last_topic(text: str) -> bool:
    """Tell whether a message is a bare follow-up whose topic is the last one.

    A message that names a topic of its own ("and showering?") is not: its own words decide.
    """
    return bool(_ELLIPTICAL.match(text.strip()) or _TIME_ALONE.match(text.strip()))


def goes_further(text: str) -> bool:
    """Tell whether a short message asks if what was said goes for a case of its own, too: "even in the shower?"."""
    return len(text.split()) <= _LONGEST_CASE and bool(_EVEN.match(text.strip()))


def names_nothing(text: str) -> bool:
    """Tell whether no word of a short message names a subject: "how many days is usual"."""
    said = words(text)
    return 0 < len(said) <= _MOST_GENERIC and all(word in _GENERIC for word in said)


def asks_who_says_so(text: str) -> bool:
    """Tell whether a message asks where what was just said comes from: "six weeks according to who?"."""
    return bool(_WHO_SAYS_SO.match(text.strip()))


def asks_who_knows(text: str) -> bool:
    """Tell whether a message asks whom to ask: "who would know?"."""
    short = len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS
    return short and bool(_WHO_KNOWS.search(text.strip()))


def asks_how_much(text: str) -> bool:
    """Tell whether a message asks for an amount of what was spoken of: "how much is too much?"."""
    return bool(_HOW_MUCH.match(text.strip()))


def returns_to_first(text: str) -> bool:
    """Tell whether a message goes back to what was asked first: "the first thing I asked"."""
    return bool(_FIRST.search(text))


def returns_to_previous(text: str) -> bool:
    """Tell whether a message goes back to what was asked before the last: "back to my other question"."""
    return bool(_PREVIOUS.search(text))


_WHICH_DAY = re.compile(
    r"\b(?:(?:what|which) day (?:am i|is (?:he|she|mom|mum|dad)|are we|(?:does|would) (?:that|this|it) (?:make|put|be)|"
    r"(?:is|was) (?:(?:it|this|that)(?: today)?|today) for (?:me|us|him|her|mom|mum|dad))|"
    r"how (?:many days (?:out|along|in|post[ -]?op)|far (?:out|along)) (?:am i|is (?:he|she|mom|mum|dad)|are we|(?:does|would) (?:that|this|it) (?:make|put|be))|"
    r"how many days (?:does|would) (?:that|this|it) make|how many days has it been|it'?s what day (?:now|today)|"
    r"(?:is (?:it|that|today|this)|(?:it|that|today|this) is)(?: (?:my|her|his|our|their))? day \d+ or \d+|am i (?:on|at) day \d+ or \d+)\b(?! (?:supposed|allowed|to (?!day)))",
    re.IGNORECASE,
)


def asks_which_day(text: str) -> bool:
    """Tell whether a message asks on which day after the procedure somebody is: "what day does that make today?"."""
    return any(len(said.split()) <= _MOST_WORDS and _WHICH_DAY.search(said) for said in sentences(text))


_BACK_TO = re.compile(r"\b(?:back|return(?:ing)?) to\b", re.IGNORECASE)


def goes_back(text: str) -> bool:
    """Tell whether a message goes back to something that it names: "ok and back to the lifting, how many weeks?"."""
    return bool(_BACK_TO.search(text))


def shares_subject(text: str, before: str) -> bool:
    """Tell whether a message takes up a word of an earlier one that names a subject: "back to them towels"."""
    return bool(_subjects(text) & _subjects(before))


def _subjects(text: str) -> set[str]:
    return {word.rstrip("s") for word in words(text) if len(word) >= _SHORTEST_SUBJECT and word not in _GENERIC}


_SHORTEST_SUBJECT = 4


def says_no(text: str) -> bool:
    """Tell whether a short message is a no: "no, nobody yet"."""
    return len(text.split()) <= _MOST_OF_A_NO and bool(_NO.match(text.strip()))


_MOST_OF_A_NO = 9
_NO = re.compile(
    rf"^(?:{_FILLER}[ ,.?!]*)*(?:no|nope|nah|not (?:yet|so far|really|at all)|nobody|no one|never|(?:i |we )?(?:couldn't|could not|"
    r"haven't|have not|didn't|did not)(?: yet)?)\b",
    re.IGNORECASE,
)
