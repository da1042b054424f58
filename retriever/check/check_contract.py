"""The public JSON of a checked draft, schema 1: described in ``docs/check.md``. Fields are only ever added."""

from __future__ import annotations

from collections import Counter
from typing import Any

from index.types import Citation
from retriever.check.verdict import Difference, Evidence, Finding, Quotation, Report, Verdict
from retriever.paragraphs import Corpus
from retriever.standing import ceased_object

__all__ = ["SCHEMA", "finding_object", "quotation_object", "report_object"]

SCHEMA = 1


def report_object(report: Report, corpus: Corpus, draft: str) -> dict[str, Any]:
    """Return a report as JSON has it; ``draft`` is the name of the draft's file."""
    counts = Counter(f.verdict for f in report.findings)
    return {
        "schema": SCHEMA,
        "draft": draft,
        "counts": {verdict.value: counts[verdict] for verdict in Verdict} | {"no_claim": counts[None]},
        "findings": [finding_object(f, corpus) for f in report.findings],
        "took_ms": round(report.took_ms, 1),
    }


def finding_object(finding: Finding, corpus: Corpus) -> dict[str, Any]:
    """Return a finding as JSON has it."""
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.text,
        "verdict": finding.verdict.value if finding.verdict else None,
        "skipped": finding.skipped,
        "differences": [_difference(d) for d in finding.differences],
        "quotations": [quotation_object(q, corpus) for q in finding.quotations],
        "evidence": [_evidence(e, corpus) for e in finding.evidence],
        "parts": [
            {
                "about": part.about,
                "text": part.text,
                "verdict": part.verdict.value,
                "differences": [_difference(d) for d in part.differences],
                "evidence": [_evidence(e, corpus) for e in part.evidence],
            }
            for part in finding.parts
        ],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "field": difference.field.value,
        "draft": difference.draft,
        "source": difference.source,
        "about": difference.about,
    }


def quotation_object(quotation: Quotation, corpus: Corpus) -> dict[str, Any]:
    """Return a quotation, with the stretch of the source that it was compared with, as JSON has it."""
    return {
        "text": quotation.text,
        "verdict": quotation.verdict.value,
        "citation": _citation(quotation.citation, corpus) if quotation.citation else None,
    }


def _evidence(evidence: Evidence, corpus: Corpus) -> dict[str, Any]:
    return {
        "stance": evidence.stance.value,
        "likeness": evidence.likeness,
        "differences": [_difference(d) for d in evidence.differences],
        "citation": _citation(evidence.citation, corpus),
    }


def _citation(citation: Citation, corpus: Corpus) -> dict[str, Any]:
    document = corpus.documents[citation.doc_id]
    return {
        "file": citation.file,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "document": document.title.value if document.title else None,
        "place": document.place.value if document.place else None,
        "issuer": document.issuer.value if document.issuer else None,
        "issued_on": document.issued_on.value if document.issued_on else None,
        "heading": list(citation.path),
        "page": citation.page,
        "ceased": ceased_object(corpus, citation.doc_id),
    }
