"""What a browser's basket holds, as the server reads it: anything may stand there, so every item is checked.

The items are those of a collection (docs/citations.md): a basket is saved as such a file and loaded from one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from index.errors import InputError
from retriever.cite.collected import Collected, item_from_json, item_to_json
from retriever.cite.collection import Collection
from ui.service.uploads import shown_name
from ui.web.endpoints import string
from ui.web.reader.selection import LONGEST_QUOTE

__all__ = ["LARGEST_FILE", "MOST_ITEMS", "Basket", "load_file", "read_basket", "to_browser"]

MOST_ITEMS = 500
"""Citations of one basket; ``assets/common.js`` knows the number too."""

LARGEST_FILE = 3 << 20
"""Bytes of a basket, also as a file: with the rest of a request it stays under what one may have."""

_LONGEST = 2_000
"""Characters of a note, a title, a heading, or of what stood on one side of a quotation."""

_MOST_HEADINGS = 32


class Basket(NamedTuple):
    """The items that could be read, under distinct numbers, and how many could not."""

    collection: Collection
    left_out: int


def read_basket(sent: Mapping[str, Any]) -> Basket:
    """Return the basket of a request. Raises InputError when it is none at all, or holds too much."""
    told = sent.get("items", [])
    if not isinstance(told, list):
        raise InputError("The page sent a basket that is no list: reload it.")
    if len(told) > MOST_ITEMS:
        raise _too_many()
    items: list[Collected] = []
    for one in told:
        try:
            items.append(_checked(item_from_json(one)))
        except ValueError:
            continue
    return Basket(Collection(tuple(_numbered(items))), len(told) - len(items))


def load_file(sent: Mapping[str, Any], collection: Collection) -> tuple[Collection, int]:
    """Return ``collection`` with what the file of a request adds to it, and how many of its items were there before.

    Raises InputError when the file is no collection, or too large to be kept in a browser.
    """
    name = shown_name(string(sent, "name"))
    data = string(sent, "data").encode("utf-8", "surrogatepass")
    if len(data) > LARGEST_FILE:
        raise InputError(
            "{name} is larger than {size} MiB: use `yinju collect` for it.", name=name, size=LARGEST_FILE >> 20
        )
    given = Collection.parse(data, name).items
    try:
        checked = [_checked(item) for item in given]
    except ValueError as error:
        raise InputError(
            "{name} holds longer texts than a basket keeps: use `yinju collect` for it.", name=name
        ) from error
    joined, new = collection.joined(checked)
    if len(joined.items) > MOST_ITEMS:
        raise _too_many()
    return joined, len(given) - len(new)


def to_browser(collection: Collection) -> list[dict[str, Any]]:
    """Return the items as the browser keeps them."""
    return [item_to_json(item) for item in collection.items]


def _too_many() -> InputError:
    return InputError("A basket holds at most {most} citations: remove some, or use `yinju collect`.", most=MOST_ITEMS)


def _checked(item: Collected) -> Collected:
    """Return ``item`` unless it is larger than what this page collects. Raises ValueError."""
    source, place = item.reference.source, item.reference.place
    short = (item.note, item.prefix, item.suffix, item.added, place.file, *place.heading)
    stated = (source.title, source.issuer, source.doc_no, source.kind, source.file, source.language, source.url)
    if (
        len(place.quote) > LONGEST_QUOTE
        or len(place.heading) > _MOST_HEADINGS
        or any(len(text or "") > _LONGEST for text in (*short, *stated))
    ):
        raise ValueError("too long")
    json.dumps(item_to_json(item), ensure_ascii=False).encode()  # a lone surrogate raises UnicodeEncodeError
    return item


def _numbered(items: list[Collected]) -> list[Collected]:
    """Return the items with a new number for those whose number was taken."""
    last = max((int(item.id) for item in items), default=0)
    taken: set[str] = set()
    for at, item in enumerate(items):
        if item.id in taken:
            last += 1
            items[at] = replace(item, id=str(last))
        taken.add(items[at].id)
    return items
