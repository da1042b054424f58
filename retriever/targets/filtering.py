"""Some rows of the target table: by indicator, place, year, document and nature, in an order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from index.language.normalise import normalise_text
from retriever.targets.row import Nature, Target
from retriever.targets.word_meanings import WordMeanings

if TYPE_CHECKING:
    from index.encoders.base import Encoder

__all__ = ["SORTS", "Wanted", "choose", "of_indicator", "ordered"]

SAID = 0.75
"""Share of what is asked that the name of an indicator has to say."""

SAID_IN_ENGLISH = 0.6
"""Share of the words of an English phrase that a name has to translate."""

LIKE = 0.4
"""Cosine from which an indicator is what a phrase in another language means, where the lexicon does not know it, ..."""

NEAR_BEST = 0.9
"""... and the share of the best cosine from which others are too."""

NEAR_BEST_IN_ENGLISH = 0.85
"""Share of the best name's words from which others are meant, too."""

_HAN = re.compile(r"[\u3400-\u9fff]")

SORTS: dict[str, Callable[[Target], Any]] = {
    "document": lambda row: (row.doc_id, row.span),
    "place": lambda row: (row.place is None, row.place, row.line),
    "indicator": lambda row: (row.line, row.year or 0, row.place or ""),
    "year": lambda row: (row.year is None, row.year, row.line),
    "value": lambda row: (row.kind.value, -row.high),
}
"""Orders of rows by name; rows that compare equal stay in the order of the documents."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to keep; an empty condition keeps everything. Texts may be in either script, and parts of names."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    document: str = ""
    nature: Nature | None = None


def choose(rows: Sequence[Target], wanted: Wanted) -> tuple[Target, ...]:
    """Return the ``rows`` that meet every condition of ``wanted``, in their order."""
    places = [normalise_text(place).strip() for place in wanted.places]
    document = normalise_text(wanted.document).strip()

    def fits(row: Target) -> bool:
        return (
            (not places or any(place in normalise_text(row.place or "") for place in places))
            and (not wanted.years or row.year in wanted.years)
            and (not document or document in normalise_text(f"{row.document or ''} {row.citation.file}"))
            and (wanted.nature is None or row.nature is wanted.nature)
        )

    return tuple(row for row in rows if fits(row))


def of_indicator(
    rows: Sequence[Target], asked: str, encoder: Encoder, idf: Callable[[str], float]
) -> tuple[Target, ...]:
    """Return the rows whose indicator says what is ``asked``, with all that share a line with one of them."""
    phrase = normalise_text(asked).strip()
    names = list(dict.fromkeys(row.indicator for row in rows))
    if not phrase or not names:
        return ()
    if _HAN.search(phrase):
        meanings = WordMeanings([phrase, *names], encoder, idf)
        words = meanings.read(phrase)
        found = {name for name in names if meanings.coverage(words, meanings.read(name)) >= SAID}
    else:
        found = _translated(phrase, names, encoder) or _meant(phrase, names, encoder)
    lines = {row.line for row in rows if row.indicator in found}
    return tuple(row for row in rows if row.line in lines)


def _meant(phrase: str, names: Sequence[str], encoder: Encoder) -> set[str]:
    """Return the ``names`` nearest to a phrase in the encoder's space, none when even the best is far."""
    cosines = encoder.encode_passages(names) @ encoder.encode_queries([phrase])[0]
    least = max(LIKE, NEAR_BEST * float(cosines.max()))
    return {name for name, cosine in zip(names, cosines.tolist(), strict=True) if cosine >= least}


def _translated(phrase: str, names: Sequence[str], encoder: Encoder) -> set[str]:
    """Return the ``names`` that say the most of an English phrase word by word, and enough of it."""
    from retriever.targets.english_indicators import said_in_english

    said = said_in_english(phrase, names, encoder)
    least = max(SAID_IN_ENGLISH, NEAR_BEST_IN_ENGLISH * max(said.values(), default=0.0))
    return {name for name, share in said.items() if share >= least}


def ordered(rows: Sequence[Target], by: str) -> tuple[Target, ...]:
    """Return ``rows`` in the order named ``by`` (a key of SORTS)."""
    return tuple(sorted(rows, key=SORTS[by]))


def plain_number(value: Decimal) -> str:
    """Return a decimal without an exponent or needless zeros (4500000.000 → 4500000)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
