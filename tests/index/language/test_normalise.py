"""Normalisation and its offset map: results by reasoning, invariants over generated text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.language.normalise import normalise, normalise_text
from index.language.offsets import Offsets
from index.language.script import detect_script, language, to_simplified, to_traditional
from index.language.vocabulary import STEPS
from index.types import Span

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
VOCABULARY = Path(__file__).parents[3] / "index" / "language" / "vocabulary"
KEYS = [
    line.split("\t")[0]
    for step in STEPS
    for line in (VOCABULARY / f"{step.name}.txt").read_text(encoding="utf-8").splitlines()
]

INTRICATE = "①㎡℃％ﬁe\u0301\u0323\u0327İΣσς가각\u1100\u1161\u11a8ｶﾞΩ…\u3000\x00\r\n😀\U00020000\ufe0f"
TEXTS = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from(INTRICATE),
        st.sampled_from(KEYS),
        st.sampled_from(KEYS).map(lambda key: key[:1]),
        st.sampled_from(KEYS).map(lambda key: key[1:]),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("推進網際網路", "推进互联网"),
        ("最佳化產業結構", "优化产业结构"),
        ("數位化、人工智慧、計程車、塑膠、設定", "数字化、人工智能、出租车、塑料、设置"),
        ("汙染 裡面 佔比 週期 衞生 峯值", "污染 里面 占比 周期 卫生 峰值"),
        ("隨著 顯著 著名 著力", "随着 显著 著名 着力"),
        # Uneven, character by character, as some of the corpus is.
        ("建筑 制造 采購 范圍 余熱 關于 涂料 準入 平臺", "建筑 制造 采购 范围 余热 关于 涂料 准入 平台"),
        ("网際网路", "互联网"),
        ("太陽光電覆蓋率", "太阳光电覆盖率"),  # 電覆 is a word of OpenCC's
        ("１０％，㎡①℃Ⅲ", "10%,m21°ciii"),
        ("GW e\u0301 ﬁ", "gw é fi"),
    ],
)
def test_result(source: str, expected: str) -> None:
    assert normalise_text(source) == expected
    assert normalise(source).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "将节能工作列入考核",  # 工作列 is Taiwan's task bar
        "蚌埠市建立健全档案",
        "很多工作、许多型号、电子音乐、检查德州",
        "行政许可权限",
        "显著提高,文件程序,核心支持,整合新增,智慧城市",
        "什么时候",
    ],
)
def test_mainland_text_stays(text: str) -> None:
    assert normalise_text(text) == text


def _blocks(source: str) -> list[tuple[str, str]]:
    made = normalise(source)
    return [(char, made.to_source(Span(i, i + 1)).of(source)) for i, char in enumerate(made.text)]


def test_words_that_change_their_length_are_blocks_and_others_are_not() -> None:
    assert _blocks("網際網路") == [("互", "網際網路"), ("联", "網際網路"), ("网", "網際網路")]
    assert _blocks("把最佳化") == [("把", "把"), ("优", "最佳化"), ("化", "最佳化")]
    assert _blocks("計畫") == [("计", "計"), ("划", "畫")]
    assert _blocks("㎡％") == [("m", "㎡"), ("2", "㎡"), ("%", "％")]
    assert _blocks("xe\u0301y") == [("x", "x"), ("é", "e\u0301"), ("y", "y")]
    assert _blocks("İ") == [("i", "İ"), ("\u0307", "İ")]
    assert _blocks("ﬁ") == [("f", "ﬁ"), ("i", "ﬁ")]


def test_a_span_found_in_the_result_lands_on_the_source() -> None:
    source = "到２０２５年，網際網路與最佳化達到８０％。"
    made = normalise(source)
    at = made.text.index("80%")
    assert made.to_source(Span(at, at + 3)).of(source) == "８０％"
    found = made.to_normalised(Span(source.index("網"), source.index("與")))
    assert found.of(made.text) == "互联网"
    # A part of a block maps to the whole of it.
    assert made.to_normalised(Span(source.index("際"), source.index("際") + 1)).of(made.text) == "互联网"


@pytest.mark.parametrize("span", [Span(-1, 0), Span(0, 3), Span(2, 1)])
def test_spans_outside_are_refused(span: Span) -> None:
    made = normalise("甲乙")
    with pytest.raises(ValueError, match="no range"):
        made.to_source(span)
    with pytest.raises(ValueError, match="no range"):
        made.to_normalised(span)


@settings(max_examples=600)
@given(TEXTS, st.data())
def test_map_invariants(source: str, data: st.DataObject) -> None:
    made = normalise(source)
    starts, ends = made.offsets.starts, made.offsets.ends
    assert made.text == normalise_text(source)
    assert starts.dtype == ends.dtype == np.int32
    assert len(starts) == len(ends) == len(made.text)
    assert made.to_source(Span(0, len(made.text))) == Span(0, len(source))
    assert made.to_normalised(Span(0, len(source))) == Span(0, len(made.text))
    assert (starts < ends).all()
    assert (np.diff(starts) >= 0).all()
    assert (np.diff(ends) >= 0).all()
    assert (starts[1:] <= ends[:-1]).all(), "a source character belongs to no block"
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    there = made.to_source(Span(start, end))
    back = made.to_normalised(there)
    assert start == end or back.contains(Span(start, end))
    assert there.contains(made.to_source(back)) or start == end


@settings(max_examples=600)
@given(TEXTS)
def test_idempotent(source: str) -> None:
    once = normalise_text(source)
    assert normalise_text(once) == once


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_text_between_punctuation_converts_on_its_own(left: str, right: str) -> None:
    # A character that no word of the conversion holds and that no mark joins.
    assert normalise_text(f"{left}。\n{right}") == normalise_text(f"{left}。") + normalise_text(f"\n{right}")


@given(st.text(alphabet="年月日到建筑业率、。\n 0189.%abc()"))
def test_plain_text_maps_onto_itself(source: str) -> None:
    made = normalise(source)
    assert made.text == source
    assert np.array_equal(made.offsets.starts, np.arange(len(source)))
    assert np.array_equal(made.offsets.ends, np.arange(len(source)) + 1)


def test_every_word_of_the_dictionaries_is_stable() -> None:
    unstable = [key for key in KEYS if normalise_text(normalise_text(key)) != normalise_text(key)]
    assert unstable == []


def test_tables_agree_with_opencc_on_lengths() -> None:
    text = "。".join(KEYS)
    for step in STEPS:
        change = sum(after - before for _, before, after in step.resized(text))
        assert len(step.convert(text)) - len(text) == change
        text = step.convert(text)


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_a_traditional_form_gives_what_the_simplified_one_gives(config: str) -> None:
    converter = opencc.OpenCC(config)
    lines = [line for path in SEEDS[2:4] for line in path.read_text(encoding="utf-8").split("。") if line.strip()]
    assert len(lines) > 500
    different = [line for line in lines if normalise_text(converter.convert(line)) != normalise_text(line)]
    assert len(different) <= len(lines) * 0.01, different


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_seeds(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    made = normalise(source)
    assert made.text == normalise_text(source)
    assert made.to_source(Span(0, len(made.text))) == Span(0, len(source))
    assert detect_script(made.text) == "hans"


@pytest.mark.parametrize(
    "run", ["a" * 200_000 + "①", "①" * 50_000, "a" + "\u0301" * 200_000, "最" * 200_000, "\ud800最佳化"]
)
def test_odd_texts_are_no_trouble(run: str) -> None:
    made = normalise(run)
    assert made.text == normalise_text(run)
    assert made.to_source(Span(0, len(made.text))) == Span(0, len(run))


def test_a_long_text_is_normalised_in_stretches_without_a_seam() -> None:
    text = "網際網路\nΣΑΣ\u0301\n沈浮沈\r\n①e\u0301\n" * 4_000 + "無換行" * 20_000
    assert normalise_text(text) == normalise(text).text


def test_maps_compose() -> None:
    first = Offsets(np.array([0, 0, 2], np.int32), np.array([2, 2, 3], np.int32), 3)
    second = Offsets(np.array([1], np.int32), np.array([3], np.int32), 3)
    assert first.then(second).to_source(0, 1) == Span(0, 3)
    with pytest.raises(ValueError, match="cannot follow"):
        second.then(second)
    assert Offsets.identity(0).to_source(0, 0) == Span(0, 0)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("新建厂房屋顶", "hans"),
        ("新建廠房屋頂", "hant"),
        ("目标 80% 2025", "hans"),
        ("中文", "hans"),  # no decisive character
        ("關于建筑節能的通知", "hant"),  # uneven
        ("What share of roofs?", "latn"),
        ("", "latn"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert detect_script(text) == script


def test_language() -> None:
    assert language("What is Yichun's target?") == "en"
    assert language("宜春的 CO2 目标") == "zh"
    assert language("Yichun 2025 storage target for 宜春") == "en"
    assert language("") == "en"


def test_display_conversion() -> None:
    assert to_simplified("網際網路") == "网际网路"
    assert to_traditional("厂房") == "廠房"


def test_nfkc_is_exactly_the_standard_one() -> None:
    text = "Å\u0323 ｶﾞ 각 \u1100\u1161\u11a8 ½ …"
    assert normalise_text(text) == unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
