"""Stretches of the corpus compared with a claim, and the verdict: which one it is and which stretch it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.types import Span
from retriever.check.draft.context import Scope
from retriever.check.evidence.judge import CLAIMS, DOUBTS, SPEAKS, Opinion
from retriever.check.verdict import Difference, Field, Verdict
from retriever.paragraphs import Item

__all__ = ["Judged", "Match", "decided"]

ELSEWHERE_BY = 0.2
"""How much nearer (:func:`_gap`) a clause of another document must be than one of the document named that differs."""

ELSEWHERE_BESIDE = 0.35
"""The same beside one of the document named that says nothing else."""


ELSEWHERE_CLOSE = 0.6
"""Closeness from which a clause of another document is the one that is quoted, not one that says the like."""

LIKELY = 0.5
"""Probability of being borne out from which a stretch of the document that the words name is enough."""

_TURNED = (Field.NEGATION, Field.CHANGE, Field.BOUND)
"""What turns a statement; another figure nearby may be that of another thing."""

_UNJUDGED = (Field.PLACE, Field.NEGATION, Field.UNIT)
"""Places are not shown to the judge, and it overlooks a 不再 in front of a long clause and a 时 behind 万千瓦."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch compared with a claim; ``words`` is VERBATIM or SAME_WORDS when it holds all of it, else None.

    ``likeness`` (0..1) tells whether it speaks of the claim at all, ``closeness`` (0..1) how nearly in the same words.
    ``opinion`` is the judge's, None where the words themselves tell. ``duties``: the claim says who is responsible,
    which the judge is not shown.
    """

    item: Item
    span: Span
    words: Verdict | None
    likeness: float
    closeness: float
    differences: tuple[Difference, ...]
    opinion: Opinion | None = None
    duties: bool = False

    @property
    def fit(self) -> float:
        """How well the stretch fits: like the claim, saying nothing else, and not much beside it."""
        whole = 0.2 if self.words is Verdict.VERBATIM else 0.15 if self.words else 0.0
        beside = 0.1 * min(1.0, self.span.size / 500)
        doubted = 0.3 * self.opinion.judgement.differs if self.opinion is not None and self.opinion.wording else 0.0
        differing = max(min(0.3, 0.15 * len(self.differences)), doubted)
        return self.likeness + self.closeness / 2 + whole - differing - beside

    @property
    def differs(self) -> bool:
        """Whether something was recognised to differ, or is believed to."""
        return bool(self.differences) or (self.opinion is not None and self.opinion.judgement.differs >= DOUBTS)

    @property
    def settled(self) -> bool:
        """Whether the judge is sure that the stretch bears the claim out."""
        return self.opinion is not None and self.opinion.bears_out

    @property
    def likely(self) -> bool:
        """Whether the judge finds it likelier than not that the stretch bears the claim out."""
        return self.opinion is not None and self.opinion.judgement.supported >= LIKELY

    @property
    def agreed(self) -> bool:
        """Whether the judge agrees with the differences, or they are of a kind that it is no judge of."""
        apart = any(d.field in _UNJUDGED or (d.field is Field.BODY and self.duties) for d in self.differences)
        return self.opinion is None or self.opinion.agrees or apart

    @property
    def turned(self) -> bool:
        """Whether all that was recognised to differ is what turns a statement round."""
        return bool(self.differences) and all(d.field in _TURNED for d in self.differences)

    @property
    def believed(self) -> bool:
        """Whether the judge takes the claim to differ."""
        return self.opinion is not None and self.opinion.judgement.differs >= DOUBTS


@dataclass(frozen=True, slots=True)
class Judged:
    """What a text was found to be, and the matches that it was compared with."""

    verdict: Verdict
    best: Match | None
    differences: tuple[Difference, ...]
    matches: tuple[Match, ...]
    scope: Scope

    @property
    def claims(self) -> bool:
        """Whether the text claims anything: its words stand in the corpus, or the judge believes so on the whole."""
        told = [match.opinion.judgement.claim for match in self.matches if match.opinion is not None]
        return len(told) < len(self.matches) or not told or sum(told) / len(told) >= CLAIMS


def decided(
    matches: Sequence[Match], scope: Scope, called: Callable[[int], str]
) -> tuple[Verdict, Match | None, tuple[Difference, ...]]:
    """Return the verdict, the match that it rests on, and the differences that explain it.

    ``matches`` come fittest first; ``called`` names a document where the place that it is about is compared.
    """
    enough = [
        m for m in matches if m.likeness >= SPEAKS or (scope.firm and m.item.doc_id in scope.doc_ids and m.likely)
    ]
    if not enough:
        return Verdict.ABSENT, None, ()
    best = enough[0]
    inside = next((m for m in enough if m.item.doc_id in scope.doc_ids), None)
    if scope.doc_ids and best.item.doc_id not in scope.doc_ids:
        # The same statement about another place: a figure changed in the draft may be that place's by chance.
        least = ELSEWHERE_BY if inside is None or inside.differs else ELSEWHERE_BESIDE
        far = inside is None or _gap(best, inside) > least
        if not far:
            assert inside is not None
            best = inside
        elif scope.allows(best.item.doc_id):
            pass
        elif scope.firm and best.differences:
            # Not found there either: what the document named says of it is told, if anything.
            if inside is None:
                return Verdict.ABSENT, None, ()
            best = inside
        elif scope.firm:
            if best.closeness < ELSEWHERE_CLOSE and best.words is None:
                return Verdict.ABSENT, None, ()
            there = Difference(Field.PLACE, scope.said, called(best.item.doc_id))
            return Verdict.ELSEWHERE, best, (there,)
    if not best.differences and not best.settled and best.words is None:
        # Beside a stretch of which the judge is unsure, one as near that it and the rules both take for the opposite.
        best = next((m for m in enough if _as_near(m, best) and m.turned and m.believed), best)
    if best.differences:
        return Verdict.DIFFERS if best.agreed else Verdict.REVIEW, best, best.differences
    if best.opinion is not None and best.opinion.doubt is not None:
        return Verdict.DIFFERS if best.opinion.sees_exchanged else Verdict.REVIEW, best, (best.opinion.doubt,)
    return best.words or Verdict.SUPPORTED, best, ()


def _as_near(one: Match, other: Match) -> bool:
    return one.item.doc_id == other.item.doc_id and one.closeness >= other.closeness


def _gap(one: Match, other: Match) -> float:
    """Return how much nearer to the claim one stretch is than another: in wording, and half as much in meaning."""
    return one.closeness - other.closeness + (one.likeness - other.likeness) / 2
