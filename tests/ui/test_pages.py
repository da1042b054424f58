"""The page of a citation, where it is shown: the terminal, the outline of `yinju show`, the web page."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from tests.ui.running import yinju
from ui.service.snapshot import Asked, Service
from ui.web.ask.answers import render_answer
from ui.web.reader.document import Reading
from ui.web.strings import say_in

TEXT = (
    "南京市碳达峰实施方案\n\n一、总体要求\n\n稳妥有序推进碳达峰行动。\n\f"
    "二、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到65%。\n"
)
QUESTION = "新建厂房屋顶光伏覆盖率目标"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paged")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    build_index([folder / "a.txt"], folder / "index", workers=1)
    return folder / "index"


@pytest.mark.parametrize(("language", "shown"), [("en", "二、目标, p. 2"), ("zh", "二、目标,第 2 页")])
def test_the_terminal_names_it_behind_the_headings(index: Path, language: str, shown: str) -> None:
    for arguments in (["ask", QUESTION], ["search", QUESTION]):
        assert shown in yinju(*arguments, "--index", index, YINJU_LANG=language).out
    page = shown.removeprefix("二、目标")
    lines = yinju("show", "a.txt", "--outline", "--index", index, YINJU_LANG=language).out.splitlines()
    assert any(line.lstrip().startswith(f"二、目标{page} ") for line in lines)


def test_the_web_page_names_it_and_copies_it(index: Path) -> None:
    snapshot = Service(index).snapshot()
    asked = Asked(QUESTION)
    answer = snapshot.ask(asked)
    assert "第 2 页" in render_answer(snapshot, asked, answer, say_in("hans"))
    (item,) = answer.items
    cited = Reading.open(snapshot, "a.txt", *item.citation.span, "source").citation()
    assert cited is not None
    assert "2, 二、目标" in cited.gbt7714
