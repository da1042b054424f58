"""Whether a document is still in force, as far as it or another one of the corpus says."""

from __future__ import annotations

import datetime

from index.types import Ceased, DateKind, Document, Status
from retriever.paragraphs import Corpus

__all__ = ["ceased", "ceased_object"]


def ceased(corpus: Corpus, doc_id: int, today: datetime.date | None = None) -> Ceased | None:
    """Return how a document has ceased by ``today`` (the present day without it), None while nothing says that it has.

    What a person says of it comes first. Else it has by a date of repeal, by one until which it was in force, or by a
    document of the corpus that repeals it and is in force itself.
    """
    now = (today or datetime.date.today()).isoformat()
    document = corpus.documents[doc_id]
    if document.status is Status.REPEALED:
        return Ceased("repealed", _last(document, DateKind.REPEALED))
    if document.status is Status.EXPIRED:
        return Ceased("expired", _last(document, DateKind.EXPIRES))
    if document.status is not None:
        return None
    if (on := _last(document, DateKind.REPEALED)) and on <= now:
        return Ceased("repealed", on)
    if (by := corpus.repealed.get(doc_id)) is not None:
        other = corpus.documents[by]
        since = _last(other, DateKind.EFFECTIVE) or (other.issued_on.value if other.issued_on else None)
        if since is None or since <= now:
            return Ceased("replaced", since, other.title.value if other.title else other.source_path)
    if (until := _last(document, DateKind.EXPIRES)) and until < now:
        return Ceased("expired", until)
    return None


def ceased_object(corpus: Corpus, doc_id: int) -> dict[str, str | None] | None:
    """Return :func:`ceased` as contracts give it."""
    found = ceased(corpus, doc_id)
    return {"how": found.how, "on": found.on, "by": found.by} if found else None


def _last(document: Document, kind: DateKind) -> str | None:
    return max((date.value for date in document.dates if date.kind is kind), default=None)
