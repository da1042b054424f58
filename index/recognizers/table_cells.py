"""Tables inside a text: a value under the keys of its row, in front of it, and those of its column, in the header.

A table is a run of lines whose cells are set apart by ``|`` (Markdown) or tabs (as Word and HTML are read). A header
may have several levels (2025年 over 目标值 and 下限); the unit stands in the cell, its row, its header or over it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.recognizers.numbers import find_literals
from index.recognizers.periods import Period, PeriodKind, find_periods
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.units import UNIT, kind_of, unscaled
from index.types import Span

__all__ = ["CellFigure", "Row", "Table", "cell_figures", "header_periods", "row_keys", "table_lines", "tables"]

_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_RULE = re.compile(r"[\s|:\-—]+")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_BESIDE = re.compile(r"序号|编号|属性|性质|类型|类别|责任|牵头|部门|备注|来源|依据|单位")
_DESCRIBES = re.compile(
    r"内容|说明|措施|方法|要求|地点|年限|标准|时限|期限|日期|时间|节点|进度|形式|成果|依据|来源|方式|频次|备注"
)
"""Heads of columns of texts, which say something of what the row is of and do not name it."""

_AREA = re.compile(r"[县区市镇乡]$|区县|县区|地区|区域|城市|企业|园区")
_OVER = re.compile(r"单位\s*:\s*(?P<unit>[^\s()、,;。]{1,10})\)?\s*$")
_OVER_REACH = 80
_NOW = re.compile(r"现状|基期|基准|实际|完成值|已完成|当前")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,14})[)\]]\s*$")
_BOUNDS = (
    (Bound.AT_LEAST, re.compile(r"≥|>|不低于|不少于|以上|超过|大于|至少")),
    (Bound.AT_MOST, re.compile(r"≤|<|不高于|不超过|以下|以内|小于|低于")),
    (Bound.ABOUT, re.compile(r"约|左右|≈")),
)
_FALL, _RISE = re.compile(r"下降|降低|减少|[-−↓]\s*\d"), re.compile(r"增长|提高|增加|提升|↑")
_LONGEST_CELL = 24
"""Characters of a cell that is a figure and no sentence."""


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure of a table: its ``indicator`` as the row names it; ``present`` when its column holds what is so now."""

    quantity: Quantity
    indicator: str
    present: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its ``span`` and those of its cells."""

    span: Span
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its ``header`` rows, the ``heads`` of its columns with all their levels, its other ``rows``.

    ``unit`` is the one that stands over the table (单位:亿元), "" without one.
    """

    header: tuple[Row, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str


def table_lines(text: str) -> tuple[tuple[Row, ...], ...]:
    """Return the tables of ``text``, each as its rows, the header first; a table has at least two rows."""
    if "|" not in text and "\t" not in text:
        return ()
    rows, start = [], 0
    for line in text.split("\n"):
        rows.append((Span(start, start + len(line)), "|" if "|" in line.strip() else "\t" if "\t" in line else ""))
        start += len(line) + 1
    tables = []
    for mark, run in groupby(rows, key=lambda row: row[1]):
        if mark:
            table = [Row(span, _cells(text, span, mark)) for span, _ in run if not _RULE.fullmatch(span.of(text))]
            if len(table) > 1:
                tables.append(tuple(table))
    return tuple(tables)


def _cells(text: str, span: Span, mark: str) -> tuple[Span, ...]:
    start, end = span
    if mark == "|":
        while start < end and text[start] in " |":
            start += 1
        while end > start and text[end - 1] in " |":
            end -= 1
    cells, at = [], start
    for part in text[start:end].split(mark):
        left = len(part) - len(part.lstrip())
        cells.append(Span(at + left, at + left + len(part.strip())))
        at += len(part) + 1
    return tuple(cells)


def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a normalised text as :func:`table_lines` finds them, their headers read."""
    found = []
    for lines in table_lines(text):
        levels = _levels(text, lines)
        header, start = lines[:levels], lines[0].span.start
        over = _OVER.search(text[max(0, start - _OVER_REACH) : start].rstrip())
        unit = over["unit"] if over and UNIT.fullmatch(unscaled(over["unit"])[0]) else ""
        found.append(Table(header, _heads(text, header), lines[levels:], unit))
    return tuple(found)


def _levels(text: str, lines: Sequence[Row]) -> int:
    """Return how many rows the header has: more than one where cells of the first go on over several columns."""
    first = lines[0]
    if len(lines) < 3 or all(cell.size for cell in first.cells):
        return 1
    second = lines[1]
    under = [at for at, cell in enumerate(second.cells) if at >= len(first.cells) or not first.cells[at].size]
    parted = under and all(second.cells[at].size for at in under)
    return 2 if parted and not any(_quantity(text, cell, "", second.span) for cell in second.cells) else 1


def _heads(text: str, header: Sequence[Row]) -> tuple[str, ...]:
    """Return the head of each column, its levels after each other, the upper ones going on to the right."""
    width = max(len(row.cells) for row in header)
    heads = [""] * width
    for level, row in enumerate(header):
        said = ""
        for at in range(width):
            own = row.cells[at].of(text) if at < len(row.cells) else ""
            said = own or (said if level < len(header) - 1 else "")
            heads[at] += said if said != heads[at] else ""
    return tuple(heads)


def cell_figures(text: str, governing: Period | None = None) -> Iterator[CellFigure]:
    """Yield the figures of the tables of a normalised text; ``governing`` is the period of columns that state none."""
    for table in tables(text):
        for row in table.rows:
            if len(row.cells) == len(table.heads):
                yield from _of_row(text, row, table, governing)


def header_periods(table: Table) -> tuple[Period, ...]:
    """Return the years that the columns of a table are of."""
    stated = (_period(head) for head in table.heads)
    return tuple(period for period in stated if period is not None)


def row_keys(text: str, row: Row, table: Table) -> tuple[int, ...]:
    """Return the columns in which a row says what it is of (东山县, 新增造林面积), outermost first."""
    keys: list[int] = []
    for at, (cell, head) in enumerate(zip(row.cells, table.heads, strict=False)):
        said = cell.of(text)
        if _BESIDE.search(head):
            continue
        if _quantity(text, cell, table.unit, row.span) is not None or (keys and len(said) > _LONGEST_CELL):
            break
        if _WORDS.search(said) and not (keys and _DESCRIBES.search(head)):
            keys.append(at)
    return tuple(keys)


def _of_row(text: str, row: Row, table: Table, governing: Period | None) -> Iterator[CellFigure]:
    keys = row_keys(text, row, table)
    if not keys:
        return
    cells, heads = [cell.of(text) for cell in row.cells], table.heads
    name = cells[keys[-1]]
    unit = next((c for c, head in zip(cells, heads, strict=True) if _UNIT_COLUMN.fullmatch(head.strip("() "))), "")
    if not unit and (told := _IN_BRACKETS.search(name)) and UNIT.fullmatch(unscaled(told[1])[0]):
        unit, name = told[1], name[: told.start()].strip()
    subject = Span(row.cells[keys[-1]].start, row.cells[keys[-1]].start + len(name))
    scope = "".join(cells[at] for at in keys[:-1] if _AREA.search(heads[at]) and cells[at] != name)
    above = table.header[-1].cells
    for at, (cell, said, head) in enumerate(zip(row.cells, cells, heads, strict=True)):
        if at in keys or _BESIDE.search(head) or len(said) > _LONGEST_CELL:
            continue
        told = _IN_BRACKETS.search(head)
        own = told[1] if told and not unit and UNIT.fullmatch(unscaled(told[1])[0]) else unit or table.unit
        quantity = _quantity(text, cell, own, row.span)
        if quantity is None:
            continue
        column = above[at] if at < len(above) and above[at].size else None
        quantity = replace(quantity, period=_period(head) or governing, subject=subject, column=column)
        yield CellFigure(quantity, scope + name, _NOW.search(head) is not None)


def _period(head: str) -> Period | None:
    stated = [p for p in find_periods(head, bare=True) if p.kind is not PeriodKind.BASE]
    return stated[-1] if stated else None


def _quantity(text: str, cell: Span, unit: str, row: Span) -> Quantity | None:
    """Return what a cell holds when it is a number with at most a unit, a bound and a direction, None otherwise."""
    said = cell.of(text)
    literals = list(find_literals(said))
    if len(literals) != 1 or literals[0].form == "chinese":
        return None
    literal = literals[0]
    own = UNIT.match(said, literal.span.end)
    end = own.end() if own and literal.unit is None else literal.span.end
    rest = said[: literal.span.start] + said[end:]
    if len(re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", rest)) > 6:
        return None
    if own is None and literal.unit is None and not unit and not re.fullmatch(r"[\s\[\]()<>≥≤≈~.]*", rest):
        return None
    bare, scale = unscaled(unit)
    factor = scale if own is None and literal.unit is None else 1
    named = literal.unit or (own[0].strip() if own else bare)
    if not named and unit == "" and literal.high == literal.low and 1900 <= literal.high <= 2100:
        return None
    span = Span(cell.start + literal.span.start, cell.start + end)
    fold = literal.form == "fold"
    change = Change.RISE if fold or _RISE.search(said) else Change.FALL if _FALL.search(said) else Change.LEVEL
    return Quantity(
        span=span,
        figure=cell,
        display=cell,
        low=literal.low * factor,
        high=literal.high * factor,
        unit=named,
        kind=kind_of(named),
        bound=next((bound for bound, words in _BOUNDS if words.search(said)), Bound.EXACT),
        change=change,
        strive=False,
        attributive=False,
        subject=None,
        object=None,
        listed=(),
        carried=False,
        period=None,
        period_carried=False,
        base_year=None,
        sentence=row,
        clause=cell,
    )
