"""Quotations held to the letter of the seeds: what stands there, what nearly does, what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import InputError
from index.types import Span
from retriever.check.quoted import LONGEST_QUOTE, verify_quotation
from retriever.check.verdict import Verdict
from retriever.engine import Engine

FILE = "000_ffbc63344c3ba8da.txt"
QUOTE = "到2025年,新型儲能裝機規模力爭達到80萬千瓦"


@pytest.fixture(scope="module")
def engine(seed_index: Path) -> Engine:
    return Engine.open(seed_index)


def cited(engine: Engine, quote: str, file: str | None = None, span: Span | None = None) -> tuple[Verdict, str]:
    found = verify_quotation(engine, quote, file, span)
    if found.citation is None:
        return found.verdict, ""
    source = engine.corpus.texts[found.citation.file]
    assert found.citation.span.of(source) == found.citation.quote
    return found.verdict, found.citation.quote


def test_what_stands_in_the_source_is_verbatim_with_its_place(engine: Engine) -> None:
    assert cited(engine, QUOTE) == (Verdict.VERBATIM, QUOTE)
    assert cited(engine, f"{QUOTE}。", FILE) == (Verdict.VERBATIM, QUOTE)
    assert cited(engine, " ".join(QUOTE)) == (Verdict.VERBATIM, QUOTE)


def test_another_script_or_punctuation_is_the_same_words(engine: Engine) -> None:
    assert cited(engine, "到2025年，新型储能装机规模力争达到80万千瓦") == (Verdict.SAME_WORDS, QUOTE)


def test_a_changed_figure_differs_and_the_source_is_shown(engine: Engine) -> None:
    assert cited(engine, QUOTE.replace("80", "90")) == (Verdict.DIFFERS, QUOTE)


@pytest.mark.parametrize("torn", ["新型儲能裝機規模力爭達到8", "0萬千瓦,到2030年,抽水蓄能電站裝機容量達600萬千瓦"])
def test_a_quotation_that_cuts_a_number_in_two_is_no_quotation(engine: Engine, torn: str) -> None:
    assert cited(engine, torn, FILE)[0] is Verdict.DIFFERS


def test_what_nobody_wrote_is_absent(engine: Engine) -> None:
    assert cited(engine, "本市将于二〇九九年建成海底城市群落") == (Verdict.ABSENT, "")


def test_a_quotation_is_looked_for_in_the_file_that_is_named_alone(engine: Engine) -> None:
    other = next(file for file in engine.corpus.texts if file != FILE)
    assert cited(engine, QUOTE, other)[0] is not Verdict.VERBATIM


def test_the_place_that_is_named_is_looked_at_first(engine: Engine) -> None:
    text = engine.corpus.texts[FILE]
    word = "碳達峰"
    places = [at for at in range(len(text)) if text.startswith(word, at)]
    last = Span(places[-1], places[-1] + len(word))
    around = text[last.start - 6 : last.end + 6]
    found = verify_quotation(engine, around, FILE, last)
    assert found.verdict is Verdict.VERBATIM
    assert found.citation is not None
    assert found.citation.span.contains(last)


@pytest.mark.parametrize(
    ("quote", "file", "span", "said"),
    [
        ("", None, None, "empty"),
        ("。。", None, None, "empty"),
        ("字" * (LONGEST_QUOTE + 1), None, None, "at most"),
        ("光伏", "../../etc/passwd", None, "no document"),
        ("光伏", FILE, Span(10**9, 10**9 + 1), "No document"),
    ],
)
def test_what_cannot_be_looked_for_is_said(
    engine: Engine, quote: str, file: str | None, span: Span | None, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        verify_quotation(engine, quote, file, span)
