"""Makes the PDFs of ``tests/golden/pdf``: policy texts in ten layouts, each with the text that it says beside it.

``python -m scripts.make_pdf_samples tests/golden/pdf`` writes NAME.pdf and NAME.txt. The text is that of the blocks
below, one a line, and owes nothing to the reader that is tested with it. Needs LibreOffice (``soffice``) and the Noto
CJK fonts; the samples are OpenDocument texts, since these give columns, notes and header rows in plain XML.
"""

# ruff: noqa: E501  (XML is easier to read in lines of its own)

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from scripts.pdf_sample_texts import ANNEX, ENGLISH, LAW, MEASURES, NOTICE, PLAN, REPORT, TABLE, Block

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_NOTE = re.compile(r"\{\{(.*?)\}\}")
_FONT = "Noto Serif CJK SC"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document in one layout. ``margins`` are top, right, bottom and left; lengths as in OpenDocument."""

    blocks: Sequence[Block]
    columns: int = 1
    size: str = "12pt"
    leading: str = "150%"
    indent: str = "2em"
    spaced: str = "0cm"
    header: str = ""
    footer: str = "— # —"
    margins: str = "2.5cm 2.6cm 2.5cm 2.8cm"
    paper: tuple[str, str] = ("21cm", "29.7cm")
    language: tuple[str, str] = ("zh", "CN")
    ruled: bool = True
    bookmarks: bool = False


SAMPLES = {
    "single-column": Sample(PLAN, footer="— # —"),
    "two-columns": Sample(REPORT, columns=2, size="10.5pt", leading="130%", header="云川市统计公报", footer="#"),
    "red-head": Sample(NOTICE, size="16pt", leading="28pt", margins="3.7cm 2.6cm 3.5cm 2.8cm"),
    "table-over-pages": Sample(TABLE, size="11pt", header="附表", footer="第 # 页"),
    "footnotes": Sample(MEASURES, footer="- # -"),
    "bookmarks": Sample(PLAN, size="14pt", header="云川市绿色建筑行动方案", footer="第 # 页 共 ## 页", bookmarks=True),
    "english": Sample(
        ENGLISH, columns=2, size="10pt", leading="120%", indent="0cm", spaced="0.2cm",
        header="Harbour City Climate Action Plan", footer="Page # of ##", language=("en", "GB"),
    ),
    "landscape": Sample(ANNEX, paper=("29.7cm", "21cm"), size="12pt", footer="#"),
    "unruled-table": Sample(TABLE, size="10.5pt", ruled=False, footer="#"),
    "articles": Sample(LAW, indent="0cm", spaced="0.25cm", size="11pt", leading="140%", footer="#"),
}  # fmt: skip


def _paragraphs(sample: Sample) -> str:
    made = []
    for block in sample.blocks:
        if block.kind == "table":
            made.append(_table(block.rows, block.widths))
        elif block.kind.startswith("h") and sample.bookmarks:
            level = block.kind[1:]
            made.append(
                f'<text:h text:style-name="{block.kind}" text:outline-level="{level}">{_said(block.text)}</text:h>'
            )
        else:
            made.append(f'<text:p text:style-name="{block.kind}">{_said(block.text)}</text:p>')
    body = "".join(made)
    if sample.columns == 1:
        return body
    # What stands over the columns comes first, in a section of its own width.
    over = next(i for i, block in enumerate(sample.blocks) if block.kind not in ("title", "centre"))
    head, rest = "".join(made[:over]), "".join(made[over:])
    return f'{head}<text:section text:style-name="columns" text:name="body">{rest}</text:section>'


def _said(text: str) -> str:
    made, at = [], 0
    for number, note in enumerate(_NOTE.finditer(text), start=1):
        made.append(escape(text[at : note.start()]))
        made.append(
            f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body><text:p text:style-name="note">{escape(note[1])}</text:p>'
            "</text:note-body></text:note>"
        )
        at = note.end()
    return "".join([*made, escape(text[at:])]).replace("\t", "<text:tab/>")


def _table(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{round(width * 10)}"/>' for width in widths)
    made = []
    for number, row in enumerate(rows):
        cells = "".join(_cell(rows, number, column) for column in range(len(row)))
        line = f"<table:table-row>{cells}</table:table-row>"
        made.append(f"<table:table-header-rows>{line}</table:table-header-rows>" if number == 0 else line)
    return f'<table:table table:style-name="table">{columns}{"".join(made)}</table:table>'


def _cell(rows: Sequence[Sequence[str]], number: int, column: int) -> str:
    """A cell; one that says what the one above says is merged with it (``^`` in the table of the sample)."""
    if rows[number][column].startswith("^"):
        return "<table:covered-table-cell/>"
    height = 1
    while number + height < len(rows) and rows[number + height][column].startswith("^"):
        height += 1
    spans = f' table:number-rows-spanned="{height}"' if height > 1 else ""
    said = escape(rows[number][column])
    return f'<table:table-cell table:style-name="cell"{spans}><text:p text:style-name="cell">{said}</text:p></table:table-cell>'


def _page_field(pattern: str) -> str:
    return (
        escape(pattern)
        .replace("##", "<text:page-count/>")
        .replace("#", '<text:page-number text:select-page="current"/>')
    )


def open_document(sample: Sample) -> dict[str, str]:
    """Return the parts of the sample as an OpenDocument text."""
    language, country = sample.language
    asian = f'style:language-asian="{language}" style:country-asian="{country}"' if language == "zh" else ""
    top, right, bottom, left = sample.margins.split()
    indent = f"{float(sample.size[:-2]) * 2}pt" if sample.indent == "2em" else sample.indent

    def style(name: str, paragraph: str, text: str = "", parent: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph" {parent}>'
            f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
        )

    def sized(size: str) -> str:
        return f'fo:font-size="{size}" style:font-size-asian="{size}"'

    bold = 'fo:font-weight="bold" style:font-weight-asian="bold"'
    line = f'fo:line-height="{sample.leading}" fo:margin-bottom="{sample.spaced}"'
    own = f'{sized(sample.size)} fo:hyphenate="{"true" if language == "en" else "false"}"'
    hyphens = 'fo:hyphenation-ladder-count="no-limit"' if language == "en" else ""
    edge = "0.5pt solid #000000" if sample.ruled else "none"
    widths = sorted({round(width * 10) for block in sample.blocks for width in block.widths})
    face = f'<style:font-face style:name="{_FONT}" svg:font-family="{_FONT}"/>'
    styles = "".join(
        [
            '<style:default-style style:family="paragraph"><style:paragraph-properties style:text-autospace="none" style:punctuation-wrap="simple"/>'
            f'<style:text-properties style:font-name="{_FONT}" style:font-name-asian="{_FONT}" fo:font-family="{_FONT}" '
            f'style:font-family-asian="{_FONT}" fo:language="{language}" fo:country="{country}" {asian}/>'
            "</style:default-style>",
            style("p", f'fo:text-indent="{indent}" fo:text-align="justify" {line} {hyphens}', own),
            *(style(f"h{n}", f'fo:text-indent="{indent}" {line} fo:keep-with-next="always"', f"{own} {bold}") for n in (1, 2)),
            style("title", 'fo:text-align="center" fo:margin-bottom="0.6cm" fo:margin-top="0.6cm"', f'{sized("20pt")} {bold}'),
            style("centre", f'fo:text-align="center" {line}', own),
            style("right", f'fo:text-align="right" fo:margin-right="1.5cm" {line}', own),
            style("flush", f'fo:text-align="left" {line}', own),
            style("red", 'fo:text-align="center" fo:margin-bottom="0.8cm"', f'{sized("34pt")} {bold} fo:color="#ff0000"'),
            style("number", f'fo:text-align="center" fo:border-bottom="1.5pt solid #ff0000" fo:padding-bottom="0.3cm" {line}', own),
            style("break", f'fo:break-before="page" fo:text-indent="{indent}" {line}', own),
            style("cell", 'fo:text-align="left"', sized("10pt")),
            style("note", 'fo:text-align="left"', sized("9pt")),
            style("edge", 'fo:text-align="center"', sized("9pt")),
        ]
    )  # fmt: skip
    automatic = "".join(
        [
            '<style:style style:name="columns" style:family="section"><style:section-properties '
            f'text:dont-balance-text-columns="false"><style:columns fo:column-count="{sample.columns}" '
            'fo:column-gap="0.8cm"/></style:section-properties></style:style>',
            f'<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="{edge}" '
            'fo:padding="0.1cm"/></style:style>',
            '<style:style style:name="table" style:family="table"><style:table-properties table:align="left"/>'
            "</style:style>",
            *(
                f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
                f'style:column-width="{width / 10}cm"/></style:style>'
                for width in widths
            ),
        ]
    )
    layout = (
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{sample.paper[0]}" '
        f'fo:page-height="{sample.paper[1]}" fo:margin-top="{top}" fo:margin-right="{right}" '
        f'fo:margin-bottom="{bottom}" fo:margin-left="{left}"/><style:header-style><style:header-footer-properties '
        'fo:min-height="0.6cm"/></style:header-style><style:footer-style><style:header-footer-properties '
        'fo:min-height="0.6cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>'
    )
    header = f'<text:p text:style-name="edge">{escape(sample.header)}</text:p>'
    footer = f'<text:p text:style-name="edge">{_page_field(sample.footer)}</text:p>'
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="page">'
        + (f"<style:header>{header}</style:header>" if sample.header else "")
        + f"<style:footer>{footer}</style:footer></style:master-page>"
    )
    return {
        "styles.xml": _document(
            "styles",
            f"<office:font-face-decls>{face}</office:font-face-decls><office:styles>{styles}</office:styles>"
            f"<office:automatic-styles>{layout}</office:automatic-styles>"
            f"<office:master-styles>{master}</office:master-styles>",
        ),
        "content.xml": _document(
            "content",
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{_paragraphs(sample)}</office:text></office:body>",
        ),
    }


def _document(kind: str, inner: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<office:document-{kind} {_NAMESPACES} office:version="1.3">{inner}</office:document-{kind}>'


def write_odt(sample: Sample, path: Path) -> None:
    """Write the sample as an OpenDocument text."""
    kind = "application/vnd.oasis.opendocument.text"
    parts = open_document(sample)
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/>{entries}</manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        for name, part in {**parts, "META-INF/manifest.xml": manifest}.items():
            package.writestr(name, part)


def plain_text(sample: Sample) -> str:
    """Return what the sample says: a line for each block and each row, the notes at the end."""
    lines: list[str] = []
    for block in sample.blocks:
        if block.kind == "table":
            above: list[str] = []
            for row in block.rows:
                merged = above if sample.ruled else [""] * len(row)  # without lines nobody sees what is merged
                above = [merged[i] if cell.startswith("^") else cell for i, cell in enumerate(row)]
                lines.append("\t".join(above))
        else:
            lines.append(_NOTE.sub("", block.text))
    notes = [note[1] for block in sample.blocks for note in _NOTE.finditer(block.text)]
    return "\n".join([*lines, *notes]) + "\n"


def main() -> None:
    """Write the samples that are named, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=sorted(SAMPLES))
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        for name in told.names:
            write_odt(SAMPLES[name], Path(made) / f"{name}.odt")
            (told.folder / f"{name}.txt").write_text(plain_text(SAMPLES[name]), encoding="utf-8")
        options = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
        profile = f"-env:UserInstallation=file://{made}/profile"
        files = [str(Path(made) / f"{name}.odt") for name in told.names]
        command = ["soffice", profile, "--headless", "--convert-to", options, "--outdir", str(told.folder), *files]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
