"""Questions about a name, a grade or a lot that no text speaks of are refused; each built and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant

ACCIDENTS = """云州市人民政府办公室关于两起煤矿事故的通报

2021年5月13日,东山煤矿发生瓦斯事故,造成8人死亡。8月18日,河南村煤矿发生透水事故,造成3人死亡。

云州市人民政府办公室
2021年12月1日
"""

GRADES = """# 云州市树木损伤鉴定标准

## 程度分级

### 5.1 树干

#### 5.1.1 重伤一级

a)树皮缺损面积累计75.0cm2以上。

#### 5.1.2 轻伤一级

a)树皮缺损面积累计24.0cm2以上。

#### 5.1.3 轻伤二级

a)树皮缺损面积累计10.0cm2以上。

b)主枝骨折。
"""


def opened(folder: Path, name: str, text: str) -> Assistant:
    (folder / name).write_text(text, "utf-8")
    build_index([folder / name], folder / "index", workers=1)
    return Assistant.open(folder / "index")


@pytest.fixture(scope="module")
def accidents(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("accidents"), "a.txt", ACCIDENTS)


@pytest.fixture(scope="module")
def grades(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("grades"), "g.md", GRADES)


def texts(assistant: Assistant, question: str) -> list[str]:
    return [item.text for item in assistant.ask(question).items]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("东山煤矿事故造成几人死亡?", "8人"),
        ("河南村煤矿事故造成几人死亡?", "3人"),
        ("東山煤礦造成幾人死亡?", "8人"),
        ("东山煤矿瓦斯事故造成几人死亡?", "8人"),
        ("河南村煤矿透水事故死亡几人?", "3人"),
    ],
)
def test_each_mine_is_answered_with_its_own_dead(accidents: Assistant, question: str, text: str) -> None:
    assert texts(accidents, question) == [text]


@pytest.mark.parametrize(
    ("question", "name"),
    [("西山煤矿事故造成几人死亡?", "西山煤矿"), ("责任人王五在东山煤矿事故中受到什么处分?", "王五")],
)
def test_a_mine_and_a_person_that_no_text_names_are_refused_by_name(
    accidents: Assistant, question: str, name: str
) -> None:
    answer = accidents.ask(question)
    assert answer.abstained
    assert name in (answer.reason or "")


def test_the_wounded_are_not_the_dead(accidents: Assistant) -> None:
    assert texts(accidents, "东山煤矿事故造成几人受伤?") == []


@pytest.mark.parametrize("question", ["东山煤矿透水事故造成几人死亡?", "河南村煤矿瓦斯事故造成几人死亡?"])
def test_a_clause_about_another_mine_of_the_document_does_not_answer(accidents: Assistant, question: str) -> None:
    assert texts(accidents, question) == []


@pytest.mark.parametrize(
    "question", ["东山煤矿顶板事故造成几人死亡?", "东山煤矿火灾事故造成几人死亡?", "东山金矿事故造成几人死亡?"]
)
def test_an_accident_of_another_sort_and_a_mine_of_another_ore_are_not_this_one(
    accidents: Assistant, question: str
) -> None:
    assert texts(accidents, question) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("重伤一级的树皮缺损面积是多少?", "75.0cm2以上"),
        ("轻伤一级的树皮缺损面积是多少?", "24.0cm2以上"),
        ("轻伤二级的树皮缺损面积是多少?", "10.0cm2以上"),
    ],
)
def test_one_measure_under_several_grades_is_that_of_the_grade_asked(
    grades: Assistant, question: str, text: str
) -> None:
    assert texts(grades, question) == [text]


def test_a_grade_of_another_kind_of_wound_is_no_grade_of_this_one(grades: Assistant) -> None:
    assert texts(grades, "重伤二级的树皮缺损面积是多少?") == []


@pytest.mark.parametrize("question", ["主枝骨折属于哪一级?", "主枝骨折是几级伤?", "主枝骨折屬於什麼等級?"])
def test_which_grade_something_is_of_is_told_by_the_heading_over_it(grades: Assistant, question: str) -> None:
    (item,) = grades.ask(question).items
    assert item.text == "轻伤二级"
    assert item.citation.quote.endswith("5.1.3 轻伤二级")
