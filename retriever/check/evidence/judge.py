"""The reader as a judge of stretches: what each says of a claim, told by a model that reads both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.language.normalise import normalise_text
from index.types import Span
from retriever.check.compare.wordings import exchanged, stands
from retriever.check.evidence.windows import Window
from retriever.check.verdict import Difference, Field
from retriever.paragraphs import Corpus
from retriever.reader import Judgement, Reader, ReaderInput

__all__ = ["CLAIMS", "DOUBTS", "SPEAKS", "Judge", "Opinion"]

SPEAKS = 0.7
"""Probability from which a stretch speaks of a claim at all."""

CLAIMS = 0.5
"""Mean probability from which a sentence claims something."""

AGREES = 0.02
"""Probability that it differs from which the judge agrees with a difference that was recognised.

So low because what is recognised is rarely wrong where the judge has any doubt: of the differing development sentences
.06 lie below .05, of the true ones .83.
"""

DOUBTS = 0.5
"""Probability from which a sentence in which nothing was recognised is to be looked at, if the judge can say why."""

EXCHANGED = 0.7
"""The same where words stand in the place of others: from here they are told to differ."""

SETTLES = 0.9
"""Probability of being borne out by a passage of a document meant from which no further passage is read."""

AT_ONCE = 2
"""Passages that are read behind the first before it is asked whether that settles it."""

LONGEST = 240
"""Code points of the sentence and of the source around a stretch that are read: what one window of the reader holds."""

LEAST = 120
"""Code points of the source that are read for a long sentence, too."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks of a claim and the passage around a stretch.

    ``window`` is the stretch, moved to what the judge takes for evidence where the two share nothing. ``wording`` is
    what it takes for another thing than the source says, None where it names no words or these stand there after all;
    ``exchanged`` tells that they stand where the source has others.
    """

    window: Window
    judgement: Judgement
    wording: Difference | None
    exchanged: bool = False

    @property
    def speaks(self) -> float:
        """The probability that the passage speaks of the claim."""
        return 1 - self.judgement.absent

    @property
    def bears_out(self) -> bool:
        """Whether the judge is sure that the passage says so."""
        return self.judgement.supported + self.judgement.same_words >= SETTLES

    @property
    def agrees(self) -> bool:
        """Whether the judge, too, believes that something may differ."""
        return self.judgement.differs >= AGREES

    @property
    def doubt(self) -> Difference | None:
        """What a person should look at although nothing was recognised."""
        return self.wording if self.judgement.differs >= DOUBTS else None

    @property
    def sees_exchanged(self) -> bool:
        """Whether the judge surely takes words for wrong that stand where the source has others."""
        return self.exchanged and self.judgement.differs >= EXCHANGED


class Judge:
    """Judges stretches. It only reads: threads may share it; ``reader`` is called when the first claim is judged."""

    def __init__(self, corpus: Corpus, reader: Callable[[], Reader]) -> None:
        self._corpus = corpus
        self._reader = reader

    def opinions(
        self,
        said: str,
        windows: Sequence[Window],
        most: int,
        compared: Sequence[Span],
        meant: Callable[[int], bool],
    ) -> list[Opinion | None]:
        """What each of these stretches says of a sentence, None of those that were not read.

        Read are at most the first ``most`` passages, and none behind one of a document that is ``meant`` and bears the
        sentence out for sure. ``compared`` are ranges of the sentence, its figures, that the judge need not doubt: they
        are compared by value. Stretches that stand in one passage are read once, with it.

        Raises:
            ModelError: the reader cannot be opened.
        """
        places = _places(windows, max(LEAST, LONGEST - len(said)))
        chosen = list(dict.fromkeys(places))[:most]
        first = {place: window for window, place in reversed(list(zip(windows, places, strict=True)))}
        judged: dict[tuple[int, Span], tuple[Judgement, ReaderInput]] = {}
        for start, end in pairwise((0, 1, *range(1 + AT_ONCE, len(chosen) + AT_ONCE, AT_ONCE))):
            some = chosen[start:end]
            inputs = [self._input(first[place], place[1]) for place in some]
            judgements = self._reader().judge(said, inputs)
            judged |= dict(zip(some, zip(judgements, inputs, strict=True), strict=True))
            if any(
                meant(p[0]) and j.supported + j.same_words >= SETTLES for p, j in zip(some, judgements, strict=True)
            ):
                break
        return [
            _opinion(said, compared, window, place[1], *judged[place]) if place in judged else None
            for window, place in zip(windows, places, strict=True)
        ]

    def _input(self, window: Window, place: Span) -> ReaderInput:
        document = self._corpus.documents[window.item.doc_id]
        title = document.title.value if document.title else ""
        headings = tuple(text.strip() for _, text in reversed(window.item.headings))
        return ReaderInput(self._corpus.slice(document.doc_id, place), title, headings)


def _places(windows: Sequence[Window], longest: int) -> list[tuple[int, Span]]:
    """The passage that each stretch is read in, as document and range: one that is read already where that holds it."""
    chosen: list[tuple[int, Span]] = []
    for window in windows:
        leaves = window.item.leaves[window.first : window.last + 1]
        own = Span(leaves[0].span.start, leaves[-1].span.end)
        held = next((p for p in chosen if p[0] == window.item.doc_id and p[1].contains(own)), None)
        chosen.append(held or (window.item.doc_id, _around(window, longest)))
    return chosen


def _around(window: Window, longest: int) -> Span:
    """The range of the file that is read: the stretch with the leaves beside it, as many as fit."""
    leaves = window.item.leaves
    first, last = window.first, window.last
    while True:
        wider = [(a, b) for a, b in ((first - 1, last), (first, last + 1)) if a >= 0 and b < len(leaves)]
        sizes = [(leaves[b].span.end - leaves[a].span.start, a, b) for a, b in wider]
        size, a, b = min(sizes, default=(longest + 1, first, last))
        if size > longest:
            return Span(leaves[first].span.start, leaves[last].span.end)
        first, last = a, b


def _opinion(
    said: str, compared: Sequence[Span], window: Window, place: Span, judgement: Judgement, passage: ReaderInput
) -> Opinion:
    if judgement.evidence is not None and window.heading is None:
        evidence = Span(place.start + judgement.evidence.start, place.start + judgement.evidence.end)
        held = [i for i, leaf in enumerate(window.item.leaves) if leaf.span.overlap(evidence)]
        if held and (held[-1] < window.first or held[0] > window.last):
            window = replace(window, first=held[0], last=held[-1])
    wording = None
    if judgement.wrong is not None and not any(judgement.wrong.overlap(span) for span in compared):
        right = normalise_text(judgement.right.of(passage.text)) if judgement.right else None
        wording = Difference(Field.WORDING, judgement.wrong.of(said), right)
        if stands(wording, window.text):
            wording = None
    return Opinion(window, judgement, wording, wording is not None and exchanged(wording, said, window.text))
