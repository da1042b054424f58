"""Records: corpora whose documents come one by one, each with a title and a body that is retrieved as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from index.errors import LoadError
from index.types import Clause, Document, HeadingHint, Metadatum, PageSpan, Part, Passage, Role, SourceFile, Span

__all__ = ["MEDIA", "read_record", "record"]

MEDIA = "record"
"""``SourceFile.media`` of a record: it is neither split nor parsed nor packed."""


def record(path: str, title: str, text: str, *, pages: Sequence[PageSpan] = ()) -> SourceFile:
    """Return a record as a source: its title on the first line (when it has one), then its text.

    ``path`` is what citations call it, for instance its id in a collection; ``pages`` are the pages of ``text``.
    """
    title = " ".join(title.split())
    whole = f"{title}\n{text}" if title else text
    hints = (HeadingHint(Span(0, len(title)), 1),) if title else ()
    digest = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    before = len(whole) - len(text)
    moved = tuple(PageSpan(p.page, Span(p.span.start + before, p.span.end + before)) for p in pages)
    return SourceFile(path, whole, digest, "utf-8", MEDIA, hints, moved)


def read_record(source: SourceFile) -> tuple[Document, list[Clause], list[Passage]]:
    """Return the one document of a record, its body as one leaf and one passage; ids are 0.

    A record without a body is its title. Raises LoadError when it holds nothing but blanks.
    """
    text = source.text
    title = source.headings[0].span if source.headings else None
    start = title.end if title else 0
    body = text[start:].strip()
    if body:
        start = text.index(body, start)
        span = Span(start, start + len(body))
    elif title:
        span = title
    else:
        raise LoadError("{path} holds no text: leave it out or fill it.", path=source.path)
    whole = Span(0, len(text))
    document = Document(
        doc_id=0,
        title=Metadatum(title.of(text), title) if title else None,
        issuer=None,
        place=None,
        doc_no=None,
        issued_on=None,
        published_on=None,
        source_path=source.path,
        source_sha256=source.sha256,
        span=whole,
        kind=None,
        parts=(Part(whole, Role.TEXT),),
    )
    return document, [Clause(0, 0, None, 0, None, (), span, Role.TEXT)], [Passage(0, 0, (0,), span, Role.TEXT)]
