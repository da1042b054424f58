"""`yinju chat` through a pipe: one question a line, each after the ones before, saved and exported."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.ui.running import yinju

TEXT = (
    "南陵市绿色发展实施方案\n南陵政发〔2023〕5号\n南陵市人民政府\n2023年3月5日\n一、目标\n"
    "到2025年，新建厂房屋顶光伏覆盖率达到50%。到2030年，新建厂房屋顶光伏覆盖率达到80%。\n"
    "二、供水\n到2025年，供水管网漏损率控制在9%以内。(市水利局负责)\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert yinju("build", folder / "in", "--index", folder / "index").code == 0
    return folder / "index"


def test_a_question_goes_on_from_the_one_before(index: Path, tmp_path: Path) -> None:
    saved = tmp_path / "talk.jsonl"
    asked = "南陵市2025年新建厂房屋顶光伏覆盖率目标是多少?\n那2030年呢?\n".encode()
    ended = yinju("chat", "-i", index, "--session", saved, stdin=asked)
    assert ended.code == 0
    first, _, second = ended.out.partition("Understood as: 南陵市2030年新建厂房屋顶光伏覆盖率目标是多少?")
    assert "50%" in first
    assert "80%" in second
    # Another process goes on where this one ended.
    ended = yinju("chat", "-i", index, "--session", saved, stdin="供水管网漏损率呢?\n".encode())
    assert "Understood as: 南陵市2030年供水管网漏损率是多少?" in ended.out
    assert [json.loads(line)["typed"] for line in saved.read_text("utf-8").splitlines()] == [
        "南陵市2025年新建厂房屋顶光伏覆盖率目标是多少?",
        "那2030年呢?",
        "供水管网漏损率呢?",
    ]


def test_new_forgets_and_a_line_without_words_is_refused_without_ending(index: Path) -> None:
    asked = "漏损率目标是多少?\n/new\n???\n那2030年呢?\n/quit\n从不问\n".encode()
    ended = yinju("chat", "-i", index, stdin=asked)
    assert ended.code == 0
    assert "Understood as" not in ended.out
    assert "empty" in ended.err
    assert "从不问" not in ended.out


def test_a_conversation_becomes_markdown_and_word_with_its_sources(index: Path, tmp_path: Path) -> None:
    saved = tmp_path / "talk.jsonl"
    asked = "到2025年,供水管网漏损率是多少,由谁负责?\n".encode()
    assert yinju("chat", "-i", index, "--session", saved, stdin=asked).code == 0
    markdown, word = tmp_path / "talk.md", tmp_path / "talk.docx"
    assert yinju("chat", "-i", index, "--session", saved, "--export", markdown).code == 0
    text = markdown.read_text("utf-8")
    assert "9%以内" in text
    assert "南陵市人民政府. 南陵市绿色发展实施方案" in text
    assert yinju("chat", "-i", index, "--session", saved, "--export", word).code == 0
    with zipfile.ZipFile(io.BytesIO(word.read_bytes())) as package:
        assert "9%以内" in package.read("word/document.xml").decode()


@pytest.mark.parametrize(("name", "said"), [("talk.pdf", "neither .md nor .docx"), ("talk.md", "no conversation")])
def test_what_cannot_be_exported_is_said(index: Path, tmp_path: Path, name: str, said: str) -> None:
    saved = tmp_path / "talk.jsonl"
    if name.endswith("pdf"):
        assert yinju("chat", "-i", index, "-s", saved, stdin="漏损率是多少?\n".encode()).code == 0
    ended = yinju("chat", "-i", index, "-s", saved, "--export", tmp_path / name)
    assert ended.code == 2
    assert said in ended.err
