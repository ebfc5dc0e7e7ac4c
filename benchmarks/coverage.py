"""make coverage: fact -> passages -> questions, and what has none.

python -m benchmarks.coverage

A passage's questions are those of its topic: different training questions, then held-out
questions by split (their number only). Writes results/coverage.html, the same as a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.coverage_page import page
from benchmarks.facts import Fact, read_facts
from benchmarks.held_out import SPLITS, questions
from bot.knowledge.library import Library, read_library
from bot.nlu.examples import read_examples
from bot.text import clean, words

_ROOT = Path(__file__).parents[1]
RESULTS = Path("results/coverage.html")
#: Different training questions that a topic must have (CONTRIBUTING.md), and a gap should.
ENOUGH = 25


@dataclass(frozen=True)
class Coverage:
    """What the facts, the passages and the questions are; questions counted by label."""

    facts: tuple[Fact, ...]
    library: Library
    training: Counter[str]
    held_out: dict[str, Counter[str]]

    def numbers(self, label: str) -> tuple[int, ...]:
        """Return a label's number of training questions, then of held-out questions by split."""
        return (self.training[label], *(counts[label] for counts in self.held_out.values()))


def read_coverage(root: Path) -> Coverage:
    """Read the project's facts, passages and questions."""
    held_out = {split: Counter(q.label for q in questions(split)) for split in SPLITS}
    training = different(read_examples(root / "data" / "nlu"))
    return Coverage(read_facts(root / "knowledge" / "facts.yml"), read_library(root / "knowledge"), training, held_out)


def different(examples: Iterable[tuple[str, str]]) -> Counter[str]:
    """Return how many different texts each label has; case, signs and spaces make no difference.

    examples: (text, label).
    """
    return Counter(label for _, label in {(tuple(words(clean(text))) or text, label) for text, label in examples})


def unknown_passages(coverage: Coverage) -> list[str]:
    """Return the facts' passages that do not exist, or are of another page than the fact."""
    passages = coverage.library.passages
    return [
        f"{fact.id}: {id_}"
        for fact in coverage.facts
        for id_ in fact.passages
        if id_ not in passages or passages[id_].source != fact.page
    ]


def missing(coverage: Coverage) -> dict[str, list[str]]:
    """Return what has none or too few, by kind."""
    pointed = {id_ for fact in coverage.facts for id_ in fact.passages}
    topics = [f"ask/{id_}" for id_ in coverage.library.topics]
    gaps = [f"gap/{id_}" for id_ in coverage.library.gaps]
    return {
        "Facts without a passage": [f"{f.id}: {f.fact} ({f.why or '?'})" for f in coverage.facts if not f.passages],
        "Passages named by a fact that the page does not have": unknown_passages(coverage),
        "Passages that no fact points to": [id_ for id_ in coverage.library.passages if id_ not in pointed],
        f"Topics with fewer than {ENOUGH} different questions": _few(coverage, topics),
        "Topics without a held-out question": _unasked(coverage, topics),
        f"Gaps with fewer than {ENOUGH} different questions": _few(coverage, gaps),
        "Gaps without a held-out question": _unasked(coverage, gaps),
    }


def _few(coverage: Coverage, labels: Sequence[str]) -> list[str]:
    return [f"{label}: {coverage.training[label]}" for label in labels if coverage.training[label] < ENOUGH]


def _unasked(coverage: Coverage, labels: Sequence[str]) -> list[str]:
    return [f"{label}: {split}" for label in labels for split, counts in coverage.held_out.items() if not counts[label]]


def lines(coverage: Coverage) -> Iterator[str]:
    """Yield the table by page and heading, then what has none."""
    topics = [label for label in coverage.training if label.startswith("ask/")]
    width = max(len(id_) for fact in coverage.facts for id_ in fact.passages) + 6
    yield f"{'':{width}}{'training':>10}" + "".join(f"{split:>10}" for split in coverage.held_out)
    for (source, heading), facts in groupby(coverage.facts, key=lambda f: (f.page, f.heading)):
        yield f"\n{coverage.library.sources[source].name}: {heading}"
        for fact in facts:
            yield f"  {fact.fact}" + ("" if fact.passages else f"  - no passage: {fact.why}")
            for id_ in fact.passages:
                numbers = coverage.numbers(f"ask/{id_.partition('/')[0]}")
                yield f"      {id_:{width - 6}}" + "".join(f"{n:10}" for n in numbers)
    yield (
        f"\n{len(coverage.facts)} facts, {len(coverage.library.passages)} passages, {len(topics)} topics with "
        f"{sum(coverage.training[t] for t in topics)} different questions, {len(coverage.library.gaps)} gaps"
    )
    for title, entries in missing(coverage).items():
        yield f"\n{title}: {len(entries) or 'none'}"
        yield from (f"  {entry}" for entry in entries)


def main() -> None:
    """Print the table and write it as a page."""
    coverage = read_coverage(_ROOT)
    print("\n".join(lines(coverage)))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(page(coverage, missing(coverage)), encoding="utf-8")
    print(f"\nThe same as a page: {RESULTS}")


if __name__ == "__main__":
    main()
