"""Offices in drafts: a person who holds one in another body or of another post."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.check.checker import Checker
from retriever.check.verdict import Field, Verdict
from retriever.engine import Engine

SOURCES = {
    "appointed.txt": (
        "云州市人民政府关于王五等同志职务任免的通知\n云政人〔2023〕4号\n各区人民政府:\n经研究决定:\n"
        "任命王五为市财政局副局长;\n任命赵六为市应急管理局局长;\n免去钱七的市水利局局长职务。\n"
        "云州市人民政府\n2023年6月1日\n"
    ),
    "roster.txt": (
        "云州市防汛指挥部组成人员名单\n成\u3000\u3000员:\n周\u3000五\u3000\u3000市财政局副局长\n"
        "吴六一\u3000\u3000市应急局副局长\n"
    ),
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder: Path = tmp_path_factory.mktemp("offices")
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder / name for name in SOURCES], folder / "index", workers=1)
    return Checker(Engine.open(folder / "index"))


@pytest.mark.parametrize(
    ("sentence", "said", "held"),
    [
        ("王五任市应急管理局副局长。", "市应急管理局副局长", "市财政局副局长"),
        ("赵六任市水利局局长。", "市水利局局长", "市应急管理局局长"),
        ("周五是市应急局副局长。", "市应急局副局长", "市财政局副局长"),
    ],
)
def test_an_office_in_the_wrong_body_is_not_supported(checker: Checker, sentence: str, said: str, held: str) -> None:
    (finding,) = checker.check(sentence).findings
    assert finding.verdict is Verdict.DIFFERS
    assert [(d.field, d.draft, d.source) for d in finding.differences] == [(Field.BODY, said, held)]


def test_an_office_that_is_held_does_not_differ(checker: Checker) -> None:
    (finding,) = checker.check("钱七被免去市水利局局长职务。").findings
    assert finding.verdict is Verdict.SUPPORTED
