"""``yinju check`` and ``yinju source`` as people run them: every format in, every output out, bad drafts refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from index.build import build_index
from ui.cli.app import main

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
RIGHT = "到2025年，宜春市非化石能源消费比重达到18.3%。"
WRONG = "到2025年，葫芦岛市单位地区生产总值能耗比2020年下降16.5%。"
MADE_UP = "宜春市将在2026年建成三座核电站，并向东南亚出口电力。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check") / "index"
    build_index(SEEDS, folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def word_draft(path: Path) -> None:
    document = Document()
    document.add_heading("一、总体情况", 1)
    document.add_paragraph("各位领导：")
    first = document.add_paragraph("开头一句话没有问题吗？")
    first.add_run(RIGHT)
    first.add_run("后面这一句是问句吗？")
    changed = document.add_paragraph("到2025年，葫芦岛市单位地区生产总值能耗比2020年下降")
    changed._p.append(parse_xml(f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>14.5%</w:delText></w:r></w:del>'))
    changed._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>16.5%。</w:t></w:r></w:ins>'))
    referring = document.add_paragraph("谢谢大家")
    referring._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="1"/></w:r>'))
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "指标"
    table.rows[0].cells[1].text = RIGHT
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
            f'<w:footnote w:id="1"><w:p><w:r><w:t>{MADE_UP}</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    path.write_bytes(made.getvalue())


def verdicts(printed: str) -> list[str]:
    return [f["verdict"] for f in json.loads(printed)["findings"] if f["verdict"]]


@pytest.mark.parametrize(("suffix", "mark"), [("txt", ""), ("md", "- **")])
def test_text_and_markdown(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, mark: str
) -> None:
    draft = tmp_path / f"draft.{suffix}"
    draft.write_text("\n".join(f"{mark}{s}{mark[2:]}" for s in (RIGHT, WRONG, MADE_UP)), encoding="utf-8")
    code, out, _ = run(capsys, "check", draft, "--index", index, "--json")
    assert code == 9
    assert verdicts(out) == ["supported", "differs", "absent"]
    for finding in json.loads(out)["findings"]:
        said = draft.read_text("utf-8")[finding["start"] : finding["end"]]
        assert finding["text"] in said.replace("**", "")


def test_a_draft_without_a_difference_ends_with_zero(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{RIGHT}\n{MADE_UP}\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", draft, "--index", index, "--json")
    # What no document says is no difference from one.
    assert (code, verdicts(out)) == (0, ["supported", "absent"])


def test_word_in_and_word_out(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, result = tmp_path / "draft.docx", tmp_path / "checked.docx"
    word_draft(draft)
    code, out, _ = run(capsys, "check", draft, "--index", index, "--json", "--docx", result)
    assert code == 9
    # The body with its tracked change accepted, the cell that is a sentence, the footnote.
    assert verdicts(out) == ["supported", "differs", "supported", "absent"]
    commented = Document(str(result))
    comments = list(commented.comments)
    assert len(comments) == 2, "what is borne out needs nobody"
    assert "14.5%" in comments[0].text
    assert "16.5%" in comments[0].text
    marked = next(p for p in commented.paragraphs if RIGHT in p.text)
    assert marked.text == "开头一句话没有问题吗？" + RIGHT + "后面这一句是问句吗？"
    with zipfile.ZipFile(result) as package:
        body = package.read("word/document.xml").decode()
    assert body.count("commentRangeStart") == 2


def test_page_is_escaped_and_self_contained(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, page = tmp_path / "draft.txt", tmp_path / "page.html"
    draft.write_text(f"<script>alert(1)</script>{RIGHT}\n{WRONG}\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", draft, "--index", index, "--html", page)
    assert code == 9
    made = page.read_text("utf-8")
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "http://" not in made
    assert "https://" not in made
    assert "14.5%" in made
    assert "14.5%" in out


def test_plain_text_becomes_word_with_comments(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, result = tmp_path / "draft.txt", tmp_path / "checked.docx"
    draft.write_text(f"{RIGHT}{WRONG}\n", encoding="utf-8")
    assert run(capsys, "check", draft, "--index", index, "--docx", result)[0] == 9
    document = Document(str(result))
    assert [p.text for p in document.paragraphs] == [RIGHT + WRONG]
    assert len(list(document.comments)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\n", "empty"),
        ("damaged.docx", b"PK\x03\x04 not a zip", "damaged"),
        ("secret.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "password"),
        ("draft.pdf", b"%PDF-1.7", "cannot be checked"),
    ],
)
def test_bad_drafts_get_one_clear_sentence(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    draft = tmp_path / name
    draft.write_bytes(data)
    code, out, err = run(capsys, "check", draft, "--index", index)
    assert code in (2, 3)
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_missing_draft_and_an_overwritten_one_are_refused(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "check", tmp_path / "none.txt", "--index", index)[0] == 3
    draft = tmp_path / "draft.txt"
    draft.write_text(RIGHT, encoding="utf-8")
    assert run(capsys, "check", draft, "--index", index, "--html", draft)[0] == 2
    assert draft.read_text("utf-8") == RIGHT


def test_source_of_a_sentence(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "source", WRONG, "--index", index, "--json")
    assert code == 0
    found = json.loads(out)
    assert found["verdict"] == "differs"
    assert found["evidence"][0]["stance"] == "contradicts"
    assert "14.5%" in found["evidence"][0]["citation"]["quote"]
    assert run(capsys, "source", "  ", "--index", index)[0] == 2


def test_the_terminal_and_the_page_begin_with_errors_and_fold_what_is_borne_out(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, page = tmp_path / "draft.txt", tmp_path / "page.html"
    draft.write_text(f"{RIGHT}\n{MADE_UP}\n{WRONG}\n", encoding="utf-8")
    _, out, _ = run(capsys, "check", draft, "--index", index, "--html", page)
    flat = "".join(out.split())
    assert RIGHT not in flat
    assert flat.index(WRONG) < flat.index(MADE_UP)
    made = page.read_text("utf-8")
    before, _, whole = made.rpartition("<details><summary>The whole draft")
    assert RIGHT not in before
    assert RIGHT in whole
    assert "16.5%</mark>" in before
    assert "14.5%</mark>" in before
    assert before.index("16.5%") < before.index("三座核电站")


def test_a_word_file_that_is_all_table_is_checked_cell_by_cell(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    cells = (
        ("指标", "2025年", "2030年"),
        ("宜春市非化石能源消费比重", "18.3%", "—"),
        ("宜春市新型储能装机规模", "90万千瓦", "—"),
    )
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    draft, result = tmp_path / "table.docx", tmp_path / "checked.docx"
    document.save(str(draft))
    code, out, _ = run(capsys, "check", draft, "--index", index, "--json", "--docx", result)
    assert (code, verdicts(out)) == (9, ["supported", "differs"])
    told = [f for f in json.loads(out)["findings"] if f["verdict"]]
    assert [f["text"] for f in told] == [
        "宜春市非化石能源消费比重2025年为18.3%",
        "宜春市新型储能装机规模2025年为90万千瓦",
    ]
    assert len(list(Document(str(result)).comments)) == 1


def test_claims_that_stand_in_footnotes_alone_are_checked_and_told_at_their_reference(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    for number in (1, 2):
        paragraph = document.add_paragraph("见注")
        paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="{number}"/></w:r>'))
    made = io.BytesIO()
    document.save(made)
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:footnote>'
        for n, said in ((1, RIGHT), (2, WRONG))
    )
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    draft, result = tmp_path / "notes.docx", tmp_path / "checked.docx"
    draft.write_bytes(made.getvalue())
    code, out, _ = run(capsys, "check", draft, "--index", index, "--json", "--docx", result)
    assert (code, verdicts(out)) == (9, ["supported", "differs"])
    (comment,) = Document(str(result)).comments
    assert "14.5%" in comment.text
