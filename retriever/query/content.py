"""What a question is about, as weighted units, and how much of it a text says.

A unit is a word with everything that says the same: of a Chinese question the word itself, of an English one its
translations. Words that only ask (目标, 多少, target) are no content, nor are places and years: those are matched on
their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from index.recognizers.periods import YEAR
from index.recognizers.units import Kind, kind_of

__all__ = ["Content", "Unit", "content_of", "is_content"]

Weigh = Callable[[str], float]

_ASKING_WORDS = (
    "目标 指标 要求 规定 达到 达 计划 打算 希望 准备 请问 请 想 想要 知道 需要 应该 应 要 需 将 会 能 可以 可 大约 "
    "大概 左右 至少 最多 预计 具体 分别 各 哪 哪些 几 多少 多大 什么 怎么 怎样 如何 为 是 到 年 底 前 由 谁 负责 部门 "
    "单位 牵头 机构 责任 数值 数字 情况 方面 关于 问 说 提出 明确 设定 定 订 一下 查 查询 告诉 我 我们 里 中 内 城市 "
    "印发 发布 颁布 公布 出台 落款 日期 时间 时候 何时 文号 编号 字号 天 份 号 "
    "各城市 地方 文件 方案 让 跟 归 家 个 有 没有 多 大 高 长 从 对 把 被 给 和 与 及 的 了 吗 呢 是否 能否 "
    "target goal aim plan planned share much many reach set figure number level city each document say require "
    "issue issued issuing publish published release released date authority formally body when who which"
)
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words by which a question asks; they say nothing of what it is about."""

_MEASURE_WORDS = "比例 占比 比重 比率 率 规模 总量 数量 总额 容量 面积 水平 percentage rate ratio"
_MEASURES = frozenset(_MEASURE_WORDS.split())
_MEASURE_WEIGHT = 0.4
"""Words of measuring say a little: they stand in most clauses with figures."""

_LATIN = re.compile(r"[a-z][a-z'’-]*|\d+(?:\.\d+)?%?")
_ASKS = re.compile(rf"{YEAR}|\d|[哪几谁何]\S*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a question says: its ``weight`` and the normalised ``forms`` that say it."""

    weight: float
    forms: tuple[str, ...]

    def said_in(self, text: str) -> bool:
        """Whether ``text`` (normalised) holds one of the forms."""
        return any(form in text for form in self.forms)


@dataclass(frozen=True, slots=True)
class Content:
    """The units of a question; ``phrase`` is the question as the encoder gets it, ``dropped`` what was left out."""

    units: tuple[Unit, ...]
    phrase: str
    dropped: str = ""

    @property
    def weight(self) -> float:
        """Total weight of the units."""
        return sum(unit.weight for unit in self.units)

    def coverage(self, *texts: str) -> float:
        """Return the share (0..1, by weight) of the units that one of ``texts`` says; 0 without any unit."""
        total = self.weight
        if not total:
            return 0.0
        return sum(u.weight for u in self.units if any(u.said_in(t) for t in texts)) / total


def content_of(
    terms: Iterable[str],
    phrase: str,
    idf: Weigh,
    translate: Callable[[str], Sequence[tuple[str, Sequence[str]]]] | None = None,
    leave_out: Iterable[str] = (),
    term_weight: Weigh = lambda _: 1.0,
) -> Content:
    """Return the content of a question with these lexical ``terms``.

    ``idf`` weighs a term by how rare it is in the corpus, ``term_weight`` (0..1) by how much it says anywhere;
    ``translate`` turns Latin text into (word, Chinese forms) pairs; ``leave_out`` are texts (names of places) whose
    terms are no content.
    """
    dropped = "\n".join(leave_out)
    units: dict[tuple[str, ...], Unit] = {}
    for term in terms:
        if not is_content(term, dropped) or (translate is not None and term.isascii() and term.isalpha()):
            continue
        units.setdefault((term,), Unit(_factor(term) * term_weight(term) * idf(term), (term,)))
    # Latin words, in an English question all of them, are said by any of their translations (GDP, 生产总值).
    latin = " ".join(_LATIN.findall(phrase))
    for word, forms in translate(latin) if translate is not None and latin else ():
        if is_content(word, dropped):
            known = tuple(dict.fromkeys((word, *forms)))
            units.setdefault(known, Unit(_factor(word) * term_weight(word) * min(idf(f) for f in known), known))
    return Content(_once(tuple(units.values())), phrase, dropped)


def _once(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Share the weight of what several units say (利用, 利用率) among them: each part of a question counts once."""
    parts = [_parts(u.forms[0]) for u in units]
    held = Counter(part for own in parts for part in own)
    return tuple(
        replace(unit, weight=unit.weight * sum(1 / held[part] for part in own) / len(own)) if own else unit
        for unit, own in zip(units, parts, strict=True)
    )


def _parts(word: str) -> frozenset[str]:
    """Return what a word is made of: Latin words, or pairs of characters (a single one stands for itself)."""
    if word.isascii():
        return frozenset(word.split())
    return frozenset(word[i : i + 2] for i in range(max(1, len(word) - 1)))


def is_content(term: str, dropped: str = "") -> bool:
    """Whether a question says something by ``term``; what stands in ``dropped`` (names of places) says nothing."""
    if term in _ASKING or term in dropped or _ASKS.fullmatch(term):
        return False
    return kind_of(term) is Kind.NUMBER


def _factor(term: str) -> float:
    return _MEASURE_WEIGHT if term in _MEASURES else 1.0
