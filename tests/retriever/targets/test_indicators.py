"""Which subjects are one indicator across documents, and which only look alike; judged by what the words mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.encoders import load_encoder
from index.store.bundle import Bundle
from retriever.targets import indicators, lines_of, read_targets, target_table
from retriever.targets import word_meanings as meanings

HEAD = "{place}绿色发展实施方案\n{place}人民政府\n2023年3月5日\n为推动绿色发展,制定本方案。\n一、主要目标\n"

DIFFERENT = [
    ("光伏发电装机容量达到580万千瓦", "海上风电装机容量达到580万千瓦"),
    ("光伏装机规模达到580万千瓦", "风电装机规模达到580万千瓦"),
    ("海上风电装机容量达到300万千瓦", "陆上风电装机容量达到300万千瓦"),
    ("单位GDP能耗比2020年下降14%", "单位工业增加值能耗比2020年下降14%"),
    ("单位地区生产总值能耗比2020年下降13%", "单位地区生产总值二氧化碳排放比2020年下降13%"),
    ("城镇新建建筑中绿色建筑占比达到100%", "装配式建筑占比达到30%"),
    ("城镇新建建筑绿色建筑占比达到100%", "城镇新建建筑装配式建筑占比达到30%"),
    ("森林覆盖率达到60%", "建成区绿化覆盖率达到43%"),
    ("PM2.5平均浓度控制在30微克/立方米以内", "PM10平均浓度控制在50微克/立方米以内"),
    ("PM2.5浓度下降10%", "PM10浓度下降10%"),
    ("新能源公交车占比达到72%", "新能源出租车占比达到35%"),
    ("新能源公交车占比达到72%", "新能源出租汽车占比达到35%"),
    ("秸秆综合利用率达到95%", "畜禽粪污综合利用率达到90%"),
    ("城市污水处理率达到95%", "城市生活垃圾处理率达到95%"),
    ("农村自来水普及率达到90%", "农村卫生厕所普及率达到90%"),
    ("煤炭产量达到100万吨", "粮食产量达到100万吨"),
    ("非化石能源消费比重达到20%", "化石能源消费比重达到80%"),
    ("化学需氧量排放量下降8%", "氨氮排放量下降8%"),
    ("二氧化硫排放量下降8%", "氮氧化物排放量下降8%"),
    ("5G基站达到2万个", "公共充电桩达到2万个"),
    ("公办幼儿园在园幼儿占比达到60%", "普惠性幼儿园在园幼儿占比达到93%"),
    ("学前教育毛入园率达到95%", "高中阶段毛入学率达到95%"),
    ("城镇居民人均可支配收入增长6%", "农村居民人均可支配收入增长6%"),
    ("化肥利用率达到43%", "农药利用率达到43%"),
    ("高速公路里程达到1000公里", "铁路里程达到1000公里"),
    ("新增城镇就业达到5万人", "新增农民工就业达到5万人"),
    ("抽水蓄能装机规模达到100万千瓦", "新型储能装机规模达到100万千瓦"),
    ("用水总量控制在20亿立方米以内", "天然气消费总量控制在20亿立方米以内"),
    ("工业固废综合利用率达到80%", "建筑垃圾综合利用率达到80%"),
    ("规模以上工业单位增加值能耗下降15%", "万元工业增加值用水量下降15%"),
    ("国家级绿色工厂达到10家", "省级绿色工厂达到10家"),
    ("每千人口执业医师数达到4人", "每千人口注册护士数达到4人"),
    ("常住人口城镇化率达到70%", "户籍人口城镇化率达到70%"),
    ("新建居住建筑节能率达到75%", "新建公共建筑节能率达到75%"),
    ("新增充电桩2000个", "累计建成充电桩1.2万个"),
    ("新增绿色工厂10家", "绿色工厂达到10家"),
]

SAME = [
    ("单位GDP能耗比2020年下降14%", "单位地区生产总值能耗比2020年下降13%"),
    ("非化石能源消费比重达到20%", "非化石能源占能源消费总量比重达到18%"),
    ("非化石能源占一次能源消费比重达到20%", "非化石能源消费占比达到18%"),
    ("城镇生活垃圾资源化利用率达到60%", "城市生活垃圾资源化利用率达到65%"),
    ("新建厂房屋顶光伏覆盖率达到50%", "新建工厂屋顶光伏覆盖率达到40%"),
    ("建成区绿化覆盖率达到43%", "城市建成区绿化覆盖率达到40%"),
    ("森林覆盖率达到60%", "全省森林覆盖率达到55%"),
    ("城市公共供水管网漏损率控制在9%以内", "城市供水管网漏损率控制在10%以内"),
    ("地区生产总值年均增长6%", "GDP年均增长6.5%"),
]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The line of the figure of every sentence, each in a document of its own, beside the seeds."""
    folder = tmp_path_factory.mktemp("pairs")
    seeds = Path(__file__).resolve().parents[3] / "seeds"
    (folder / "in").mkdir()
    files: dict[str, str] = {}
    for number, pair in enumerate([*DIFFERENT, *SAME]):
        for place, sentence in zip(("南昌市", "贵阳市"), pair, strict=True):
            name = f"{number:03}{place}.txt"
            files[name] = sentence
            text = HEAD.format(place=place) + f"到2025年,{sentence}。\n"
            (folder / "in" / name).write_text(text, encoding="utf-8")
    build_index([folder / "in", seeds], folder / "index", workers=1)
    bundle = Bundle.open(folder / "index")
    found = {}
    for row in target_table(bundle, load_encoder()):
        name = Path(row.citation.file).name
        if name in files:
            found[name] = row.line
    assert len(found) == len(files)
    return found


def _pair(lines: dict[str, int], number: int) -> tuple[int, int]:
    return lines[f"{number:03}南昌市.txt"], lines[f"{number:03}贵阳市.txt"]


@pytest.mark.parametrize("number", range(len(DIFFERENT)), ids=lambda n: DIFFERENT[n][0])
def test_different_things_stay_apart(lines: dict[str, int], number: int) -> None:
    one, other = _pair(lines, number)
    assert one != other


@pytest.mark.parametrize("number", range(len(SAME)), ids=lambda n: SAME[n][0])
def test_one_thing_in_other_words_is_one_line(lines: dict[str, int], number: int) -> None:
    one, other = _pair(lines, len(DIFFERENT) + number)
    assert one == other


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("seeds")
    build_index([Path(__file__).resolve().parents[3] / "seeds"], folder, workers=1)
    return Bundle.open(folder)


def test_pairs_left_out_could_not_be_alike(seeds: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, encoder = read_targets(seeds), load_encoder()
    lines = lines_of(rows, encoder, seeds.lexical.idf)
    assert max(len(line.rows) for line in lines) > 3
    monkeypatch.setattr(indicators, "_telling", lambda words, holding: words.rows.tolist())
    assert lines_of(rows, encoder, seeds.lexical.idf) == lines


def test_a_large_vocabulary_is_compared_in_parts(seeds: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, encoder = read_targets(seeds), load_encoder()
    lines = lines_of(rows, encoder, seeds.lexical.idf)
    monkeypatch.setattr(indicators, "LARGEST_TABLE", 0)
    monkeypatch.setattr(meanings, "BLOCK", 7)
    assert lines_of(rows, encoder, seeds.lexical.idf) == lines
