"""Citations for people: plain text, and Markdown with footnotes."""

from __future__ import annotations

from retriever.cite.reference import Bibliography, Place, Source, one_line

__all__ = ["literal_markdown", "markdown_quote", "named", "plain_quote", "render_markdown", "render_plain"]

_MARKDOWN = frozenset("\\`*_[]<>#|!&~$")


def named(source: Source, locator: str = "") -> str:
    """Return ``《title》（issuer，number，date），locator``; a title inside the title is set in 〈〉."""
    title = source.name.replace("《", "〈").replace("》", "〉")
    facts = "，".join(one_line(fact) for fact in (source.issuer, source.doc_no, source.date) if fact)
    url = f"，{one_line(source.url)}" if source.url else ""
    return f"《{title}》" + (f"（{facts}）" if facts else "") + (f"，{locator}" if locator else "") + url


def plain_quote(source: Source, place: Place) -> str:
    """Return one citation as text to paste."""
    return f"“{one_line(place.quote)}”——{named(source, place.locator)}"


def markdown_quote(source: Source, place: Place) -> str:
    """Return one citation as a Markdown block quotation."""
    return f"> {literal_markdown(one_line(place.quote))}\n>\n> —— {literal_markdown(named(source, place.locator))}"


def render_plain(bibliography: Bibliography) -> str:
    """Return one numbered line per citation."""
    return "".join(
        f"{number}. {plain_quote(reference.source, reference.place)}\n"
        for number, (reference, _) in enumerate(bibliography.citations, 1)
    )


def render_markdown(bibliography: Bibliography) -> str:
    """Return every quotation with a footnote mark, then the footnotes (as pandoc and GitHub read them)."""
    quotes = (
        f"> {literal_markdown(one_line(reference.place.quote))}[^{number}]\n\n"
        for number, (reference, _) in enumerate(bibliography.citations, 1)
    )
    notes = (
        f"[^{number}]: {literal_markdown(named(reference.source, reference.place.locator))}\n"
        for number, (reference, _) in enumerate(bibliography.citations, 1)
    )
    return "".join((*quotes, *notes))


def literal_markdown(text: str) -> str:
    """Escape what Markdown, its tables, mathematics and embedded HTML would act on."""
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in text)
