"""A folder with PDFs, from the command line: read, asked, shown and cited with the pages that print the words."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from tests.index.loading.drawn_pdf import HEIGHT, LEFT, WIDTH, Page, pdf
from tests.ui.running import ROOT, yinju

SAMPLES = ROOT / "tests" / "golden" / "pdf"
QUESTION = "市财政每年安排多少绿色建筑发展专项资金?"


def scanned(page: Page) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 84), "white").save(picture, "PNG")
    page.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)


def written(page: Page) -> None:
    page.lines(LEFT, 100, "南京市用水计划", "到2025年，全市用水总量控制在28.6亿立方米以内。", leading=30)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    for name in ("single-column.pdf", "red-head.pdf"):
        shutil.copy(SAMPLES / name, folder / name)
    (folder / "half.pdf").write_bytes(pdf(written, scanned, scanned))
    (folder / "scan.pdf").write_bytes(pdf(scanned))
    (folder / "locked.pdf").write_bytes(pdf(written, encrypt="secret"))
    return folder


@pytest.fixture(scope="module")
def index(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    report = yinju("build", corpus, "--index", folder, "--json").json()
    reasons = {left_out["file"]: left_out["reason"] for left_out in report["skipped"]}
    assert reasons["half.pdf"].startswith("half.pdf holds no text on p. 2-3 (scanned")
    assert reasons["scan.pdf"].startswith("scan.pdf holds no text on p. 1 (scanned")
    assert "protected by a password" in reasons["locked.pdf"]
    return folder


def test_what_a_pdf_keeps_back_is_told_and_the_rest_is_indexed(index: Path) -> None:
    listed = " ".join(yinju("info", "--index", index).out.split())
    assert "half.pdf holds no text on p. 2-3" in listed
    assert {answer["citation"]["file"] for answer in answers(index, "南京市2025年用水总量控制在多少?")} == {"half.pdf"}


def answers(index: Path, question: str) -> list[dict]:
    return yinju("ask", question, "--index", index, "--json").json()["answers"]


def test_an_answer_names_the_page_that_prints_it(index: Path) -> None:
    (first, *_) = answers(index, QUESTION)
    assert (first["text"], first["citation"]["page"]) == ("5000万元", 2)
    assert "p. 2" in yinju("ask", QUESTION, "--index", index).out


def test_show_prints_the_text_of_the_offsets_and_the_pages_they_stand_on(index: Path) -> None:
    whole = yinju("show", "red-head.pdf", "--index", index).out.rstrip("\n")
    assert whole == (SAMPLES / "red-head.txt").read_text("utf-8").rstrip("\n")
    start = whole.index("二、完善充电基础设施")
    end = whole.index("\n", start)
    shown = yinju("show", f"red-head.pdf:{start}-{end}", "--index", index).out
    assert shown.rstrip("\n").endswith("p. 1–2")


def test_a_reference_has_the_page_as_its_locator(index: Path) -> None:
    (first, *_) = answers(index, QUESTION)
    place = f"single-column.pdf:{first['citation']['start']}-{first['citation']['end']}"
    assert yinju("cite", place, "--index", index).out.splitlines()[0] == (
        "[1] 云川市绿色建筑行动方案[Z]. 2, 三、保障措施 › （二）强化资金支持."
    )
