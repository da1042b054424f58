"""Values under the keys that a question names: persons of a roster by office and body, «X:Y» by X, cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.recognizers.keyed_values import keyed_values
from index.recognizers.numbers import find_literals
from index.recognizers.periods import years_in
from index.recognizers.rosters import Member, members
from index.recognizers.table_cells import Row, Table, row_keys, tables
from index.types import Span
from retriever.answer.forms.candidate import Candidate, Fit, Question
from retriever.answer.forms.figures import year_fit
from retriever.paragraphs import Item

__all__ = ["cells", "keyed", "persons"]

_ENOUGH = 0.6
"""Share of what else a question says, by weight, that the value's place has to say, too."""

_ASKS_PERSON = re.compile(r"谁|什么人|哪[位个些]?人|哪位|姓名|名字|人选|who\b")
_GENERIC = frozenset(
    {"成员", "委员", "组员", "担任", "兼任", "兼", "任", "当", "组成", "人员", "姓名", "名字", "名单", "现任"}
)
_TIMES = re.compile(r"时限|时间|期限|日期|节点")
_LEADING = re.compile(r"牵头|主办")
_ASSISTING = re.compile(r"配合|协助|协办|参与")
_RESPONSIBLE = re.compile(r"(?:责任|负责|主管|承担)(?:单位|部门|机构|主体|人)")
_BEGINS = re.compile(
    r"^(?:开展|推进|推动|实施|加强|建设|编制|组织|完善|建立|做好|落实|制定|加快|强化|深化)(?=[\u3400-\u9fff]{3})"
)
"""Verbs that the name of a task begins with and a question leaves out (开展节水宣传)."""

_HOW = re.compile(r"如何|怎么|怎样")
_WAY = re.compile(r"(?P<verb>[\u3400-\u9fff]{2})(?:方法|方式|公式|办法|流程|程序)$")


def persons(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the persons of a roster whose office, or body and post, is the one asked for."""
    if not _ASKS_PERSON.search(question.text):
        return
    text = item.text.text
    named = members(text)
    matched = [(_matches(question.text, member), member) for member in named]
    most = max((score for score, _ in matched), default=0)
    for score, member in matched:
        if score and score == most and _covered(question, item, member.line, (member.office, member.unit, member.post)):
            yield from _value(
                question, item, member.name, " ".join(filter(None, (member.office, member.unit, member.post)))
            )


def keyed(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the values whose key the question names, word for word, or asks for with how (如何计算: 计算方法)."""
    for pair in keyed_values(item.text.text):
        way = _WAY.search(pair.key)
        how = way is not None and way["verb"] in question.text and _HOW.search(question.text)
        if (_said(pair.key, question.text) or how) and _covered(question, item, pair.line, (pair.key,)):
            yield from _value(question, item, pair.value, pair.key)


def cells(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the cells of tables whose row and column the question names, figures alone where it asks for a number."""
    text, number = item.text.text, question.intent.answer_kind == "number"
    for table in tables(text):
        for row in table.rows:
            for at in _columns(question, item, row, table):
                cell = row.cells[at]
                if not number or next(find_literals(cell.of(text)), None) is not None:
                    name = "".join(row.cells[key].of(text) for key in row_keys(text, row, table))
                    years = years_in(table.heads[at])
                    yield from _value(question, item, cell, name + table.heads[at], years[-1] if years else None)


def _columns(question: Question, item: Item, row: Row, table: Table) -> Sequence[int]:
    """Return the column of a row that a question names, none where the row or which column stays open.

    A figure of a row that is named needs no name where it is the only one, and the rest of the question is said.
    """
    text = item.text.text
    keys = row_keys(text, row, table)
    if not keys or not _row_said(question.text, text, row, table, keys):
        return ()
    others = [at for at in range(min(len(row.cells), len(table.heads))) if at not in keys and row.cells[at].size]
    years = question.intent.years
    dated = [at for at in others if years & set(years_in(table.heads[at]))]
    if dated:
        said = [at for at in dated if _rest_said(table.heads[at], question.text)]
        wanted = said or dated
    else:
        wanted = [at for at in others if _cell_said(table.heads[at], question.text) and not years_in(table.heads[at])]
    if not wanted and len(others) == 1 and question.intent.answer_kind == "number":
        names = [row.cells[at].of(text) for at in keys]
        open_year = not (years and years_in(table.heads[others[0]]))
        wanted = others if open_year and _covered(question, item, row.span, names) else []
    if not wanted and (asked := _head_asked(question)) is not None:
        wanted = [at for at in others if asked.search(table.heads[at])]
    return wanted if len(wanted) == 1 else ()


def _head_asked(question: Question) -> re.Pattern[str] | None:
    """Return what a column is called whose cells answer by their kind: bodies of a side, time limits."""
    intent = question.intent
    if intent.answer_kind == "date":
        return _TIMES
    if intent.answer_kind == "body" and intent.duty:
        return _ASSISTING if intent.assisting else _LEADING if intent.lead else _RESPONSIBLE
    return None


def _row_said(question: str, text: str, row: Row, table: Table, keys: Sequence[int]) -> bool:
    """Whether a question names a row: by its last key, with those before it where other rows have the same one."""
    said = [_cell_said(row.cells[at].of(text), question) for at in keys]
    last = row.cells[keys[-1]].of(text)
    alike = sum(keys[-1] < len(other.cells) and other.cells[keys[-1]].of(text) == last for other in table.rows)
    return said[-1] if alike == 1 else all(said)


def _rest_said(head: str, question: str) -> bool:
    """Whether a question says what stands in a head beside its year (目标值, or 目标 for it)."""
    rest = re.sub(r"[^\u3400-\u9fff]|年", "", head)
    return len(rest) > 1 and (rest in question or (len(rest) > 2 and rest[:-1] in question))


def _cell_said(cell: str, question: str) -> bool:
    """Whether a question names what stands in a cell, numbering, marks and brackets aside."""
    bare = re.sub(r"^\s*(?:\d+|[一二三四五六七八九十]+)[.、]\s*|[(\[][^()\[\]]*[)\]]|[▲★*△\s]", "", cell)
    return len(bare) > 1 and (bare in question or _BEGINS.sub("", bare) in question)


def _matches(question: str, member: Member) -> int:
    """Return how many characters of a question name a member: its office, else its post in its body; 0 for another."""
    if member.office and _said(member.office, question) and member.office not in _GENERIC:
        return 2 * len(member.office)
    in_body = member.unit and member.unit in question
    if member.post and _said(member.post, question) and (in_body or not member.unit):
        return len(member.unit) + len(member.post)
    return len(member.unit) if in_body and not _another_post(question, member) else 0


def _another_post(question: str, member: Member) -> bool:
    """Whether a question goes on behind the body with an office that the member does not hold there."""
    behind = question[question.index(member.unit) + len(member.unit) :]
    return (
        re.match(r"的?(?!成员|委员)[\u3400-\u9fff]{0,4}(?:长|主任|书记|主席|经理)(?=[是由叫谁,?]|$)", behind)
        is not None
    )


def _said(key: str, question: str) -> bool:
    """Whether a question names a key and not a longer one that ends in it (副总指挥 names no 总指挥)."""
    return len(key) > 1 and re.search(rf"(?<![副总]){re.escape(key)}", question) is not None


def _covered(question: Question, item: Item, line: Span, keys: Sequence[str]) -> bool:
    """Whether the line of the value (a whole row), its headings and the title say what the question says beside."""
    beside = [u for u in question.content.units if not any(f in key for f in u.forms for key in (*keys, *_GENERIC))]
    total = sum(unit.weight for unit in beside)
    text = item.text.text
    end = text.find("\n", line.end)
    said = (*item.path, text[text.rfind("\n", 0, line.start) + 1 : end if end >= 0 else len(text)])
    return not total or sum(u.weight for u in beside if any(u.said_in(text) for text in said)) >= _ENOUGH * total


def _value(question: Question, item: Item, span: Span, subject: str, year: int | None = None) -> Iterator[Candidate]:
    """Yield a value of the ``year`` of its column, else of that of its leaf, unless another one is asked for."""
    answer = item.source(span)
    leaf = item.leaf_at(answer.start)
    years = year_fit(question.intent, leaf.periods, item.years)
    if leaf.clause.span.contains(answer) and (year is not None or not years.year_clash):
        year = year or (leaf.periods[-1].last if leaf.periods else None)
        yield Candidate(item, "value", answer, leaf.clause, year, subject, Fit(first=1.0))
