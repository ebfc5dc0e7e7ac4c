"""Tell whether a message says too little to stand alone: "how long?", "and how much?", "why?"."""

from __future__ import annotations

import re

_ELLIPTICAL = re.compile(
    r"^(?:and|so|ok|okay|but|then|well|um|also)?[ ,.]*(?:but |and |so )?"
    r"(?:for )?(?:how (?:long|much|many|often|soon|far|come)|why(?: not)?|what for|until when|when|since when|"
    r"since when|till when|for how long|is that (?:all|long|normal|a lot)|how so|what does that mean|"
    r"what do you mean|why is that|why so long|how long (?:is|was) that|how long for|how long exactly|"
    r"what about (?:my )?(?:mom|mum|dad|husband|wife|mother|father)|same for (?:my )?\w+|"
    r"are you sure|really|says who|which one|which is it|what if i (?:do|don't|did|have to)|and if i do)"
    r"(?: (?:is|was) (?:it|that|this))?[ ?!.]*$",
    re.IGNORECASE,
)


def leans_on_last_topic(text: str) -> bool:
    """Tell whether a message is a bare follow-up whose topic is the last one.

    A message that names a topic of its own ("and showering?") is not: its own words decide.
    """
    return bool(_ELLIPTICAL.match(text.strip()))
