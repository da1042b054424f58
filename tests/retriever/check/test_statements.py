"""Sentences taken apart: by place, by statement; figures dealt out in order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retriever.check.draft.statements import by_place, by_statement
from retriever.check.evidence.combination import of_places, of_statements
from retriever.check.verdict import Difference, Field, Part, Verdict

KNOWN = ("宜春市", "宿迁市")


def test_a_list_of_places_gives_each_the_sentence() -> None:
    pieces = by_place("到2025年,宜春、宿迁两市光伏覆盖率均达到50%。", KNOWN)
    assert [p.text for p in pieces] == ["到2025年,宜春光伏覆盖率达到50%。", "到2025年,宿迁光伏覆盖率达到50%。"]


def test_figures_are_dealt_out_in_order() -> None:
    pieces = by_place("宜春和宿迁非化石能源消费比重分别达到18.3%、20%。", KNOWN)
    assert [p.text for p in pieces] == ["宜春非化石能源消费比重达到18.3%。", "宿迁非化石能源消费比重达到20%。"]


def test_clauses_of_several_places_share_the_year_in_front() -> None:
    pieces = by_place("到2025年,宜春提出非化石能源比重达到18.3%,宿迁提出非化石能源比重达到20%。", KNOWN)
    assert [p.about for p in pieces] == ["宜春", "宿迁"]
    assert all(p.text.startswith("到2025年") for p in pieces)


def test_one_place_a_comparison_and_unknown_places_are_left_whole() -> None:
    assert by_place("宜春市非化石能源消费比重达到18.3%。", KNOWN) == ()
    assert by_place("宜春的非化石能源比重低于宿迁。", KNOWN) == ()
    assert by_place("贵阳、兰州光伏覆盖率均达到50%。", KNOWN) == ()


def test_statements_carry_the_year() -> None:
    pieces = by_statement("到2025年,非化石能源消费比重达到18.3%,新型储能装机规模达到80万千瓦")
    assert [p.text for p in pieces] == [
        "到2025年,非化石能源消费比重达到18.3%",
        "到2025年,新型储能装机规模达到80万千瓦",
    ]


def test_a_figure_of_another_year_is_a_statement_of_the_same_thing() -> None:
    pieces = by_statement("城市生活垃圾资源化利用率2025年达到60%,2030年超过65%")
    subject = "城市生活垃圾资源化利用率"
    assert [p.text for p in pieces] == [f"{subject}2025年达到60%", f"{subject}2030年超过65%"]


def test_what_a_sentence_is_about_and_a_date_are_no_statements() -> None:
    assert by_statement("对新增产能的市场准入,该通知要求从严审核把关") == ()
    assert by_statement("从1月28日清晨六点起,对防疫和急需物资车辆实行通行证管理") == ()


@given(st.text(alphabet="到2025年宜春市,非化石能源比重达18%、。;", max_size=60))
def test_statements_are_stretches_in_order(text: str) -> None:
    pieces = by_statement(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(pieces))
    assert all(p.span.of(text) == p.about for p in pieces)


def part(about: str, verdict: Verdict, *differences: Difference) -> Part:
    return Part(about, about, verdict, differences, ())


def test_all_places_must_hold() -> None:
    wrong = Difference(Field.NUMBER, "60%", "50%")
    right = part("宜春", Verdict.VERBATIM)
    assert of_places([right, part("宿迁", Verdict.SUPPORTED)]) == (Verdict.SUPPORTED, ())
    verdict, told = of_places([right, part("宿迁", Verdict.DIFFERS, wrong)])
    assert (verdict, [d.about for d in told]) == (Verdict.DIFFERS, ["宿迁"])
    verdict, told = of_places([right, part("宿迁", Verdict.ABSENT)])
    assert (verdict, told[0].field, told[0].draft) == (Verdict.DIFFERS, Field.PLACE, "宿迁")
    assert of_places([part(p, Verdict.ABSENT) for p in "ab"])[0] is Verdict.ABSENT


def test_statements_mend_a_sentence_that_no_one_clause_holds_and_tell_what_none_says() -> None:
    held, lost = part("一", Verdict.SUPPORTED), part("二", Verdict.ABSENT)
    assert of_statements(Verdict.DIFFERS, (), [held, held]) == (Verdict.SUPPORTED, ())
    assert of_statements(Verdict.ABSENT, (), [held, lost]) is None
    added = of_statements(Verdict.SUPPORTED, (), [lost])
    assert added == (Verdict.REVIEW, (Difference(Field.ADDED, "二", None),))
