"""The draft check over the seeds: ten sentences, ten verdicts, each with the right clause, in two variants."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.errors import InputError
from index.language.normalise import normalise_text
from retriever.check.checker import Checker
from retriever.check.verdict import Field, Report, Stance, Verdict
from retriever.engine import Engine

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))

# Each: the sentence, its verdict, what differs, and words of the clause (normalised).
FIRST = [
    ("到2025年，宜春市非化石能源消费比重达到18.3%。", Verdict.SUPPORTED, None, "非化石能源消费比重达到18.3%"),
    ("葫芦岛市到2025年单位地区生产总值能耗比2020年下降16.5%。", Verdict.DIFFERS, Field.NUMBER, "下降14.5%"),
    ("到2028年，宜春市风电、光伏和生物质发电装机容量达到280万千瓦以上。", Verdict.DIFFERS, Field.YEAR, "280万千瓦以上"),
    (
        "葫芦岛市提出，推进现役煤电机组节能升级和灵活性改造，推动煤电向基础保障性和系统调节性电源并重转型。",
        Verdict.ELSEWHERE,
        Field.PLACE,
        "基础保障性和系统调节性电源并重转型",
    ),
    ("宜春市将在2026年建成三座核电站，并向东南亚出口电力。", Verdict.ABSENT, None, None),
    (
        "《宜春市碳达峰实施方案》要求“充分挖掘可再生資源潛力，持續加大可再生能源開發利用力度”。",
        Verdict.SAME_WORDS,
        None,
        "充分挖掘可再生资源潜力",
    ),
    ("宜春市提出，不断推进光伏项目开发。", Verdict.SAME_WORDS, None, "不断推进光伏项目开发"),
    ("宿迁市力争单位地区生产总值能耗较2020年降低12.5%。", Verdict.VERBATIM, None, "较2020年降低12.5%"),
    ("宿迁市力争到2025年使非化石能源占一次能源消费的比重增至20%。", Verdict.SUPPORTED, None, "比重增至20%"),
    (
        "葫芦岛市大力推动有色金属、建材、石化化工等重点行业的绿色化改造。",
        Verdict.SUPPORTED,
        None,
        "重点行业实施绿色化改造",
    ),
]
SECOND = [
    ("葫芦岛市公共机构到2025年单位建筑面积能耗下降6%。", Verdict.SUPPORTED, None, "单位建筑面积能耗下降6%"),
    ("葫芦岛市提出，到2025年铁路、水路货运量占比达到25%左右。", Verdict.DIFFERS, Field.NUMBER, "货运量占比达到15%左右"),
    ("宜春市到2035年非化石能源消费比重达到18.3%。", Verdict.DIFFERS, Field.YEAR, "非化石能源消费比重达到18.3%"),
    (
        "汕尾市提出，以省级以上工业园区为重点，推进工业余热余压、废气废液废渣资源化利用，推广集中供气供热。",
        Verdict.ELSEWHERE,
        Field.PLACE,
        "以省级以上工业园区为重点",
    ),
    ("葫芦岛市将向每户居民发放两百元电费补贴，并免费更换智能马桶。", Verdict.ABSENT, None, None),
    ("宿迁市提出「積極支持新型儲能發展，建立儲能項目激勵機制」。", Verdict.SAME_WORDS, None, "积极支持新型储能发展"),
    (
        "宿迁市提出，有序落实“双碳”目标，推进可再生和清洁能源发展。",
        Verdict.SAME_WORDS,
        None,
        "推进可再生和清洁能源发展",
    ),
    ("宜春市要完善新能源建设规划。", Verdict.SUPPORTED, None, "完善新能源建设规划"),
    (
        "宜春市将合理控制煤炭与石油的消费，大力推进化石能源消费减量替代。",
        Verdict.SUPPORTED,
        None,
        "合理控制煤炭和石油消费",
    ),
    ("葫芦岛市到二〇二五年单位地区生产总值能耗较二〇二〇年降低百分之十四点五。", Verdict.SUPPORTED, None, "下降14.5%"),
]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    index = tmp_path_factory.mktemp("check") / "index"
    build_index(SEEDS, index)
    return Checker(Engine.open(index))


@pytest.mark.parametrize("draft", [FIRST, SECOND], ids=["first", "second"])
def test_ten_sentences_get_ten_right_verdicts_each_with_its_clause(checker: Checker, draft: list) -> None:
    report = checker.check("# 各市工作情况\n\n" + "\n".join(s for s, *_ in draft))
    claims = [f for f in report.findings if f.skipped is None]
    assert [c.text for c in claims] == [s for s, *_ in draft]
    got = [(c.text, c.verdict) for c in claims]
    assert got == [(s, v) for s, v, *_ in draft]
    for claim, (sentence, _, field, words) in zip(claims, draft, strict=True):
        if field is not None:
            assert field in {d.field for d in claim.differences}, sentence
        if words is not None:
            assert words in normalise_text(claim.evidence[0].citation.quote), sentence
    _assert_exact(checker, report)


def _assert_exact(checker: Checker, report: Report) -> None:
    texts = checker.corpus.texts
    for finding in report.findings:
        cited = [e.citation for e in finding.evidence] + [q.citation for q in finding.quotations if q.citation]
        for citation in cited:
            assert citation.span.of(texts[citation.file]) == citation.quote


def test_text_without_a_claim_is_left_alone(checker: Checker) -> None:
    draft = "一、总体情况\n尊敬的各位领导：\n现将有关情况汇报如下：\n具体目标是什么？\n综上所述，情况如下。\n谢谢大家。"
    assert [f.verdict for f in checker.check(draft).findings] == [None] * 6


def test_letters_count_in_quotations(checker: Checker) -> None:
    said = "宜春方案要求“充分挖掘可再生资源潜能，持续加大可再生能源开发利用力度”。"
    finding = checker.check(said).findings[0]
    assert [q.verdict for q in finding.quotations] == [Verdict.DIFFERS]
    assert finding.verdict is Verdict.DIFFERS
    assert Field.QUOTATION in {d.field for d in finding.differences}


@pytest.mark.parametrize(
    "sentence",
    [
        "到２０２５年，宜春市非化石能源消费比重达到１８．３％。",
        "宜春市非化石能源消费比重二〇二五年达到百分之十八点三。",
    ],
)
def test_full_width_and_chinese_numerals_are_numbers(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence).findings[0].verdict in (Verdict.SAME_WORDS, Verdict.SUPPORTED)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("By 2025, the share of non-fossil energy consumption in Yichun will reach 18.3%.", Verdict.SUPPORTED),
        ("Huludao will cut energy consumption per unit of GDP by 16.5% from 2020 by 2025.", Verdict.DIFFERS),
        ("Huludao will give every household a free electric bicycle.", Verdict.ABSENT),
        ("宜春市到2025年風電、光伏和生物質發電裝機容量達到380萬千瓦以上。", Verdict.DIFFERS),
    ],
)
def test_english_and_traditional_drafts(checker: Checker, sentence: str, verdict: Verdict) -> None:
    assert checker.check(sentence).findings[0].verdict is verdict


def test_a_place_named_before_holds_where_the_sentence_points_back(checker: Checker) -> None:
    draft = "葫芦岛市印发了方案，大力推动重点行业实施绿色化改造。全市到2025年非化石能源消费比重达到18.3%。"
    assert checker.check(draft).findings[1].verdict in (Verdict.ELSEWHERE, Verdict.DIFFERS)


def test_a_source_is_found_and_contradictions_are_told(checker: Checker) -> None:
    finding = checker.sources("宿迁市单位地区生产总值能耗较2020年降低13.5%", 5)
    first = finding.evidence[0]
    assert first.stance is Stance.CONTRADICTS
    assert "12.5%" in first.citation.quote


@pytest.mark.parametrize("draft", ["", " \n\t", "……——"])
def test_an_empty_draft_is_refused(checker: Checker, draft: str) -> None:
    with pytest.raises(InputError, match="empty"):
        checker.check(draft)


def test_no_markup_or_noise_stops_the_check(checker: Checker) -> None:
    draft = "<script>alert(1)</script>\u202e\ud800 **\n|a|b|\n```\ncode\n```\n《《》》“「\n" + "甲" * 3000 + "。"
    _assert_exact(checker, checker.check(draft))


ALTERED = [
    ("葫芦岛市加快公共机构能效水平提升，由市财政局负责。", Field.BODY),
    ("宜春市不得鼓励建设集中式共享储能设施。", Field.NEGATION),
    ("宜春市降低产业集中度和化工园区集聚水平。", Field.CHANGE),
    ("到2025年，宿迁全市光伏发电装机规模不超过580万千瓦。", Field.BOUND),
    ("宜春市积极推进丰城市“整县光伏”试点建设。", Field.PLACE),
    ("宜春市全市电网具备15%左右的尖峰负荷响应能力。", Field.NUMBER),
    ("宜春新型储能装机规模力争达到80万千瓦时。", Field.UNIT),
    ("2025年全国非化石能源消费比重达到18.3%。", Field.PLACE),
]


@pytest.mark.parametrize(("sentence", "field"), ALTERED)
def test_what_is_exchanged_or_turned_round_differs(checker: Checker, sentence: str, field: Field) -> None:
    finding = checker.check(sentence).findings[0]
    assert finding.verdict is Verdict.DIFFERS
    assert field in {d.field for d in finding.differences}


@pytest.mark.parametrize(
    "sentence",
    [
        "葫芦岛市加快公共机构能效水平提升，由市政府办公室负责。",
        "宜春市推动建材行业碳达峰，由市工信局、市发改委等按职责分工负责。",
        "葫芦岛市到2025年力争把城市公共供水管网漏损率控制在10%以下。",
        "到2025年，宜春市非化石能源消费比重达到18.3%，新型储能装机规模力争达到80万千瓦。",
        "到2025年，宜春、宿迁非化石能源消费比重分别达到18.3%、20%。",
    ],
)
def test_faithful_sentences_stay_supported(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence).findings[0].verdict is Verdict.SUPPORTED


def test_each_of_several_places_is_told(checker: Checker) -> None:
    finding = checker.check("宜春、宿迁非化石能源消费比重2025年均达到20%。").findings[0]
    assert finding.verdict is Verdict.DIFFERS
    assert [(p.about, p.verdict) for p in finding.parts] == [
        ("宜春", Verdict.DIFFERS),
        ("宿迁", Verdict.SUPPORTED),
    ]
    assert [(d.about, d.draft, d.source) for d in finding.differences] == [("宜春", "20%", "18.3%")]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Suqian will increase energy consumption per unit of GDP by 12.5% from the 2020 level.", Verdict.DIFFERS),
        ("Suqian will cut energy consumption per unit of GDP by 12.5% from the 2020 level.", Verdict.SUPPORTED),
    ],
)
def test_english_rises_and_falls_are_told_apart(checker: Checker, sentence: str, verdict: Verdict) -> None:
    assert checker.check(sentence).findings[0].verdict is verdict
