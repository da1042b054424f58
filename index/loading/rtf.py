"""RTF: the text of its paragraphs, tables, text boxes and notes, with the headings that its styles declare.

Read as the Rich Text Format Specification 1.9.1 says: groups in braces, control words, text in the code page of its
font. Hidden and deleted text, field codes, pictures, comments, headers and footers are not text. Numbers of lists are
those that the file holds for programs without lists.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.refusals import damaged, too_many
from index.loading.rtf_flow import Flow, Line, RowShape
from index.messages import Message

__all__ = ["read_rtf"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\x00]+|([^\\{}\r\n\x00]+)"
)


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Code pages by the character set of a font (``\\fcharset``)."""
_ALIASES = {"cp936": "gb18030", "cp950": "big5hkscs", "cp65001": "utf-8", "cp10000": "mac_roman"}
_SIGNS = {
    "tab": " ", "line": " ", "lbr": " ", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "nestcell": " ", "nestrow": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_UNREAD = _words(
    """annotation atnauthor atndate atnicn atnid atnref atrfend atrfstart author background bkmkend bkmkstart colortbl
    comment company datafield datastore doccomm factoidname falt file filetbl fldinst fontemb fontfile footer
    footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator header headerf headerl headerr
    info keywords latentstyles listoverridetable listtable nextfile nonesttables nonshppict objdata operator panose
    pict pn private revtbl rxe shppict shprslt sn sp subject sv tc template themedata title txe upr userprops
    wgrffmtfilter xe xmlnstbl mmathPr"""
)
_KEPT = frozenset({"shpinst", "do"})
"""Groups that older programs pass over (``\\*``) and that hold text boxes."""
_DEEPEST, _MOST_CELLS = 2_000, 1_000_000
_BODY_LEVEL, _NO_LEVEL = 9, 10
"""Outline levels count from 0 for the topmost heading; a text's is 9; 10 where a paragraph names none."""


@dataclass(slots=True)
class _State:
    """What a group inherits and its end restores: of the text, and of the paragraph.

    ``place`` is what text is here: "text", "unread", "fonts" …; ``skipped`` counts the characters that stand for one
    in Unicode.
    """

    place: str = "text"
    font: int = -1
    skipped: int = 1
    hidden: bool = False
    style: int = 0
    outline: int = _NO_LEVEL
    in_table: bool = False


def read_rtf(data: bytes, name: str) -> Extracted:
    """Read an RTF file; raises LoadError when it is damaged, cut off, or holds no text."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise damaged(name, "RTF")
    reader = _Reader(name)
    reader.read(data)
    lines = Lines()
    for text, level in reader.lines():
        lines.add(text, level)
    return lines.filled(name, reader.encoding)


class _Reader:
    def __init__(self, name: str) -> None:
        self.encoding = "cp1252"
        self._name = name
        self._state = _State()
        self._stack: list[tuple[_State, str]] = []  # what a group began in, and what its end ends
        self._flows = [Flow()]
        self._notes: list[Line] = []
        self._fonts: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._bytes = bytearray()
        self._left_out = 0  # characters that only programs without Unicode read
        self._starred = False
        self._shape, self._vertical = RowShape(), ""
        self._entry: list[str] = []  # the text of the label, or of the style's name

    def read(self, data: bytes) -> None:
        """Read the tokens of a file to the brace that closes it. Raises LoadError when there is none."""
        at = data.index(b"{")
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:  # a backslash at the end
                break
            at = token.end()
            word, number, code, symbol, brace, text = token.groups()
            if text is not None:
                self._raw(text)
            elif code is not None:
                self._raw(bytes.fromhex(code.decode()))
            elif word is not None:
                if word == b"bin" and number is not None:
                    at += max(0, int(number))
                    continue
                self._decode()
                self._word(word.decode(), int(number) if number is not None else None)
            elif brace is not None:
                self._decode()
                if brace == b"{":
                    self._open()
                else:
                    self._close()
                    if not self._stack:
                        return
            elif symbol is not None:
                self._decode()
                self._symbol(symbol)
        raise damaged(self._name, "RTF")

    def lines(self) -> list[Line]:
        """Return the lines of the body, then those of the notes."""
        return self._flows[0].end() + self._notes

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise damaged(self._name, "RTF")
        self._stack.append((self._state, ""))
        self._state = replace(self._state)
        self._starred, self._left_out = False, 0
        if self._state.place == "styles":
            self._entry = []

    def _close(self) -> None:
        if self._state.place == "styles":
            self._end_style()
        if not self._stack:
            raise damaged(self._name, "RTF")
        self._state, ends = self._stack.pop()
        self._starred, self._left_out = False, 0
        if ends == "label":
            label = "".join(self._entry).strip()
            numbered = any(char.isalnum() for char in label) or label in ("—", "–", "─")
            self._flows[-1].label = label if numbered else ""
        elif ends:
            lines = self._flows.pop().end()
            if ends == "note":
                self._notes += (Line(line.text) for line in lines)
            else:
                self._flows[-1].lines += (Line(line.text) for line in lines)

    def _end_style(self) -> None:
        named = "".join(self._entry).strip(" ;")
        match = _HEADING.search(named)
        if self._state.outline < _BODY_LEVEL:
            self._levels[self._state.style] = self._state.outline + 1
        elif match or named.lower() == "title":
            self._levels[self._state.style] = int(match[1]) if match else 1
        self._entry = []

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\r\n":
            self._word("par", None)
        elif symbol in _SYMBOLS:
            self._text(_SYMBOLS[symbol])

    def _raw(self, text: bytes) -> None:
        if self._left_out:
            dropped = min(self._left_out, len(text))
            self._left_out -= dropped
            text = text[dropped:]
        if self._state.place != "unread":
            self._bytes += text

    def _decode(self) -> None:
        if self._bytes:
            page = self._fonts.get(self._state.font) or self.encoding
            self._put(self._bytes.decode(page, "replace"))
            self._bytes.clear()

    def _text(self, text: str) -> None:
        if self._left_out:
            self._left_out -= 1
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        place = self._state.place
        if place in ("label", "styles"):
            self._entry.append(text)
        elif place == "text" and not self._state.hidden:
            self._flows[-1].put(text)

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if word in _UNREAD or (starred and word not in _KEPT):
            state.place = "unread"
        if state.place == "unread":
            return
        if word == "u":
            self._text(chr((number or 0) & 0xFFFF))
            self._left_out = state.skipped
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif word in _PLACES:
            self._begin(word)
        elif word == "uc":
            state.skipped = max(0, number or 0)
        elif word == "f":
            state.font = number or 0
        elif word in ("v", "deleted"):
            state.hidden = number != 0
        elif word == "plain":
            state.hidden, state.font = False, -1
        elif word == "fcharset" and state.place == "fonts":
            self._fonts[state.font] = _CODE_PAGES.get(number or 0, "")
        elif word == "ansicpg":
            self.encoding = _codec(number or 1252)
        else:
            self._layout(word, number)

    def _begin(self, word: str) -> None:
        place = _PLACES[word]
        if place in ("fonts", "styles", "shape"):
            self._state.place = place
        elif self._stack and self._state.place in ("text", "shape") and not self._stack[-1][1]:
            self._stack[-1] = (self._stack[-1][0], place)
            self._state.place = "label" if place == "label" else "text"
            if place == "label":
                self._entry = []
            else:
                self._flows.append(Flow())

    def _layout(self, word: str, number: int | None) -> None:
        """Take what a control word says of a paragraph, or of a row of a table."""
        flow, state = self._flows[-1], self._state
        if word == "s":
            state.style = number or 0
        elif word == "outlinelevel":
            state.outline = number or 0
        elif word == "trowd":
            self._shape, self._vertical = RowShape(), ""
        elif word in ("clvmgf", "clvmrg"):
            self._vertical = "first" if word == "clvmgf" else "more"
        elif word == "cellx":
            self._shape.ends.append(number or 0)
            self._shape.vertical.append(self._vertical)
            self._vertical = ""
        elif state.place != "text":
            return
        elif word in ("par", "sect", "page"):
            flow.paragraph(self._level(), state.in_table)
        elif word == "cell":
            flow.cell()
            if flow.cells > _MOST_CELLS:
                raise too_many(self._name, _MOST_CELLS, Message("cells"))
        elif word == "row":
            flow.row(self._shape)
        elif word == "pard":
            state.style, state.outline, state.in_table = 0, _NO_LEVEL, False
        elif word == "intbl":
            state.in_table = True

    def _level(self) -> int:
        outline = self._state.outline
        if outline < _NO_LEVEL:
            return outline + 1 if outline < _BODY_LEVEL else 0
        return self._levels.get(self._state.style, 0)


_PLACES = {
    "fonttbl": "fonts", "stylesheet": "styles", "listtext": "label", "pntext": "label", "footnote": "note",
    "shpinst": "shape", "do": "shape", "shptxt": "box", "dptxbxtext": "box",
}  # fmt: skip
"""Groups that are no running text: what the text in them is."""


def _codec(number: int) -> str:
    """Return Python's name of a code page, that of Western European where it has none."""
    named = _ALIASES.get(f"cp{number}", f"cp{number}")
    try:
        return codecs.lookup(named).name
    except LookupError:
        return "cp1252"
