"""What is easily misread in official figures: a made-up sentence per trap, what is expected follows from its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.store.bundle import Bundle
from retriever.targets import Target, read_targets
from tests.index.hashing_encoder import HashingEncoder

HEAD = "{place}绿色发展实施方案\n{place}人民政府\n2023年3月5日\n为推动绿色发展,制定本方案。\n一、{heading}\n"


def rows_of(folder: Path, body: str, heading: str = "主要目标", name: str = "a.txt") -> tuple[Target, ...]:
    source = folder / "in"
    source.mkdir()
    (source / name).write_text(HEAD.format(place="南昌市", heading=heading) + body + "\n", encoding="utf-8")
    build_index([source], folder / "index", encoder=HashingEncoder(), workers=1)
    return read_targets(Bundle.open(folder / "index"))


def fields(row: Target) -> tuple[object, ...]:
    return row.indicator, row.signed, row.period, row.base_year, row.nature.value


TARGETS = [
    # A doubling is a rise by the factor two, and the year after 比 is where it counts from.
    ("到2030年,居民人均收入比2020年翻一番。", [("居民人均收入", "↑翻一番", "2030", 2020, "target")]),
    ("到2030年,科技企业数量翻两番。", [("科技企业数量", "↑翻两番", "2030", None, "target")]),
    ("到2025年,绿色建筑占比达到百分之七十以上。", [("绿色建筑占比", "≥百分之七十", "2025", None, "target")]),
    # A list of figures is dealt out to its list of subjects.
    (
        "到2025年,公交车、出租汽车新能源汽车占比分别达到72%、35%。",
        [
            ("公交车新能源汽车占比", "72%", "2025", None, "target"),
            ("出租汽车新能源汽车占比", "35%", "2025", None, "target"),
        ],
    ),
    # 城镇 stands for as many words as 农村: what follows belongs to both.
    (
        "到2025年,城镇和农村人均住房面积分别达到40平方米、45平方米。",
        [
            ("城镇人均住房面积", "40平方米", "2025", None, "target"),
            ("农村人均住房面积", "45平方米", "2025", None, "target"),
        ],
    ),
    # A level reached and the amount of a change.
    ("到2025年,物流费用占比下降到14%。", [("物流费用占比", "14%", "2025", None, "target")]),
    ("到2025年,物流费用占比下降14%。", [("物流费用占比", "↓14%", "2025", None, "target")]),
    ("到2025年,平均通勤时间缩短18%。", [("平均通勤时间", "↓18%", "2025", None, "target")]),
    # The year that a change counts from is never the year of the target.
    ("能源消费强度较2020年下降13.5%。", [("能源消费强度", "↓13.5%", "", 2020, "target")]),
    # Strict bounds, bounds that include the value, and bounds that stand away from the figure.
    ("到2025年,污水再生利用率大于25%。", [("污水再生利用率", ">25%", "2025", None, "target")]),
    ("到2025年,污水再生利用率不低于25%。", [("污水再生利用率", "≥25%", "2025", None, "target")]),
    ("到2025年,污水再生利用率达到25%以上。", [("污水再生利用率", "≥25%", "2025", None, "target")]),
    ("到2025年,管网漏损率控制在9%以内。", [("管网漏损率", "≤9%", "2025", None, "target")]),
    ("到2025年,管网漏损率小于9%。", [("管网漏损率", "<9%", "2025", None, "target")]),
    ("到2025年,清洁取暖率达到80%左右。", [("清洁取暖率", "≈80%", "2025", None, "target")]),
    ("补贴金额不超过合同金额的50%。", [("补贴金额合同金额", "≤50%", "", None, "target")]),
    ("补助比率以总经费49%为上限。", [("补助比率总经费", "≤49%", "", None, "target")]),
    # The subject of the clause before is filled in.
    (
        "到2025年,城市生活垃圾回收利用率达到35%,资源化利用率达到75%。",
        [
            ("城市生活垃圾回收利用率", "35%", "2025", None, "target"),
            ("城市生活垃圾资源化利用率", "75%", "2025", None, "target"),
        ],
    ),
    (
        "2022年,数字经济增加值为146亿元,占地区生产总值的比重为3.8%。",
        [
            ("数字经济增加值", "146亿元", "2022", None, "state"),
            ("数字经济增加值占地区生产总值的比重", "3.8%", "2022", None, "state"),
        ],
    ),
    (
        "到2026年,普惠园占比达到93%;到2028年达到95%以上。",
        [("普惠园占比", "93%", "2026", None, "target"), ("普惠园占比", "≥95%", "2028", None, "target")],
    ),
    # A year between the subject and its figure; it ends with the semicolon.
    (
        "人工智能课程开设率到2026年达到80%;千兆光纤进校比例到2025年达到98%;建设同步课堂教室900间。",
        [
            ("人工智能课程开设率", "80%", "2026", None, "target"),
            ("千兆光纤进校比例", "98%", "2025", None, "target"),
            ("建设同步课堂教室", "900间", "", None, "target"),
        ],
    ),
    # One year in front carries to every figure of the list.
    (
        "到2025年,森林覆盖率达到50%,森林蓄积量达到792万立方米,营造红树林7050亩。",
        [
            ("森林覆盖率", "50%", "2025", None, "target"),
            ("森林蓄积量", "792万立方米", "2025", None, "target"),
            ("营造红树林", "7050亩", "2025", None, "target"),
        ],
    ),
    ("到2025年,创建30-50家低碳示范单位。", [("低碳示范单位", "30-50家", "2025", None, "target")]),
    ("争取2024年集装箱联运量实现零的突破。", [("集装箱联运量", ">零的突破", "2024", None, "target")]),
    ("到2025年,新增供热锅炉容量达到35蒸吨/小时。", [("新增供热锅炉容量", "35蒸吨/小时", "2025", None, "target")]),
    # Where something comes from is what is so; what it goes to is aimed at, and counted from there.
    (
        "非化石能源消费比重由2020年的30%提高到2025年的50%。",
        [
            ("非化石能源消费比重", "30%", "2020", None, "state"),
            ("非化石能源消费比重", "50%", "2025", 2020, "target"),
        ],
    ),
    (
        "到2025年,城镇化率从58%提高到65%,城镇绿色建筑面积占比由40%提升至90%以上。",
        [
            ("城镇化率", "58%", "", None, "state"),
            ("城镇化率", "65%", "2025", None, "target"),
            ("城镇绿色建筑面积占比", "40%", "", None, "state"),
            ("城镇绿色建筑面积占比", "≥90%", "2025", None, "target"),
        ],
    ),
    (
        "贷款余额从2017年末的6.12万亿元增加到2022年末的17.63万亿元,年均增长25.5%。",
        [
            ("贷款余额", "6.12万亿元", "2017", None, "state"),
            ("贷款余额", "17.63万亿元", "2022", 2017, "state"),
            ("贷款余额", "↑25.5%", "2022", None, "state"),
        ],
    ),
    ("“十四五”期间,地区生产总值年均增长6.5%。", [("地区生产总值", "↑6.5%", "2021-2025", None, "target")]),
    ("到2025年,公共交通分担率比2020年提高3个百分点。", [("公共交通分担率", "↑3个百分点", "2025", 2020, "target")]),
    (
        "到2025年,新增充电桩2000个,累计建成充电桩1.2万个。",
        [("新增充电桩", "2000个", "2025", None, "target"), ("累计建成充电桩", "1.2万个", "2025", None, "target")],
    ),
    ("到2025年,每万人拥有公共汽车15台。", [("每万人拥有公共汽车", "15台", "2025", None, "target")]),
    # What is so already.
    (
        "截至2022年底,全市建成绿色工厂30家。绿色园区达到2个。",
        [("建成绿色工厂", "30家", "2022", None, "state"), ("绿色园区", "2个", "2022", None, "state")],
    ),
    ("目前工业企业上云率仅为31%。", [("工业企业上云率", "31%", "", None, "state")]),
    (
        "去年全市新能源汽车占比达到20%,今年力争达到30%。",
        [("新能源汽车占比", "20%", "2022", None, "state"), ("新能源汽车占比", "30%", "2023", None, "target")],
    ),
    ("今年全市用水量比上年下降2%。", [("用水量", "↓2%", "2023", 2022, "target")]),
]


@pytest.mark.parametrize(("body", "expected"), TARGETS, ids=[body[:24] for body, _ in TARGETS])
def test_read(tmp_path: Path, body: str, expected: list[tuple[object, ...]]) -> None:
    rows = rows_of(tmp_path, body)
    assert [fields(row) for row in rows] == expected


@pytest.mark.parametrize(
    "body",
    [
        "加快推进电厂5、6号机组建设。",
        "执行《绿色建筑评价标准》(GB/T 50378-2019)。",
        "构建“6+3+X”产业体系。",
        "打造“15分钟便民生活圈”。",
        "落实第三批第12号文件。",
        "学校上午上课时间不早于8:20。",
    ],
)
def test_names_and_numbers_that_are_no_targets(tmp_path: Path, body: str) -> None:
    assert rows_of(tmp_path, body) == ()


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("到2025年,新型儲能裝機規模達到80萬千瓦。", "到2025年,新型储能装机规模达到80万千瓦。"),
        ("到2025年,綠色建築占比達到百分之五十。", "到2025年,绿色建筑占比达到百分之五十。"),
        ("到２０２５年，森林覆蓋率達到５３％以上。", "到2025年,森林覆盖率达到53%以上。"),
        ("到2030年,單位面積能耗較2020年下降百分之十二點五。", "到2030年,单位面积能耗较2020年下降百分之十二点五。"),
    ],
)
def test_scripts_and_widths_say_the_same(tmp_path: Path, traditional: str, simplified: str) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "s").mkdir()
    (one,), (other,) = rows_of(tmp_path / "t", traditional), rows_of(tmp_path / "s", simplified)
    for name in ("indicator", "low", "high", "unit", "year", "base_year", "limit", "change", "nature"):
        assert getattr(one, name) == getattr(other, name)


def test_values_are_worked_out(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "到2025年,储能规模达到80万千瓦,产值达到1.5亿元,绿色建筑占比达到百分之五十。")
    assert [(str(row.low.normalize()), row.unit) for row in rows] == [("8E+5", "千瓦"), ("1.5E+8", "元"), ("5E+1", "%")]


def test_headings_say_what_is_so(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "森林覆盖率达到53%。", heading="发展现状")
    assert row.nature.value == "state"


def test_tables_take_the_year_of_their_column(tmp_path: Path) -> None:
    table = (
        "| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |\n|---|---|---|---|---|---|\n"
        "| 1 | 森林覆盖率 | % | 50.1 | 53 | 约束性 |\n| 2 | 光伏装机容量 | 万千瓦 | 20 | ≥80 | 预期性 |\n"
    )
    rows = rows_of(tmp_path, table, name="a.md")
    assert [(r.indicator, r.period, str(r.low), r.unit, r.limit.value, r.nature.value) for r in rows] == [
        ("森林覆盖率", "2020", "50.1", "%", "exact", "state"),
        ("森林覆盖率", "2025", "53", "%", "exact", "target"),
        ("光伏装机容量", "2020", "200000", "千瓦", "exact", "state"),
        ("光伏装机容量", "2025", "800000", "千瓦", "at least", "target"),
    ]


def test_a_long_stretch_is_read_once(tmp_path: Path) -> None:
    body = "\n".join(f"建设{place}充电桩{n}00个。" for n in range(1, 100) for place in ("东区", "西区", "南区", "北区"))
    rows = rows_of(tmp_path, body)
    assert len({row.span for row in rows}) == len(rows) == 396
