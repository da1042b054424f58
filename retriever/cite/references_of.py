"""From a place in the corpus, or an object of the JSON contract, to a reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.errors import InputError
from index.language.script import detect_script
from index.place_notation import format_place
from index.types import Document, Metadatum, Span
from retriever.citation import heading_at
from retriever.cite.reference import Place, Reference, Source
from retriever.paragraphs import Corpus

__all__ = ["reference_at", "reference_in", "references_of", "source_of"]


def source_of(document: Document) -> Source:
    """Return what a bibliography says of ``document``."""
    return Source(
        title=_value(document.title),
        issuer=_value(document.issuer),
        doc_no=_value(document.doc_no),
        date=_value(document.issued_on) or _value(document.published_on),
        kind=document.kind,
        file=document.source_path,
        language=_language(_value(document.title) or ""),
    )


def reference_at(corpus: Corpus, file: str, span: Span) -> Reference:
    """Return the citation of the characters at ``span`` of ``file``.

    Raises InputError when the corpus has no such file, or ``span`` is empty, blank or not inside a document of it.
    """
    inside = [document for document in corpus.documents if document.source_path == file]
    if not inside:
        raise InputError("The index has no file {file}: `yinju info` lists what it holds.", file=file)
    document = next((document for document in inside if document.span.start <= span.start < document.span.end), None)
    if document is None:
        raise InputError(
            "The index has no document at character {start} of {file}: `yinju info` lists what it holds.",
            start=span.start,
            file=file,
        )
    return reference_in(corpus, document, span)


def reference_in(corpus: Corpus, document: Document, span: Span) -> Reference:
    """Return the citation of the characters at ``span`` of the file of ``document``, which holds their beginning.

    Raises InputError when ``span`` is empty, blank or not inside the file.
    """
    file, quote = document.source_path, _quote(corpus, document, span)
    if not quote.strip():
        raise InputError("{place} holds no words: give the range of a citation.", place=format_place(file, span))
    heading = heading_at(corpus, document.doc_id, span)
    place = Place(file, span, quote, heading, corpus.page_at(document.doc_id, span.start))
    return Reference(source_of(document), place)


def references_of(answer: Mapping[str, Any], corpus: Corpus | None) -> Iterator[Reference]:
    """Yield the citations of one contract object, those of its hits when it comes from `yinju search`.

    Where ``corpus`` has the same words at the same place, it tells more (the genre) than the object does.
    Raises InputError when the object is not of the contract.
    """
    try:
        cited = [item["citation"] for item in answer["answers"]]
        if not cited and not answer["abstained"]:
            cited = [{**hit, "quote": hit["text"]} for hit in answer["hits"]]
        references = [_told(citation) for citation in cited]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("This is no answer of `yinju ask --json`: pipe its output as it comes.") from error
    for reference in references:
        document = None if corpus is None else _standing(corpus, reference.place)
        yield reference if corpus is None or document is None else reference_in(corpus, document, reference.place.span)


def _standing(corpus: Corpus, place: Place) -> Document | None:
    """Return the document that has the same words at this place, None when the corpus has others or none."""
    return next(
        (
            document
            for document in corpus.documents
            if document.source_path == place.file
            and document.span.start <= place.span.start < document.span.end
            and _quote(corpus, document, place.span) == place.quote
        ),
        None,
    )


def _quote(corpus: Corpus, document: Document, span: Span) -> str:
    """Return the characters at ``span`` of the file of ``document``, "" when it does not hold them all."""
    if not 0 <= span.start < span.end:
        return ""
    try:
        return corpus.slice(document.doc_id, span)
    except ValueError:
        return ""


def _told(citation: Mapping[str, Any]) -> Reference:
    span = Span(int(citation["start"]), int(citation["end"]))
    file, quote = str(citation["file"]), str(citation["quote"])
    if not 0 <= span.start < span.end:
        raise ValueError("an empty range")
    source = Source(
        title=_text(citation.get("document")),
        issuer=_text(citation.get("issuer")),
        doc_no=_text(citation.get("doc_no")),
        date=_text(citation.get("issued_on")),
        kind=None,
        file=file,
        language=_language(f"{citation.get('document') or ''}{quote}"),
    )
    heading = tuple(str(part) for part in citation["heading"])
    page = citation.get("page")
    return Reference(source, Place(file, span, quote, heading, None if page is None else int(page)))


def _language(text: str) -> str:
    return {"hans": "zh-Hans", "hant": "zh-Hant", "latn": "en"}[detect_script(text)]


def _value(datum: Metadatum | None) -> str | None:
    return datum.value if datum else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
