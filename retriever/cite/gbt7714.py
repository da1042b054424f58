"""GB/T 7714-2015, numeric (顺序编码制): entries of the reference list and marks in the text.

An entry follows the scheme of section 4.1 and, online, 4.6::

    issuer. title: document number[type]. date: locator.
    issuer. title: document number[type/OL]. locator(date)[accessed]. URL.

The number of an official document is "other title information", as in the standard's own example of one
(«…的通知:京政办发[2005]37号[A/OL].(2005-07-12)[2011-07-12].»); without a responsible body it begins with the title.
Place and publisher are left out: official documents issued as such have neither. A date is given to the day where it is
known, as the standard does for newspapers, patents and what is online: a policy's versions fall into one year.
"""

from __future__ import annotations

import re

from index.language.normalise import normalise_text
from retriever.cite.reference import Bibliography, Entry, Source, one_line

__all__ = ["entry_text", "in_text", "mark", "render", "render_in_text"]

_STANDARD_NUMBER = re.compile(r"\s*(?:GB|GBJ|DB\d*|[A-Z]{2,3}|T/[A-Z]+|ISO|IEC)\s*(?:/\s*[TZ])?\s*\d", re.ASCII)
_REPORTS = ("报告", "白皮书", "蓝皮书")
_STANDARDS = ("标准", "规范", "规程", "导则")
_COLLECTIONS = ("汇编",)


def mark(source: Source) -> str:
    """Return the type mark of annex B that fits: S, R, G, A, EB or Z, with ``/OL`` when ``source`` has a URL.

    S: a standard, by its number (GB/T 50378-2019) together with its genre; R: a report or white paper; G: a
    compilation; A: an official document with a document number, as in the standard's own example; else Z, and EB for
    what is only a page on the web.
    """
    kind = normalise_text(source.kind or "")
    number = normalise_text(source.doc_no or "").upper()
    if kind.endswith(_STANDARDS) and _STANDARD_NUMBER.match(number):
        letter = "S"
    elif kind.endswith(_REPORTS):
        letter = "R"
    elif kind.endswith(_COLLECTIONS):
        letter = "G"
    elif number:
        letter = "A"
    else:
        letter = "EB" if source.url else "Z"
    return f"{letter}/OL" if source.url else letter


def entry_text(source: Source, locator: str = "") -> str:
    """Return the entry of ``source`` without its number; ``locator`` stands where the pages of a quotation stand."""
    number = one_line(source.doc_no or "")
    title = f"{source.name}: {number}" if number else source.name
    parts = [one_line(source.issuer or ""), f"{title}[{mark(source)}]"]
    if source.url:
        dated = f"({source.date})" if source.date else ""
        read = f"[{source.accessed}]" if source.accessed else ""
        parts += [f"{locator}{dated}{read}", one_line(source.url)]
    else:
        parts.append(": ".join(filter(None, (source.date, locator))))
    return ". ".join(filter(None, parts)) + "."


def in_text(entry: Entry, locator: str = "") -> str:
    """Return the mark in the text, ``[1]``; where several places of one document are cited, with the locator behind.

    "多次引用同一著者的同一文献时,在正文中标注首次引用的文献序号,并在序号的“[ ]”外著录引文页码" (10.1.3).
    """
    return f"[{entry.number}]" + ("" if entry.locator else locator)


def render(bibliography: Bibliography) -> str:
    """Return the numbered reference list, one entry per line."""
    return "".join(f"[{entry.number}] {entry_text(entry.source, entry.locator)}\n" for entry in bibliography.entries)


def render_in_text(bibliography: Bibliography) -> str:
    """Return every quotation with its mark as it stands in a text, then the reference list."""
    marked = "".join(
        f"“{one_line(reference.place.quote)}”{in_text(entry, reference.place.locator)}\n"
        for reference, entry in bibliography.citations
    )
    return f"{marked}\n{render(bibliography)}"
