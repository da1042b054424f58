"""Candidate answers out of the items that were found, and how well each agrees with the question.

Nothing here knows an index: items come from :mod:`retriever.paragraphs`, comparison of meanings is a function of the
question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import Clause, Role
from retriever.candidates.clauses import bodies, cited, clause, dates, frequencies, in_headings, note
from retriever.candidates.features import Candidate, Draft, Features, Question
from retriever.candidates.figures import figures
from retriever.paragraphs import Item
from retriever.search.similarity import Likeness

__all__ = ["Found", "candidates"]

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Found:
    """An item with the score (0..1) of the best passage that holds each of its leaves that were found, by clause id.

    ``carried`` is the responsibility note that holds for it from before (see
    :meth:`retriever.paragraphs.Paragraphs.carried`).
    """

    item: Item
    scores: Mapping[int, float]
    carried: tuple[Clause, str] | None = None

    @property
    def hit(self) -> float:
        """Score of the best of its passages."""
        return max(self.scores.values(), default=0.0)


def candidates(question: Question, found: Sequence[Found]) -> list[Candidate]:
    """Return every candidate of the items ``found``."""
    drafts: list[Draft] = []
    headings: set[int] = set()
    for one in found:
        if one.item.role not in (Role.TEXT, Role.SUMMARY):
            continue
        drafts += _drafts(question, one)
        fresh = [d for d in in_headings(question, one.item, one.hit) if d.leaf.clause_id not in headings]
        headings |= {d.leaf.clause_id for d in fresh}
        drafts += fresh
    return _measured(question, drafts) if drafts else []


def _drafts(question: Question, found: Found) -> Iterator[Draft]:
    asks, item = question.intent.answer_kind, found.item
    if asks == "number" or (question.intent.figure.expected and asks in ("clause", "name", "place")):
        yield from figures(question, item, found.hit)
    if asks == "date":
        yield from dates(question, item, found.hit)
    if asks == "frequency":
        yield from frequencies(question, item, found.hit)
    if asks == "body":
        yield from note(question, item, found.carried, found.hit)
    if asks == "document":
        yield from cited(question, item, found.hit)
    for leaf in item.views:
        score = found.scores.get(leaf.clause.clause_id)
        if score is None or leaf.text.strip(" 。") in item.path[0]:
            continue  # the title over the text says nothing of what it is about
        if leaf.clause.role is not Role.RESPONSIBILITY:
            yield clause(question, item, leaf, score)
            if asks == "body":
                yield from bodies(question, item, leaf, score)


class _Measured:
    """Every distinct text of the drafts with what it says and means, a row each."""

    def __init__(self, question: Question, drafts: Sequence[Draft]) -> None:
        texts: dict[str, int] = {}
        for d in drafts:
            for text in (d.subject, d.sentence, d.clause, _context(d), _leaf(d), d.own, *d.others, *d.path):
                texts.setdefault(text, len(texts))
        self.texts = texts
        self.content = question.content
        self.likeness: Likeness = question.measure(list(texts))
        units = self.content.units
        said = [[u.said_in(t) for u in units] for t in texts]
        self.said = np.array(said, dtype=np.float32).reshape(len(texts), len(units))
        self.meant = np.maximum(self.said, self.likeness.meant)
        weights = np.array([u.weight for u in units], dtype=np.float32)
        self.shares = weights / max(float(weights.sum()), 1e-9)
        self.heaviness = weights / max(float(weights.max(initial=0.0)), 1e-9)

    def rows(self, texts: Sequence[str]) -> Rows:
        """Rows of ``texts``."""
        return np.array([self.texts[t] for t in texts], dtype=np.intp)

    def unsaid(self, said: Floats) -> Floats:
        """Weight of the heaviest unit that rows of ``said`` lack, in 0..1; 1 without any unit."""
        if not said.shape[1]:
            return np.ones(len(said), dtype=np.float32)
        heaviest: Floats = ((1 - said) * self.heaviness).max(axis=1)
        return heaviest


def _context(draft: Draft) -> str:
    """What the headings right above say that it is about."""
    return " ".join(draft.path[-2:])


def _leaf(draft: Draft) -> str:
    """The whole leaf that the answer stands in, as it reads in its item."""
    return draft.item.leaf_at(draft.leaf.span.start).text if draft.leaf in draft.item.leaves else draft.subject


def _sole(drafts: Sequence[Draft]) -> Floats:
    """One over the number of figures of the kind asked for in the same leaf; 0 for what is no such figure."""
    fitting = [d.form == "quantity" and not d.given.get("kind_clash") for d in drafts]
    counts = Counter(d.leaf.clause_id for d, fits in zip(drafts, fitting, strict=True) if fits)
    return np.array(
        [1 / counts[d.leaf.clause_id] if fits else 0.0 for d, fits in zip(drafts, fitting, strict=True)],
        dtype=np.float32,
    )


def _measured(question: Question, drafts: Sequence[Draft]) -> list[Candidate]:
    m = _Measured(question, drafts)
    likeness = m.likeness
    subject, sentence = m.rows([d.subject for d in drafts]), m.rows([d.sentence for d in drafts])
    clause_rows, context = m.rows([d.clause for d in drafts]), m.rows([_context(d) for d in drafts])
    above = _above(m, drafts)
    discount = np.array([d.discount for d in drafts], dtype=np.float32)
    columns: dict[str, Floats] = {}
    for zone, values, names in (
        ("said", m.said, ("subject", "sentence", "context", "missing", "absent")),
        ("meant", m.meant, ("meant", "meant_sentence", "meant_context", "unmet", "unmet_context")),
    ):
        own = values[subject]
        near = np.maximum(own, values[sentence])
        whole = np.maximum(near, above[zone])
        columns[names[0]] = (own @ m.shares) * discount
        columns[names[1]] = near @ m.shares
        columns[names[2]] = whole @ m.shares
        columns[names[3]] = m.unsaid(own)
        columns[names[4]] = m.unsaid(whole)
    precision = {text: question.content.precision(text) for text in {d.subject for d in drafts}}
    columns["precision"] = np.array([precision[d.subject] for d in drafts], dtype=np.float32)
    columns["reverse"] = likeness.reverse[subject]
    columns["unasked"] = likeness.unasked[subject]
    columns["swapped"] = columns["unasked"] * columns["unmet"]
    columns["pieces"] = likeness.pieces[subject]
    columns["pieces_clause"] = np.maximum(likeness.pieces[clause_rows], likeness.pieces[sentence])
    columns["subject_similarity"] = likeness.vector[subject]
    columns["clause_similarity"] = likeness.vector[clause_rows]
    columns["context_similarity"] = likeness.vector[context]
    leaf = m.rows([_leaf(d) for d in drafts])
    columns["pieces_leaf"] = likeness.pieces[leaf]
    columns["leaf_similarity"] = likeness.vector[leaf]
    columns["sole"] = _sole(drafts)
    columns["rival"] = np.array([_rival(m, d) for d in drafts], dtype=np.float32)
    columns["hit"] = np.array([d.hit for d in drafts], dtype=np.float32)
    columns["lead"] = columns["hit"] / max(float(columns["hit"].max()), 1e-9)
    columns["summary"] = np.array([d.item.role is Role.SUMMARY for d in drafts], dtype=np.float32)
    columns["latin"] = np.full(len(drafts), question.language == "en", dtype=np.float32)
    columns["unheard"] = np.full(len(drafts), question.unheard, dtype=np.float32)
    columns["slight"] = np.full(len(drafts), question.slight, dtype=np.float32)
    columns["unnamed"] = _unnamed(question, drafts)
    table = np.column_stack(list(columns.values())).tolist()
    kept = list(columns)
    return [
        Candidate(
            d.item,
            d.form,
            d.answer,
            d.leaf,
            d.year,
            d.subject,
            Features(**dict(zip(kept, row, strict=True)), **d.given),
        )
        for d, row in zip(drafts, table, strict=True)
    ]


def _unnamed(question: Question, drafts: Sequence[Draft]) -> Floats:
    """How much of the name that is said least neither the item of each draft says nor what stands above it."""
    said: dict[int, float] = {}
    if question.names:
        for item in {id(d.item): d.item for d in drafts}.values():
            text = " ".join((*item.path, item.text.text))
            said[id(item)] = min(name.said_in(text) for name in question.names)
    return np.array([1.0 - said.get(id(d.item), 1.0) for d in drafts], dtype=np.float32)


def _above(m: _Measured, drafts: Sequence[Draft]) -> dict[str, Floats]:
    """What the title and headings above each draft say and mean, (drafts, units)."""
    paths = {path: number for number, path in enumerate(dict.fromkeys(d.path for d in drafts))}
    rows = [m.rows(path) for path in paths]
    which = np.array([paths[d.path] for d in drafts], dtype=np.intp)
    nothing = np.zeros(m.said.shape[1], dtype=np.float32)

    def above(values: Floats) -> Floats:
        of_paths = [values[r].max(axis=0) if len(r) else nothing for r in rows]
        gathered: Floats = np.array(of_paths, dtype=np.float32).reshape(len(rows), len(nothing))[which]
        return gathered

    return {"said": above(m.said), "meant": above(m.meant)}


def _rival(m: _Measured, draft: Draft) -> float:
    """How much less (-1..1) another subject of the same list says that is not asked for than the draft's own."""
    if not draft.others:
        return 0.0
    unasked = m.likeness.unasked
    return float(unasked[m.texts[draft.own]]) - min(float(unasked[m.texts[text]]) for text in draft.others)
