"""Small valid files of every format that is read, made here: what the fuzz corpus is mutated from.

A format that comes new needs a row in :data:`SAMPLES`; a test fails until it has one. Rows of formats that this version
does not read are passed over.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial

from tests.index.loading.writers import OFD, Block, as_ofd, ofd, text_object

__all__ = ["SAMPLES", "STUBS", "zipped"]

TITLE = "某市碳达峰实施方案"
CLAIM = "到2025年，新建厂房屋顶光伏覆盖率力争达到50%。"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(members: Mapping[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """Return a ZIP archive of ``members`` by name, in their order; those ``stored`` are not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return made.getvalue()


def _text() -> list[bytes]:
    text = f"{TITLE}\r\n\r\n一、总体要求\r\n\r\n（一）目标。{CLAIM}\f二、保障措施\r\n第一条 {CLAIM}\r\n"
    traditional = "某市條例\r\n\r\n第一條 為了規範口岸開放，制定本條例。\r\n第二條 本條例自公布之日起施行。\r\n"
    return [*(text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")), traditional.encode("big5hkscs")]


def _markdown() -> list[bytes]:
    rows = "| 指标 | 2025年 |\n|---|---|\n| 光伏 | 50% |\n"
    text = f"---\na: b\n---\n# {TITLE}\n\n一、目标\n===\n\n> - {CLAIM}\n\n```\n# no\n```\n\n{rows}\n## 二\n{CLAIM}\n"
    return [text.encode("utf-8")]


def _html() -> list[bytes]:
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{{}}"><title>{TITLE}_某市政府</title>'
        "<style>p{{}}</style></head>"
        f'<body><div class="nav menu"><a href="/">首页</a></div><h1>{TITLE}</h1><p>一、目标<br>{CLAIM}</p>'
        '<table><tr><td rowspan="2">指标</td><td colspan="2">2025年</td></tr><tr><td>50%</td><td>60%</td></tr></table>'
        "<!-- x --><script>if (a<b) {{}}</script><pre> 甲\n 乙 </pre><ul><li>&ldquo;丙&rdquo;&#x4e01;</li></ul>"
        "</body></html>"
    )
    return [page.format(name).encode(name) for name in ("utf-8", "gb18030")]


def _docx() -> list[bytes]:
    def p(text: str, properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def tc(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    restart, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    first, second = tc("指标", restart) + tc("2025年", wide), tc("", "<w:vMerge/>") + tc("50%") + tc("60%")
    table = f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r></w:p>"
    noted = '<w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r>'
    gone = "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
    note = p("注释")
    titled = p(TITLE, '<w:pStyle w:val="a1"/>')
    body = f"{titled}{p(CLAIM, listed)}{p(CLAIM, listed)}{table}{box}<w:p>{noted}{gone}</w:p>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:styleId="a1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2">{note}</w:footnote></w:footnotes>',
    }
    return [zipped({name: f"{head}{part}".encode() for name, part in parts.items()})]


def _opened(kind: str, body: str) -> list[bytes]:
    """Return an OpenDocument file of a kind ("text") around the elements of its body."""
    names = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:body><office:{kind}>{body}</office:{kind}>'
        "</office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {spaces}><office:styles>"
        '<style:style style:name="甲" style:parent-style-name="Title"/><text:list-style style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        "</text:list-style></office:styles></office:document-styles>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode("ascii"),
        "content.xml": content.encode(),
        "styles.xml": styles.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }
    return [zipped(members, ("mimetype",))]


_ROWS = (
    '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2" '
    'table:number-rows-spanned="1"><text:p>指标</text:p></table:table-cell><table:covered-table-cell/>'
    '<table:table-cell table:number-columns-repeated="3"><text:p>50%</text:p></table:table-cell></table:table-row>'
)


def _odt() -> list[bytes]:
    note = '<text:note text:note-class="footnote"><text:note-body><text:p>注释</text:p></text:note-body></text:note>'
    box = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
    listed = f'<text:list text:style-name="L"><text:list-item text:start-value="3"><text:p>{CLAIM}</text:p>'
    body = (
        f'<text:h text:outline-level="1">{TITLE}</text:h><text:p text:style-name="甲">{CLAIM}{note}<text:s text:c="2"/>'
        f"<text:tab/>{box}</text:p>{listed}</text:list-item></text:list><table:table>{_ROWS}</table:table>"
    )
    return _opened("text", body)


def _odp() -> list[bytes]:
    shown = f"<draw:frame><draw:text-box><text:p>{TITLE}</text:p><text:p>{CLAIM}</text:p></draw:text-box></draw:frame>"
    drawn = f"<draw:g><draw:custom-shape><text:p>形</text:p></draw:custom-shape></draw:g>{shown}"
    return _opened("presentation", f"<draw:page>{shown}</draw:page><draw:page>{drawn}</draw:page>")


def _ods() -> list[bytes]:
    sheets = (f'<table:table table:name="表{name}">{_ROWS}</table:table>' for name in "甲乙")
    return _opened("spreadsheet", "".join(sheets))


def _ofd() -> list[bytes]:
    written = as_ofd((Block(TITLE, 1), Block("一、目标", 2), Block(CLAIM * 9), Block(rows=(("指标", "2025年"),))))
    unit = (
        f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
        f"{text_object('章', 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    objects = (
        text_object(CLAIM, 28, 40, more='CTM="1 0 0 1 0 0" HScale="0.9"')
        + text_object(TITLE, 28, 60, delta="g 4 5.6 5.6 g 2 5.6")
        + f"<ofd:PageBlock>{text_object('块', 28, 80)}</ofd:PageBlock>"
        + '<ofd:CompositeObject ID="3" Boundary="30 90 9 9" ResourceID="7"/>'
    )
    goto = '<ofd:Actions><ofd:Action><ofd:Goto><ofd:Bookmark Name="b"/></ofd:Goto></ofd:Action></ofd:Actions>'
    marks = '<ofd:Bookmarks><ofd:Bookmark Name="b"><ofd:Dest Type="Fit" PageID="2"/></ofd:Bookmark></ofd:Bookmarks>'
    layer = f'<ofd:Layer ID="8">{text_object("页眉", 28, 10)}</ofd:Layer>'
    rich = ofd(
        [objects, objects],
        document=f'<ofd:Outlines><ofd:OutlineElem Title="{TITLE}">{goto}</ofd:OutlineElem></ofd:Outlines>{marks}',
        common='<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/>',
        page='<ofd:Template TemplateID="5" ZOrder="Background"/>',
        more={
            "Doc_0/PublicRes.xml": unit,
            "Doc_0/Tpls/T.xml": f"<ofd:Page {OFD}><ofd:Content>{layer}</ofd:Content></ofd:Page>",
        },
    )
    return [_undated(written), _undated(rich)]


def _undated(data: bytes) -> bytes:
    """Return an archive without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _xlsx() -> list[bytes]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = (
        f'<worksheet xmlns="{main}"><dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><t>2025年</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2">'
        '<v>0.5</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:A1"/></mergeCells></worksheet>'
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="指标" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="2" uniqueCount="2"><si><t>指标</t></si>'
        f"<si><t>{TITLE}</t></si></sst>",
    }
    return [zipped({name: part.encode() for name, part in members.items()})]


def _separated(mark: str) -> Callable[[], list[bytes]]:
    rows = (("指标", "2025年", "单位"), ("光伏覆盖率", "50", "%"), (f'"{CLAIM}"', '"a""b"', ""))
    text = "".join(f"{mark.join(row)}\r\n" for row in rows)
    return lambda: [text.encode(encoding) for encoding in ("utf-8-sig", "gb18030")]


def _rtf() -> list[bytes]:
    def escaped(text: str) -> str:
        return "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in text)

    return [
        (
            r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}{\*\generator x;}\pard "
            rf"{escaped(TITLE)}\par {escaped(CLAIM)}\par \trowd\cellx1000\cellx2000 {escaped('指标')}\cell 50%\cell"
            r"\row \'d2\'bb\par}"
        ).encode("ascii")
    ]


def _pdf() -> list[bytes]:
    content = b"BT /F1 12 Tf 72 700 Td (Implementation plan, Article 1: 50% by 2025.) Tj 0 -20 Td (Page one) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made = b"%PDF-1.4\n"
    starts = []
    for number, held in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return [made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end]


def _mail() -> list[bytes]:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = TITLE, "a@example.org", "Mon, 06 Jan 2025 10:00:00 +0800"
    message.set_content(f"{TITLE}\n\n{CLAIM}\n")
    message.add_alternative(_html()[0].decode("utf-8"), subtype="html")
    message.add_attachment(_text()[0], maintype="text", subtype="plain", filename="方案.txt")
    for part in message.walk():
        if part.is_multipart():
            part.set_boundary(f"=={part.get_content_subtype()}==")
    return [message.as_bytes()]


def _saved_page() -> list[bytes]:
    head = 'From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=b="\r\n\r\n'
    part = '--=b=\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Location: http://example.org/\r\n\r\n'
    return [f"{head}{part}".encode() + _html()[0] + b"\r\n--=b=--\r\n"]


def _archive() -> list[bytes]:
    inner = zipped({"里/乙.txt": _text()[1]})
    return [zipped({"甲.txt": _text()[0], "夹/页.html": _html()[0], "再.zip": inner})]


def _disguised_writing() -> list[bytes]:
    """What is often saved as ``.doc``: these are read without LibreOffice."""
    return [*_rtf(), *_html(), *_docx()]


def _disguised_sheet() -> list[bytes]:
    return [*_separated("\t")(), *_html(), *_xlsx()]


def _ole(stream: str) -> list[bytes]:
    """Return the head of an old Office file and the entry of one stream, whose content is missing."""
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + (2 * len(stream) + 2).to_bytes(2, "little") + b"\2\1"
    return [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(512, b"\0")]


def _picture(kind: str) -> list[bytes]:
    """Return a small picture of a line; in TIFF, two pages as a fax as well."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (120, 32), "white")
    ImageDraw.Draw(page).text((8, 4), "Article 1", font=ImageFont.load_default(18), fill=0)
    made = [io.BytesIO()]
    page.save(made[0], kind)
    if kind == "TIFF":
        made.append(io.BytesIO())
        fax = page.convert("1")
        fax.save(made[1], kind, save_all=True, append_images=[fax], compression="group4")
    return [file.getvalue() for file in made]


SAMPLES: Mapping[str, Callable[[], list[bytes]]] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".odt": _odt,
    ".odp": _odp,
    ".ods": _ods,
    ".ofd": _ofd,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".doc": _disguised_writing,
    ".wps": _disguised_writing,
    ".xls": _disguised_sheet,
    ".et": _disguised_sheet,
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".rtf": _rtf,
    ".pdf": _pdf,
    ".eml": _mail,
    ".mht": _saved_page,
    ".mhtml": _saved_page,
    ".zip": _archive,
    ".png": partial(_picture, "PNG"),
    ".jpg": partial(_picture, "JPEG"),
    ".jpeg": partial(_picture, "JPEG"),
    ".tif": partial(_picture, "TIFF"),
    ".tiff": partial(_picture, "TIFF"),
}
"""Suffix → what makes its files."""

STUBS: Mapping[str, Callable[[], list[bytes]]] = {
    ".doc": partial(_ole, "WordDocument"),
    ".wps": partial(_ole, "WordDocument"),
    ".xls": partial(_ole, "Workbook"),
    ".et": partial(_ole, "Book"),
}
"""Suffix → what makes files that look as if LibreOffice should convert them, and that it cannot open."""
