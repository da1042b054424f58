"""One sentence, three readers: answers, the target table and the draft check give it the same figure, unit and year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from index.build import build_index
from index.encoders import load_encoder
from index.store.bundle import Bundle
from retriever.answer.assistant import Assistant
from retriever.check.checker import Checker
from retriever.check.verdict import Verdict
from retriever.targets import Target, target_table

SUPPORTED = {Verdict.VERBATIM, Verdict.SAME_WORDS, Verdict.SUPPORTED}

CITY = """云岭市绿色发展行动方案
云岭市人民政府
2025年1月6日
为推动绿色发展,制定本方案。
一、主要任务
1.到2026年,全市环卫车、渣土车(含外埠车)新能源车辆占比分别达到68%、41%。
2.到2027年,城镇和农村生活污水处理率分别达到97%、62%以上。
3.到2028年,风电、光伏装机规模分别达到18、26万千瓦。
4.到2026年和2030年,再生水利用率分别达到30%、45%。
5.到2027年,专精特新企业达到30—50家。
6.到2028年,研发经费投入强度达到2.5%至3%。
7.到2026年,公共建筑用水量下降三成五。
8.到2030年,渔民人均可支配收入翻一番。
9.到2027年,数字产品产值达到2022年的1.8倍。
10.到2026年,冷链仓储容量达到1.3亿立方米。
11.到2027年,港口货物吞吐量达到2.5万吨以上。
12.到二〇二九年,森林蓄积量达到三百五十万立方米。
13.到2026年,公用充电桩达到三千二百个。
14.到2027年,护林员人数达到一万二千人。
15.“十五五”期间,新增保障性租赁住房8万套。
16.十四五新增造林面积三万亩。
17.2027年底前,老旧管网改造率达到百分之九十。
18.到2028年,细颗粒物浓度控制在28微克/立方米以下。
19.到2030年,单位产值能耗比2025年下降13.5%。
20.力争到2028年,绿色建材应用比例提高到五成以上。
21.到2027年,高标准农田面积达到一百零五万亩。
22.到2030年,湿地保护面积不少于1200公顷。
23.到2028年,新型储能规模达到0.8吉瓦。
24.到2026年,船舶岸电使用率提高两三成。
25.2026—2028年,改造农贸市场四十至六十个。
26.到2029年,小学、初中和高中巩固率分别达到99.5%、98%和93%。
27.到2027年,养老床位增长到廿一万张。
28.到2030年,海水淡化水量比2025年增长百分之十五至百分之二十。
"""

COUNTY = """青屏縣淨零行動計畫
青屏縣政府
中華民國114年2月3日
為推動淨零,訂定本計畫。
一、重點工作
1.到民國116年,太陽光電設置容量達到35萬千瓦。
2.民國一百一十七年底前,公園綠地面積達到四百五十公頃。
3.到民國115年,公車、計程車電動化比例分別達到六成、兩成五。
4.民國114年至118年,托嬰中心達到四十至六十處。
5.到民國119年,自來水漏水率降到百分之十以下。
6.到民國120年,節電志工達到三百五十人。
"""

SEEDS = Path(__file__).parents[2] / "seeds"
YICHUN = SEEDS / "000_ffbc63344c3ba8da.txt"


@dataclass(frozen=True)
class Reading:
    """A question, the values that its sentence states, and a draft's sentence that says so and one that does not."""

    question: str
    low: str
    high: str
    unit: str
    year: int
    true: str
    false: str


def reading(question: str, value: str, unit: str, year: int, true: str, false: str) -> Reading:
    low, _, high = value.partition("..")
    return Reading(question, low, high or low, unit, year, true, false)


READINGS = [
    reading(
        "2026年渣土车新能源车辆占比目标是多少?", "41", "%", 2026,
        "到2026年,渣土车新能源车辆占比达到41%。", "到2026年,渣土车新能源车辆占比达到68%。",
    ),
    reading(
        "2026年环卫车新能源车辆占比目标是多少?", "68", "%", 2026,
        "环卫车新能源车辆占比2026年达到百分之六十八。", "环卫车新能源车辆占比2026年达到41%。",
    ),
    reading(
        "2027年农村生活污水处理率要达到多少?", "62", "%", 2027,
        "到2027年,农村生活污水处理率达到62%以上。", "到2027年,农村生活污水处理率达到97%。",
    ),
    reading(
        "2027年城镇生活污水处理率要达到多少?", "97", "%", 2027,
        "到2027年,城镇生活污水处理率达到97%。", "到2027年,城镇生活污水处理率达到62%。",
    ),
    reading(
        "2028年光伏装机规模目标?", "260000", "千瓦", 2028,
        "到2028年,光伏装机规模达到260兆瓦。", "到2028年,光伏装机规模达到18万千瓦。",
    ),
    reading(
        "2028年风电装机规模目标?", "180000", "千瓦", 2028,
        "到2028年,风电装机规模达到18万千瓦。", "到2028年,风电装机规模达到26万千瓦。",
    ),
    reading(
        "2030年再生水利用率达到多少?", "45", "%", 2030,
        "到2030年,再生水利用率达到45%。", "到2030年,再生水利用率达到30%。",
    ),
    reading(
        "2026年再生水利用率达到多少?", "30", "%", 2026,
        "到2026年,再生水利用率达到30%。", "到2026年,再生水利用率达到45%。",
    ),
    reading(
        "2027年专精特新企业达到多少家?", "30..50", "家", 2027,
        "到2027年,专精特新企业达到30到50家。", "到2027年,专精特新企业达到30到60家。",
    ),
    reading(
        "2028年研发经费投入强度达到多少?", "2.5..3", "%", 2028,
        "到2028年,研发经费投入强度达到2.5%—3%。", "到2028年,研发经费投入强度达到3.5%—4%。",
    ),
    reading(
        "2026年公共建筑用水量下降多少?", "35", "%", 2026,
        "到2026年,公共建筑用水量下降35%。", "到2026年,公共建筑用水量下降30%。",
    ),
    reading(
        "2030年渔民人均可支配收入的目标是多少?", "2", "倍", 2030,
        "到2030年,渔民人均可支配收入翻一番。", "到2030年,渔民人均可支配收入翻两番。",
    ),
    reading(
        "2027年数字产品产值达到2022年的多少倍?", "1.8", "倍", 2027,
        "到2027年,数字产品产值达到2022年的1.8倍。", "到2027年,数字产品产值达到2022年的2.8倍。",
    ),
    reading(
        "2026年冷链仓储容量达到多少?", "130000000", "立方米", 2026,
        "到2026年,冷链仓储容量达到13000万立方米。", "到2026年,冷链仓储容量达到1.3万立方米。",
    ),
    reading(
        "2027年港口货物吞吐量达到多少?", "25000", "吨", 2027,
        "到2027年,港口货物吞吐量达到25000吨以上。", "到2027年,港口货物吞吐量达到2.5亿吨以上。",
    ),
    reading(
        "2029年森林蓄积量达到多少?", "3500000", "立方米", 2029,
        "到2029年,森林蓄积量达到350万立方米。", "到2028年,森林蓄积量达到350万立方米。",
    ),
    reading(
        "2026年公用充电桩达到多少个?", "3200", "个", 2026,
        "到2026年,公用充电桩达到3200个。", "到2026年,公用充电桩达到3020个。",
    ),
    reading(
        "2027年护林员人数达到多少人?", "12000", "人", 2027,
        "到2027年,护林员人数达到1.2万人。", "到2027年,护林员人数达到1.02万人。",
    ),
    reading(
        "十五五期间新增保障性租赁住房多少套?", "80000", "套", 2030,
        "2026—2030年,新增保障性租赁住房80000套。", "“十五五”期间,新增保障性租赁住房9万套。",
    ),
    reading(
        "十四五新增造林面积多少亩?", "30000", "亩", 2025,
        "“十四五”期间,新增造林面积3万亩。", "“十四五”期间,新增造林面积13万亩。",
    ),
    reading(
        "2027年底老旧管网改造率达到多少?", "90", "%", 2027,
        "到2027年底,老旧管网改造率达到90%。", "到2027年底,老旧管网改造率达到九成五。",
    ),
    reading(
        "2028年细颗粒物浓度控制在多少?", "28", "微克/立方米", 2028,
        "到2028年,细颗粒物浓度控制在28微克/立方米以内。", "到2028年,细颗粒物浓度不低于28微克/立方米。",
    ),
    reading(
        "2030年单位产值能耗下降多少?", "13.5", "%", 2030,
        "到2030年,单位产值能耗较2025年降低13.5%。", "到2030年,单位产值能耗较2020年降低13.5%。",
    ),
    reading(
        "2028年绿色建材应用比例提高到多少?", "5", "成", 2028,
        "到2028年,绿色建材应用比例力争提高到50%以上。", "到2028年,绿色建材应用比例力争提高到55%以上。",
    ),
    reading(
        "2027年高标准农田面积达到多少亩?", "1050000", "亩", 2027,
        "到2027年,高标准农田面积达到105万亩。", "到2027年,高标准农田面积达到150万亩。",
    ),
    reading(
        "2030年湿地保护面积不少于多少?", "1200", "公顷", 2030,
        "到2030年,湿地保护面积不少于12平方公里。", "到2030年,湿地保护面积不少于1200平方公里。",
    ),
    reading(
        "2028年新型储能规模达到多少?", "0.8", "吉瓦", 2028,
        "到2028年,新型储能规模达到80万千瓦。", "到2028年,新型储能规模达到8万千瓦。",
    ),
    reading(
        "2026年船舶岸电使用率提高多少?", "2..3", "成", 2026,
        "到2026年,船舶岸电使用率提高20%—30%。", "到2026年,船舶岸电使用率提高40%—50%。",
    ),
    reading(
        "2026—2028年改造农贸市场多少个?", "40..60", "个", 2028,
        "2026—2028年,改造农贸市场40至60个。", "2026—2028年,改造农贸市场50至60个。",
    ),
    reading(
        "2029年初中巩固率达到多少?", "98", "%", 2029,
        "到2029年,初中巩固率达到98%。", "到2029年,初中巩固率达到99.5%。",
    ),
    reading(
        "2029年高中巩固率达到多少?", "93", "%", 2029,
        "到2029年,高中巩固率达到93%。", "到2029年,高中巩固率达到98%。",
    ),
    reading(
        "2027年养老床位增长到多少张?", "210000", "张", 2027,
        "到2027年,养老床位增长到21万张。", "到2027年,养老床位增长到20万张。",
    ),
    reading(
        "2030年海水淡化水量增长多少?", "15..20", "%", 2030,
        "到2030年,海水淡化水量比2025年增长15%—20%。", "到2030年,海水淡化水量比2025年下降15%—20%。",
    ),
    reading(
        "民國116年太陽光電設置容量達到多少?", "350000", "千瓦", 2027,
        "到2027年,太阳光电设置容量达到35万千瓦。", "到2026年,太阳光电设置容量达到35万千瓦。",
    ),
    reading(
        "2028年公園綠地面積達到多少?", "450", "公顷", 2028,
        "到民國117年,公園綠地面積達到450公頃。", "到民國117年,公園綠地面積達到四百零五公頃。",
    ),
    reading(
        "民國115年計程車電動化比例達到多少?", "25", "%", 2026,
        "到2026年,計程車電動化比例達到25%。", "到2026年,計程車電動化比例達到60%。",
    ),
    reading(
        "民國115年公車電動化比例達到多少?", "6", "成", 2026,
        "到2026年,公車電動化比例達到60%。", "到2026年,公車電動化比例達到25%。",
    ),
    reading(
        "2025—2029年托嬰中心達到多少處?", "40..60", "处", 2029,
        "民國114年至118年,托嬰中心達到40至60處。", "民國114年至118年,托嬰中心達到40至50處。",
    ),
    reading(
        "民國119年自來水漏水率降到多少?", "10", "%", 2030,
        "到2030年,自來水漏水率降到10%以下。", "到2030年,自來水漏水率不低於10%。",
    ),
    reading(
        "民國120年節電志工達到多少人?", "350", "人", 2031,
        "到2031年,節電志工達到350人。", "到2031年,節電志工達到305人。",
    ),
    reading(
        "宜春出租车新能源占比2025年目标", "35", "%", 2025,
        "到2025年,宜春出租车新能源占比达到35%。", "到2025年,宜春出租车新能源占比达到72%。",
    ),
    reading(
        "宜春公交车新能源占比2025年目标", "72", "%", 2025,
        "到2025年,宜春公交车新能源占比达到72%。", "到2025年,宜春公交车新能源占比达到35%。",
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Readers:
    """The three readers of one index."""

    assistant: Assistant
    checker: Checker
    table: tuple[Target, ...]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    folder = tmp_path_factory.mktemp("reading")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    build_index([folder / "city.txt", folder / "county.txt", YICHUN], folder / "index", workers=1)
    bundle = Bundle.open(folder / "index")
    assistant = Assistant.open(folder / "index")
    return Readers(assistant, Checker(assistant.engine), target_table(bundle, load_encoder(bundle.encoder.name)))


@pytest.mark.parametrize("said", READINGS, ids=lambda said: said.question)
def test_an_answer_is_the_row_of_the_table_and_what_the_check_holds_true(readers: Readers, said: Reading) -> None:
    answer = readers.assistant.ask(said.question)
    assert not answer.abstained, answer.reason
    first = answer.items[0]
    rows = [row for row in readers.table if row.citation.file == first.citation.file and row.span.overlap(first.span)]
    assert [(row.low, row.high, row.unit, row.year) for row in rows] == [
        (Decimal(said.low), Decimal(said.high), said.unit, said.year)
    ], first.text
    assert first.year == said.year
    true, false = (readers.checker.check(text).findings[0] for text in (said.true, said.false))
    assert true.verdict in SUPPORTED, true.differences
    assert false.verdict is Verdict.DIFFERS
