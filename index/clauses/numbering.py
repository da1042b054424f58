"""The grammar of heading labels: every style of number that official documents use, in both scripts and both widths.

This module only says where a label *could* stand and what it reads; :mod:`index.clauses.outline` decides by context
and continuity whether it is one. A candidate stands at the start of a line (blanks, bullets and Markdown signs aside),
after a blank inside a line, or tight behind the punctuation that ends the item before it.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from index.recognizers.numbers import han_number

__all__ = ["Marker", "Position", "Style", "find_markers", "match_label"]


class Style(str, Enum):
    """A family of labels that number their headings together."""

    PART = "第一编"
    SUBPART = "第一分编"
    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    HAN = "一、"
    HAN_BRACKET = "(一)"
    FORMAL = "壹、"
    ARABIC = "1."
    ARABIC_BRACKET = "(1)"
    ARABIC_HALF = "1)"
    CIRCLED = "①"
    DECIMAL = "1.1"
    ANNEX = "附件"
    BOX = "专栏"
    DASH = "——"
    ORDINAL = "一是"
    DECLARED = "#"


class Position(Enum):
    """Where a candidate stands: at a line's start, after a blank inside a line, or tight behind punctuation."""

    LINE = 0
    BLANK = 1
    TIGHT = 2


@dataclass(frozen=True, slots=True)
class Marker:
    """A possible heading label. ``start`` includes a bullet before it; the label proper is ``text[label_start:end]``.

    ``number`` has one component, more for decimals (``1.2`` is ``(1, 2)``) and inserted articles (第十二条之一 is
    ``(12, 1)``), none for styles without numbers. ``label`` is the number as written, without the punctuation behind
    it. ``level`` is the level that the file format declares (0 when it declares none).
    """

    style: Style
    number: tuple[int, ...]
    label: str
    start: int
    label_start: int
    end: int
    position: Position
    level: int = 0


_HAN = "零〇一二三四五六七八九十百千两兩廿卅"
_FORMAL = "壹贰貳叁參参肆伍陆陸柒捌玖拾佰"

_B = r"[^\S\n]"  # a blank that is not a line break
_D = r"[0-9０-９]"
# What follows a reference to an article rather than the article: 第三条规定的, 第三条第二款, 第五条至第八条, 第六条改为
# The text of an article may begin with 第 (第一組掌理…), also with a reference behind a blank (第十条 第三条规定的…).
_REFERENCE = (
    rf"(?!{_B}?第{_B}?[(（]?{_B}?(?:[{_HAN}]{{1,9}}|{_D}{{1,4}}){_B}?[)）]?{_B}?(?:款|[项項](?!目)|目(?![标標]|的)|[段句])"
    rf"|第{_B}?[{_HAN}0-9０-９]+{_B}?[条條]"
    r"|相应|相應|修?改[为為]|修改|[调調]整[为為]|移[至到]|[删刪]去|作[为為]第|增[加列][一二两兩三第]|合[并併][为為]"
    r"|(?:的|之|至|到|和|与|與|或|、|,|，|及(?!时|時)|所[称稱列规規指述]|规定|規定|中[的规規所]|款|[项項](?!目)"
    r"|前款|以外|适用|適用))"
)
# What makes a number a figure.
_UNIT = (
    r"[万萬亿億百千个個倍元人户戶家年月日时時分秒米吨噸公平立度件次名项項辆輛台套处處座亩畝株只"
    r"条條级級點点成篇件份本期届屆批种種类類支所间間门門]"
)
_LABEL = re.compile(
    rf"""
    第{_B}?(?P<st>[{_HAN}]{{1,9}}|{_D}{{1,4}}){_B}?(?:[-－—]{_B}?(?P<sub>{_D}{{1,2}}){_B}?)?
        (?P<unit>分[编編]|[编編篇]|章|[节節]|[条條])(?:{_B}?之{_B}?(?P<zhi>[{_HAN}]{{1,3}}|{_D}{{1,2}}))?{_REFERENCE}
  | 第(?P<hk>[IVX]{{1,6}})(?P<hkl>[A-Z]?)部(?={_B}|\n|\Z)
  | (?P<han>[{_HAN}]{{1,5}})(?:{_B}?、(?![{_HAN}]+(?:、|产业|產業))|[.．](?=\D))
  | [(（〔【]{_B}?(?P<hanb>[{_HAN}]{{1,5}}){_B}?[)）〕】]、?(?![项項](?!目)|款)
  | (?P<formal>[{_FORMAL}]{{1,4}})[、.．]
  | (?P<dec>{_D}{{1,2}}(?:[.．]{_D}{{1,2}}){{1,4}})(?:[.．]?(?={_B}+[^\s\d])|(?=[\u4e00-\u9fff《“])(?!{_UNIT}))
  | (?P<ldec>[A-Z](?:[.．]{_D}{{1,2}}){{1,4}})(?:(?={_B}+[^\s\d])|(?=[\u4e00-\u9fff《“])(?!{_UNIT}))
  | (?P<int>[1-9１-９]{_D}?)(?={_B}+[\u4e00-\u9fffA-Z《“](?!{_B}*(?:[\n\d]|\Z)))
  | (?P<num>{_D}{{1,3}})(?P<numl>[A-Z]?)(?:[.．](?!{_D})|、(?!{_D}))
  | [(（〔](?P<numb>{_D}{{1,3}})(?P<numbl>[A-Z]?)[)）〕]、?
  | (?P<half>{_D}{{1,2}})[)）](?!{_D})
  | (?P<circ>[①-⑳⑴-⒇㈠-㈩])
  | (?P<annex>附[件錄录表图圖]|附[则則])(?:{_B}?(?P<annexn>[{_HAN}]{{1,3}}|{_D}{{1,2}}|[A-Z](?![A-Za-z])))?
        (?:[:：]?(?={_B}*(?:\n|\Z))|(?={_B})|(?<=[A-Z0-9０-９]|[一二三四五六七八九十])[:：](?=[^\s])|(?<=[A-Z0-9])(?=[(（](?:规范|資料|资料|規範)性))
  | (?P<box>[专專][栏欄])(?:{_B}?(?P<boxn>[{_HAN}]{{1,3}}|{_D}{{1,2}}))?(?:[:：]|(?=\s|\Z))
  | (?P<ordinal>[{_HAN}]{{1,3}})是(?=[\u4e00-\u9fff“])
  | (?P<dash>—{{1,2}}|─{{1,2}}|--)(?=[^\s\-—─])
  | (?P<en>(?i:part|chapter|section|article|annex|appendix))[ ](?P<enn>[0-9]{{1,3}}|[IVXLC]{{1,7}})
        (?=[.:]?[ ]*(?:\n|\Z)|[.:]?[ ]+[^\sa-z]|[ ][-–—])[.:]?
    """,
    re.VERBOSE,
)
_ANCHOR = re.compile(
    rf"(?<=[\s:：;；。)）〕】”」*#>])(?=[{_HAN}{_FORMAL}0-9０-９第(（〔【①-⑳⑴-⒇㈠-㈩附专專—─\-A-Zpcsa])"
)
# A title whose first item follows without a sign: 二、主要任务(一)壮大产业集群。
_RUN_ON = re.compile(
    rf"[{_HAN}]{{1,3}}、[\u4e00-\u9fff“”]{{2,24}}?(?=(?P<first>[(（]一[)）]))"
    rf"|[(（][{_HAN}]{{1,3}}[)）][\u4e00-\u9fff“”]{{2,24}}?(?=(?P<one>[1１][.．](?!{_D})))"
)
_LEAD = re.compile(r"(?:[^\S\n]|[•·●■◆▪►*#>_]|-(?=\s))*\Z")
_UNIT_STYLE = {
    **dict.fromkeys(("编", "編", "篇"), Style.PART),
    **dict.fromkeys(("分编", "分編"), Style.SUBPART),
    "章": Style.CHAPTER,
    **dict.fromkeys("节節", Style.SECTION),
    **dict.fromkeys("条條", Style.ARTICLE),
}
_ENGLISH = {
    "part": Style.PART,
    "chapter": Style.CHAPTER,
    "section": Style.SECTION,
    "article": Style.ARTICLE,
    "annex": Style.ANNEX,
    "appendix": Style.ANNEX,
}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PLAIN = ("num", "numb")  # groups of a number that a letter may follow
_LETTERS = 1_000  # annexes A, B count apart from 1, 2
_LINE_ONLY = frozenset({Style.ANNEX, Style.BOX, Style.DASH, Style.DECIMAL, Style.ORDINAL})
_TIGHT_OK = frozenset({Style.HAN, Style.ARABIC, Style.HAN_BRACKET, Style.ARABIC_BRACKET, Style.CIRCLED})
_LEAD_REACH = 64  # how far from the line's start bullets and blanks are still looked through, in code points


def match_label(text: str, pos: int, end: int) -> tuple[Style, tuple[int, ...], str, int] | None:
    """Read a label at ``pos``; return its style, number, the label as written and where it ends, or None."""
    found = _LABEL.match(text, pos, end)
    if found is None:
        return None
    kind = next((name for name in _PLAIN if found[name]), found.lastgroup or "")
    whole = found.group().rstrip("、.．:： ")
    if found["st"]:
        inserted = found["sub"] or found["zhi"]
        number = (han_number(found["st"]), *((han_number(inserted),) if inserted else ()))
        return _UNIT_STYLE[found["unit"]], number, found.group(), found.end()
    if found["annex"]:
        number = (_annex(found["annexn"]),) if found["annexn"] else ()
        return Style.ANNEX, number, whole, found.end()
    if found["box"]:
        return Style.BOX, (han_number(found["boxn"]),) if found["boxn"] else (), whole, found.end()
    if found["hk"]:
        return Style.PART, (_western(found["hk"]), *_inserted(found["hkl"])), found.group(), found.end()
    if found["ldec"]:
        letter, *rest = re.split("[.．]", found["ldec"])
        return Style.DECIMAL, (_LETTERS + ord(letter), *(int(n) for n in rest)), whole, found.end()
    if found["en"]:
        return _ENGLISH[found["en"].lower()], (_western(found["enn"]),), whole, found.end()
    if kind == "dash":
        return Style.DASH, (), whole, found.end()
    if kind == "circ":
        plain = unicodedata.normalize("NFKC", whole).strip("()")
        return Style.CIRCLED, (han_number(plain),), whole, found.end()
    if kind in ("dec", "int"):
        return Style.DECIMAL, tuple(int(n) for n in re.split("[.．]", found[kind])), whole, found.end()
    style = {
        "han": Style.HAN,
        "hanb": Style.HAN_BRACKET,
        "formal": Style.FORMAL,
        "num": Style.ARABIC,
        "numb": Style.ARABIC_BRACKET,
        "half": Style.ARABIC_HALF,
        "ordinal": Style.ORDINAL,
    }[kind]
    inserted = found["numl"] or found["numbl"]
    return style, (han_number(found[kind]), *_inserted(inserted)), whole, found.end()


def _annex(text: str) -> int:
    return _LETTERS + ord(text) if text.isascii() and text.isalpha() else han_number(text)


def _inserted(letter: str | None) -> tuple[int, ...]:
    """The second component of a number with a letter: 3A stands between 3 and 4."""
    return (ord(letter) - ord("A") + 1,) if letter else ()


def _western(text: str) -> int:
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[c] for c in text.upper()]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def find_markers(text: str, start: int, end: int, line_starts: list[int]) -> Iterator[Marker]:
    """Yield every candidate label in ``text[start:end]``, in order and disjoint.

    ``line_starts`` are the offsets at which the lines of the text begin, ascending. Time is linear in ``end - start``.
    """
    reached = start
    if (first := _marker_at(text, start, start, end, line_starts)) is not None:
        reached = first.end
        yield first
    run_on: set[int] = set()
    for match in _RUN_ON.finditer(text, start, end):
        run_on.update((match.start(), match.end()))
    for at in heapq.merge((anchor.start() for anchor in _ANCHOR.finditer(text, start, end)), sorted(run_on)):
        if at < reached or at == start:
            continue
        marker = _marker_at(text, at, start, end, line_starts)
        if marker is not None and marker.start >= reached:
            reached = marker.end
            tight = marker.position is Position.TIGHT and at in run_on
            yield replace(marker, position=Position.BLANK) if tight else marker


def _marker_at(text: str, pos: int, start: int, end: int, line_starts: list[int]) -> Marker | None:
    read = match_label(text, pos, end)
    if read is None:
        return None
    style, number, label, stop = read
    line = max(start, line_starts[bisect_right(line_starts, pos) - 1])
    at_line = pos - line <= _LEAD_REACH and _LEAD.match(text, line, pos) is not None
    if at_line:
        begin = line + len(text[line:pos]) - len(text[line:pos].lstrip())
        return Marker(style, number, label, begin, pos, stop, Position.LINE)
    if style in _LINE_ONLY:
        return None
    if text[pos - 1].isspace():
        return Marker(style, number, label, pos, pos, stop, Position.BLANK)
    return Marker(style, number, label, pos, pos, stop, Position.TIGHT) if style in _TIGHT_OK else None
