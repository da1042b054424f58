"""What programs may ask of an index, whichever way they come: the page's endpoints, HTTP and MCP call these.

Every method returns an object of the JSON contract and raises errors of :mod:`index.errors` alone.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from index.errors import InputError
from index.types import Document, Span
from retriever.answer.contract import answer_object
from retriever.check.check_contract import SCHEMA, finding_object, quotation_object, report_object
from retriever.check.draft.sentences import sentences_of
from retriever.check.quoted import verify_quotation
from retriever.check.verdict import Finding, Report
from retriever.citation import heading_at
from retriever.cite import Bibliography, reference_in, render
from retriever.search.filters import Filters
from retriever.standing import ceased_object
from retriever.targets import Nature, Target
from retriever.targets.export import target_object
from retriever.targets.filtering import SORTS, Wanted, choose, ordered
from ui.api.addresses import span_address
from ui.office.draft_files import DraftFile
from ui.service.citing import title_of
from ui.service.draft_sessions import must_fit
from ui.service.drafts_apart import parse_apart
from ui.service.snapshot import Asked, Service, Snapshot
from ui.service.targets_table import Tables

__all__ = [
    "LONGEST_SPAN",
    "MOST_AROUND",
    "MOST_HITS",
    "MOST_LISTED",
    "Draft",
    "Operations",
    "asked_place",
    "described",
    "draft_bytes",
    "listed",
    "placed",
]

MOST_HITS = 100
"""Passages, or clauses for a sentence, that one request may return."""

MOST_LISTED = 1_000
"""Documents or figures that one request may list."""

LONGEST_SPAN = 20_000
"""Code points of the source that one request may read."""

MOST_AROUND = 2_000
"""Code points on either side of them."""

DRAFT_SECONDS = 900.0
"""Seconds that one draft may take."""

PATIENCE = 60
"""Seconds that a program waits for the figures of a corpus that are still being read."""


class Operations:
    """The operations over one index. Threads may share it."""

    def __init__(self, service: Service, tables: Tables) -> None:
        self.service = service
        self._tables = tables

    def ask(
        self,
        question: str,
        filters: Filters,
        top_k: int = 20,
        *,
        read: bool = True,
        question_id: str | int | None = None,
    ) -> dict[str, Any]:
        """Answer a question, or with ``read`` False only find its passages."""
        _within("top_k", top_k, 1, MOST_HITS)
        snapshot = self.service.snapshot()
        answer = snapshot.ask(Asked(question, filters), top_k=top_k, with_answers=read)
        return answer_object(answer, snapshot.bundle, question_id)

    def documents(self, first: int = 0, most: int = MOST_LISTED) -> dict[str, Any]:
        """List ``most`` documents behind the ``first`` ones, in the order of the index."""
        _within("first", first, 0, None)
        _within("most", most, 1, MOST_LISTED)
        snapshot = self.service.snapshot()
        total = snapshot.bundle.counts.documents
        return {
            "schema": SCHEMA,
            "total": total,
            "first": first,
            "next": first + most if first + most < total else None,
            "documents": list(listed(snapshot, first, most)),
        }

    def span(self, file: str, start: int, end: int, around: int = 0) -> dict[str, Any]:
        """Return the source from ``start`` to ``end`` of ``file``, with ``around`` characters on either side."""
        _within("around", around, 0, MOST_AROUND)
        snapshot = self.service.snapshot()
        document, span = placed(snapshot, file, start, end)
        if span.size > LONGEST_SPAN:
            raise InputError(
                "{start}-{end} are {size} characters and at most {most} are read at once: read it in parts.",
                start=start,
                end=end,
                size=f"{span.size:,}",
                most=f"{LONGEST_SPAN:,}",
            )
        bundle, whole = snapshot.bundle, document.span
        stated = _stated(document)
        return {
            "schema": SCHEMA,
            "uri": span_address(file, span),
            "file": file,
            "start": start,
            "end": end,
            "before": bundle.slice(document.doc_id, Span(max(whole.start, start - around), start)),
            "text": bundle.slice(document.doc_id, span),
            "after": bundle.slice(document.doc_id, Span(end, min(whole.end, end + around))),
            "document": document.title.value if document.title else None,
            **{name: stated[name] for name in ("issuer", "doc_no", "issued_on")},
            "heading": list(heading_at(bundle, document.doc_id, span)),
            "page": bundle.page_at(document.doc_id, start),
            "ceased": ceased_object(bundle, document.doc_id),
        }

    def quotation(self, quote: str, file: str | None = None, span: Span | None = None) -> dict[str, Any]:
        """Hold a quotation to the letter of the corpus, as :func:`retriever.check.quoted.verify_quotation` does."""
        snapshot = self.service.snapshot()
        found = verify_quotation(snapshot.engine, quote, file, span)
        return {"schema": SCHEMA, **quotation_object(found, snapshot.bundle)}

    def draft(self, data: bytes, name: str) -> Draft:
        """Read a draft to be checked. Raises InputError for a file that is none, or a text that is too long."""
        parsed = parse_apart(data, name)
        must_fit(parsed.draft.text)
        return Draft(self.service.snapshot(), parsed)

    def sources(self, sentence: str, top_k: int = 5) -> dict[str, Any]:
        """Find the clauses that support or contradict one sentence."""
        _within("top_k", top_k, 1, MOST_HITS)
        checker = self.service.snapshot().checker
        return {"schema": SCHEMA, **finding_object(checker.sources(sentence, top_k), checker.corpus)}

    def cite(self, file: str, start: int, end: int, form: str) -> dict[str, str]:
        """Return the reference to a range in the format ``form``."""
        snapshot = self.service.snapshot()
        document, span = placed(snapshot, file, start, end)
        return {"format": form, "text": render(Bibliography.of([reference_in(snapshot.bundle, document, span)]), form)}

    def targets(
        self,
        indicator: str = "",
        places: Sequence[str] = (),
        years: Sequence[int] = (),
        document: str = "",
        kind: str = "",
        sort: str = "document",
        first: int = 0,
        most: int = MOST_LISTED,
    ) -> dict[str, Any]:
        """List figures of the corpus, ``most`` behind the ``first`` ones of those that the filters let through."""
        _within("first", first, 0, None)
        _within("most", most, 1, MOST_LISTED)
        rows = self.rows(indicator, places, years, document, kind, sort)
        return {
            "schema": SCHEMA,
            "total": len(rows),
            "first": first,
            "next": first + most if first + most < len(rows) else None,
            "targets": [target_object(row) for row in rows[first : first + most]],
        }

    def rows(
        self, indicator: str, places: Sequence[str], years: Sequence[int], document: str, kind: str, sort: str
    ) -> tuple[Target, ...]:
        """Return the figures that all filters let through, in the order named ``sort``."""
        natures = {nature.value: nature for nature in Nature}
        if kind and kind not in natures:
            raise InputError(
                "There is no kind {kind}: choose one of {names}.", kind=repr(kind), names=", ".join(natures)
            )
        if sort not in SORTS:
            raise InputError(
                "There is no order {name}: choose one of {names}.", name=repr(sort), names=", ".join(SORTS)
            )
        table = self._tables.table(PATIENCE)
        rows = table.of_indicator(indicator.strip()) if indicator.strip() else table.rows
        return ordered(choose(rows, Wanted(tuple(places), tuple(years), document, natures.get(kind))), sort)


def draft_bytes(text: str, content: str) -> bytes:
    """Return the bytes of a draft that was sent as a text, or as a file in base64. Raises InputError for no base64."""
    try:
        return base64.b64decode(content, validate=True) if content else text.encode("utf-8", "replace")
    except (binascii.Error, ValueError) as error:
        raise InputError("content is no base64: encode the bytes of the file.") from error


def asked_place(file: str | None, start: int | None, end: int | None) -> Span | None:
    """Return the place that is asked about, None for none. Raises InputError for half of one."""
    if start is None and end is None:
        return None
    if file is None or start is None or end is None or start >= end:
        raise InputError("A place is a file with start and end: give all three, or the file alone.")
    return Span(start, end)


class Draft:
    """A draft against one generation: its sentences are checked one by one, so that whoever waits can be told."""

    def __init__(self, snapshot: Snapshot, parsed: DraftFile) -> None:
        self._checker = snapshot.checker
        self._corpus = snapshot.bundle
        self.name = parsed.name
        self.text = parsed.draft.text
        self.sentences = tuple(sentences_of(parsed.draft))
        if not any(any(char.isalnum() for char in sentence.said) for sentence in self.sentences):
            raise InputError("The draft is empty: give a text, Markdown or Word file with sentences to check.")

    def findings(self) -> Iterator[Finding]:
        """Yield what is found of each sentence, in their order. Raises InputError after DRAFT_SECONDS."""
        started = time.perf_counter()
        for sentence in self.sentences:
            if time.perf_counter() - started > DRAFT_SECONDS:
                raise InputError(
                    "The draft took longer than {most} seconds: check it in parts.", most=f"{DRAFT_SECONDS:g}"
                )
            yield self._checker.finding(sentence)

    def object_of(self, finding: Finding) -> dict[str, Any]:
        """Return one finding as JSON has it."""
        return finding_object(finding, self._corpus)

    def report(self, findings: Sequence[Finding], took_ms: float) -> dict[str, Any]:
        """Return the report of all findings as JSON has it."""
        return report_object(Report(tuple(findings), took_ms), self._corpus, self.name)


def listed(snapshot: Snapshot, first: int, most: int) -> Iterator[dict[str, Any]]:
    """Yield ``most`` documents behind the ``first`` ones with their metadata and sizes."""
    bundle = snapshot.bundle
    first = min(first, bundle.counts.documents)
    for name, doc_id in islice(snapshot.first_documents(first + most).items(), first, None):
        yield {
            "name": name,
            **described(bundle.document(doc_id)),
            "clauses": len(bundle.clauses_of(doc_id)),
            "passages": len(bundle.passages_of(doc_id)),
        }


def described(document: Document) -> dict[str, Any]:
    """Return the metadata of a document as JSON has it."""
    return {
        "title": title_of(document) if document.title else None,
        "kind": document.kind,
        **_stated(document),
        "dates": [{"kind": date.kind.value, "date": date.value} for date in document.dates],
        "file": document.source_path,
        "start": document.span.start,
        "end": document.span.end,
    }


def _stated(document: Document) -> dict[str, str | None]:
    names = ("issuer", "place", "doc_no", "issued_on", "published_on")
    stated = {name: getattr(document, name) for name in names}
    return {name: value.value if value else None for name, value in stated.items()}


def placed(snapshot: Snapshot, file: str, start: int, end: int) -> tuple[Document, Span]:
    """Return a range with the document that holds it. Raises InputError for one that is empty or in no document."""
    if not 0 <= start < end:
        raise InputError("{start}-{end} is empty: cite at least one character.", start=start, end=end)
    document = snapshot.document_at(file, start)
    if end > document.span.end:
        raise InputError(
            "{start}-{end} is no range of {document}: open the citation again.",
            start=start,
            end=end,
            document=title_of(document),
        )
    return document, Span(start, end)


def _within(name: str, value: int, least: int, most: int | None) -> None:
    """Raise InputError unless ``value`` lies between both ends."""
    if most is None and value < least:
        raise InputError("{name} must be at least {least}, not {value}.", name=name, least=least, value=value)
    if most is not None and not least <= value <= most:
        raise InputError(
            "{name} must be {least} to {most}, not {value}.", name=name, least=least, most=most, value=value
        )
