"""The endless, seeded sequence of training examples."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Span
from scripts.training.reader.claims import altered, as_question, elsewhere, sentences, written_sentences
from scripts.training.reader.documents import Documents, Paragraph
from scripts.training.reader.glosses import Glosses
from scripts.training.reader.mining import Mined, key_of, mine_all
from scripts.training.reader.questions import Question, lay, negatives_wanted, public, written
from scripts.training.reader.rewrite import (
    Example,
    convert,
    convert_question,
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
GLOSSED = 0.12
NO_CONTEXT, TITLE_ONLY = 0.15, 0.15
CROPPED, WIDENED = 0.35, 0.2


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of example: how many there are, how to make one, and how often it is drawn beside the others."""

    name: str
    size: int
    make: Callable[[int, random.Random], Example | None]
    weight: float


class Stream:
    """Draws examples in blocks; a block depends on its number and the seed alone.

    Each source is gone through in a new random order every time; where a block begins in it follows from its number.
    """

    def __init__(self, sources: Sequence[Source], seed: int) -> None:
        self.sources, self.seed = [source for source in sources if source.size], seed
        total = sum(source.weight for source in self.sources)
        self.shares = [source.weight / total for source in self.sources]
        self._orders: dict[tuple[str, int], list[int]] = {}

    def block(self, number: int, size: int) -> list[Example]:
        """The examples of one block."""
        rng = random.Random(f"{self.seed}:{number}")
        found: list[Example] = []
        for source, share in zip(self.sources, self.shares, strict=True):
            first, last = round(number * size * share), round((number + 1) * size * share)
            made = (source.make(self._numbered(source, at), rng) for at in range(first, last))
            found += [example for example in made if example is not None]
        rng.shuffle(found)
        return found

    def _numbered(self, source: Source, at: int) -> int:
        turn, at = divmod(at, source.size)
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
        example = convert_question(example, other_script(example.question, rng))
    if example.context:
        luck = rng.random()
        if luck < NO_CONTEXT:
            example = replace(example, context="")
        elif luck < NO_CONTEXT + TITLE_ONLY:
            example = replace(example, context=example.context.split(" › ")[0])
    return crop(example, rng) if rng.random() < CROPPED else example


def answered(
    questions: Sequence[Question], documents: Documents, glosses: Glosses
) -> Callable[[int, random.Random], Example]:
    """Makes the positive examples of written questions, sometimes with sentences of the document around.

    Some words of a Chinese question are English now and then, so that both languages come to mean the same.
    """

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
        if not example.question.isascii() and rng.random() < GLOSSED:
            example = replace(example, question=glosses.mix(example.question, rng))
        return varied(example, rng)

    return make


def as_written(examples: Sequence[Example]) -> Callable[[int, random.Random], Example]:
    """Makes the examples as they stand."""
    return lambda number, rng: varied(examples[number], rng)


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
    drafted = [question for row in written_sentences(data) if (question := as_question(row)) is not None]
    documents = Documents(data, [_row(question) for question in (*asked, *drafted)])
    cache.mkdir(parents=True, exist_ok=True)
    mined = mine_all([*asked, *general, *law, *drafted], documents, cache / "mined.jsonl.xz")
    wanted = negatives_wanted(asked, NEGATIVE_SHARE)
    rng = random.Random(seed)
    positive = [question for question in asked if question.kind != "none"]
    near = [question for question in asked if question.kind == "none"]
    drawn = [q for q, n in zip(asked, wanted, strict=True) for _ in range(int(n + rng.random()))]
    judged, unclaimed = sentences(data)
    sources = [
        Source("written", len(positive), answered(positive, documents, Glosses(data)), len(positive)),
        Source("near", len(near), missed(near), len(near)),
        Source("mined", len(drawn), mined_negatives(drawn, mined), len(drawn)),
        Source("public", len(general), missed(general), 0.6 * len(general)),
        Source("public-mined", len(general), mined_negatives(general, mined), 0.3 * len(general)),
        Source("lay", len(law), missed(law), len(law)),
        Source("lay-mined", len(law), mined_negatives(law, mined), len(law)),
        Source("claims", len(judged), as_written(judged), len(judged)),
        Source("unclaimed", len(unclaimed), as_written(unclaimed), len(unclaimed)),
        Source("elsewhere", len(drafted), elsewhere(drafted, documents, mined), 0.45 * len(judged)),
        Source("altered", len(judged), altered(judged), 0.35 * len(judged)),
    ]
    print(", ".join(f"{source.name} {source.size}" for source in sources), flush=True)
    return Stream(sources, seed)


def _row(question: Question) -> dict[str, str]:
    paragraph = question.paragraph
    return {"doc": paragraph.document, "title": paragraph.title, "heading": paragraph.heading, "text": paragraph.text}
