"""Units of measure of official text: what each one measures, and how much of its base unit it is.

One table holds the legal units of measurement of the People's Republic of China (GB 3100-1993) with their everyday
and English names, the currencies, and the common measure words (量词) of modern Chinese. Text is expected normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from index.recognizers.numbers import MULTIPLIERS, SCALE

__all__ = ["ENGLISH_UNIT", "INITIALS", "UNIT", "UNIT_AFTER_CHINESE", "Kind", "base_of", "kind_of", "unscaled"]


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


# Each: the name, a look-ahead that keeps out the words that merely begin with it (元素, 家庭), and after a sign of
# equality how many of which unit one of it is; a unit without is its own base.
_UNITS: dict[Kind, str] = {
    Kind.SHARE: "% ‰=0.1% 成(?![为本立果员就效熟型功品套不])=10%",
    Kind.POINTS: "个百分点 百分点=1个百分点",
    Kind.ENERGY: (
        "千瓦时 兆瓦时=1000千瓦时 度电=1千瓦时 kWh=1千瓦时 MWh=1000千瓦时 GWh=1000000千瓦时 TWh=1000000000千瓦时"
        " 焦耳 千焦=1000焦耳 兆焦=1000000焦耳 吉焦=1000000000焦耳 kJ=1000焦耳 MJ=1000000焦耳 GJ=1000000000焦耳 千卡"
    ),
    Kind.POWER: (
        "千瓦 兆瓦=1000千瓦 吉瓦=1000000千瓦 瓦=0.001千瓦 kW=1千瓦 MW=1000千瓦 GW=1000000千瓦"
        " 千伏安 兆伏安=1000千伏安 kVA=1千伏安 MVA=1000千伏安"
    ),
    Kind.VOLTAGE: "千伏 伏=0.001千伏 kV=1千伏",
    Kind.MASS: (
        "吨标准煤 吨标煤=1吨标准煤 吨油当量 吨二氧化碳当量 吨二氧化碳 蒸吨 吨 公吨=1吨"
        " 公斤=0.001吨 千克=0.001吨 斤=0.0005吨"
        " 公担=0.1吨 克=0.000001吨 毫克=0.000000001吨 微克=0.000000000001吨 kg=0.001吨 mg=0.000000001吨"
    ),
    Kind.AREA: (
        "平方米 平方公里=1000000平方米 平方千米=1000000平方米 公顷=10000平方米 亩 平米=1平方米 平方公尺=1平方米"
        " 平方分米=0.01平方米 平方厘米=0.0001平方米 平方毫米=0.000001平方米"
        " km2=1000000平方米 m2=1平方米 hm2=10000平方米 dm2=0.01平方米 cm2=0.0001平方米 mm2=0.000001平方米"
    ),
    Kind.VOLUME: (
        "立方米 标准立方米=1立方米 立方公尺=1立方米 立方=1立方米 标方=1立方米 m3=1立方米"
        " 升=0.001立方米 毫升=0.000001立方米 L(?![A-Za-z])=0.001立方米"
    ),
    Kind.LENGTH: (
        "米 公里=1000米 千米=1000米 厘米=0.01米 毫米=0.001米 公尺=1米 海里=1852米 英里 英寸"
        " km=1000米 cm=0.01米 mm=0.001米 nm=0.000000001米"
    ),
    Kind.MONEY: "元(?![素器件旦]) 元人民币=1元 美元 港元 欧元 日元 新台币",
    Kind.TIME: (
        "个工作日 工作日=1个工作日 个自然日 个月 小时 个小时=1小时 分钟 秒 年 天 日 周年 周岁 岁=1周岁 周(?![边期转围])"
        " 学时 个学时=1学时 课时 个课时=1课时 个季度 季度=1个季度"
    ),
    Kind.CLOCK: "点整 点钟",
    Kind.TEMPERATURE: "摄氏度 °C=1摄氏度 度(?![假])",
    Kind.PEOPLE: "人(?![民员才均工类口]) 人次=1人 户 名(?![录单称义])",
    Kind.MULTIPLE: "倍",
    Kind.COUNT: (
        "个 家(?![庭电具居园]) 辆 座 台(?!阶) 套 条(?![件例款文]) 项(?!目) 处(?![理置于罚]) 所(?![有需在以]) 只 头"
        " 件(?!数) 批(?!准) 次 场(?![所地景]) 艘 架(?!构) 栋 幢 间(?!接) 张 份 部(?![门分委队]) 门 种(?![植养]) 类"
        " 支(?!持) 组(?!织) 期(?![间末]) 对(?!标) 颗 株 棵 班 例 宗 笔 片 块 根 眼 口(?!径) 层 床"
        " 张床位 标准箱 TEU=1标准箱 盏 枚 册 首 页 架次 车次 班次 节(?![约能点日省奏庆假水目气令]) 位(?![于置居列次])"
        " 大(?=[^于的型精报会以届二两力、,。;”])"
    ),
}
# A blank in a name is written as an underscore.
_ENGLISH: dict[Kind, str] = {
    Kind.SHARE: "percent=1% per_cent=1%",
    Kind.POINTS: "percentage_points=1个百分点",
    Kind.POWER: "kilowatts=1千瓦 megawatts=1000千瓦 gigawatts=1000000千瓦",
    Kind.MASS: "tonne=1吨 tonnes=1吨 ton=1吨 tons=1吨 t=1吨",
    Kind.AREA: "hectares=10000平方米",
    Kind.LENGTH: "kilometers=1000米 kilometres=1000米 m=1米",
    Kind.MONEY: "yuan=1元 rmb=1元",
}
_ENTRY = re.compile(r"(?P<name>[^=(]+)(?P<guard>\(.*\))?(?:=(?P<factor>[\d.]+)(?P<base>\D.*))?")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A row of the table; ``pattern`` is the name with its look-ahead."""

    name: str
    pattern: str
    kind: Kind
    base: str
    factor: Decimal


def _rows(table: dict[Kind, str]) -> tuple[_Unit, ...]:
    rows = []
    for kind, entries in table.items():
        for match in map(_ENTRY.fullmatch, entries.split()):
            assert match is not None
            name = match["name"].replace("_", " ")
            pattern = re.escape(name) + (match["guard"] or "")
            rows.append(_Unit(name, pattern, kind, match["base"] or name, Decimal(match["factor"] or 1)))
    # Longest first, so that 千瓦时 is not read as 千瓦.
    return tuple(sorted(rows, key=lambda row: -len(row.name)))


def _alternation(rows: Iterable[_Unit]) -> str:
    return "|".join(row.pattern for row in rows)


_CHINESE_ROWS, _ENGLISH_ROWS = _rows(_UNITS), _rows(_ENGLISH)
_ALL = _alternation(_CHINESE_ROWS)
UNIT = re.compile(rf"\s?(?:{_ALL})(?:/(?:{_ALL}))*", re.IGNORECASE)
"""A unit after an Arabic number, with its divisors (毫克/升, 蒸吨/小时)."""

_VAGUE = frozenset("类期级门部层口根例对组支首班片间场节页位")
UNIT_AFTER_CHINESE = re.compile(_alternation(row for row in _CHINESE_ROWS if row.name not in _VAGUE))
"""A unit after a Chinese numeral: without the measure words that make other words with one (三门, 二期, 一类)."""

_LATIN_ROWS = [row for row in (*_CHINESE_ROWS, *_ENGLISH_ROWS) if re.fullmatch(r"[A-Za-z0-9 ]+", row.name)]
_LATIN_ROWS.sort(key=lambda row: -len(row.name))
ENGLISH_UNIT = re.compile(rf"%|(?:{_alternation(_LATIN_ROWS)})\b", re.IGNORECASE)
"""A unit of English text, behind a number and a blank or none."""

INITIALS = "".join(sorted({row.name[0] for row in _CHINESE_ROWS if not row.name.isascii()} | {"万", "亿"}))
"""The characters that a multiplier or a unit begins with, for a quick look whether a text may hold a figure."""

_BY_NAME = {row.name.casefold(): row for row in (*_ENGLISH_ROWS, *_CHINESE_ROWS)}
_SCALED = re.compile(SCALE)


def kind_of(unit: str) -> Kind:
    """Return what ``unit`` measures; of a quotient, what its numerator does. Unknown and empty units are NUMBER."""
    row = _BY_NAME.get(unit.strip().split("/")[0].casefold())
    return row.kind if row else Kind.NUMBER


def base_of(unit: str) -> tuple[str, Decimal]:
    """Return the base unit of ``unit`` and how many of it one is; a divisor stays as written (克/升 → 吨/升).

    An unknown unit is its own base.
    """
    name, *divisors = unit.strip().casefold().split("/")
    row = _BY_NAME.get(name)
    base, factor = (row.base, row.factor) if row else (name, Decimal(1))
    return "/".join([base, *divisors]), factor


def unscaled(unit: str) -> tuple[str, int]:
    """Return a unit without the multiplier in front of it, and that multiplier: 万千瓦 → (千瓦, 10000)."""
    scale = _SCALED.match(unit)
    return (unit[scale.end() :], MULTIPLIERS[scale.group()]) if scale else (unit, 1)
