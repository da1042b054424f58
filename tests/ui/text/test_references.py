"""A list of documents is shorter than the citations in it: the line that says so."""

from __future__ import annotations

import pytest

from index.types import Span
from retriever.cite import Bibliography, Place, Reference, Source
from ui.text.references import reference_count


def cited(*documents: str) -> Bibliography:
    """Return one citation for each name, at a place of its own in the document of that name."""
    return Bibliography.of(
        Reference(
            Source(name, None, None, None, None, f"{name}.txt", "en"), Place(f"{name}.txt", Span(at, at + 1), "x")
        )
        for at, name in enumerate(documents)
    )


@pytest.mark.parametrize(
    ("documents", "line"),
    [
        ("a", "1 citation, 1 reference"),
        ("ab", "2 citations, 2 references"),
        ("aabcd", "5 citations, 4 references: 2 stand in one document, which is listed once"),
        ("aaa", "3 citations, 1 reference: 3 stand in one document, which is listed once"),
        ("aabbbc", "6 citations, 3 references: 5 stand in 2 documents, each listed once"),
    ],
)
def test_the_line_says_how_many_references_and_why_they_are_fewer(documents: str, line: str) -> None:
    assert reference_count(cited(*documents), "gbt7714", "en") == line


def test_the_line_is_said_in_both_scripts_of_chinese() -> None:
    shared = cited(*"aabcd")
    assert reference_count(shared, "bibtex", "hans") == "5 条引文，4 条参考文献：有 2 条出自同一份文件，文件只列一次"
    assert "條參考文獻" in reference_count(shared, "docx", "hant")


@pytest.mark.parametrize("format", ["plain", "markdown"])
def test_formats_that_give_every_citation_its_own_line_lose_none(format: str) -> None:
    assert reference_count(cited(*"aabcd"), format, "en") == "5 citations"
