"""Units of measure of official text, and what kind of thing each one measures.

The tables are the legal units of measurement of the People's Republic of China with their everyday names, the
currencies, and the common measure words (量词) of modern Chinese. A look-ahead after a unit keeps out the words that
merely begin with it (元素, 家庭). Text is expected normalised.
"""

from __future__ import annotations

import re
from enum import Enum

__all__ = ["UNIT", "UNIT_AFTER_CHINESE", "Kind", "kind_of"]


class Kind(str, Enum):
    """What a unit measures; questions that ask for one kind are not answered by another."""

    SHARE = "share"
    POINTS = "percentage points"
    POWER = "power"
    ENERGY = "energy"
    VOLTAGE = "voltage"
    MASS = "mass"
    AREA = "area"
    VOLUME = "volume"
    LENGTH = "length"
    MONEY = "money"
    TIME = "time"
    CLOCK = "time of day"
    TEMPERATURE = "temperature"
    PEOPLE = "people"
    MULTIPLE = "multiple"
    COUNT = "count"
    NUMBER = "number"


_UNITS: dict[Kind, str] = {
    Kind.SHARE: "% ‰ 成(?![为本立果员就效熟型功品套])",
    Kind.POINTS: "个百分点 百分点",
    Kind.ENERGY: "千瓦时 兆瓦时 度电 kWh MWh GWh TWh 千焦 兆焦 吉焦 焦耳 kJ MJ GJ 千卡",
    Kind.POWER: "千瓦 兆瓦 吉瓦 瓦 kW MW GW 千伏安 兆伏安 kVA MVA",
    Kind.VOLTAGE: "千伏 伏 kV",
    Kind.MASS: "吨标准煤 吨标煤 吨油当量 吨二氧化碳当量 吨二氧化碳 蒸吨 吨 公斤 千克 毫克 微克 克 kg mg 斤 公担",
    Kind.AREA: "平方公里 平方千米 平方米 公顷 亩 平米 km2 m2 hm2",
    Kind.VOLUME: "标准立方米 立方米 立方 标方 m3 毫升 升 L(?![A-Za-z])",
    Kind.LENGTH: "公里 千米 厘米 毫米 海里 英里 英寸 米 km cm mm nm",
    Kind.MONEY: "元人民币 美元 港元 欧元 日元 新台币 元(?![素器件旦])",
    Kind.TIME: "个工作日 工作日 个自然日 个月 小时 分钟 秒 年 天 日 周年 周(?![边期转围]) 学时 课时 个季度 季度",
    Kind.CLOCK: "点整 点钟",
    Kind.TEMPERATURE: "摄氏度 °C 度(?![假])",
    Kind.PEOPLE: "人次 人(?![民员才均工类口]) 户 名(?![录单称义])",
    Kind.MULTIPLE: "倍",
    Kind.COUNT: (
        "个 家(?![庭电具居园]) 辆 座 台(?!阶) 套 条(?![件例款文]) 项(?!目) 处(?![理置于罚]) 所(?![有需在以]) 只 头"
        " 件(?!数) 批(?!准) 次 场(?![所地景]) 艘 架(?!构) 栋 幢 间(?!接) 张 份 部(?![门分委队]) 门 种(?![植养]) 类"
        " 支(?!持) 组(?!织) 期(?![间末]) 对(?!标) 颗 株 棵 班 例 宗 笔 片 块 根 眼 口(?!径) 层 床 张床位 标准箱 TEU 盏"
        " 枚 册 首 页 架次 车次 班次 节(?![约能点日省奏庆假水目气令]) 位(?![于置居列次])"
        " 大(?=[^于的型精报会以届二两力、,。;”])"
    ),
}


def _alternation(kinds: dict[Kind, str]) -> str:
    units = {u for names in kinds.values() for u in names.split()}
    # Longest first, so that 千瓦时 is not read as 千瓦.
    return "|".join(sorted(units, key=lambda u: -len(u.split("(")[0])))


_ALL = _alternation(_UNITS)
UNIT = re.compile(rf"\s?(?:{_ALL})(?:/(?:{_ALL}|标准立方米))*", re.IGNORECASE)
"""A unit after an Arabic number, with its divisors (毫克/升, 蒸吨/小时)."""

_VAGUE = frozenset("类期级门部层口根例对组支首班片间场节页位")
UNIT_AFTER_CHINESE = re.compile(
    "|".join(
        f"(?:{u})"
        for u in sorted({u for names in _UNITS.values() for u in names.split()}, key=lambda u: -len(u.split("(")[0]))
        if u.split("(")[0] not in _VAGUE
    )
)
"""A unit after a Chinese numeral: without the measure words that make other words with one (三门, 二期, 一类)."""

_EXACT = {u.split("(")[0].casefold(): kind for kind, names in _UNITS.items() for u in names.split()}


def kind_of(unit: str) -> Kind:
    """Return what ``unit`` measures; of a quotient, what its numerator does. Unknown and empty units are NUMBER."""
    return _EXACT.get(unit.strip().split("/")[0].casefold(), Kind.NUMBER)
