"""The shape of the clinicians' files; unknown keys are refused."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, validator

from bot.yamlfile import Strict

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_PASSAGE_ID = r"^[a-z0-9-]+/[a-z0-9-]+(\.[a-z0-9-]+)?$"


class FigureEntry(Strict):
    of: str
    value: float
    unit: Literal["minute", "hour", "day", "week", "month", "percent", "time", "level", "year", "pound", "count"]
    bound: Literal["at least", "at most", "about"] | None = None


class StanceEntry(Strict):
    of: str
    value: str


class PassageEntry(Strict):
    id: str = Field(regex=_PASSAGE_ID)
    source: str = Field(regex=ID)
    heading: str
    place: str
    text: str
    sms: str
    figures: tuple[FigureEntry, ...] = ()
    stances: tuple[StanceEntry, ...] = ()
    reviewed_by: str | None
    review_due: date


class TopicFile(Strict):
    """knowledge/topics/<topic>.yml"""

    topic: str = Field(regex=ID)
    title: str
    question: str = Field(max_length=60)
    limits: dict[str, Literal["longest", "shortest"]] = {}
    passages: list[PassageEntry] = Field(min_items=1)


class SourceEntry(Strict):
    id: str = Field(regex=ID)
    name: str
    #: A clinic's own sheet is local and outranks the public pages.
    rank: Literal["public", "local"] = "public"
    #: How else people write the name, to be known in "what does Memorial Herman say".
    also: tuple[str, ...] = ()

    @validator("also", each_item=True)
    def _is_a_name(cls, spelling: str) -> str:
        if not spelling.strip():
            raise ValueError("a spelling is empty")
        return spelling


class SourcesFile(Strict):
    """knowledge/sources.yml"""

    sources: tuple[SourceEntry, ...]


class PageFigure(Strict):
    value: float
    unit: str
    heading: str


class DigestFile(Strict):
    """knowledge/sources/<id>.yml, made from the page by `python -m bot digest`"""

    id: str = Field(regex=ID)
    publisher: str
    title: str
    dated: date | None
    headings: tuple[str, ...]
    figures: tuple[PageFigure, ...]
    runs: tuple[str, ...]
    #: Of a clinic's own sheet: which file it was made from, so that two editions are never mixed.
    edition: str | None = None


class GapEntry(Strict):
    id: str = Field(regex=ID)
    subject: str
    near: tuple[str, ...] = ()
    #: Topics of which "how much?" asks for this: of a medicine, its dose.
    amount_of: tuple[str, ...] = ()
    #: A topic that is so near that what the pages say on it is shown at once: of a weight in pounds, lifting.
    shows: str | None = None
    reviewed_by: str | None
    review_due: date
    #: What a clinic's own sheet says where no public page says anything.
    passages: tuple[PassageEntry, ...] = ()


class GapsFile(Strict):
    """knowledge/gaps.yml"""

    gaps: tuple[GapEntry, ...]
