"""What is cited: a source, places in it, and the numbered list that several citations make together.

GB/T 7714-2015 lists a document once, however often it is cited, and puts where it is cited into the text (10.1.3); the
records of BibTeX, RIS and CSL are documents too. So citations are grouped by document, and every format starts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from index.types import Span

__all__ = ["Bibliography", "Entry", "Place", "Reference", "Source", "one_line"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a bibliography names it. What is not stated is None and is left out of every format.

    ``date`` is ISO 8601 (``2023``, ``2023-01`` or ``2023-01-06``): the date of issue, else of publication. ``url`` and
    ``accessed`` (the day it was read there, ISO) are only known when the user gives them. ``file`` names an untitled
    document. ``language`` is its BCP 47 tag: zh-Hans, zh-Hant or en.
    """

    title: str | None
    issuer: str | None
    doc_no: str | None
    date: str | None
    kind: str | None
    file: str
    language: str
    url: str | None = None
    accessed: str | None = None

    @property
    def name(self) -> str:
        """The title on one line, or the name of the file when the document has none."""
        return one_line(self.title or self.file)

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes two sources the same document; copies in several files are one, untitled ones are not."""
        return (self.title, self.issuer, self.doc_no, self.date, None if self.title else self.file)

    @property
    def key(self) -> str:
        """A short ASCII key that depends on the identity alone: ``yinju2023-1a2b3c4d``."""
        digest = sha256("\x1f".join(part or "" for part in self.identity).encode("utf-8", "surrogatepass")).hexdigest()
        return f"yinju{self.date[:4] if self.date else ''}-{digest[:8]}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its file a quotation stands; ``heading`` is outermost first, ``page`` that of a paginated format."""

    file: str
    span: Span
    quote: str
    heading: tuple[str, ...] = ()
    page: int | None = None

    @property
    def locator(self) -> str:
        """Page and headings for a reader, "" when neither is known."""
        path = " › ".join(filter(None, (one_line(part) for part in self.heading)))
        return ", ".join(filter(None, (str(self.page) if self.page is not None else "", path)))


@dataclass(frozen=True, slots=True)
class Reference:
    """One citation: a place in a source."""

    source: Source
    place: Place

    def read_at(self, url: str | None, accessed: str | None) -> Reference:
        """Return the reference with where and when (ISO) its document was read online, as the user knows it."""
        return replace(self, source=replace(self.source, url=url, accessed=accessed))


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a bibliography: its number from 1 and the places cited in it, in the order of citation."""

    number: int
    source: Source
    places: tuple[Place, ...]

    @property
    def locators(self) -> tuple[str, ...]:
        """The distinct locators of its places, without empty ones."""
        return tuple(dict.fromkeys(place.locator for place in self.places if place.locator))

    @property
    def locator(self) -> str:
        """The locator for the list: that of all places when they agree, else "" (it goes into the text)."""
        locators = {place.locator for place in self.places}
        return locators.pop() if len(locators) == 1 else ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Documents in the order of their first citation, and for each distinct citation the entry that it belongs to."""

    entries: tuple[Entry, ...]
    citations: tuple[tuple[Reference, Entry], ...]

    @classmethod
    def of(cls, references: Iterable[Reference]) -> Bibliography:
        """Number ``references``: the same place is cited once, the same document listed once."""
        unique: dict[tuple[str, Span], Reference] = {}
        for reference in references:
            unique.setdefault((reference.place.file, reference.place.span), reference)
        groups: dict[tuple[str | None, ...], list[Reference]] = {}
        for reference in unique.values():
            groups.setdefault(reference.source.identity, []).append(reference)
        entries = {
            identity: Entry(number, group[0].source, tuple(reference.place for reference in group))
            for number, (identity, group) in enumerate(groups.items(), 1)
        }
        return cls(
            tuple(entries.values()),
            tuple((reference, entries[reference.source.identity]) for reference in unique.values()),
        )


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space and control characters as one blank."""
    return " ".join(_CONTROLS.sub(" ", text).split())
