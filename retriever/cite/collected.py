"""A collected citation, and its form in JSON: the one of files, and of what a browser keeps.

What comes back from there was written by anyone: every field is checked before it is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from index.types import Span
from retriever.cite.anchors import Anchor
from retriever.cite.reference import Place, Reference, Source

__all__ = ["Collected", "from_bytes", "item_from_json", "item_to_json", "to_bytes"]

SCHEMA = 1
_MARK = "collection"
_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_ID = re.compile(r"[0-9]{1,9}")
_FURTHEST = 1 << 40
"""Code points: no file is larger, and no page number higher; what a request says beyond it is no number of ours."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A citation of a collection: its ``id`` there, when it was ``added`` (UTC, ISO), the ``note`` of the collector.

    ``prefix`` and ``suffix`` stood around the quote when it was collected: with them it is found again.
    """

    id: str
    reference: Reference
    prefix: str
    suffix: str
    added: str
    note: str = ""

    @property
    def anchor(self) -> Anchor:
        """What the quotation is found again by."""
        place = self.reference.place
        return Anchor(place.quote, self.prefix, self.suffix, place.span)


def to_bytes(items: Iterable[Collected]) -> bytes:
    """Return the file of a collection: UTF-8, a lone surrogate in the form that JSON has for it."""
    told = {"yinju": _MARK, "schema": SCHEMA, "items": [item_to_json(item) for item in items]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def from_bytes(data: bytes) -> tuple[Collected, ...]:
    """Return the items of a file of :func:`to_bytes`. Raises ValueError when it is no such file."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
        if told["yinju"] != _MARK or told["schema"] != SCHEMA:
            raise ValueError("another kind of file")
        items = tuple(item_from_json(item) for item in told["items"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("another kind of file") from error
    if len({item.id for item in items}) < len(items):
        raise ValueError("an id stands twice")
    return items


def item_to_json(item: Collected) -> dict[str, Any]:
    """Return ``item`` as it stands in the file (docs/citations.md)."""
    place = item.reference.place
    return {
        "id": item.id,
        "added": item.added,
        "note": item.note,
        "source": asdict(item.reference.source),
        "heading": list(place.heading),
        "page": place.page,
        "target": {
            "source": place.file,
            "selector": [
                {"type": "TextQuoteSelector", "exact": place.quote, "prefix": item.prefix, "suffix": item.suffix},
                {"type": "TextPositionSelector", "start": place.span.start, "end": place.span.end},
            ],
        },
    }


def item_from_json(told: object) -> Collected:
    """Return the item that :func:`item_to_json` made ``told`` of. Raises ValueError when it is none."""
    try:
        return _item(told)  # type: ignore[arg-type]  # whatever it is, what it lacks raises one of these
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("a field is missing") from error


def _item(told: Mapping[str, Any]) -> Collected:
    quote, position = told["target"]["selector"]
    span = Span(position["start"], position["end"])
    place = Place(told["target"]["source"], span, quote["exact"], tuple(told["heading"]), told["page"])
    source = Source(**told["source"])
    texts = (told["id"], told["added"], told["note"], place.file, place.quote, quote["prefix"], quote["suffix"])
    optional = (source.title, source.issuer, source.doc_no, source.kind, source.url)
    if (
        not all(isinstance(value, str) for value in (*texts, source.file, source.language, *place.heading))
        or not all(value is None or isinstance(value, str) for value in optional)
        or not all(value is None or _ISO.fullmatch(value) for value in (source.date, source.accessed))
        or not all(type(value) is int and 0 <= value < _FURTHEST for value in (*span, place.page or 0))
        or not (
            isinstance(told["heading"], list) and span.start < span.end and place.quote and _ID.fullmatch(told["id"])
        )
    ):
        raise ValueError("a field of another type")
    reference = Reference(source, place)
    return Collected(told["id"], reference, quote["prefix"], quote["suffix"], told["added"], told["note"])
