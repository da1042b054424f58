"""What a question insists on: names, codes, quoted words and distinctions that an answer's place has to say.

A question may be put in other words than the text, but who names a mine, a person, a standard or a grade means that
one. What counts as such a name is told by its form alone: the words between quotation marks, a code of Latin letters
with a number (PM2.5, GB/T 50378), what is called a mine, school or project by a word that is no common one, a person
where a person acts. Places are matched on their own (:mod:`retriever.query.places`), years and articles too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.language.lexicon import Lexicon
from index.language.normalise import normalise_text
from index.language.tokens import tagged_words
from index.recognizers.distinctions import ANY, Distinction, distinctions
from index.recognizers.offices import Office, offices_in
from index.recognizers.periods import years_in
from index.recognizers.places import gazetteer
from retriever.query.types import Query

__all__ = ["GENERA", "PERSON", "Insisted", "Name", "insisted", "names_in", "other_kind"]

PERSON = "person"
"""The kind of a person's name."""

_KIND_WORDS = (
    "煤矿 金矿 铁矿 铜矿 矿山 矿业 公司 有限公司 集团 银行 大学 学院 医院 卫生院 学校 中学 小学 幼儿园 水库 大桥 "
    "隧道 机场 车站 火车站 码头 港区 电站 电厂 水电站 核电站 发电厂 化工厂 水泥厂 钢铁厂 水厂 风电场 湿地 公园 景区 "
    "广场 大道 大街 高速公路 高速 铁路 村 社区 街道 镇 小区 园区 开发区 产业园 工业园 科技园 研究院 研究所 实验室 "
    "协会 基金会 酒店 饭店 商场 县 区 乡 旗 工程 项目 计划 行动 平台 基金 灌区 流域"
)
_KINDS = frozenset(_KIND_WORDS.split())
"""What bears a name of its own in front."""

GENERA = frozenset({"事故", "灾害", "灾情", "疫情", "疾病", "传染病", "预警"})
"""What the word in front tells the sort of (瓦斯事故); a text may leave the sort out, but not speak of another."""

_NO_SORT = (
    "安全 生产 重大 特大 较大 一般 突发 突发性 各类 自然 公共 责任 意外 群体性 相关 有关 类似 这起 此次 本次 发生 造成 "
    "处理 处置 调查 防范 防止 引发 导致 报告 应对 遏制 减少 发布 启动 预防 死亡 伤亡"
)
_NO_SORTS = tuple(_NO_SORT.split())
_SORTED = re.compile(rf"(?P<sort>[\u3400-\u9fff]{{2,}})(?P<kind>{'|'.join(sorted(GENERA))})")
_FAMILIES = (
    frozenset({"煤矿", "金矿", "铁矿", "铜矿"}),
    frozenset({"大学", "学院", "中学", "小学", "幼儿园"}),
)
"""Kinds of which one name bears only one: 东山煤矿 is no 东山金矿."""

_PROPER = frozenset({"ns", "nr", "nrt", "nrfg", "nz", "nt"})
_SORTS = _PROPER | {"n", "vn", "v", "j", "l"}
_BETWEEN = frozenset({"n", "vn", "v", "j", "l", "b", "nz", "zg", "q"})
"""Parts of speech, as jieba's dictionary has them, of names and of what may stand between one and its kind."""

_UNITS = frozenset({"县", "区", "镇", "乡", "村", "旗", "街道"})
_OF_ITS_KIND = re.compile(
    r"(?P<words>(?![各全本该每老新某])[\u3400-\u9fff]{2,})(?P<kind>[县区镇乡村旗]|街道|公园|水库|大桥|大学|医院|公司)"
)
"""A name that the dictionary, or its model of names, gives with its kind as one word (西岭县)."""

_FURTHEST = 3
"""Words between a name and its kind (宏达·化工·有限公司)."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_QUOTED = re.compile(r"[“\"「『‘](?P<words>[^“”\"「」『』‘’]{2,30})[”\"」』’]|《(?P<title>[^《》]{2,60})》")
_COUNTED = re.compile(r"[一二三四五六七八九十两几\d]")
_CODE = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,6}-?|(?:gb|db\d*|iso|iec|[a-z]{2}/[a-z]) ?)\d[\d.-]*(?![a-z0-9%])")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = re.compile(
    rf"(?:^|[,、和与由]|责任人|当事人|[市县区镇乡省局厅处院校]长|书记|主任|董事长|经理|医生|教授|专家|同志)"
    rf"(?P<name>[{_SURNAMES}][\u3400-\u9fff]{{1,2}}?)(?=在|是|被|受|担任|兼任|任|因|为什么|先生|女士|同志|$)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """What is named by ``words`` and ``called`` in full (西山, 西山煤矿); its ``kind`` is 煤矿, `PERSON`, or ""."""

    words: str
    called: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Insisted:
    """What a question insists on: ``names`` and ``offices`` in any order, one of ``distinctions`` for each kind."""

    names: tuple[Name, ...] = ()
    offices: tuple[Office, ...] = ()
    distinctions: frozenset[Distinction] = frozenset()


def insisted(query: Query) -> Insisted:
    """Return what an analysed question insists on; nothing of an English one, whose names are spelled otherwise."""
    if query.language == "en":
        return Insisted()
    text = query.normalised
    places = tuple(normalise_text(name) for place in query.places for name in (place.name, place.mention))
    outside = (*places, *map(normalise_text, query.unknown_places))
    told_of = text
    for place in places:
        told_of = told_of.replace(place, ",")
    names = [Name(words, words) for words in (*_quoted(query.text), *_codes(text))]
    names += [Name(person, person, PERSON) for person in _persons(told_of)]
    named = (name for name in names_in(text) if _is_proper(name))
    names += [name for name in named if not any(name.words in place for place in outside)]
    told = distinctions(text)
    one = frozenset(d for d in told if d.value != ANY and sum(d.kind == other.kind for other in told) == 1)
    return Insisted(tuple(dict.fromkeys(names)), tuple(offices_in(text)), one)


def names_in(text: str) -> Iterator[Name]:
    """Yield what a normalised text calls by a name of its own before its kind (西山煤矿)."""
    words = tagged_words(text.encode("utf-8", "replace").decode())  # jieba takes no half of a surrogate pair
    for at, (kind, pos) in enumerate(words):
        if pos in _PROPER and (own := _OF_ITS_KIND.fullmatch(kind)) and not _is_common(kind):
            yield Name(own["words"], kind, own["kind"])
        yield from _sorts(words[at - 1] if at else ("", ""), kind)
        if kind not in _KINDS:
            continue
        for before in range(at - 1, max(-1, at - 2 - _FURTHEST), -1):
            word, tag = words[before]
            if not _HAN.fullmatch(word):
                break
            if tag in _PROPER and len(word) > 1 and (tag == "ns" or not _is_common(word)):
                whole = before + 1
                while whole < at and len(words[whole][0]) == 1:  # 河南村 in 河南村煤矿
                    whole += 1
                name, called = ("".join(said for said, _ in words[before:end]) for end in (whole, at + 1))
                yield Name(name, called, kind)
                break
            if tag not in _BETWEEN and not (tag in _PROPER and len(word) == 1):
                break


def _sorts(before: tuple[str, str], word: str) -> Iterator[Name]:
    """Yield of what sort an accident is by its word, or by the tagged word ``before`` it."""
    if joined := _SORTED.fullmatch(word):
        sort, kind = joined["sort"], joined["kind"]
    elif word in GENERA and before[1] in _SORTS and len(before[0]) > 1 and _HAN.fullmatch(before[0]):
        sort, kind = before[0], word
    else:
        return
    if not sort.endswith(_NO_SORTS):
        yield Name(sort, sort + kind, kind)


def _quoted(text: str) -> Iterator[str]:
    """Quoted words of a question; neither plans (“十四五”) nor what is only counted (“三个一”) insists."""
    for match in _QUOTED.finditer(text):
        words = normalise_text(match["title"] or match["words"]).strip()
        if match["title"] or not (years_in(words) or _COUNTED.match(words)):
            yield words


def _codes(text: str) -> Iterator[str]:
    return (match.group().strip(" .-") for match in _CODE.finditer(text))


def _persons(text: str) -> Iterator[str]:
    for match in _PERSON.finditer(text):
        name = match["name"]
        if not (name.endswith(("长", "总", "某")) or _is_common(name) or gazetteer().named(name)):
            yield name


def other_kind(one: Name, other: Name) -> bool:
    """Whether two names are of kinds that exclude each other."""
    return one.kind != other.kind and any({one.kind, other.kind} <= family for family in _FAMILIES)


def _is_proper(name: Name) -> bool:
    """Whether a name is one: no common word, unless it tells a sort or an administrative unit is called so (北山县)."""
    if name.kind in GENERA:
        return True
    return not _is_common(name.words) or (name.kind in _UNITS and name.called in (name.words + name.kind, name.words))


@lru_cache(4_096)
def _is_common(word: str) -> bool:
    return Lexicon.load().says(word)
