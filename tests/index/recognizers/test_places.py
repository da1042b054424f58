"""The gazetteer: completeness, spellings, and finding names in questions."""

import re

import pytest

from index.recognizers.places import find_places, gazetteer, spelled


def names(text: str) -> list[str]:
    return [name for name, _ in find_places(text)]


def test_units_of_the_country() -> None:
    entries = gazetteer().entries
    provinces = [entry for entry in entries if entry.level == "province"]
    assert len(provinces) == 34
    # 333 prefecture-level units of the mainland's provinces, and the cities and counties of Taiwan.
    mainland = [entry for entry in entries if entry.level == "prefecture" and entry.parent != "台湾省"]
    assert len(mainland) == 333
    known = {entry.name for entry in provinces}
    assert all(entry.parent in known for entry in entries if entry.parent)
    assert len({entry.name for entry in entries}) == len(entries)
    for entry in entries:
        assert all(re.fullmatch(r"[a-zü' ]+|shangri-la", spelling) for spelling in entry.spellings), entry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深圳2025年新型储能装机目标", ["深圳市"]),
        ("宜春、宿迁和连云港市谁的目标高?", ["宜春市", "宿迁市", "连云港市"]),
        ("湖北省襄阳市人民政府", ["湖北省", "襄阳市"]),
        ("江苏连云港市", ["江苏省", "连云港市"]),
        ("马鞍山的屋顶光伏", ["马鞍山市"]),
        ("吉林省吉林市", ["吉林省", "吉林市"]),
        ("日照2025年目标", ["日照市"]),
        ("日照时数和朝阳产业", []),
        ("朝阳区政府", []),
        ("长治久安", []),
        ("四平路和南京东路的商户", []),
        ("南京路网规划", ["南京市"]),
        ("观塘区议会", ["观塘区"]),
        ("泗洪县的目标", ["泗洪县"]),
        ("全市各县(区)工业园区", []),
        ("", []),
    ],
)
def test_places_in_text(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_spans_are_of_the_mention() -> None:
    text = "请问宜春2025年"
    ((name, span),) = find_places(text)
    assert (name, span.of(text)) == ("宜春市", "宜春")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Shanwei", "汕尾市"), ("Lianyungang City", "连云港市"), ("Hong Kong", "香港特别行政区"),
        ("Macau", "澳门特别行政区"),
        ("Taipei", "台北市"), ("Inner Mongolia", "内蒙古自治区"), ("Tibet", "西藏自治区"), ("Harbin", "哈尔滨市"),
        ("Ürümqi", "乌鲁木齐市"), ("Lhasa", "拉萨市"), ("Hohhot", "呼和浩特市"), ("Shaanxi Province", "陕西省"),
        ("Xi'an", "西安市"), ("Chongqing", "重庆市"), ("Xiamen", "厦门市"), ("Bengbu", "蚌埠市"), ("Luohe", "漯河市"),
    ],
)  # fmt: skip
def test_spellings(spelling: str, name: str) -> None:
    assert name in [entry.name for entry in gazetteer().spelled(spelling)]


def test_one_spelling_may_mean_several_places() -> None:
    assert [entry.name for entry in gazetteer().spelled("Yichun")] == ["伊春市", "宜春市"]
    assert [found for found, _ in spelled("What is the target of Yichun in 2025?")] == [("伊春市", "宜春市")]
    assert [found[0] for found, _ in spelled("solar roofs in suqian and hong kong")] == ["宿迁市", "香港特别行政区"]
    assert spelled("What share of new roofs should carry panels?") == []


def test_containment() -> None:
    assert gazetteer().within("宿迁", "江苏")
    assert gazetteer().within("宿迁市", "江苏省")
    assert gazetteer().within("江苏", "江苏省")
    assert not gazetteer().within("宜春市", "江苏省")
    assert not gazetteer().within("无此地", "江苏省")
