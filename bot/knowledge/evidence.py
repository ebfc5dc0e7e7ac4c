"""Fuse the topic's probability with the retriever's evidence, and decide what can be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

#: Why a decision was made that the conversation made, not the message alone.
FOLLOW_UP = "follow-up on the last topic"
ASKS_WHOM = "asks whom to ask about it"

Outcome = Literal["answer", "not_covered", "clarify", "abstain", "say"]
#: What a question comes to; anything else is talk or nothing.
QUESTIONS = frozenset({"answer", "not_covered"})


@dataclass(frozen=True)
class Weights:
    """How evidence is fused and where it is enough, set on a tuning split."""

    probability: float = 0.4  # weight of the classifier's probability; the rest is the nearest anchor's cosine
    answer: float = 0.5  # fused score below which a question is not answered
    clarify: float = 0.05  # two topics nearer than this to each other, and
    clarify_below: float = 0.6  # the better below this, are asked about
    gap: float = 0.40  # fused score from which a gap's subject is named
    near: float = 0.25  # a second topic no farther than this from the one answered is offered beside it,
    near_above: float = 0.42  # from this score on
    say: float = 0.40  # fused score from which small talk is taken as such
    manner: float = 0.45  # from which what is asked stands, however it is asked: rudely, or as if for leave
    each: float = 0.75  # fused score from which a question beside another is taken up by itself,
    likely: float = 0.03  # or, where the whole message is on it with at least this probability,
    each_likely: float = 0.55  # this score,
    beside_talk: float = 0.55  # from which the one question beside thanks or news is,
    alone: float = 0.94  # and from which the one question of a message decides, whatever else it tells


@dataclass(frozen=True)
class Decision:
    """What to do with a message that raises no alarm.

    labels: the label decided on ("ask/lifting", "gap/driving", "chat/greet"), or the two
    to ask about; empty where nothing was near enough.
    """

    outcome: Outcome
    labels: tuple[str, ...] = ()
    score: float = 0.0
    why: str = ""
    also: Decision | None = None  # what a second question in the same message asks for
    offer: str | None = None  # the label of a topic that may have been meant instead
    question: int | None = None  # the place among the message's questions of the one that it is of

    def as_dict(self) -> dict[str, Any]:
        data = {"outcome": self.outcome, "labels": list(self.labels), "score": round(self.score, 4), "why": self.why}
        also = {"also": self.also.as_dict()} if self.also else {}
        question = {"question": self.question} if self.question is not None else {}
        return {**data, **also, **question, **({"offer": self.offer} if self.offer else {})}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Decision:
        also = cls.from_dict(data["also"]) if data.get("also") else None
        also_known = {key: data.get(key) for key in ("offer", "question")}
        return cls(data["outcome"], tuple(data["labels"]), data["score"], data["why"], also, **also_known)


def fuse(labels: list[tuple[str, float]], nearest: dict[str, float], weights: Weights) -> list[tuple[str, float]]:
    """Return labels with their fused score, best first.

    labels: the classifier's probabilities; nearest: cosine of each label's nearest anchor.
    """
    probability = dict(labels)
    w = weights.probability
    fused = {
        label: w * probability.get(label, 0.0) + (1 - w) * max(nearest.get(label, 0.0), 0.0)
        for label in probability.keys() | nearest.keys()
    }
    return sorted(fused.items(), key=lambda item: -item[1])


#: How something is asked rather than what: "shut up and tell me if I need a brace", "so I can lift tomorrow, right?".
MANNERS = ("out_of_scope/insult", "out_of_scope/clearance")


def decide(ranking: list[tuple[str, float]], weights: Weights) -> Decision:
    """Return what the fused ranking allows: answer, name the gap, ask back, talk, or abstain."""
    if not ranking:
        return Decision("abstain", why="nothing near")
    (label, score), *rest = ranking
    if label in MANNERS:
        asked = next((place for place, (other, _) in enumerate(ranking) if other.startswith(("ask/", "gap/"))), None)
        if asked is not None and ranking[asked][1] >= weights.manner:
            (label, score), *rest = ranking[asked:]
    family = label.split("/")[0]
    if family == "ask":
        second = rest[0] if rest else ("", 0.0)
        close = second[0].startswith("ask/") and score - second[1] < weights.clarify
        if close and score < weights.clarify_below:
            return Decision("clarify", (label, second[0]), score, "two topics are as near")
        if score >= weights.answer:
            near = second[1] >= max(weights.near_above, score - weights.near)
            offer = second[0] if near and second[0].startswith("ask/") else None
            return Decision("answer", (label,), score, "enough evidence", offer=offer)
        return Decision("abstain", (label,), score, "too little evidence")
    if family == "gap":
        enough = score >= weights.gap
        return Decision(
            "not_covered", (label,) if enough else (), score, "no page covers it" if enough else "far from all"
        )
    if family == "out_of_scope":
        return Decision("abstain", (label,), score, "out of scope")
    if score >= weights.say:
        return Decision("say", (label,), score, "talk")
    return Decision("abstain", (), score, "too little evidence")


#: What a message seems to ask that only tells which procedure it was: "I had kyphoplasty. When can I lift?".
_TOLD = ("ask/kyphoplasty",)
#: What no question beside it may hide.
_WANTS_A_PERSON = ("request_human",)
#: What is asked of the rest of the message: "they call it a compression fracture. What's that, and what brings it on?".
_LEANING = ("follow_up",)


#: What the whole of a message asks with this probability may be what one of its questions leans on.
_BESIDE = 0.1


def decide_each(
    decisions: list[Decision], whole: Decision, labels: list[tuple[str, float]], weights: Weights
) -> Decision:
    """Return the decision on a message that asks more than one question.

    decisions: of each question by itself, in order; labels: the whole message's probabilities. Two
    that are sure and ask different things are both taken up; else the message is read as a whole.
    """
    likely = {label for label, probability in labels if probability >= weights.likely}
    bars = {True: weights.each_likely, False: weights.each}
    sure = [d for d in decisions if _asks_enough(d, bars[bool(likely & set(d.labels))])]
    different = [d for i, d in enumerate(sure) if d.labels not in {e.labels for e in sure[:i]}]
    bar = weights.beside_talk if whole.outcome == "say" else weights.alone
    stands = whole.why == "out of scope" or whole.labels == _WANTS_A_PERSON
    if len(decisions) == 1 and not stands and _asks_enough(decisions[0], bar):
        return decisions[0]
    beside_the_point = whole.outcome == "abstain" and whole.why != "out of scope"
    if len(decisions) == 1 and different and (beside_the_point or whole.labels == _TOLD):
        return different[0]
    leaning = next((place for place, d in enumerate(decisions) if d.labels == _LEANING), None)
    if leaning is not None and len(different) == 1 and _asks_enough(whole, weights.each):
        place = int(leaning > decisions.index(different[0]))
        if whole.labels != different[0].labels:
            different.insert(place, whole)
        else:  # "what's that, and what brings it on?": as a whole it asks mostly what its other question asks
            others = (label for label, p in labels if p >= _BESIDE and label.startswith("ask/"))
            beside = [replace(whole, labels=(label,)) for label in others if (label,) != whole.labels]
            different[place:place] = beside[:1]
    if len(different) < 2:
        return whole
    first, second, *_ = different
    return replace(first, why="the first of two questions", also=replace(second, why="the second of two questions"))


def _asks_enough(decision: Decision, bar: float) -> bool:
    return decision.outcome in QUESTIONS and bool(decision.labels) and decision.score >= bar
