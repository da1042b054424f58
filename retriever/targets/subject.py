"""What a figure is a figure of, so that it can be read without its sentence.

:mod:`index.recognizers.quantities` gives the words in front of a figure. In a list these are often short for what was
said before (城市生活垃圾回收利用率达到35%,资源化利用率达75%), or share their end with the last of their list
(公交车、出租汽车新能源汽车占比分别达到72%、35%). Here they are completed from the same sentence and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.tokens import tagged_words
from index.recognizers.coordination import PROPERTY
from index.recognizers.periods import PLAN, RELATIVE_YEARS
from index.recognizers.quantity import Quantity
from index.recognizers.units import Kind
from index.types import Span

__all__ = ["indicator_of"]

_COUNTS = frozenset({Kind.COUNT, Kind.PEOPLE})
_ENDS_IN_VERB = re.compile(r"(?:全面|全部|严格|继续|统一)*(?:执行|实行|落实|采用|使用|实施|推广|普及|开展|新增|新建)$")
_REACHES = re.compile(r"(?:力争|争取|努力|确保)?(?:要|应|须)?(?:达到?|占到?)(?=.{2,}的$)")
_CLAUSES_BEFORE = re.compile(r"^.*(?:完成|达到|达|实现|落实)[^、]*、(?=[^、]{4,}$)")
_INSIDE = re.compile(
    r"(?:力争|争取|努力|确保|分别|均|都|逐年|逐步|稳步)(?=比|较|达|占|控制|保持|维持|提高|提升|降|下降|为|$)"
)
_FROM_ZERO = re.compile(r"(?:实现|取得|完成)?[零0]的?(?:突破)?$")
_COMPARED = re.compile(
    rf"(?:(?<!占)比|较|与)(?:(?:{'|'.join(RELATIVE_YEARS)}|往年)(?:度|初|末|底|同期|预算|实际|执行数)*|基期|规划期初"
    rf"|{PLAN}(?:末|期末)?|同期)?$"
)
_MANNER = re.compile(
    r"^(?:重点|加快|大力|积极|持续|深入|稳步|有序|着力|全面|统筹|继续|扎实|切实|进一步|不断|逐步|严格|依托|围绕|规划|计划)*"
    r"(?:建设|推进|推动|发展|实施|开展|加强|提升|完善|培育|推广|提高|优化|加大|强化|构建|建立|健全|支持|鼓励|引导|抓好|谋划|启动|促进)"
)
_SCOPE = re.compile(
    r"^(?:[^现]{0,4}[市省县区]现有|现有(?=.{4})|全[市省国县区州域]|[我本][市省县区国]|目前|当前|而(?![且已])|提出(?=.{4})|要把?(?=.{4})|继续(?=.{4})|拟(?=安排|新)|其中|同时|此外|[并且]|今年|本年|去年|上年|明年|年度?内|[共总]有|短板主要是|主要是|特别是|尤其是"
    r"|(?:规划|计划|方案|行动)?期(?:间|内|末)|(?:今后|未来|近|过去|前|后|这)?[一二两三四五六七八九十\d]+年(?:内|来|间(?!接)|中(?![小等高]))|累计完成(?=.{4})"
    r"|(?:\d{1,2}|十?[一二三四五六七八九])月(?:底|末|中旬|上旬|下旬)?(?:之?前)?|年?[底末](?:之?前)|[上下]半年|[一二三四]季度|[内前](?=[培完建新形实]))[,、]?"
)
_ADVERBS = re.compile(
    r"(?:(?<![来])[从由按以](?:[每全]年)?|仅|只有?|已经?|约有|还有|共有|拟定?为?|(?<=目标)定|(?<=[)率数额量])也|上涨了?|下跌了?|下滑了?|攀升了?|扩增了?|回落了?|(?<=.{3})年[均内]|(?<=.{3})再|缩短了?|延长|压缩了?|继续|新台币|人民币|高达|最[高低多少]|上限|一般|预期目标|预计|控制|不超过|至少"
    r"|[提升降增减扩变]?[至到])+$"
)
_GRANT = re.compile(r"(?:一次性)?给予|一次性(?:奖励|补助|补贴|资助)|(?:奖励|补助|补贴|资助)$")
_AWAY = re.compile(
    r"按?不得?(?:超过|高于|低于|少于)|最高可?(?=[补奖给按支申])|至少(?=.{2})|(?<=[比率额])以(?=[^以]{2,10}$)|为[上下]限$"
)
_EVERY = re.compile(r"^(?:[每人均][人户亩家年月日学期名吨所个]*)+$")
_EDGES = "、,;:。的 \"'"
_QUOTES = "“”"
_FURTHEST = 60
"""Characters before a figure's clause that a short subject is completed from."""


def indicator_of(text: str, quantity: Quantity, before: Quantity | None, said: str | None = None) -> str:
    """Return what ``quantity`` of the normalised ``text`` is a figure of.

    ``before`` is the figure in front of it, ``said`` the indicator of the last one in its sentence.
    """
    assert quantity.subject is not None
    own = _plain(quantity.subject.of(text))
    if quantity.listed and quantity.subject != quantity.listed[-1]:
        own += quantity.shared.of(text) if quantity.shared else ""
    elif (
        quantity.object is not None
        and quantity.object != quantity.subject
        and quantity.kind not in _COUNTS
        and not _AWAY.fullmatch(quantity.object.of(text))
    ):
        own = _ENDS_IN_VERB.sub("", own) + quantity.object.of(text)
    if said and not own:
        return said
    if said and own.startswith("占") and not said.startswith(own):
        # 增加值为146亿元,占地区生产总值的比重为3.8%: the share of what was just said.
        return said + _stripped(own)
    if _GRANT.match(own) and (whom := _nearest(text, _in_front(quantity), 28)):
        own = whom.removeprefix("对") + own
    if _is_short(own) and not quantity.listed:
        own = _completed(own, text, quantity, before, said)
    elif _EVERY.match(own):
        own = said if said and said.endswith(own) else (_nearest(text, _in_front(quantity)) or said or "") + own
    return _stripped(own)


def _plain(subject: str) -> str:
    # Of 排放完成省下达目标、非化石能源占比 only the last is the figure's own: the others are clauses.
    subject = _CLAUSES_BEFORE.sub("", subject)
    if _REACHES.search(subject):
        # 电动车销量达到新车销量的30%: a share of what follows.
        subject = _REACHES.sub("占", subject, count=1)
    subject = _AWAY.sub("", _AWAY.sub("", _INSIDE.sub("", subject)))
    subject = _COMPARED.sub("", _FROM_ZERO.sub("", subject))
    while (shorter := _stripped(_ADVERBS.sub("", _SCOPE.sub("", _stripped(subject))))) != subject:
        subject = shorter
    return subject


def _stripped(phrase: str) -> str:
    """Return a phrase without marks at its edges; quotation marks stay where both of a pair are there."""
    phrase = phrase.strip(_EDGES)
    opens, closes = (phrase.count(mark) for mark in _QUOTES)
    if opens > closes:
        phrase = phrase.removeprefix("“") if phrase.startswith("“") else phrase + "”"
    elif closes > opens:
        phrase = phrase.removesuffix("”") if phrase.endswith("”") else "“" + phrase
    whole = phrase.startswith("“") and phrase.endswith("”") and phrase.count("“") == 1
    return phrase[1:-1] if whole else phrase.strip(_EDGES)


def _is_short(own: str) -> bool:
    """Whether a subject names a property and not what has it (装机容量, 资源化利用率)."""
    words = tagged_words(own)
    if not words or len(words) > 3 or not PROPERTY.search(own):
        return False
    return all(pos.startswith(("v", "d", "a")) or word.endswith("化") or len(word) == 1 for word, pos in words[:-1])


def _completed(own: str, text: str, quantity: Quantity, before: Quantity | None, said: str | None) -> str:
    if before is None or before.subject is None or before.sentence != quantity.sentence:
        return _nearest(text, _in_front(quantity)) + own
    said = said or _plain(before.subject.of(text))
    if said.endswith(own) or own in said:
        return own
    mine, others = [w for w, _ in tagged_words(own)], [w for w, _ in tagged_words(said)]
    if before.kind is not quantity.kind and (len(mine) > 1 or "化" in own):
        # 转移农村人口8463万人,城镇化率…: what is measured otherwise is another matter.
        return own
    if len(others) > len(mine) and (mine[-1] == others[-1] or PROPERTY.search(said)):
        return "".join(_without_tail(others, len(mine))) + own
    return own if PROPERTY.search(said) else said + own


def _in_front(quantity: Quantity) -> Span:
    """Return the stretch of its sentence in front of a figure's clause that may complete its subject."""
    return Span(max(quantity.sentence.start, quantity.clause.start - _FURTHEST), quantity.clause.start)


def _without_tail(words: Sequence[str], size: int) -> Sequence[str]:
    """Return ``words`` without the property at their end, which takes as many words as the one that replaces it."""
    kept = list(words[:-size])
    while kept and tagged_words(kept[-1])[0][1] == "v" and len(kept) > 1:
        kept.pop()
    return kept


def _nearest(text: str, span: Span, longest: int = 20) -> str:
    """Return the noun phrase of the clause that ends where ``span`` does, "" when it is a whole sentence of its own."""
    clause = re.split(r"[,;:。]", span.of(text).rstrip(",:"))[-1]
    phrase = _MANNER.sub("", _SCOPE.sub("", _stripped(clause)))
    return phrase if 2 <= len(phrase) <= longest and not re.search(r"\d", phrase) else ""
