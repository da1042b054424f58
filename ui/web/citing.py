"""A citation as text to paste: plain, Markdown, and GB/T 7714-2015."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Document

__all__ = ["Styles", "styles"]


@dataclass(frozen=True, slots=True)
class Styles:
    """One citation in every style."""

    plain: str
    markdown: str
    gbt7714: str


def styles(document: Document, heading: tuple[str, ...], quote: str) -> Styles:
    """Return the citation of ``quote``, which stands under ``heading`` of ``document``.

    What the document does not state is left out, as the standard has it. A policy document that is no book, report or
    standard is of type Z, "other" (GB/T 7714-2015, annex B).
    """
    quote = " ".join(quote.split())
    title = " ".join((document.title.value if document.title else document.source_path).split())
    issuer = document.issuer.value if document.issuer else None
    number = document.doc_no.value if document.doc_no else None
    stated = document.issued_on or document.published_on
    date = stated.value if stated else None
    path = " › ".join(" ".join(part.split()) for part in heading)
    facts = "，".join(fact for fact in (issuer, number, date) if fact)
    source = f"《{title}》" + (f"（{facts}）" if facts else "") + (f"，{path}" if path else "")
    whole = f"{title}:{number}" if number else title
    parts = [f"{whole}[Z]", ", ".join(filter(None, (date, path)))]
    standard = ". ".join(filter(None, (issuer, *parts)))
    return Styles(
        plain=f"“{quote}”——{source}",
        markdown=f"> {_literal(quote)}\n>\n> —— {_literal(source)}",
        gbt7714=f"{standard}.",
    )


def _literal(text: str) -> str:
    """Escape what Markdown would act on."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|!" else char for char in text)
