"""Rows of tables are no headings and are never joined, and the note under a table stands with it."""

from __future__ import annotations

from index.clauses import parse_clauses
from index.types import Document, Part, Role, SourceFile, Span

TABLE = """一、考核
一级指标\t三级指标\t指标性质
一、医疗质量\t1.手术占比\t定量
一、医疗质量\t2.设备维护\t定性
注:手术不包括门诊手术。
二、\t附则
本办法自公布之日起施行。
"""


def test_a_cell_with_a_number_heads_nothing_and_a_label_before_a_tab_does() -> None:
    whole = Span(0, len(TABLE))
    document = Document(0, None, None, None, None, None, None, "a", "", whole, None, (Part(whole, Role.TEXT),))
    clauses = parse_clauses(SourceFile("a", TABLE, "", "utf-8", "text/plain"), document)
    headings = [clause.span.of(TABLE) for clause in clauses if clause.role is Role.HEADING]
    assert headings == ["一、考核", "二、\t附则"]
    leaves = [clause.span.of(TABLE) for clause in clauses if clause.path == ("一、考核",)]
    assert leaves == TABLE.split("\n")[1:5]
