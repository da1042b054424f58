"""One document written in every office format that is read, by the standards and not by the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

__all__ = [
    "Block", "as_docx", "as_html", "as_odt", "as_ofd", "as_rtf", "as_txt", "as_xlsx", "odt", "ofd", "packed",
    "text_object", "xlsx",
]  # fmt: skip


class Block(NamedTuple):
    """A paragraph, a heading (``level`` from 1) or a table (``rows``)."""

    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def packed(members: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return made.getvalue()


def as_txt(blocks: Sequence[Block]) -> bytes:
    lines = [line for b in blocks for line in (["\t".join(row) for row in b.rows] if b.rows else [b.text])]
    return "\n".join(lines).encode()


def as_html(blocks: Sequence[Block]) -> bytes:
    def markup(block: Block) -> str:
        if block.rows:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        tag = f"h{block.level}" if block.level else "p"
        return f"<{tag}>{escape(block.text)}</{tag}>"

    return f"<html><meta charset=utf-8><body>{''.join(map(markup, blocks))}</body></html>".encode()


def as_docx(blocks: Sequence[Block]) -> bytes:
    def paragraph(text: str, level: int = 0) -> str:
        style = f'<w:pPr><w:pStyle w:val="{level}"/></w:pPr>' if level else ""
        return f"<w:p>{style}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    def markup(block: Block) -> str:
        if not block.rows:
            return paragraph(block.text, block.level)
        rows = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in block.rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(f'<w:style w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(1, 5))
    return packed(
        {
            "word/document.xml": f"<w:document {w}><w:body>{''.join(map(markup, blocks))}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {w}>{styles}</w:styles>",
        }
    )


ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
                         ("draw", "drawing"))
)  # fmt: skip


def odt(body: str, *, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    """An ODT around the elements of its body, its automatic styles and those of ``styles.xml``."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    members = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if styles:
        members["styles.xml"] = f"<office:document-styles {ODF}>{styles}</office:document-styles>"
    if manifest:
        members["META-INF/manifest.xml"] = manifest
    return packed(members)


def as_odt(blocks: Sequence[Block]) -> bytes:
    def markup(block: Block) -> str:
        if block.rows:
            rows = (
                "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
                for row in block.rows
            )
            return "<table:table>" + "".join(f"<table:table-row>{r}</table:table-row>" for r in rows) + "</table:table>"
        if block.level:
            return f'<text:h text:outline-level="{block.level}">{escape(block.text)}</text:h>'
        return f"<text:p>{escape(block.text)}</text:p>"

    return odt("".join(map(markup, blocks)))


def as_rtf(blocks: Sequence[Block]) -> bytes:
    def text(said: str) -> str:
        halves = said.encode("utf-16-le")
        units = [int.from_bytes(halves[i : i + 2], "little", signed=True) for i in range(0, len(halves), 2)]
        return "".join(chr(u) if 32 <= u < 127 and chr(u) not in "\\{}" else f"\\u{u}?" for u in units)

    def markup(block: Block) -> str:
        if not block.rows:
            style = f"\\s{block.level}" if block.level else ""
            return f"\\pard{style} {text(block.text)}\\par\n"
        made = ""
        for row in block.rows:
            shape = "".join(f"\\cellx{1000 * (i + 1)}" for i in range(len(row)))
            made += f"\\trowd{shape}\\pard\\intbl " + "".join(f"{text(c)}\\cell " for c in row) + "\\row\n"
        return made

    styles = "".join(f"{{\\s{n} heading {n};}}" for n in range(1, 5))
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1{{\\stylesheet{styles}}}{''.join(map(markup, blocks))}}}".encode("ascii")


SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(sheets: Mapping[str, str], *, more: Mapping[str, str] | None = None) -> bytes:
    """A workbook around the markup inside each ``worksheet``, by the names of its sheets."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
    related += f'<Relationship Id="t" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    members = {
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
    }
    for i, markup in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{SHEETS}">{markup}</worksheet>'
    return packed({**members, **(more or {})})


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    rows = [row for block in blocks for row in (block.rows or ((block.text,),))]
    made = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    return xlsx({"文件": f"<sheetData>{made}</sheetData>"})


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_EM, _LEFT, _TOP, _PER_LINE, _PER_PAGE, _PITCH = 5.6, 28.0, 37.0, 27, 22, 10.0


def text_object(
    text: str, left: float, top: float, size: float = _EM, *, delta: str | None = None, more: str = ""
) -> str:
    """A text object whose characters are an em apart, its baseline .86 em below its top."""
    steps = f"g {len(text) - 1} {size}" if delta is None else delta
    return (
        f'<ofd:TextObject ID="1" Boundary="{left} {top} {len(text) * size} {size}" Font="2" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{0.86 * size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(
    pages: Sequence[str],
    *,
    document: str = "",
    common: str = "",
    page: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An OFD around the objects of its pages; ``document``, ``common`` and ``page`` hold more for each of these."""
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(1, len(pages) + 1))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    members: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {OFD} DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>",
    }
    for i, objects in enumerate(pages, 1):
        layer = f'<ofd:Content><ofd:Layer ID="9" Type="Body">{objects}</ofd:Layer></ofd:Content>'
        members[f"Doc_0/Pages/Page_{i}/Content.xml"] = f"<ofd:Page {OFD}>{page}{layer}</ofd:Page>"
    return packed({**members, **(more or {})})


def as_ofd(blocks: Sequence[Block]) -> bytes:
    """Lines of 27 characters, 22 on a page, paragraphs and headings indented by two, the number below; an outline."""
    rows: list[list[tuple[str, float]]] = []
    outline: list[tuple[int, int, str]] = []
    for block in blocks:
        if block.rows:
            width = 150.0 / len(block.rows[0])
            rows += [[(cell, _LEFT + i * width) for i, cell in enumerate(row) if cell] for row in block.rows]
            continue
        if block.level:
            outline.append((len(rows) // _PER_PAGE + 1, block.level, block.text))
        first = _PER_LINE - 2
        rows.append([(block.text[:first], _LEFT + 2 * _EM)])
        rows += [[(block.text[i : i + _PER_LINE], _LEFT)] for i in range(first, len(block.text), _PER_LINE)]
    pages = [rows[i : i + _PER_PAGE] for i in range(0, len(rows), _PER_PAGE)]
    written = [
        "".join(text_object(text, left, _TOP + i * _PITCH) for i, row in enumerate(page) for text, left in row)
        + text_object(f"—{number}—", 100, 280, 4.9)
        for number, page in enumerate(pages, 1)
    ]
    elements, depth = "", 0
    for page_number, level, title in outline:
        elements += "</ofd:OutlineElem>" * max(0, depth - level + 1)
        depth = min(depth, level - 1) + 1
        goto = f'<ofd:Goto><ofd:Dest Type="XYZ" PageID="{page_number}"/></ofd:Goto>'
        actions = f'<ofd:Actions><ofd:Action Event="CLICK">{goto}</ofd:Action></ofd:Actions>'
        elements += f'<ofd:OutlineElem Title="{escape(title)}">{actions}'
    elements += "</ofd:OutlineElem>" * depth
    return ofd(written, document=f"<ofd:Outlines>{elements}</ofd:Outlines>" if elements else "")


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """One page: a title in the middle, paragraphs set in lines of 37 squares, the first indented by two."""
    from tests.index.loading.drawn_pdf import LEFT, RIGHT, WIDTH, Page, pdf

    def draw(page: Page) -> None:
        y = 90.0
        for block in blocks:
            if block.rows:
                step = (RIGHT - LEFT) / len(block.rows[0])
                xs = [LEFT + step * number for number in range(len(block.rows[0]) + 1)]
                ys = [y + 20 * number for number in range(len(block.rows) + 1)]
                page.grid(xs, ys, [list(row) for row in block.rows])
                y = ys[-1] + 26
                continue
            size = 18 if block.level == 1 else 12
            if block.level == 1:
                page.text((WIDTH - size * len(block.text)) / 2, y, block.text, size)
                y += 40
                continue
            for number, line in enumerate(_set(block.text)):
                page.text(LEFT + (0 if number else 24), y, line)
                y += 20

    return pdf(draw)


def _set(text: str) -> list[str]:
    """Break a paragraph into lines: a letter takes half a square, a mark that closes never begins a line."""
    lines, width = [""], 2.0
    for char in text:
        wide = 0.5 if char.isascii() else 1.0
        if width + wide > 37 and char not in "，。；：）":
            lines.append("")
            width = 0.0
        lines[-1] += char
        width += wide
    return lines
