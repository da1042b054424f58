"""Tokens: jieba's own words, whole numbers, folded Latin, and spans that agree with them."""

import json
import subprocess
import sys

import jieba
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.language.tokens import STOP_WORDS, tokenise, tokenise_spans

jieba.setLogLevel(60)

QUESTION = "新建厂房屋顶光伏覆盖率到2025年达到18.3%以上的目标"
SENTENCES = [
    "加快充换电基础设施建设,推广新能源汽车",
    "单位地区生产总值能源消耗比二〇二〇年下降百分之十四点五",
    "汕尾市葫芦岛市宿迁市襄阳市连云港市生态环境局牵头",
    "氢能储能抽水蓄能源网荷储一体化虚拟电厂",
]


def test_words_numbers_and_stop_words() -> None:
    assert tokenise(QUESTION) == [
        *["新建", "厂房", "屋顶", "光伏", "覆盖", "覆盖率", "到", "2025", "年", "达到", "18.3%", "以上", "目标"],
    ]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_are_those_of_jieba(sentence: str) -> None:
    jieba_words = [
        word for run in sentence.split(",") for word in jieba.lcut_for_search(run, HMM=False) if word not in STOP_WORDS
    ]
    assert tokenise(sentence) == jieba_words


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF), min_size=1, max_size=40))
def test_random_han_is_cut_as_jieba_does(text: str) -> None:
    expected = [word for word in jieba.lcut_for_search(text, HMM=False) if word not in STOP_WORDS]
    assert tokenise(text) == expected


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Solar Targets and policies", ["solar", "target", "policy"]),
        ("boxes classes status gas basis", ["box", "class", "status", "gas", "basis"]),
        ("1,200.5 2020,2021 3,20 12,345,678", ["1200.5", "2020", "2021", "3", "20", "12345678"]),
        ("PM2.5 CO2 50% 1.3‰", ["pm2.5", "co2", "50%", "1.3‰"]),
        ("80万千瓦", ["80", "万千", "千瓦", "万千瓦"]),
        ("的。,!?()", []),
        ("", []),
    ],
)
def test_latin_and_numbers(text: str, terms: list[str]) -> None:
    assert tokenise(text) == terms


def test_characters_and_pairs_beside_words() -> None:
    assert tokenise("覆盖率50%", grams=True) == ["覆盖", "覆盖率", "覆", "盖", "率", "盖率", "50%"]
    assert tokenise("光的", grams=True) == ["光", "光的"]


@given(st.booleans(), st.text() | st.text(st.sampled_from("光伏储能覆盖率到2025年18.3%,。 aTargets𠀀々\ud800\u2003")))
@example(True, "\ud800光伏")
@example(True, "𠀀光伏𠀁")
def test_spans_agree_with_tokens(grams: bool, text: str) -> None:
    spans = tokenise_spans(text, grams=grams)
    assert [term for term, _ in spans] == tokenise(text, grams=grams)
    for term, span in spans:
        read = span.of(text)
        assert term == read or term[:2] == read.casefold().replace(",", "")[:2]


def test_another_process_gives_the_same_tokens() -> None:
    code = "import json, sys; from index.language.tokens import tokenise; print(json.dumps(tokenise(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, QUESTION], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == tokenise(QUESTION)
