"""Questions with labelled candidates: gold questions, questions made from the corpus, questions about other things."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from eval.data.questions import GoldQuestion
from eval.measures.matching import holds, same_answer
from retriever.answer.assistant import Assistant
from retriever.candidates.features import Candidate
from retriever.paragraphs import Paragraphs

if TYPE_CHECKING:
    from index.store.bundle import Bundle

__all__ = ["FOLDS", "Case", "gold_cases", "made_cases", "off_topic_cases"]

FOLDS = 5
MADE = 250
"""Questions made by rule."""

MADE_WEIGHT = 1.0
"""How much one of them, or a question about other things, counts beside a gold question."""

OFF_TOPIC = 60
"""Questions taken from each file of questions about other things."""

NEAR = 1
"""Subjects of other places that are put in the place of one of the same measure."""

TAIL = 3
"""Characters that end two subjects of the same measure (秸秆综合利用率, 建筑垃圾综合利用率)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates, each labelled right or wrong; ``answerable`` is None for made questions.

    ``kind`` is that of the gold question, else "made", "spoilt", "near miss", "off topic" or "reading"; ``weight`` is
    how much it counts beside a gold question.
    """

    text: str
    kind: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    answerable: bool | None
    fold: int
    weight: float = 1.0


def gold_cases(assistant: Assistant, questions: Iterable[GoldQuestion]) -> Iterator[Case]:
    """Label what is considered for every gold question that is answered from text."""
    for number, question in enumerate(questions):
        query = assistant.engine.analyse(question.question)
        found = assistant.considered(query, assistant.engine.search(query, 20))
        if query.intent.field or (query.unknown_places and not query.places and not found):
            continue  # answered or refused by rule
        candidates = tuple(c for _, c in found)
        right = tuple(_is_right(assistant, question, c) for c in candidates)
        yield Case(question.question, question.kind, candidates, right, question.answerable, number % FOLDS)


def _is_right(assistant: Assistant, question: GoldQuestion, candidate: Candidate) -> bool:
    place = (candidate.item.file, candidate.leaf.span)
    text = candidate.answer.of(assistant.corpus.texts[candidate.item.file])
    for group, evidence in question.groups().items():
        forms = question.answers[group - 1]
        inside = any(place[0] == e.file and (e.span.contains(place[1]) or place[1].contains(e.span)) for e in evidence)
        if (holds([place], evidence) or inside) and (
            not forms or candidate.form in ("clause", "fallback") or same_answer(text, forms)
        ):
            return True
    return False


def made_cases(assistant: Assistant, seed: int = 0) -> Iterator[Case]:
    """Ask for figures of the corpus by their own subject, place and year, then spoil the question."""
    chance = random.Random(seed)
    reader = Paragraphs(assistant.corpus)
    figures: dict[tuple[int, int], tuple[str, str, int | None]] = {}
    places = sorted({d.place.value for d in assistant.corpus.documents if d.place})
    for passage_id in range(cast("Bundle", assistant.corpus).counts.passages):
        item = reader.item(passage_id)
        about = assistant.corpus.documents[item.doc_id].place
        for q in item.quantities:
            if about is None or q.subject is None or q.attributive or q.listed or q.carried:
                continue
            subject = q.subject.of(item.text.text)
            if 4 <= len(subject) <= 24:
                year = q.period.last if q.period else None
                figures[(item.doc_id, item.source(q.display).start)] = (about.value, subject, year)
    chosen = chance.sample(sorted(figures), min(MADE, len(figures)))
    said = {(place, subject) for place, subject, _ in figures.values()}
    asked: set[str] = set()
    for number, key in enumerate(chosen):
        place, subject, year = figures[key]
        short = place.rstrip("市省县区")
        when = f"{year}年" if year else ""
        doc_id, _ = key

        def is_it(c: Candidate, doc_id: int = doc_id, subject: str = subject, year: int | None = year) -> bool:
            # A press summary or a chapter of aims may state the same figure again.
            same = c.form == "quantity" and c.item.doc_id == doc_id and c.year == year
            return same and (c.subject == subject or subject in c.subject)

        yield _made(assistant, f"{short}{when}{subject}目标是多少?", "made", is_it, number)
        other = chance.choice([p for p in places if p != place] or [place])
        if not any(_alike(subject, s) for p, s in said if p == other):
            yield _made(assistant, f"{other}{when}{subject}目标是多少?", "spoilt", lambda c: False, number)
        foreign = [s for p, s in said if p != place and not any(_alike(s, t) for q, t in said if q == place)]
        if foreign:
            yield _made(
                assistant, f"{short}{chance.choice(sorted(foreign))}目标是多少?", "spoilt", lambda c: False, number
            )
        own = [s for p, s in said if p == place and s[-TAIL:] == subject[-TAIL:]]
        near = sorted({s for p, s in said if p != place and s[-TAIL:] == subject[-TAIL:] and _unlike(s, own)})
        for other_subject in chance.sample(near, min(NEAR, len(near))):
            text = f"{short}{when}{other_subject}是多少?"
            if text not in asked:
                asked.add(text)
                yield _made(assistant, text, "near miss", lambda c: False, number)


def off_topic_cases(assistant: Assistant, files: Sequence[Path], seed: int = 0) -> Iterator[Case]:
    """Ask what the corpus knows nothing of, half of the time of one of its places.

    ``files`` are JSON lines (.xz) with a "question", with sentences under "en" of which those that ask are taken, or
    with words ("simp", "defs") that are asked as they are: a lone word is no question.
    """
    chance = random.Random(seed)
    places = sorted({d.place.value for d in assistant.corpus.documents if d.place})
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            given = [json.loads(line) for line in lines]
        questions = [q for at, row in enumerate(given) if (q := _asked(row, at))]
        for number, question in enumerate(chance.sample(questions, min(OFF_TOPIC, len(questions)))):
            place = chance.choice(places).rstrip("市省县区") if number % 2 and not question.isascii() else ""
            yield _made(assistant, f"{place}{question}", "off topic", lambda c: False, number)


def _asked(row: Mapping[str, Any], at: int) -> str | None:
    """Return what one row of a file of questions about other things asks, None when it asks nothing."""
    if "simp" in row:
        gloss = row["defs"][0] if isinstance(row["defs"], list) else str(row["defs"])
        return str(row["simp"]) if at % 2 else gloss.split(";")[0].split("/")[0]
    if "question" in row:
        return str(row["question"])
    return str(row["en"]) if row["en"].endswith("?") else None


def _unlike(subject: str, others: Iterable[str]) -> bool:
    """Whether ``subject`` is another thing than all ``others``: before a common ending they share no character."""
    for other in others:
        ends = zip(reversed(subject), reversed(other), strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
        left, right = subject[: len(subject) - shared], other[: len(other) - shared]
        if not left or not right or set(left) & set(right):
            return False
    return True


def _alike(left: str, right: str) -> bool:
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (left, right)]
    return len(pairs[0] & pairs[1]) > 0.4 * min(map(len, pairs))


def _made(assistant: Assistant, text: str, kind: str, is_right: Callable[[Candidate], bool], number: int) -> Case:
    query = assistant.engine.analyse(text)
    candidates = tuple(c for _, c in assistant.considered(query, assistant.engine.search(query, 20)))
    return Case(text, kind, candidates, tuple(map(is_right, candidates)), None, number % FOLDS, MADE_WEIGHT)
