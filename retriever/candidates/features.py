"""What candidates for an answer are, and what is known of how well each agrees with its question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from index.types import Clause, Span
from retriever.candidates.named import Name
from retriever.paragraphs import Item
from retriever.query.content import Content
from retriever.query.intent import Intent
from retriever.search.similarity import Measure

__all__ = ["Candidate", "Draft", "Features", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the choice sees it, its ``text`` normalised and its ``language`` "zh" or "en".

    ``unheard``: share (0..1, by weight) of its content that no document says; ``slight``: how little content it has,
    1 for none; ``names``: things that it calls by name.
    """

    text: str
    language: str
    intent: Intent
    content: Content
    measure: Measure
    unheard: float = 0.0
    slight: float = 0.0
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """Agreement of a candidate with the question; shares and likenesses are 0..1, flags 0 or 1, fits -1..1.

    ``subject``, ``sentence``, ``context``: share of the question's content said by what the candidate is about, with
    its sentence, with its headings and title as well; ``meant``, ``meant_sentence``, ``meant_context`` the same where a
    word also counts as far as something near in meaning stands there. ``missing`` and ``absent``: how heavy the
    heaviest word is that the subject, or subject, sentence and headings together, do not say, in 0..1 of the question's
    heaviest; ``unmet`` and ``unmet_context`` the same for what they neither say nor mean. ``precision``: how much of
    the subject the question names; ``reverse``: how much of it the question means. ``pieces``, ``pieces_clause``: words
    and characters of the question in the subject, in the clause with its headings. ``*_similarity``: cosines.
    ``pieces_leaf``, ``leaf_similarity``: the same for the whole leaf that it stands in; ``sole``: it is the only figure
    of its leaf of the kind asked for, or as much as one of so many.

    ``unasked``: how heavy the heaviest thing is that the subject says and the question does not mean; ``swapped``: that
    times ``unmet``, one thing standing where another was asked for. ``rival``: how much less another subject of the
    same list says that is not asked for. ``echo``: the answer stands in the question. ``first``: it is the first of its
    kind in its sentence. ``latin``: the question is in English, and agreement therefore weaker throughout.
    ``kind_fit`` and ``kind_clash``: it is of the kind asked for (a share, a day, a 厅), or of another. ``hit``: score
    of the passage, ``lead``: in 0..1 of the best passage's. ``unheard`` and ``slight``: of the question
    (:class:`Question`); ``opening``: the clause only opens what follows it, or
    asks; ``defines``: it defines, and a meaning is asked for; ``unnamed``: share of a thing named in the question that
    neither item, headings nor title name.
    """

    subject: float = 0.0
    sentence: float = 0.0
    context: float = 0.0
    meant: float = 0.0
    meant_sentence: float = 0.0
    meant_context: float = 0.0
    missing: float = 0.0
    absent: float = 0.0
    unmet: float = 0.0
    unmet_context: float = 0.0
    precision: float = 0.0
    reverse: float = 0.0
    unasked: float = 0.0
    swapped: float = 0.0
    pieces: float = 0.0
    pieces_clause: float = 0.0
    subject_similarity: float = 0.0
    clause_similarity: float = 0.0
    context_similarity: float = 0.0
    pieces_leaf: float = 0.0
    leaf_similarity: float = 0.0
    sole: float = 0.0
    rival: float = 0.0
    echo: float = 0.0
    first: float = 0.0
    year_match: float = 0.0
    year_clash: float = 0.0
    year_missing: float = 0.0
    kind_clash: float = 0.0
    kind_fit: float = 0.0
    change: float = 0.0
    attributive: float = 0.0
    summary: float = 0.0
    latin: float = 0.0
    hit: float = 0.0
    lead: float = 0.0
    unheard: float = 0.0
    slight: float = 0.0
    unnamed: float = 0.0
    opening: float = 0.0
    defines: float = 0.0

    def vector(self) -> list[float]:
        """Return the values in the order of declaration."""
        return [float(getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: ``answer`` and ``leaf`` lie in the item's file, ``year`` is the target year that governs.

    ``form`` is "quantity", "note" (the bodies of a responsibility note), "body", "date", "frequency", "cited" (a
    document that the text cites), "clause", or "fallback": a whole clause where something shorter was asked for.
    ``subject`` is the normalised text that it is about.
    """

    item: Item
    form: str
    answer: Span
    leaf: Clause
    year: int | None
    subject: str
    features: Features


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate before it is measured: the normalised texts that it is about, from near to far.

    ``subject`` is what it is about, ``sentence`` what counts as said beside it, ``clause`` what its likeness is taken
    from, ``path`` the title and headings above it. ``others`` are the other subjects of its list and ``own`` its own
    one; ``given`` are features that are known without measuring; ``discount`` multiplies what the subject says.
    """

    item: Item
    form: str
    answer: Span
    leaf: Clause
    year: int | None
    subject: str
    sentence: str
    clause: str
    path: tuple[str, ...]
    hit: float
    given: Mapping[str, float] = field(default_factory=dict)
    own: str = ""
    others: tuple[str, ...] = ()
    discount: float = 1.0
