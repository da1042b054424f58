"""One quotation held to the letter of the corpus: does it stand there, where, and if not, what stands there instead.

Beside what was named, the documents of the best hits for its words are looked through: to the letter everywhere in
them, in another script, width or punctuation in the stretches around the hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.errors import InputError
from index.language.normalise import normalise, normalise_text
from index.types import Hit, Span
from retriever.check.compare.quotations import nearest_stretch, without_space
from retriever.check.compare.text_keys import key_of
from retriever.check.verdict import Quotation, Verdict
from retriever.citation import citation_at, heading_at
from retriever.engine import Engine
from retriever.search.filters import Filters

__all__ = ["LONGEST_QUOTE", "verify_quotation"]

LONGEST_QUOTE = 2_000
"""Code points of the longest quotation that is taken."""

_HITS = 20
_COMPARED = 5
"""Stretches whose documents are read whole, and that a quotation that stands nowhere is compared with."""
_AROUND = 200
"""Code points read on either side of a hit, beside the length of the quotation."""


_IN_NUMBER = re.compile(r"\d[\d.,．，]|[.．]\d")
"""Two characters between which a number may go on. A comma between digits may part thousands."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    doc_id: int
    span: Span
    text: str


def verify_quotation(engine: Engine, quote: str, file: str | None = None, span: Span | None = None) -> Quotation:
    """Hold ``quote`` to the letter of the corpus: of all of it, of ``file``, or of ``span`` of that file first.

    The verdict is VERBATIM (white space and a final stop aside), SAME_WORDS, DIFFERS (the citation is what stands
    there instead) or ABSENT. Raises InputError for a quotation without a word, one longer than LONGEST_QUOTE code
    points, a file that the index does not hold, and a ``span`` that is in no document of it.
    """
    quote = quote.strip()
    if not re.search(r"[^\W_]", quote):
        raise InputError("The quotation is empty: give the words to look for.")
    if len(quote) > LONGEST_QUOTE:
        raise InputError(
            "The quotation is {size} characters long and at most {most} are taken: verify it in parts.",
            size=f"{len(quote):,}",
            most=f"{LONGEST_QUOTE:,}",
        )
    filters = Filters(documents=(file,)) if file is not None else None
    hits = engine.search(engine.analyse(quote, filters), _HITS, filters)
    stretches = [*_named(engine, file, span, len(quote)), *_around(engine, hits, len(quote))]
    own = Span(0, len(quote))
    for verdict, found in _looked_up(engine, quote, stretches):
        if found is not None:
            doc_id, there = found
            citation = citation_at(engine.corpus, doc_id, heading_at(engine.corpus, doc_id, there), there)
            return Quotation(own, quote, verdict, citation)
    return Quotation(own, quote, Verdict.ABSENT, None)


def _looked_up(
    engine: Engine, quote: str, stretches: Sequence[_Stretch]
) -> Iterator[tuple[Verdict, tuple[int, Span] | None]]:
    """Yield each verdict with the document and range that bear it out, the strictest first."""
    yield Verdict.VERBATIM, _to_the_letter(quote, stretches)
    yield Verdict.VERBATIM, _to_the_letter(quote, _documents(engine, stretches[:_COMPARED]))
    yield Verdict.SAME_WORDS, _same_words(quote, stretches)
    yield Verdict.DIFFERS, _nearest(quote, stretches[:_COMPARED])


def _named(engine: Engine, file: str | None, span: Span | None, size: int) -> Iterator[_Stretch]:
    """Yield the stretch around ``span`` of ``file``. Raises InputError when no document of it holds the span."""
    if file is None or span is None:
        return
    corpus = engine.corpus
    inside = (corpus.document(doc_id) for doc_id in corpus.documents_of(file))
    document = next((d for d in inside if d.span.start <= span.start < span.end <= d.span.end), None)
    if document is None:
        raise InputError(
            "No document of {file} holds the characters {start}-{end}: open the citation again.",
            file=file,
            start=span.start,
            end=span.end,
        )
    yield _stretch(engine, document.doc_id, span, size)


def _around(engine: Engine, hits: Iterable[Hit], size: int) -> Iterator[_Stretch]:
    for hit in hits:
        passage = engine.corpus.passage(hit.passage_id)
        yield _stretch(engine, passage.doc_id, passage.span, size)


def _stretch(engine: Engine, doc_id: int, span: Span, size: int) -> _Stretch:
    whole = engine.corpus.document(doc_id).span
    wide = Span(max(whole.start, span.start - size - _AROUND), min(whole.end, span.end + size + _AROUND))
    return _Stretch(doc_id, wide, engine.corpus.slice(doc_id, wide))


def _documents(engine: Engine, stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    for doc_id in dict.fromkeys(stretch.doc_id for stretch in stretches):
        document = engine.corpus.document(doc_id)
        yield _Stretch(doc_id, document.span, engine.corpus.text_of(document))


def _to_the_letter(quote: str, stretches: Iterable[_Stretch]) -> tuple[int, Span] | None:
    bare = without_space(quote.rstrip("。.，,;；"))[0]
    for stretch in stretches:
        letters, kept = without_space(stretch.text)
        at = _find(letters, bare)
        if at is not None:
            there = Span(kept[at], kept[at + len(bare) - 1] + 1)
            return stretch.doc_id, _moved(there, stretch.span.start)
    return None


def _same_words(quote: str, stretches: Iterable[_Stretch]) -> tuple[int, Span] | None:
    wanted = key_of(normalise_text(quote)).text
    for stretch in stretches:
        text = normalise(stretch.text)
        key = key_of(text.text)
        at = _find(key.text, wanted)
        if at is not None:
            there = text.to_source(Span(key.at[at], key.at[at + len(wanted) - 1] + 1))
            return stretch.doc_id, _moved(there, stretch.span.start)
    return None


def _find(text: str, wanted: str) -> int | None:
    """Return where ``wanted`` first stands without a number cut in two: the "8" of "80" is another figure."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        torn_before = _IN_NUMBER.match(text[at - 1 : at + 1]) if at else None
        if not torn_before and not _IN_NUMBER.match(text[end - 1 : end + 1]):
            return at
        at = text.find(wanted, at + 1)
    return None


def _nearest(quote: str, stretches: Iterable[_Stretch]) -> tuple[int, Span] | None:
    """Return the stretch of text that reads most like ``quote``, None when less than half of it stands anywhere."""
    wanted = key_of(normalise_text(quote)).text
    best: tuple[float, int, Span] | None = None
    for stretch in stretches:
        text = normalise(stretch.text)
        key = key_of(text.text)
        near = nearest_stretch(wanted, key.text)
        if near is None or not near.size:
            continue
        alike = SequenceMatcher(None, wanted, near.of(key.text), autojunk=False).ratio()
        if best is None or alike > best[0]:
            there = text.to_source(Span(key.at[near.start], key.at[near.end - 1] + 1))
            best = alike, stretch.doc_id, _moved(there, stretch.span.start)
    return best[1:] if best else None


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
