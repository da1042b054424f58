"""Rows of made-up documents: what becomes a row, and what it says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from index.build import build_index
from index.encoders import load_encoder
from index.recognizers.quantity import Change
from index.store.bundle import Bundle
from retriever.targets import Limit, Nature, Target, target_table
from retriever.targets.filtering import Wanted, choose, of_indicator, ordered, plain_number
from tests.index.hashing_encoder import HashingEncoder

HEAD = "{place}绿色发展实施方案\n{place}人民政府\n2023年3月5日\n为推动绿色发展,制定本方案。\n一、主要目标\n"


def rows_of(folder: Path, body: str, place: str = "南昌市") -> tuple[Target, ...]:
    source = folder / "in"
    source.mkdir()
    (source / "a.txt").write_text(HEAD.format(place=place) + body + "\n", encoding="utf-8")
    encoder = HashingEncoder()
    build_index([source], folder / "index", encoder=encoder, workers=1)
    bundle = Bundle.open(folder / "index")
    rows = target_table(bundle, encoder)
    for row in rows:
        text = bundle.texts[row.citation.file]
        assert row.citation.span.of(text) == row.citation.quote
        assert row.span.of(text).strip() == row.value
        assert row.citation.span.contains(row.span)
    return rows


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "到2025年,城市生活垃圾回收利用率达到35%以上,资源化利用率达75%以上。",
            [("城市生活垃圾回收利用率", "≥35%", 2025), ("城市生活垃圾资源化利用率", "≥75%", 2025)],
        ),
        (
            "到2025年,全市公交车、出租汽车新能源汽车占比分别达到72%、35%。",
            [("公交车新能源汽车占比", "72%", 2025), ("出租汽车新能源汽车占比", "35%", 2025)],
        ),
        ("重点推进海上风电项目,装机容量580万千瓦。", [("海上风电项目装机容量", "580万千瓦", None)]),
        ("到2025年,物流费用占比下降到14%。", [("物流费用占比", "14%", 2025)]),
        ("到2025年,单位能耗较2020年下降14%。", [("单位能耗", "↓14%", 2025)]),
        ("到2030年,粮食产值翻一番。", [("粮食产值", "↑翻一番", 2030)]),
        ("到2025年,创建30-50家低碳示范单位。", [("低碳示范单位", "30-50家", 2025)]),
        ("到2025年,绿色建筑占比超过百分之五十。", [("绿色建筑占比", ">百分之五十", 2025)]),
        ("争取2023年集装箱联运量实现零的突破。", [("集装箱联运量", ">零的突破", 2023)]),
        ("到2025年,污泥无害化处置率不低于90%。", [("污泥无害化处置率", "≥90%", 2025)]),
        ("到2025年,漏损率低于10%。", [("漏损率", "<10%", 2025)]),
    ],
)
def test_statements(tmp_path: Path, body: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert [(row.indicator, row.signed, row.year) for row in rows_of(tmp_path, body)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "加快推进电厂5、6号机组建设。",
        "依据《绿色建筑评价标准》(GB/T 50378-2019)执行。",
        "构建“6+3+X”产业体系,建设“15分钟生活圈”。",
        "统筹落实三条控制线。",
        "规划用地超过1万平方米的新建建筑要同步建设雨水收集系统。",
        "推进500千伏南山通道建设。",
        "开展六大重点工程建设。",
        "存放气瓶总重量超过100kg但未设置专用气瓶间的,要依法责令停止使用。",
        "实施全面振兴新突破三年行动。",
        "在30日内完成整改,每月至少开展一次检查。",
    ],
)
def test_no_statements(tmp_path: Path, body: str) -> None:
    assert rows_of(tmp_path, body) == ()


def test_all_fields(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "力争到2030年,全市单位面积能耗比2020年降低12.5%以上。")
    assert (row.place, row.document) == ("南昌市", "南昌市绿色发展实施方案")
    assert (row.low, row.high, row.unit) == (Decimal("12.5"), Decimal("12.5"), "%")
    assert (row.limit, row.change, row.base_year) == (Limit.AT_LEAST, Change.FALL, 2020)
    assert (row.first_year, row.year, row.strive, row.nature) == (2030, 2030, True, Nature.TARGET)
    assert row.line == 0
    assert row.citation.path[-1].endswith("主要目标")


def test_present_state_and_period(tmp_path: Path) -> None:
    state, target = rows_of(tmp_path, "截至2022年底,全市光伏装机容量达到50万千瓦。“十四五”期间,全市营造红树林7050亩。")
    assert (state.nature, state.year, state.low) == (Nature.STATE, 2022, 500_000)
    assert (target.nature, target.period, target.unit) == (Nature.TARGET, "2021-2025", "亩")


def test_traditional_and_full_width(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "到2025年,森林覆蓋率達到53%以上。")
    assert (row.indicator, row.value, row.low, row.limit) == ("森林覆盖率", "53%", 53, Limit.AT_LEAST)


def test_empty_of_figures(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "坚持绿色发展。") == ()


CITIES = {
    "南昌市": "到2025年,新建厂房屋顶光伏覆盖率力争达到50%,光伏发电装机容量达到580万千瓦。到2030年,"
    "建筑垃圾综合利用率达到90%,建筑垃圾资源化利用率达到55%。",
    "贵阳市": "到2025年,新建廠房屋頂光伏覆蓋率達到40%。重點推進海上風電項目,裝機容量580萬千瓦。",
    "兰州市": "到2025年,单位GDP能耗比2020年下降14%,单位工业增加值能耗比2020年下降18%。",
}


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("cities")
    (folder / "in").mkdir()
    for number, (place, body) in enumerate(CITIES.items()):
        (folder / "in" / f"{number}.txt").write_text(HEAD.format(place=place) + body + "\n", encoding="utf-8")
    build_index([folder / "in"], folder / "index", workers=1)
    return Bundle.open(folder / "index")


def test_lines_join_one_indicator_and_nothing_else(cities: Bundle) -> None:
    rows = target_table(cities, load_encoder())
    lines: dict[int, list[str]] = {}
    for row in rows:
        lines.setdefault(row.line, []).append(f"{row.place} {row.indicator}")
    assert sorted(map(len, lines.values())) == [1, 1, 1, 1, 1, 1, 2]
    assert ["南昌市 新建厂房屋顶光伏覆盖率", "贵阳市 新建厂房屋顶光伏覆盖率"] in [
        [name.replace("貴陽", "贵阳") for name in names] for names in lines.values()
    ]


@pytest.mark.parametrize("asked", ["屋顶光伏覆盖率", "屋頂光伏覆蓋率", "「屋頂光伏覆蓋率」", "rooftop solar coverage"])
def test_asking_for_an_indicator(cities: Bundle, asked: str) -> None:
    encoder = load_encoder()
    rows = of_indicator(target_table(cities, encoder), asked, encoder, cities.lexical.idf)
    assert [(row.high, row.year) for row in rows] == [(50, 2025), (40, 2025)]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("energy consumption per unit of GDP", "单位gdp能耗"),
        ("installed photovoltaic capacity", "光伏发电装机容量"),
        ("Offshore wind power capacity", "海上风电项目装机容量"),
    ],
)
def test_asking_in_english(cities: Bundle, asked: str, named: str) -> None:
    encoder = load_encoder()
    rows = of_indicator(target_table(cities, encoder), asked, encoder, cities.lexical.idf)
    assert {row.indicator for row in rows} == {named}


@pytest.mark.parametrize("asked", ["unicorn coverage", "PM2.5", "???", "the of", "number of patents"])
def test_what_no_indicator_says_finds_nothing(cities: Bundle, asked: str) -> None:
    encoder = load_encoder()
    assert of_indicator(target_table(cities, encoder), asked, encoder, cities.lexical.idf) == ()


def test_filters_and_orders(cities: Bundle) -> None:
    rows = target_table(cities, load_encoder())
    assert {row.place for row in choose(rows, Wanted(places=("南昌", "蘭州")))} == {"南昌市", "兰州市"}
    assert {row.year for row in choose(rows, Wanted(years=(2030,)))} == {2030}
    assert choose(rows, Wanted(document="没有这样的文件")) == ()
    assert choose(rows, Wanted(nature=Nature.STATE)) == ()
    assert len(choose(rows, Wanted())) == len(rows)
    shares = [row.high for row in ordered(rows, "value") if row.unit == "%"]
    assert shares == sorted(shares, reverse=True)


def test_plain_numbers() -> None:
    assert [plain_number(Decimal(text)) for text in ("4500000.000", "0.50", "1E+3", "0")] == [
        "4500000",
        "0.5",
        "1000",
        "0",
    ]
