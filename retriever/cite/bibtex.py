"""BibTeX: one entry per document, in UTF-8, readable by BibTeX with a Chinese style and by biblatex.

Names and titles stand in double braces: no style may take an issuing body apart or lower the case of a title. ``mark``
and ``medium`` are the GB/T 7714 type, which the styles of the gbt7714 package take from the entry.
"""

from __future__ import annotations

from retriever.cite.gbt7714 import mark
from retriever.cite.reference import Bibliography, Entry, one_line

__all__ = ["escape", "render"]

# Braces become words: BibTeX counts them even behind a backslash, so that a single one would swallow the file.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {char: f"\\{char}" for char in "&%$#_"}
# What may not stand in a URL anyway, and would end or break the field.
_IN_URL = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_INDENT = "  "


def escape(text: str) -> str:
    """Return ``text`` on one line with everything that TeX would act on written as a character."""
    return "".join(_SPECIAL.get(char, char) for char in one_line(text))


def render(bibliography: Bibliography) -> str:
    """Return all documents as entries, a blank line between them."""
    return "\n".join(_entry(entry) for entry in bibliography.entries)


def _entry(entry: Entry) -> str:
    source = entry.source
    letter, _, online = mark(source).partition("/")
    report = letter == "R"
    year, month, day = ([*source.date.split("-"), "", ""] if source.date else ["", "", ""])[:3]
    pages = ", ".join(dict.fromkeys(str(place.page) for place in entry.places if place.page is not None))
    fields = {
        "author": f"{{{{{escape(source.issuer)}}}}}" if source.issuer else "",
        "title": f"{{{{{escape(source.name)}}}}}",
        # techreport demands the institution; misc knows no number.
        "institution": _braced(escape(source.issuer or "")) if report else "",
        "number" if report else "howpublished": _braced(escape(source.doc_no or "")),
        "year": _braced(year),
        "month": _MONTHS[int(month) - 1] if month else "",
        "day": _braced(day.lstrip("0")),
        "pages": _braced(pages),
        "note": _braced(escape("; ".join(entry.locators))),
        "url": _braced("".join(_IN_URL.get(char, char) for char in one_line(source.url or ""))),
        "urldate": _braced(source.accessed or ""),
        "mark": _braced(letter),
        "medium": _braced(online),
        "langid": "{chinese}" if source.language.startswith("zh") else "",
    }
    lines = "".join(f"{_INDENT}{name} = {value},\n" for name, value in fields.items() if value)
    return f"@{'techreport' if report else 'misc'}{{{source.key},\n{lines}}}\n"


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""
