"""The endless, seeded sequence of training examples."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Span
from scripts.training.reader.documents import Documents, Paragraph
from scripts.training.reader.mining import Mined, key_of, mine_all
from scripts.training.reader.questions import Question, lay, negatives_wanted, public, written
from scripts.training.reader.rewrite import (
    Example,
    convert,
    converter,
    crop,
    other_script,
    sentence_spans,
    without_evidence,
)

NEGATIVE_SHARE = 0.55
"""Part of the examples on written questions that is negative, for every form of question."""

SAME_DOCUMENT, OWN_PARAGRAPH = 0.6, 0.12
"""Of the mined negatives: part from the same document, part that is the paragraph without its evidence."""

OTHER_SCRIPT = 0.5
NO_CONTEXT, TITLE_ONLY = 0.15, 0.15
CROPPED, WIDENED = 0.35, 0.2


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of example: how many there are, how to make one, and its weight at the start and the end of training."""

    name: str
    size: int
    make: Callable[[int, random.Random], Example | None]
    first: float
    last: float

    def weight(self, progress: float) -> float:
        """Weight when this part (0..1) of the training is done."""
        return self.first + (self.last - self.first) * progress


class Stream:
    """Draws examples; each source is gone through in a new random order every time.

    ``drawn`` (how often each source was drawn from) and the number of the block are its whole state.
    """

    def __init__(self, sources: Sequence[Source], seed: int) -> None:
        self.sources, self.seed = sources, seed
        self.drawn = {source.name: 0 for source in sources}
        self._orders: dict[tuple[str, int], list[int]] = {}

    def block(self, number: int, size: int, progress: float) -> list[Example]:
        """The examples of one block; ``progress`` (0..1) sets the weights of the sources."""
        rng = random.Random(f"{self.seed}:{number}")
        weights = [source.weight(progress) for source in self.sources]
        found: list[Example] = []
        while len(found) < size:
            (source,) = rng.choices(self.sources, weights)
            made = source.make(self._next(source), rng)
            if made is not None:
                found.append(made)
        return found

    def _next(self, source: Source) -> int:
        turn, at = divmod(self.drawn[source.name], source.size)
        self.drawn[source.name] += 1
        key = (source.name, turn)
        if key not in self._orders:
            order = list(range(source.size))
            random.Random(f"{self.seed}:{source.name}:{turn}").shuffle(order)
            self._orders = {k: v for k, v in self._orders.items() if k[0] != source.name} | {key: order}
        return self._orders[key][at]


def varied(example: Example, rng: random.Random) -> Example:
    """The example as another corpus might hold it: script, context and cut drawn at random."""
    if rng.random() < OTHER_SCRIPT:
        example = convert(example, other_script(example.passage, rng))
    if not example.question.isascii() and rng.random() < OTHER_SCRIPT:
        change = converter(other_script(example.question, rng))
        example = replace(example, question=change.convert(example.question))
    if example.context:
        luck = rng.random()
        if luck < NO_CONTEXT:
            example = replace(example, context="")
        elif luck < NO_CONTEXT + TITLE_ONLY:
            example = replace(example, context=example.context.split(" › ")[0])
    return crop(example, rng) if rng.random() < CROPPED else example


def answered(questions: Sequence[Question], documents: Documents) -> Callable[[int, random.Random], Example]:
    """Makes the positive examples of written questions, sometimes with sentences of the document around."""

    def make(number: int, rng: random.Random) -> Example:
        question = questions[number]
        example = question.example()
        if rng.random() < WIDENED:
            text, shift = documents.widened(question.paragraph.document, example.passage, rng)
            example = replace(
                example,
                passage=text,
                evidence=_shifted(example.evidence, shift),
                answer=_shifted(example.answer, shift),
            )
        return varied(example, rng)

    return make


def _shifted(span: Span | None, shift: int) -> Span | None:
    return None if span is None else Span(span.start + shift, span.end + shift)


def missed(questions: Sequence[Question]) -> Callable[[int, random.Random], Example]:
    """Makes the examples of questions as they stand, near misses and public ones alike."""
    return lambda number, rng: varied(questions[number].example(), rng)


def mined_negatives(questions: Sequence[Question], mined: Mined) -> Callable[[int, random.Random], Example | None]:
    """Makes negatives of answered questions from passages that were mined for them."""

    def make(number: int, rng: random.Random) -> Example | None:
        question = questions[number]
        same, other = mined.get(key_of(question), ([], []))
        if rng.random() < OWN_PARAGRAPH:
            example = without_evidence(question.example(), rng)
            return None if example is None else varied(replace(example, source="own"), rng)
        near = bool(same) and rng.random() < SAME_DOCUMENT
        pool: list[Paragraph] = same if near else other
        if not pool:
            return None
        paragraph = pool[int(len(pool) * rng.random() ** 1.5)]
        source = "same" if near else "other"
        passage = paragraph.text if len(paragraph.text) < 380 else _some(paragraph.text, rng)
        return varied(Example(question.text, paragraph.context, passage, False, source=source), rng)

    return make


def _some(text: str, rng: random.Random) -> str:
    sentences = sentence_spans(text)
    return text[sentences[rng.randrange(len(sentences))].start :][:380]


def build(data: Path, cache: Path, seed: int) -> Stream:
    """The stream over all sources; passages mined for the questions are kept in the folder ``cache``."""
    asked = written(data)
    general, law = public(data), lay(data)
    documents = Documents(data, [_row(question) for question in asked])
    cache.mkdir(parents=True, exist_ok=True)
    mined = mine_all([*asked, *general, *law], documents, cache / "mined.jsonl.xz")
    wanted = negatives_wanted(asked, NEGATIVE_SHARE)
    rng = random.Random(seed)
    positive = [question for question in asked if question.kind != "none"]
    near = [question for question in asked if question.kind == "none"]
    drawn = [q for q, n in zip(asked, wanted, strict=True) for _ in range(int(n + rng.random()))]
    counts = len(positive), len(near), len(drawn), len(general), len(law)
    print("positives {}, near misses {}, mined {}, public {}, lay {}".format(*counts), flush=True)
    half = len(general) * 0.5
    return Stream(
        [
            Source("written", len(positive), answered(positive, documents), len(positive), len(positive)),
            Source("near", len(near), missed(near), len(near), len(near)),
            Source("mined", len(drawn), mined_negatives(drawn, mined), len(drawn), len(drawn)),
            Source("public", len(general), missed(general), len(general), half),
            Source("public-mined", len(general), mined_negatives(general, mined), half, half / 2),
            Source("lay", len(law), missed(law), len(law), len(law)),
            Source("lay-mined", len(law), mined_negatives(law, mined), len(law), len(law)),
        ],
        seed,
    )


def _row(question: Question) -> dict[str, str]:
    paragraph = question.paragraph
    return {"doc": paragraph.document, "title": paragraph.title, "heading": paragraph.heading, "text": paragraph.text}
