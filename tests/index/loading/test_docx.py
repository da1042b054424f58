"""DOCX as text: what reads, in order, with all changes accepted; what cannot be read is said in one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loading.docx import docx_paragraphs, read_docx
from index.loading.files import load_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            out.writestr(f"word/{name}.xml", xml)
    return made.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


STYLES = (
    f'<w:styles {W}><w:style w:styleId="a1"><w:name w:val="heading 2"/></w:style>'
    f'<w:style w:styleId="a0"><w:name w:val="Title"/></w:style></w:styles>'
)
BODY = (
    f'<w:p><w:pPr><w:pStyle w:val="a0"/></w:pPr>{run("方案")}</w:p>'
    f'<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr>{run("一、目标")}</w:p>'
    f"<w:p>{run('达到')}<w:del><w:r><w:delText>10%</w:delText></w:r></w:del><w:ins>{run('20%')}</w:ins>"
    '<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    f"<w:tbl><w:tr><w:tc><w:p>{run('指标')}</w:p></w:tc><w:tc><w:p>{run('9%')}</w:p></w:tc></w:tr>"
    f"<w:tr><w:tc><w:p>{run('二')}</w:p></w:tc></w:tr></w:tbl>"
)
NOTES = f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{run("注释")}</w:p></w:footnote></w:footnotes>'


def test_reads_paragraphs_tables_notes_and_accepted_changes() -> None:
    text, paragraphs = docx_paragraphs(package(BODY, styles=STYLES, footnotes=NOTES), "a.docx")
    assert text == "方案\n一、目标\n达到20%\n指标\t9%\n二\n注释"
    assert [p.span.of(text) for p in paragraphs] == ["方案", "一、目标", "达到20%", "指标", "9%", "二", "注释"]
    assert [p.kind for p in paragraphs] == ["heading", "heading", "text", "cell", "cell", "cell", "note"]
    assert [p.number for p in paragraphs] == [0, 1, 2, 3, 4, 5, 2]
    hints = read_docx(package(BODY, styles=STYLES), "a.docx").headings
    assert [(h.span.of(text), h.level) for h in hints] == [("方案", 1), ("一、目标", 2)]


def test_a_corpus_may_hold_word_files(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(package(BODY, styles=STYLES))
    assert "达到20%" in load_file(path).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "password"),
        (b"PK\x03\x04", "damaged"),
        (b"", "damaged"),
        (package("<w:p/>")[:-30], "damaged"),
        (package("<w:p>"), "damaged"),
        (package("<w:p/>"), "no text"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    with pytest.raises(LoadError, match=said):
        read_docx(data, "a.docx")


def test_entities_are_not_resolved() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>'
            f"<w:p>{run('a&e;b')}</w:p></w:body></w:document>",
        )
    assert "root" not in read_docx(made.getvalue(), "a.docx").text


BOX = f"<w:txbxContent><w:p>{run('云州市人民政府文件')}</w:p><w:p>{run('云政发〔2024〕18号')}</w:p></w:txbxContent>"
TWICE = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize("box", [TWICE, f"<w:r><w:pict>{BOX}</w:pict></w:r>"], ids=["for two programs", "old"])
def test_a_text_box_is_read_once_before_the_paragraph_that_it_hangs_on(box: str) -> None:
    body = f"<w:p>{run('前')}</w:p><w:p>{run('关于保护')}{box}{run('的意见')}</w:p>"
    text, paragraphs = docx_paragraphs(package(body), "a.docx")
    assert text == "前\n云州市人民政府文件\n云政发〔2024〕18号\n关于保护的意见"
    assert [p.number for p in paragraphs] == [0, None, None, 1]


def test_a_text_box_in_a_table_does_not_break_the_row() -> None:
    body = (
        f"<w:tbl><w:tr><w:tc><w:p>{run('指标')}</w:p></w:tc><w:tc><w:p>{run('9%')}{TWICE}</w:p></w:tc></w:tr></w:tbl>"
    )
    text, paragraphs = docx_paragraphs(package(body), "a.docx")
    assert text == "云州市人民政府文件\n云政发〔2024〕18号\n指标\t9%"
    assert [p.cell for p in paragraphs] == [None, None, (0, 0, 0), (0, 0, 1)]


def test_a_box_that_was_deleted_is_gone() -> None:
    assert docx_paragraphs(package(f"<w:p><w:del>{TWICE}</w:del>{run('正文')}</w:p>"), "a.docx")[0] == "正文"


def test_the_text_of_content_controls_and_tags_is_read_but_not_the_prompt_of_an_empty_control() -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    body = (
        f"<w:sdt><w:sdtContent><w:p>{run('意见')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p>{run('到')}<w:smartTag>{run('2027年')}</w:smartTag>{prompt}"
        f"<w:sdt><w:sdtContent>{run('达98%')}</w:sdtContent></w:sdt></w:p>"
    )
    assert docx_paragraphs(package(body), "a.docx")[0] == "意见\n到2027年达98%"


def test_headers_and_footers_are_no_text() -> None:
    header = f"<w:hdr {W}><w:p>{run('内部资料')}</w:p></w:hdr>"
    assert docx_paragraphs(package(f"<w:p>{run('正文')}</w:p>", header1=header, footer1=header), "a.docx")[0] == "正文"
