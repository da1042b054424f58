"""The public JSON of an answer, schema 1: described in ``docs/json-contract.md`` and by ``contract.schema.json``.

``start`` and ``end`` count code points of the file as decoded. Fields are only ever added under the same schema number;
a change of meaning raises it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from index.types import Answer, AnswerItem, Document, Hit, Span
from retriever.paragraphs import Corpus
from retriever.standing import ceased_object

__all__ = ["SCHEMA", "answer_object", "json_line", "json_schema"]

SCHEMA = 1
_DIGITS = 4
"""Decimal places of scores and confidences: more would be noise."""


def answer_object(answer: Answer, corpus: Corpus, question_id: str | int | None = None) -> dict[str, Any]:
    """Return ``answer`` as the contract's object; a search has the same form with an empty "answers"."""
    return {
        "schema": SCHEMA,
        "id": question_id,
        "question": answer.question,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "answers": [_item(item, corpus) for item in answer.items],
        "intent": answer.intent,
        "parts": [
            {"question": part.question, "first": part.items.start, "end": part.items.stop, "reason": part.reason}
            for part in answer.parts
        ],
        "hits": [_hit(hit, corpus) for hit in answer.hits],
        "took_ms": round(answer.took_ms, 1),
    }


def json_line(answer: Answer, corpus: Corpus, question_id: str | int | None = None) -> str:
    """Return :func:`answer_object` as one line of JSON in UTF-8 characters."""
    return json.dumps(answer_object(answer, corpus, question_id), ensure_ascii=False)


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every object satisfies."""
    schema: dict[str, Any] = json.loads((files("retriever.answer") / "contract.schema.json").read_text("utf-8"))
    return schema


def _item(item: AnswerItem, corpus: Corpus) -> dict[str, Any]:
    citation = item.citation
    document = corpus.documents[citation.doc_id]
    return {
        "text": item.text,
        "confidence": round(item.confidence, _DIGITS),
        "place": item.place,
        "year": item.year,
        "citation": {
            "file": citation.file,
            "start": citation.span.start,
            "end": citation.span.end,
            "quote": citation.quote,
            "document": _title(document),
            "issuer": document.issuer.value if document.issuer else None,
            "doc_no": document.doc_no.value if document.doc_no else None,
            "issued_on": document.issued_on.value if document.issued_on else None,
            "heading": list(citation.path),
            "page": citation.page,
            **_recognised(citation.page_confidence),
            "ceased": ceased_object(corpus, citation.doc_id),
            **_by_hand(document),
        },
    }


def _hit(hit: Hit, corpus: Corpus) -> dict[str, Any]:
    passage = corpus.passage(hit.passage_id)
    document = corpus.documents[passage.doc_id]
    return {
        "rank": hit.rank,
        "score": round(hit.score, _DIGITS),
        "file": document.source_path,
        **_range(passage.span),
        "text": corpus.slice(passage.doc_id, passage.span),
        "document": _title(document),
        "heading": list(corpus.clause(passage.clause_ids[0]).path),
        "page": corpus.page_at(passage.doc_id, passage.span.start),
        **_recognised(corpus.page_confidence(passage.doc_id, passage.span.start)),
        "ceased": ceased_object(corpus, passage.doc_id),
        "also_at": [{"file": file, **_range(span)} for file, span in hit.duplicates],
        "highlights": [{**_range(mark.span), "kind": mark.kind} for mark in hit.highlights],
    }


def _by_hand(document: Document) -> dict[str, list[str]]:
    """Return what a person set of a document, nothing where nobody did."""
    return {"by_hand": list(document.by_hand)} if document.by_hand else {}


def _recognised(confidence: float | None) -> dict[str, float]:
    """Return what is said of a page whose text was recognised; nothing of any other."""
    return {} if confidence is None else {"page_confidence": round(confidence, _DIGITS)}


def _title(document: Document) -> str | None:
    return document.title.value if document.title else None


def _range(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
