"""RIS: one record per document; lines end in CR LF, as its specification asks."""

from __future__ import annotations

from retriever.cite.gbt7714 import mark
from retriever.cite.reference import Bibliography, Entry, one_line

__all__ = ["render"]

_TYPES = {"S": "STAND", "R": "RPRT", "A": "GOVDOC", "EB": "ELEC", "G": "GEN", "Z": "GOVDOC"}


def render(bibliography: Bibliography) -> str:
    """Return all records. A value is one line: a line break inside would begin a field that RIS does not know."""
    return "\r\n".join(_record(entry) for entry in bibliography.entries)


def _record(entry: Entry) -> str:
    source = entry.source
    fields = [
        ("TY", _TYPES[mark(source).split("/")[0]]),
        ("ID", source.key),
        ("AU", source.issuer),
        ("TI", source.name),
        ("M1", source.doc_no),
        ("PY", source.date[:4] if source.date else None),
        ("DA", _date(source.date)),
        *(("SP", str(page)) for page in dict.fromkeys(p.page for p in entry.places) if page is not None),
        ("UR", source.url),
        ("Y2", _date(source.accessed)),
        ("LA", source.language),
        *(("N1", f"{place.locator}: {place.quote}" if place.locator else place.quote) for place in entry.places),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(iso: str | None) -> str | None:
    """Return ``YYYY/MM/DD/``: always three slashes, also where month or day are unknown."""
    if not iso:
        return None
    return "/".join([*iso.split("-"), "", ""][:3]) + "/"
