"""CSL-JSON (schema 1.0.2), as Zotero, pandoc and every CSL processor read it."""

from __future__ import annotations

import json
from typing import Any

from retriever.cite.gbt7714 import mark
from retriever.cite.reference import Bibliography, Entry, one_line

__all__ = ["item", "render"]

_TYPES = {"S": "standard", "R": "report", "A": "regulation", "EB": "webpage", "G": "document", "Z": "document"}


def item(entry: Entry) -> dict[str, Any]:
    """Return one document. ``note`` holds the locators; ``custom`` the exact places, to find them again."""
    source = entry.source
    fields: dict[str, Any] = {
        "id": source.key,
        "type": _TYPES[mark(source).split("/")[0]],
        "title": source.name,
        "author": [{"literal": one_line(source.issuer)}] if source.issuer else None,
        "number": one_line(source.doc_no) if source.doc_no else None,
        "genre": source.kind,
        "issued": _date(source.date),
        "accessed": _date(source.accessed),
        "URL": one_line(source.url) if source.url else None,
        "page": ", ".join(dict.fromkeys(str(p.page) for p in entry.places if p.page is not None)) or None,
        "note": "; ".join(entry.locators) or None,
        "language": source.language,
        "custom": {
            "places": [
                {"file": place.file, "start": place.span.start, "end": place.span.end, "quote": place.quote}
                for place in entry.places
            ]
        },
    }
    return {name: value for name, value in fields.items() if value is not None}


def render(bibliography: Bibliography) -> str:
    """Return the array of all documents."""
    items = [item(entry) for entry in bibliography.entries]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _date(iso: str | None) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in iso.split("-")]]} if iso else None
