"""The learned detector: a head over signs and look-alikes, on sentence vectors and n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.encoder.head import PooledHead
from bot.encoder.session import Vectors
from bot.errors import SettingsError
from bot.records import TIERS, RedFlag
from bot.redflags.lexicon import Lexicon, Sign
from bot.text import cores


@dataclass(frozen=True)
class Thresholds:
    """Probabilities of any sign; their values are in config.yml."""

    whole: float  # from here the whole message raises an emergency by itself,
    crisis: float  # from here a crisis: few tell of one plainly,
    provider: float  # and from here a provider sign: a lesser sign wants more certainty
    core: float  # from here what is left of it without idle sentences raises one,
    core_crisis: float  # and from here a crisis
    piece: float  # from here a piece raises an emergency or crisis, where the whole supports it
    support: float  # what the whole must show for a piece to count
    voided: float  # instead, where the context takes back a rule's finding of the same family
    doubt: float  # below this a rule's provider sign is taken for a look-alike,
    grave_doubt: float  # and below this an emergency or crisis, unless a piece shows it
    joined: float  # from here two messages together raise a sign that neither has,
    joined_crisis: float  # and from here a crisis
    settled: float  # below this a message behind the one before it shows nothing,
    settled_sure: float  # which only this much by its own words outweighs
    share: float  # share of the probability of any sign from which the graver tier is taken

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Thresholds:
        """Return the thresholds of a configuration, every one of them between 0 and 1, or raise SettingsError."""
        names = {field.name for field in fields(cls)}
        if wrong := sorted(names ^ set(data)):
            raise SettingsError(f"config.yml: thresholds: missing, or not known: {', '.join(wrong)}.")
        if wrong := [name for name in data if not isinstance(data[name], int | float) or not 0 <= data[name] <= 1]:
            raise SettingsError(f"config.yml: thresholds: {', '.join(wrong)} must be a number from 0 to 1.")
        return cls(**data)


@dataclass(frozen=True)
class Views:
    """A message and its pieces, as text, sentence vectors and n-gram counts.

    Row 0 is the whole message. The last rows are, where there are any, run_on: this message and the one before it as one
    sentence that was sent in two; and joined: this message behind what was said before it.
    """

    texts: list[str]
    vectors: Vectors | None = None
    ngrams: csr_matrix | None = None
    run_on: str = ""
    joined: str = ""

    @property
    def own(self) -> int:
        """The number of rows that are of this message alone."""
        return min((self.texts.index(both) for both in (self.run_on, self.joined) if both), default=len(self.texts))


@dataclass(frozen=True)
class Opinion:
    """What the head makes of a message: the probability of any sign, and the likeliest signs.

    core: of what is left of the message without the idle sentences around it; piece: of the
    piece that shows a sign best; run_on: of this message and the one before it as one sentence; joined: of this message
    behind what was said before it, None where it is read alone.
    """

    whole: float = 0.0
    core: float = 0.0
    piece: float = 0.0
    run_on: float = 0.0
    joined: float | None = None
    sign: str | None = None
    sign_of_core: str | None = None
    sign_of_piece: str | None = None
    sign_of_run_on: str | None = None
    sign_of_joined: str | None = None
    cue: str = ""


@dataclass(frozen=True)
class _Places:
    """Where the classes stand among the head's: kinds of look-alike, and the signs of each tier, gravest first."""

    none: npt.NDArray[np.intp]
    idle: npt.NDArray[np.intp]
    denied: npt.NDArray[np.intp]
    by_tier: tuple[npt.NDArray[np.intp], ...]

    @classmethod
    def of(cls, classes: tuple[str, ...], lexicon: Lexicon) -> _Places:
        places = {name: place for place, name in enumerate(classes)}

        def those(names: Iterable[str]) -> npt.NDArray[np.intp]:
            return np.array([places[name] for name in names], dtype=np.intp)

        none = [name for name in classes if name.startswith("none.")]
        signs = [sign for name in classes if (sign := lexicon.signs.get(name))]
        by_tier = [those(sign.id for sign in signs if sign.tier == tier) for tier in reversed(TIERS)]
        return cls(
            those(none),
            those(name for name in none if name not in _CONTEXT),
            those(name for name in none if name == "none.denied"),
            tuple(found for found in by_tier if len(found)),
        )


@dataclass(frozen=True)
class LearnedDetector:
    """A head whose classes are sign ids, `none.<kind>` of look-alikes and `none.<intent>` of ordinary messages."""

    head: PooledHead
    lexicon: Lexicon
    thresholds: Thresholds

    def opinion(self, views: Views) -> Opinion:
        """Return the head's opinion of a message and its pieces.

        What is left of a message without the idle sentences around it counts as the whole of it.
        """
        if not views.texts or views.vectors is None or views.ngrams is None:
            return Opinion()
        rows = self.head.probabilities(views.vectors, views.ngrams)
        places = self._places
        idle = rows[:, places.idle].sum(axis=1)
        denied = rows[:, places.denied].sum(axis=1)
        everything = 1.0 - rows[:, places.none].sum(axis=1)
        urgent, texts = everything[: views.own], views.texts[: views.own]
        rows[:, places.none] = 0.0
        joined = float(everything[-1]) if views.joined else None
        run_on = views.texts.index(views.run_on) if views.run_on else None
        best = int(np.argmax(urgent))
        cored = [*_cores(texts, idle), *_cores(texts, idle + denied)]
        core = max(cored, key=lambda row: float(urgent[row]), default=0)
        return Opinion(
            whole=float(urgent[0]),
            core=float(urgent[core]) if cored else 0.0,
            piece=float(urgent[1:].max(initial=0.0)),
            run_on=0.0 if run_on is None else float(everything[run_on]),
            joined=joined,
            sign=self._likeliest(rows[0]),
            sign_of_core=self._likeliest(rows[core]),
            sign_of_piece=self._likeliest(rows[best]),
            sign_of_run_on=None if run_on is None else self._likeliest(rows[run_on]),
            sign_of_joined=self._likeliest(rows[-1]),
            cue=texts[best],
        )

    def _likeliest(self, row: Vectors) -> str:
        """Return the likeliest sign of the gravest tier that has its share of the probability of any sign."""
        least = self.thresholds.share * float(row.sum())
        for signs in self._places.by_tier:
            if float(row[signs].sum()) >= least:
                return self.head.classes[int(signs[row[signs].argmax()])]
        return self.head.classes[int(row.argmax())]

    @cached_property
    def _places(self) -> _Places:
        return _Places.of(self.head.classes, self.lexicon)

    def flags(self, opinion: Opinion, *, voided: frozenset[str]) -> list[RedFlag]:
        """Return the sign that the opinion is sure enough of, if any.

        voided: the signs that rules found and their context took back. What is denied says nothing of another part of
        the body: "no fever, but my legs went numb".
        """
        bars = self.thresholds
        whole, core, piece = (
            self.lexicon.signs.get(sign or "") for sign in (opinion.sign, opinion.sign_of_core, opinion.sign_of_piece)
        )
        shown: list[Sign] = []
        if whole is not None and opinion.whole >= self._bar(whole, voided):
            shown.append(whole)
        if core is not None and opinion.core >= max(self._core_bar(core), self._bar(core, voided)):
            shown.append(core)
        supported = opinion.piece >= bars.piece and opinion.whole >= bars.support
        if supported and piece is not None and piece.tier != "provider" and not _of_family(piece, voided):
            shown.append(piece)
        if not shown or self._is_settled(opinion):
            return []
        # The gravest of them: what else is said may neither hide a sign nor make it a lesser one.
        sign = max(shown, key=lambda sign: TIERS.index(sign.tier))
        sure = max(opinion.whole, opinion.core, opinion.piece)
        return [RedFlag(sign.id, sign.tier, opinion.cue, f"learned: {sure:.2f}")]

    def _is_settled(self, opinion: Opinion) -> bool:
        """Tell whether what was said before makes a faint sign none: "out cold every time then", after a question on sedation."""
        bars = self.thresholds
        faint = max(opinion.whole, opinion.core) < bars.settled_sure
        return faint and opinion.joined is not None and opinion.joined < bars.settled

    def _bar(self, sign: Sign, voided: frozenset[str]) -> float:
        bars = self.thresholds
        bar = {"provider": bars.provider, "crisis": bars.crisis}.get(sign.tier, bars.whole)
        return max(bar, bars.voided) if _of_family(sign, voided) else bar

    def _core_bar(self, sign: Sign) -> float:
        return self.thresholds.core_crisis if sign.tier == "crisis" else self.thresholds.core

    def joined_flags(self, opinion: Opinion) -> list[RedFlag]:
        """Return the sign that the message before and this one make together."""
        sign, bars = self.lexicon.signs.get(opinion.sign_of_joined or ""), self.thresholds
        if (
            sign is None
            or opinion.joined is None
            or opinion.joined < (bars.joined_crisis if sign.tier == "crisis" else bars.joined)
        ):
            return []
        return [_with_the_message_before(sign, opinion.joined)]

    def run_on_flags(self, opinion: Opinion) -> list[RedFlag]:
        """Return the sign of a sentence that was sent in two, by the bars of a message that was sent in one."""
        sign = self.lexicon.signs.get(opinion.sign_of_run_on or "")
        if sign is None or opinion.run_on < self._bar(sign, frozenset()):
            return []
        return [_with_the_message_before(sign, opinion.run_on)]

    def believes(self, flag: RedFlag, opinion: Opinion) -> bool:
        """Tell whether a rule's finding stands: only near certainty of a look-alike drops it.

        A piece that shows a sign keeps it, unless the whole leaves no doubt: "I had a stroke. That was in 1998." No
        other sentence takes back a crisis: "I haven't done anything. Yes, I have thought about doing away with myself."
        """
        bars = self.thresholds
        sure = max(opinion.whole, opinion.core)
        bar = bars.doubt if flag.tier == "provider" else bars.grave_doubt
        if flag.tier == "crisis":
            return max(sure, opinion.piece) >= bar
        shown = opinion.piece >= bars.piece and sure >= bars.grave_doubt
        return sure >= bar or shown


#: Kinds of look-alike that say why a sign beside them does not count; a sentence of another kind is idle.
_CONTEXT = {f"none.{kind}" for kind in ("denied", "past", "information", "other-subject", "figurative", "quoted")}
_IDLE = 0.9


def _with_the_message_before(sign: Sign, sure: float) -> RedFlag:
    return RedFlag(sign.id, sign.tier, "with the message before", f"learned: {sure:.2f}")


def _of_family(sign: Sign, ids: frozenset[str]) -> bool:
    """Tell whether one of the signs is of the same family: "neuro" of "neuro.saddle-numbness"."""
    return sign.id.partition(".")[0] in {id_.partition(".")[0] for id_ in ids}


def _cores(texts: list[str], idle: npt.NDArray[np.float32]) -> list[int]:
    """Return the rows of what is left of a message without the idle sentences around it."""
    row = {text: i for i, text in enumerate(texts)}
    return [
        row[core]
        for core, left_out in cores(texts[0]).items()
        if core in row and all(part in row and idle[row[part]] >= _IDLE for part in left_out)
    ]
