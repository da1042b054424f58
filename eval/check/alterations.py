"""Altering a clause in a known way: words, figures, units, years, bodies, negations, directions, script.

Each change takes Simplified text with Chinese punctuation and returns it altered, None where it lends itself to none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from index.language.normalise import normalise_text
from index.language.script import detect_script, to_simplified, to_traditional
from index.recognizers.quantities import find_quantities

__all__ = [
    "Change",
    "negated",
    "other_number",
    "other_script",
    "other_unit",
    "other_year",
    "reworded",
    "shortened",
    "swapped",
    "turned",
]

Change = Callable[[str, random.Random], "str | None"]

_SAME = """
力争=努力 推进=推动 推动=促进 加快=抓紧 加强=强化 鼓励=支持 提高=提升 提升=提高 开展=组织开展 完善=健全
健全=完善 实施=落实 建设=打造 达到=要达到 大力=积极 积极=大力 全面=全方位 进一步=更加 持续=不断 严格=从严
建立=构建 构建=建立 优化=改进 促进=带动 发展=壮大 引导=指导 以及=和 利用=使用
"""
_OTHER_UNITS = """
万千瓦时=亿千瓦时 万千瓦=亿千瓦 亿千瓦时=万千瓦时 万吨=亿吨 亿元=万元 万元=亿元 平方公里=公顷 平方米=公顷
公顷=平方公里 公里=米 兆瓦=千瓦 吨=千克 %=个百分点 万亩=万公顷 亩=公顷 立方米=升 个百分点=% 分钟=小时 小时=天
元=万元 课时=学期
"""
_OPPOSITES = """
提高=降低 提升=降低 增加=减少 上升=下降 增长=下降 扩大=缩小 不低于=不高于 不少于=不多于 以上=以下 高于=低于
大于=小于 降低=提高 减少=增加 下降=上升 缩小=扩大 不高于=不低于 不超过=不少于 以下=以上 低于=高于 增强=削弱
遏制=鼓励 合理控制=大力扩大 压减=增加
"""


def _listed(pairs: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (pair.partition("=") for pair in pairs.split())]


_WORDS = dict(_listed(_SAME))
_REWORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_UNITS = _listed(_OTHER_UNITS)
_VERBS = re.compile(
    r"(?:^|(?<=，))(?:大力|积极|加快|持续|稳步|有序|全面|不断|深入|统筹)?(?:推进|推动|鼓励|支持|开展|建设|发展|加强|实施|完善|建立|推广|促进|探索|优化|提升|深化|支援|建成)"
)
_NEGATIVE = re.compile(r"不得|严禁|禁止|不再|(?<=，)不(?=[设搞超收])")
_INSERTED = ("不得", "禁止", "不再", "停止", "严禁")
_OPPOSITE = dict(_listed(_OPPOSITES))
_TURN = re.compile("|".join(sorted(_OPPOSITE, key=len, reverse=True)))
_DIGITS = "〇一二三四五六七八九"


def reworded(text: str, chance: random.Random) -> str | None:
    """Put every word that has another with its meaning in other words."""
    made = _REWORD.sub(lambda m: _WORDS[m[0]], text)
    return made if made != text else None


def swapped(text: str, chance: random.Random) -> str | None:
    """Change the order of two clauses, none of which begins with a year that governs the rest."""
    parts = re.split("，", text)
    if len(parts) < 3 or re.search("^到?[12]|“十", parts[0]) or any(re.search(r"\d", p) for p in parts):
        return None
    return "，".join([*parts[1:], parts[0]])


def shortened(text: str, chance: random.Random) -> str | None:
    """Leave out one item of a list, and say the verbs otherwise."""
    found = re.search(r"、[^、，。；和与及“”]{2,8}(?=[、和])", text)
    return _REWORD.sub(lambda m: _WORDS[m[0]], text[: found.start()] + text[found.end() :]) if found else None


def other_number(text: str, chance: random.Random) -> str | None:
    """Change one figure by a tenth to a half."""
    spans = [q.span for q in find_quantities(normalise_text(text)) if not q.attributive]
    if not spans or len(normalise_text(text)) != len(text):
        return None
    span = chance.choice(spans)
    match = re.compile(r"\d+(?:\.\d+)?").search(text, span.start, span.end)
    if match is None:
        return None
    value = float(match[0])
    made = value + chance.choice((-1, 1)) * max(1.0, round(value * chance.choice((0.1, 0.3, 0.5))))
    made = made if made > 0 else value + 2
    shown = f"{made:.{len(match[0].partition('.')[2])}f}"
    return text[: match.start()] + shown + text[match.end() :] if shown not in text else None


def other_unit(text: str, chance: random.Random) -> str | None:
    """Put another unit behind a figure."""
    known = [(a, b) for a, b in _UNITS if re.search(rf"\d{a}", text)]
    if not known or not find_quantities(normalise_text(text)):
        return None
    return re.sub(rf"(?<=\d){known[0][0]}", known[0][1], text, count=1)


def other_year(text: str, chance: random.Random) -> str | None:
    """Change one year by up to five."""
    years = list(re.finditer(r"(?<!\d)20\d\d(?=年)", text))
    if not years or "《" in text:
        return None
    match = chance.choice(years)
    made = str(int(match[0]) + chance.choice((-2, -1, 1, 2, 3, 5)))
    return text[: match.start()] + made + text[match.end() :] if made not in text else None


def negated(text: str, chance: random.Random) -> str | None:
    """Take a negation out, or put one before the verb that a clause begins with."""
    if (found := _NEGATIVE.search(text)) is not None:
        return text[: found.start()] + chance.choice(("可以", "应")) + text[found.end() :]
    verbs = list(_VERBS.finditer(text))
    if not verbs:
        return None
    verb = chance.choice(verbs)
    return text[: verb.start()] + chance.choice(_INSERTED) + text[verb.start() :]


def turned(text: str, chance: random.Random) -> str | None:
    """Put one word of direction or bound into its opposite."""
    found = list(_TURN.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + _OPPOSITE[match[0]] + text[match.end() :]


def other_script(text: str, chance: random.Random) -> str:
    """Write a text in the other script, with figures of full width or years in Chinese numerals."""
    other = to_traditional(text) if detect_script(text) != "hant" else to_simplified(text)
    if chance.random() < 0.5:
        return other.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789,;:%()"})
    return re.sub(r"(?<!\d)20\d\d(?=年)", lambda m: "".join(_DIGITS[int(d)] for d in m[0]), other)
