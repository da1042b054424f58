"""Figures of tables: what the row and the column say of each."""

from __future__ import annotations

from decimal import Decimal

from index.recognizers.table_cells import cell_figures, header_periods, tables
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
    (table,) = tables(TARGETS)
    assert [period.last for period in header_periods(table)] == [2024, 2027]


LEVELS = """单位:亿元
指标\t2025年\t\t2030年\t
指标\t目标值\t下限\t目标值\t下限
数据产业规模\t120\t100\t300\t260
软件业务收入\t80\t70\t150\t140"""

COUNTIES = """区县\t指标\t2025年
东岭县\t新增造林面积(亩)\t1200
东岭县\t湿地修复面积(亩)\t300"""


def test_the_years_of_the_upper_level_hold_for_the_columns_under_them_and_the_unit_over_the_table_for_all() -> None:
    (table,) = tables(LEVELS)
    assert table.heads[1:] == ("2025年目标值", "2025年下限", "2030年目标值", "2030年下限")
    found = [(c.indicator, c.quantity.high, c.quantity.unit, c.quantity.period.last) for c in cell_figures(LEVELS)
             if c.quantity.period]  # fmt: skip
    assert found[:4] == [
        ("数据产业规模", 120 * 10**8, "元", 2025),
        ("数据产业规模", 100 * 10**8, "元", 2025),
        ("数据产业规模", 300 * 10**8, "元", 2030),
        ("数据产业规模", 260 * 10**8, "元", 2030),
    ]


def test_a_row_of_several_keys_is_of_the_last_and_its_place_says_whose() -> None:
    assert [(name, value, unit) for name, _, value, unit, _, _ in read(COUNTIES)] == [
        ("东岭县新增造林面积", Decimal(1200), "亩"),
        ("东岭县湿地修复面积", Decimal(300), "亩"),
    ]
