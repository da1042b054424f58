"""Examples made by rule: what is said twice, what is said in English, and words put into English."""

import json
import lzma
import random
from pathlib import Path

import pytest

from scripts.training.reader import synthetic
from scripts.training.reader.glosses import Glosses
from scripts.training.reader.rewrite import Example
from scripts.training.reader.synthetic import said_in_english, said_twice

TEXT = (
    "全省新建停车位120万个，由住房部门牵头实施。各市每季度报送一次进展情况。"
    "到年底，新建停车位120万个的目标全部完成。其余事项另行通知，请认真执行。"
    "农业用水价格由物价部门核定并公布，居民生活用电价格不作调整。已经批准的学校改造工程按原定计划继续推进。"
)

PAIRS = [
    (
        f"第{n}条 本办法所称主管机关，在{n}级为各级人民政府的有关部门。\n",
        f"Article {n} names the {n} authorities in charge.",
    )
    for n in range(1, 9)
]


@pytest.fixture(autouse=True)
def as_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples as they are made, before script and cut are drawn."""
    monkeypatch.setattr(synthetic, "varied", lambda example, rng: example)


def made(make: object, count: int = 300) -> list[Example]:
    assert callable(make)
    found = [make(0, random.Random(seed)) for seed in range(count)]
    return [example for example in found if example is not None]


def test_what_is_said_twice_is_asked_with_one_sentence_and_answered_by_another() -> None:
    found = [example for example in made(said_twice([("通知", TEXT)])) if example.relevant]
    assert len(found) > 20
    for example in found:
        assert example.evidence is not None
        assert example.answer is not None
        part = example.answer.of(example.passage)
        assert example.evidence.contains(example.answer)
        assert TEXT.count(part) == 2
        assert part not in example.question
        assert example.passage in TEXT
        assert example.passage.count(part) == 1, "the sentence that asks is not shown"
    assert any("120万" in example.answer.of(example.passage) for example in found if example.answer)


def test_what_is_said_twice_is_not_answered_by_the_rest() -> None:
    negative = [example for example in made(said_twice([("通知", TEXT)])) if not example.relevant]
    assert negative
    assert all("停车位120" not in example.passage and example.evidence is None for example in negative)


@pytest.mark.parametrize("text", ["", "一句话。", "甲乙丙丁。戊己庚辛。壬癸子丑。"])
def test_a_text_that_says_nothing_twice_makes_no_example(text: str) -> None:
    assert made(said_twice([("通知", text)]), 20) == []


def test_an_english_sentence_is_answered_by_its_chinese() -> None:
    found = made(said_in_english([("办法", PAIRS)]))
    positive = [example for example in found if example.relevant]
    assert {example.relevant for example in found} == {True, False}
    for example in positive:
        assert example.evidence is not None
        words = example.question.rstrip(".").split()
        chinese = [zh for zh, en in PAIRS if zh.rstrip() == example.evidence.of(example.passage)]
        assert len(chinese) == 1
        english = dict(PAIRS)[chinese[0]]
        assert " ".join(words).replace("how many", "") in english or "how many" in example.question
    for example in found:
        assert len(example.passage) <= 380
        assert example.passage in "".join(zh for zh, _ in PAIRS)


def test_a_line_of_an_article_is_answered_by_its_line() -> None:
    chinese = ["第一款规定了主管机关的职责范围。", "第二款规定了申请人应当提交的文件。"]
    english = ["The first line is about the duties of authorities.", "The second line lists what applicants submit."]
    pairs = [("\n".join(chinese) + "\n", "\n".join(english))]
    for example in made(said_in_english([("办法", pairs)])):
        assert example.evidence is not None
        expected = english[chinese.index(example.evidence.of(example.passage))]
        assert example.question in expected


def test_words_of_a_question_are_put_into_english_by_their_first_plain_gloss(tmp_path: Path) -> None:
    rows = [
        {"simp": "补贴", "trad": "補貼", "defs": "/variant of 帖/to subsidize (sb)/allowance/"},
        {"simp": "企业", "trad": "企業", "defs": ["company; firm", "enterprise"]},
        {"simp": "办法", "trad": "辦法", "defs": "/非常長的解釋/"},
        {"simp": "的", "trad": "的", "defs": "/of/"},
    ]
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "cedict.jsonl.xz").write_bytes(lzma.compress(content.encode()))
    glosses = Glosses(tmp_path)
    assert glosses.english == {"补贴": "subsidize", "補貼": "subsidize", "企业": "company", "企業": "company"}
    mixed = {glosses.mix("企业补贴办法", random.Random(seed)) for seed in range(60)}
    assert mixed == {"企业补贴办法", "company 补贴办法", "企业 subsidize 办法", "company subsidize 办法"}
