"""Figures of tables: what the row and the column say of each."""

from __future__ import annotations

from decimal import Decimal

from index.recognizers.table_cells import cell_figures, header_periods, table_lines
from index.recognizers.units import Kind

TARGETS = """主要指标如下:
序号\t指标\t2024年实际\t2027年目标
1\t再生水利用率(%)\t11.3\t≥20
2\t用水总量\t12.4亿立方米\t12.9亿立方米
以上指标由市水务局分解。"""

COUNTS = """| 县区 | 小区数(个) | 户数(户) |
|---|---|---|
| 东岭区 | 14 | 3120 |"""


def read(text: str) -> list[tuple[str, str, Decimal, str, int | None, bool]]:
    return [
        (
            cell.indicator,
            cell.quantity.column.of(text) if cell.quantity.column else "",
            cell.quantity.high,
            cell.quantity.unit,
            cell.quantity.period.last if cell.quantity.period else None,
            cell.present,
        )
        for cell in cell_figures(text)
    ]


def test_the_year_stands_in_the_column_and_the_unit_in_the_row() -> None:
    assert read(TARGETS) == [
        ("再生水利用率", "2024年实际", Decimal("11.3"), "%", 2024, True),
        ("再生水利用率", "2027年目标", Decimal("20"), "%", 2027, False),
        ("用水总量", "2024年实际", Decimal("12.4") * 10**8, "立方米", 2024, True),
        ("用水总量", "2027年目标", Decimal("12.9") * 10**8, "立方米", 2027, False),
    ]


def test_the_unit_may_stand_in_the_column() -> None:
    assert read(COUNTS) == [
        ("东岭区", "小区数(个)", Decimal(14), "个", None, False),
        ("东岭区", "户数(户)", Decimal(3120), "户", None, False),
    ]
    figures = list(cell_figures(COUNTS))
    assert [figure.quantity.kind for figure in figures] == [Kind.COUNT, Kind.PEOPLE]
    assert [figure.quantity.subject.of(COUNTS) for figure in figures if figure.quantity.subject] == ["东岭区", "东岭区"]


def test_the_years_of_a_header() -> None:
    header = table_lines(TARGETS)[0][0]
    assert [period.last for period in header_periods(TARGETS, header)] == [2024, 2027]
