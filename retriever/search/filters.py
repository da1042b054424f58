"""Filters: which documents a question is put to, and for which years.

Values of one kind are alternatives; kinds hold together. Masks come from the index's columns; of the records only those
are read that a title may stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import InputError
from index.language.normalise import normalise_text
from index.language.script import to_simplified, to_traditional
from index.store.bundle import Bundle
from retriever.query.places import short_name
from retriever.search.nearest import nearest

__all__ = ["FIRST_YEAR", "LAST_YEAR", "DocumentFilter", "Filters"]

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099

Mask = npt.NDArray[np.bool_]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_AT = re.compile(r"(?P<title>.*) \((?P<file>.+):(?P<start>\d+)\)", re.ASCII | re.DOTALL)
"""A document of a title that several have, with its file and its first character."""

_LISTED = ("documents", "places", "years", "issuers")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is limited to; what is left empty does not limit. Values of one kind are alternatives.

    ``documents`` are titles, file paths as citations give them, or ids; a title that several documents share may be
    written ``TITLE (FILE:START)``. ``places`` are those that documents are about, ``issuers`` the bodies that issued
    them, ``issued_from`` and ``issued_until`` ISO dates (2023, 2023-06 or 2023-06-30), both included; a document
    without a date lies outside. ``years`` are those whose figures are asked for, instead of those that the question
    names. Sequences are kept as tuples without repeats.

    Raises InputError for a value that is no text, year or date, and for dates in the wrong order.
    """

    documents: Sequence[str | int] = ()
    places: Sequence[str] = ()
    years: Sequence[int] = ()
    issuers: Sequence[str] = ()
    issued_from: str | None = None
    issued_until: str | None = None

    def __post_init__(self) -> None:
        for name in _LISTED:
            object.__setattr__(self, name, _listed(name, getattr(self, name)))
        first, last = (_days(day) if day is not None else None for day in (self.issued_from, self.issued_until))
        if first is not None and last is not None and first[0] > last[1]:
            raise InputError(
                "No date lies from {first} until {last}: give the earlier date first.",
                first=self.issued_from,
                last=self.issued_until,
            )

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Filters:
        """Return the filters of an object with these fields, as JSON gives it. Raises InputError for any other."""
        names = [field.name for field in fields(cls)]
        if not isinstance(given, Mapping) or any(name not in names for name in given):
            raise InputError(
                "Filters are an object with the fields {names}: leave out any other.", names=", ".join(names)
            )
        return cls(**given)

    @property
    def limit_documents(self) -> bool:
        """Whether they limit the documents; years alone do not."""
        return bool(self.documents or self.places or self.issuers or self.issued_from or self.issued_until)


def _listed(name: str, values: Any) -> tuple[Any, ...]:
    given = tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else (values,)
    for value in given:
        if name == "years":
            if not isinstance(value, int) or isinstance(value, bool) or not FIRST_YEAR <= value <= LAST_YEAR:
                raise InputError(
                    "{value} is no year: give one from {first} to {last}, such as 2025.",
                    value=repr(value),
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
        elif not isinstance(value, str) and (name != "documents" or not isinstance(value, int)):
            raise InputError(
                "The filter {name} holds {value}, which is no name: give names as text.", name=name, value=repr(value)
            )
    return tuple(dict.fromkeys(given))


def _days(written: str) -> tuple[int, int]:
    """Return the first and last day of a date that may lack month or day, as numbers that order as days do."""
    match = _DATE.fullmatch(written) if isinstance(written, str) else None
    try:
        if match is None:
            raise ValueError
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise InputError("{value} is no date: write 2023, 2023-06 or 2023-06-30.", value=repr(written)) from None
    first = int(match[1]) * 10_000 + int(match[2] or 0) * 100 + int(match[3] or 0)
    return first, first + (0 if match[3] else 99 if match[2] else 9_999)


class DocumentFilter:
    """Finds what filters let through in one index. It only reads: threads may share it."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def passages(self, filters: Filters) -> Mask | None:
        """Return which passages may be found, bool of shape (passages,); None when all may. Raises InputError."""
        mask = self.documents(filters)
        if mask is None:
            return None
        allowed: Mask = mask[self._bundle.passage_documents]
        return allowed

    def documents(self, filters: Filters) -> Mask | None:
        """Return which documents may be found, bool of shape (documents,); None when all may.

        Raises InputError for a document, place or issuer that the index does not hold (it lists the nearest), and for
        filters that no document satisfies.
        """
        if not filters.limit_documents:
            return None
        masks: list[Mask] = []
        if filters.documents:
            masks.append(self._mask(map(self._named, filters.documents)))
        if filters.places:
            masks.append(self._mask(map(self._about, filters.places)))
        if filters.issuers:
            masks.append(self._mask(map(self._issued_by, filters.issuers)))
        if filters.issued_from is not None or filters.issued_until is not None:
            masks.append(self._issued(filters.issued_from, filters.issued_until))
        mask: Mask = np.logical_and.reduce(masks)
        if not mask.any():
            raise InputError("No document of the index satisfies all filters together: leave one of them out.")
        return mask

    def _mask(self, groups: Iterable[Sequence[int]]) -> Mask:
        mask = np.zeros(len(self._bundle.documents), dtype=np.bool_)
        for rows in groups:
            mask[list(rows)] = True
        return mask

    def _named(self, name: str | int) -> Sequence[int]:
        documents = self._bundle.documents
        if isinstance(name, int):
            if 0 <= name < len(documents):
                return (name,)
            raise InputError(
                "There is no document {number}: ids go from 0 to {last}.", number=name, last=len(documents) - 1
            )
        if inside := self._bundle.documents_of(name):
            return inside
        if match := _AT.fullmatch(name):
            inside = self._bundle.documents_of(match["file"])
            there = [row for row in inside if documents[row].span.start == int(match["start"])]
            if there:
                return there
        if found := self._titled(name):
            return found
        titles = [title for title in self._titles if title] + list(self._bundle.texts)
        raise InputError(
            "The index holds no document called {name}: the nearest names are {names}.",
            name=repr(name),
            names=_quoted(nearest(name, titles)),
        )

    def _titled(self, title: str) -> Sequence[int]:
        """Documents of a title, in either script; other spellings of it cost a look at all titles."""
        for written in (lambda text: text, to_simplified, to_traditional):
            if found := self._bundle.documents.stating("title", written(title)):
                return found
        return self._by_title.get(_key(title), ())

    @cached_property
    def _titles(self) -> list[str | None]:
        return self._bundle.documents.values("title")

    @cached_property
    def _by_title(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, title in enumerate(self._titles):
            if title is not None:
                found.setdefault(_key(title), []).append(row)
        return found

    def _about(self, place: str) -> Sequence[int]:
        names = self._places.get(_key(place))
        if not self._places:
            raise InputError("No document of the index states what place it is about: leave out the place.")
        if not names:
            raise InputError(
                "The index holds no document about {place}: the nearest places are {places}.",
                place=repr(place),
                places=_quoted(nearest(place, self._bundle.places)),
            )
        return [row for name in names for row in self._bundle.places[name].tolist()]

    @cached_property
    def _places(self) -> Mapping[str, list[str]]:
        """Places by their normalised names, long and short."""
        found: dict[str, list[str]] = {}
        for name in self._bundle.places:
            for key in dict.fromkeys((_key(name), short_name(_key(name)))):
                found.setdefault(key, []).append(name)
        return found

    def _issued_by(self, issuer: str) -> Sequence[int]:
        found = self._by_issuer.get(_key(issuer))
        if not self._by_issuer:
            raise InputError("No document of the index states who issued it: leave out the issuing body.")
        if found is None:
            raise InputError(
                "The index holds no document issued by {issuer}: the nearest bodies are {bodies}.",
                issuer=repr(issuer),
                bodies=_quoted(nearest(issuer, self.issuers)),
            )
        return found

    @cached_property
    def issuers(self) -> Mapping[str, int]:
        """The bodies that issued documents, each with how many, in the order of the index."""
        counts: dict[str, int] = {}
        for issuer in self._bundle.documents.values("issuer"):
            if issuer is not None:
                counts[issuer] = counts.get(issuer, 0) + 1
        return counts

    @cached_property
    def _by_issuer(self) -> Mapping[str, list[int]]:
        keys = {issuer: _key(issuer) for issuer in self.issuers}
        found: dict[str, list[int]] = {}
        for row, issuer in enumerate(self._bundle.documents.values("issuer")):
            if issuer is not None:
                found.setdefault(keys[issuer], []).append(row)
        return found

    def _issued(self, first: str | None, last: str | None) -> Mask:
        begins, ends = self._dates
        mask: Mask = ends > 0
        if first is not None:
            mask = mask & (ends >= _days(first)[0])
        if last is not None:
            mask = mask & (begins <= _days(last)[1])
        if not mask.any():
            dated = sorted(day for day in self._bundle.documents.values("issued_on") if day is not None)
            if not dated:
                raise InputError("No document of the index states when it was issued: leave out the dates.")
            raise InputError(
                "No document of the index was issued then: those that state a date are from {first} to {last}.",
                first=dated[0],
                last=dated[-1],
            )
        return mask

    @cached_property
    def _dates(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The first and last day on which every document may have been issued; 0 without a date."""
        dates = self._bundle.documents.values("issued_on")
        days = {day: (0, 0) if day is None else _days(day) for day in set(dates)}
        table = np.array([days[day] for day in dates], dtype=np.int32).reshape(len(dates), 2)
        return table[:, 0], table[:, 1]


def _key(name: str) -> str:
    """Return a name as names are compared: in one script and width, on one line."""
    return normalise_text(" ".join(name.split()))


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(" ".join(name.split()) for name in names)
