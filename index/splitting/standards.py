"""The head of a standard: what kind it is, its number, its title, when it was issued and applies, by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.recognizers.bodies import is_body
from index.recognizers.boilerplate import is_furniture
from index.recognizers.dates import is_date
from index.recognizers.document_numbers import is_standard_number
from index.recognizers.enactment import is_enactment
from index.splitting.lines import Unit
from index.splitting.openings import Heading
from index.types import Span

__all__ = ["standard_heading"]

_LETTERHEAD = re.compile(
    r"(?:[\u3400-\u9fff]{0,16})(?:国家|行业|地方|团体|企业|计量)(?:强制性|推荐性)?"
    r"(?:标准|(?:计量)?(?:技术)?(?:规范|检定规程|校准规范)|标准化指导性技术文件)"
)
_CODE = re.compile(
    r"(?:ICS|CCS) ?[\d.]*(?: ?CCS)? ?[A-Z]?[ \d]*|[A-Z] ?\d{2,3}|\d{2}\.\d{2,3}(?:\.\d{2})?"
    r"|(?:备案号|(?:部分)?代替|UDC).*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_PROSE = re.compile(r"[。;!?]")
_PART = re.compile(r"第 ?[\d一二三四五六七八九十]+ ?部分|[-—]")
_STAGE = re.compile(r"\(?(?:征求意见|报批|送审|草案|试行)稿?\)?")
_HEAD = 8
_REACH = 14
_LONGEST_TITLE = 60


def standard_heading(folded: str, units: Sequence[Unit], begin: int) -> Heading | None:
    """Return the title of a standard whose head begins near unit ``begin``; None when there is no such head.

    A head names its kind (中华人民共和国国家标准), or has its number with the days of issue and of application below.
    The title is the first line under these that is neither number, code, date nor body; 第1部分 below belongs to it.
    """
    lines = [unit.of(folded) for unit in units[begin : begin + _REACH]]
    marks = [n for n, line in enumerate(lines[:_HEAD]) if _LETTERHEAD.fullmatch(line) or is_standard_number(line)]
    if not marks or not (_LETTERHEAD.fullmatch(lines[marks[0]]) or any(map(is_enactment, lines))):
        return None
    for number in range(marks[0] + 1, len(lines)):
        line = lines[number]
        if _PROSE.search(line) or len(line) > _LONGEST_TITLE:
            return None
        if not _HAN.search(line) or _is_particular(line):
            continue
        last = number
        while last + 1 < len(lines) and _PART.match(lines[last + 1]) and len(lines[last + 1]) <= _LONGEST_TITLE:
            last += 1
        text = " ".join(lines[number : last + 1])
        return Heading(begin + number, begin + last, text, Span(units[begin + number].start, units[begin + last].end))
    return None


def _is_particular(line: str) -> bool:
    return bool(
        _LETTERHEAD.fullmatch(line)
        or _CODE.fullmatch(line)
        or _STAGE.fullmatch(line)
        or is_standard_number(line)
        or is_date(line)
        or is_enactment(line)
        or is_furniture(line)
        or is_body(re.sub(r" ?(?:联合)?发布$", "", line))
    )
