"""One document in every format: the same clauses, the same short answer from each."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest

from index.build import build_index
from index.loading import load_file
from index.parsing import read_documents
from retriever.answer.assistant import Assistant
from tests.index.loading.writers import (
    Block,
    as_docx,
    as_html,
    as_odt,
    as_ofd,
    as_pdf,
    as_rtf,
    as_txt,
    as_xlsx,
    packed,
)

BLOCKS = (
    Block("宜春市碳达峰实施方案", 1),
    Block("一、总体要求", 2),
    Block("深入贯彻新发展理念，立足新发展阶段，构建新发展格局，稳妥有序推进碳达峰行动，确保如期实现碳达峰目标。"),
    Block("二、重点任务", 2),
    Block("（一）大力发展新能源。到2025年，全市新型储能装机规模达到80万千瓦，非化石能源消费比重提高到18.3%。"),
    Block("（二）推进可再生能源建筑应用。到2025年，新建厂房屋顶光伏覆盖率力争达到50%。"),
    Block("三、主要指标", 2),
    Block(rows=(("指标", "2025年目标", "单位"), ("森林覆盖率", "62", "%"), ("新型储能装机", "80", "万千瓦"))),
    Block("四、保障措施", 2),
    Block("各县（市、区）人民政府要加强组织领导，压实工作责任，定期调度进展，重大事项及时报告。"),
)
SAMPLES = Path(__file__).resolve().parents[1] / "golden" / "pdf"
QUESTION = "到2025年新建厂房屋顶光伏覆盖率目标是多少"


def _zip(blocks: Sequence[Block]) -> bytes:
    return packed({"附件/方案.docx": as_docx(blocks)})


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "a.txt": as_txt,
    "a.html": as_html,
    "a.docx": as_docx,
    "a.odt": as_odt,
    "a.rtf": as_rtf,
    "a.ofd": as_ofd,
    "a.pdf": as_pdf,
    "a.xlsx": as_xlsx,
    "a.zip/附件/方案.docx": _zip,
}


def _written(folder: Path, name: str) -> Path:
    (folder / name.split("/")[0]).write_bytes(WRITERS[name](BLOCKS))
    return folder / name


def _tree(path: Path) -> list[tuple[str, tuple[str, ...], str]]:
    """Every clause of a file's documents below its title: its text, the headings above it, its label.

    The title is a heading where the format declares it, and a text where none does.
    """
    source = load_file(path)
    title = BLOCKS[0].text
    return [
        (text, tuple(heading for heading in clause.path if heading != title), clause.label or "")
        for _, clauses, _ in read_documents(source, 400)
        for clause in clauses
        if (text := " ".join(clause.span.of(source.text).split())) != title
    ]


@pytest.mark.parametrize("name", list(WRITERS)[1:])
def test_clause_trees_agree_with_that_of_plain_text(tmp_path: Path, name: str) -> None:
    tree = _tree(_written(tmp_path, name))
    assert tree == _tree(_written(tmp_path, "a.txt"))
    assert ("森林覆盖率 62 %", ("三、主要指标",), "") in tree, "a row under its headers is a clause"


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_short_answer_comes_from_each(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    _written(folder, name)
    build_index([folder], tmp_path / "index", workers=1)
    answer = Assistant.open(tmp_path / "index").ask(QUESTION)
    assert [item.text for item in answer.items[:1]] == ["50%"]
    citation = answer.items[0].citation
    assert citation.file == name
    assert "新建厂房屋顶光伏覆盖率力争达到50%" in citation.quote
    assert citation.page == (1 if name in ("a.ofd", "a.pdf") else None)


def test_a_scan_says_what_the_pages_say_that_were_scanned(tmp_path: Path) -> None:
    """Text within two characters in a hundred of that of the PDF, and the same headings and answer."""
    pytest.importorskip("rapidocr", reason="text recognition is not installed")
    whole = SAMPLES / "bookmarks.pdf"
    pages = [page.render(scale=200 / 72).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(whole)]
    folder = tmp_path / "corpus"
    folder.mkdir()
    pages[0].save(folder / "scan.pdf", save_all=True, append_images=pages[1:], resolution=200)
    read, wanted = ("".join(load_file(path).text.split()) for path in (folder / "scan.pdf", whole))
    alike = difflib.SequenceMatcher(None, read, wanted, autojunk=False).ratio()
    assert alike > 0.98
    build_index([folder], tmp_path / "index", workers=1)
    assistant = Assistant.open(tmp_path / "index")
    answer = assistant.ask(QUESTION)
    assert [item.text for item in answer.items[:1]] == ["52%"]
    citation = answer.items[0].citation
    assert (citation.file, citation.page) == ("scan.pdf", 1)
    assert citation.quote.startswith("到2025年，城镇新建建筑全面执行绿色建筑标准")
    assert citation.quote.endswith("180万平方米。")
    assert citation.path == ("一、总体要求", "（二）主要目标")
    assert citation.page_confidence is not None
    assert citation.page_confidence > 0.9
