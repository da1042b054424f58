"""Titles of policy documents: what looks like one, its genre, and its text without quotes and line breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = [
    "clean_title",
    "ends_of_title",
    "genre",
    "is_title",
    "letters_of",
    "names_another",
    "unspaced",
    "without_note_mark",
]

_STRONG = """实施方案 工作方案 行动方案 建设方案 总体方案 试点方案 专项方案 整治方案 应急预案 行动计划 工作计划 实施计划
    发展战略
    发展计划 实施意见 指导意见 若干意见 实施办法 管理办法 暂行办法 试行办法 实施细则 管理细则 管理条例 暂行条例 管理规定
    暂行规定 若干规定 若干措施 政策措施 发展规划 专项规划 总体规划 规划纲要 发展纲要 实施纲要 工作要点 行动纲要 技术规范
    技术规程 建设指南 编制指南 技术指南 工作规则 议事规则 管理规范 方案 规划 纲要 意见 通知 条例 办法 规定 细则 计划
    决定 决议 公告 通告 通报 公报 批复 复函 法典 指南 指引 规范 规程 规则 章程 准则 守则 通则 导则 预案 倡议书
    白皮书 蓝皮书 会议纪录 会议记录 会议纪要
    作业要点 设置要点 实施要点 补助要点 管理要点 作业说明 蓝图 规例 附例 管理规章 路线图 协定 公约 宣言 编制表"""
# Common as the heading of a chapter as well: a title only when it also says where, of what year, or 关于.
_WEAK_TEXT = """法 报告 标准 措施 举措 行动 政策 目录 清单 制度 要点 函 令 解释 大纲 答复 讲话 声明 议案 建议 任务 体系
    安排 纪要 总结 年报 手册 名单 须知 常见问题 问题解答 问答 简介 详解 一览表"""
_WEAK = _WEAK_TEXT.split()
_GENRES = sorted(_STRONG.split(), key=len, reverse=True) + _WEAK
_LETTER = re.compile(r"\S.{1,24}(?:政府|局|处|署|部|会|院|厅|所|公司|学校?) +(?P<genre>书?函|令|公告)$")
_SUFFIX = r"(?:\((?:[^()]{1,30})\)|〔[^〔〕]{1,20}〕|\[[^\[\]]{1,20}\]){0,2}"
_ENDING = re.compile(rf"(?P<genre>{'|'.join(_GENRES)}){_SUFFIX}$")
# 计画 is how Taiwan writes 计划, in characters that fold to these.
_SPELLINGS = {"计画": "计划"}
# A circled number folds to a digit.
_NOTE_MARK = re.compile(r" ?(?:\[\d{1,2}\]|[*※]+|(?<=公报|报告)\d)$")
# What a title ends in, a bracket, or the mark of a footnote.
_LAST = frozenset(word[-1] for word in _GENRES) | frozenset(")]〕》画*※0123456789")
_NOT_A_LAW = re.compile(
    r"(?:方|做|看|想|说|语|(?<![任征])用|书|合|依|执|立|违|(?<!公)司|算|无|(?<!建)设|手|(?<!医)疗|(?<!调)解|贯|(?<!保)护|普|守|学|枪|兵|犯"
    r"|非|不)法$"
)
_PLACED = re.compile(r"[省市县区州国]|关于|\d{4}|[“\"]?十[一二三四五六七]五|全面|中共")
_NUMBERED = re.compile(
    r"(?:[(\[]?[一二三四五六七八九十百]+[)\]、.．]|第 ?[一二三四五六七八九十百千零〇\d]+ ?[编章节条款]|"
    r"[(\[]?\d{1,2}[)\].、．]|[①-⑳]|专栏|附[件表录图]|——|--|[A-Za-z]+:)"
)
# A sentence, a label or a reference is no title; verbs of reporting mark a headline about a document.
_NOT_A_TITLE = re.compile(
    r"[。;!?…]|[,:](?![^《]*》)|^(?:见|按照|根据|依据|详见|参照|落实|执行|制定|附|各|本|该|以上|上述|相关)"
)
_HEADLINE = re.compile(
    r"(?:发布|印发|出台|公布|解读)(?!(?:管理)?(?:办法|规定|规则|细则|制度|规程|要点|指南)$)"
    r"(?!.*的?(?:通知|公告|意见|决定|函|通告|批复))"
)
_ENGLISH = re.compile(
    r"\b(?:Acts?|Laws?|Regulations?|Measures|Rules|Plan|Program(?:me)?|Notice|Opinions?|Guidelines?|Provisions|Code|"
    r"Decision|Circular|Outline|Strategy|Policy|Charter|Ordinance|Directive|Action Plan)\b"
)
_WIDE = r"[\u3400-\u9fff《》〈〉()“”、:\d]"
_RUN_IN = re.compile(rf"(?:{'|'.join(_GENRES)}){_SUFFIX}")
_SPACED_GENRE = "|".join(" +".join(word) for word in _GENRES if len(word) == 2)
_SET_APART = re.compile(rf"(?<!\S){_WIDE}(?: +{_WIDE}){{2,}}(?!\S)|(?:^|(?<= )|(?<=的))(?:{_SPACED_GENRE})$")
_GAP = re.compile(rf"(?<={_WIDE}) +(?={_WIDE})")
_SHORTEST_FIRST, _SHORTEST, _LONGEST = 3, 4, 100
_WEAK_SHORTEST = 8


def genre(folded: str) -> str | None:
    """Return the genre word that a folded title ends in (实施方案, 条例, 通知), the longest known; None without one."""
    match = _ENDING.search(without_note_mark(_respelled(_unquoted(folded.strip()))))
    if not match or _NOT_A_LAW.search(folded[: match.end("genre")]):
        return None
    return match["genre"]


def is_title(folded: str, *, first: bool = False) -> bool:
    """Whether a folded line, or stretch of a line, has the shape of a document's title.

    The ``first`` line of a text that opens as one may be shorter, or end in a word that chapters end in too (兵役法).
    """
    shortest = _SHORTEST_FIRST if first else _SHORTEST
    if not shortest <= len(folded) <= _LONGEST or (folded[-1] not in _LAST and not folded.isascii()):
        return False
    if folded.isascii():
        return _is_english_title(folded)
    folded = _respelled(without_note_mark(folded))
    if " " in folded and _LETTER.match(folded):
        return True
    bare = _unquoted(folded)
    word = genre(bare)
    if (
        word is None
        or len(bare) < len(word) + (1 if first else 2)
        or _NUMBERED.match(bare)
        or _NOT_A_TITLE.search(bare[1:] if first and bare[0] == "各" else bare)
    ):
        return False
    if _HEADLINE.search(bare) and "关于" not in bare:
        return False
    return first or word not in _WEAK or (len(bare) >= _WEAK_SHORTEST and bool(_PLACED.search(bare)))


def ends_of_title(folded: str, at: int) -> Iterator[int]:
    """Yield where a title may end that begins at ``at`` in a text which goes on without a line break."""
    for match in _RUN_IN.finditer(folded, at, at + _LONGEST):
        for end in dict.fromkeys((match.start() + len(match.group().partition("(")[0]), match.end())):
            title = folded[at:end]
            if title.count("《") == title.count("》") and is_title(title):
                yield end


def names_another(folded: str) -> str | None:
    """Return the name of the document that a folded notice passes on: X of 关于印发《X》的通知, else None.

    《X》等三个文件, or 《X》团体标准, is more than one document or about one.
    """
    match = re.search(r"(?:印发|转发|批转|下发|发布|公布|颁布|实施)(.+?)的?(?:通知|公告|决定|函|通告|令|批复)$", folded)
    if not match:
        return None
    name = match[1].strip(" ")
    quoted = re.search(r"《(.+)》(.*)", name)
    if quoted and quoted[2].strip(" 的") and quoted[2][0] != "(":
        return None
    return quoted[1] if quoted else name


def clean_title(text: str) -> str:
    """Return a title in its own script, on one line, of ASCII width, without its outer 《》."""
    folded = "".join(_ascii_width(char) for char in text)
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*[\r\n]+\s*(?=[^\x00-\x7f]|[\d(])", "", folded)
    return _unquoted(unspaced(re.sub(r"\s+", " ", joined).strip()))


def unspaced(line: str) -> str:
    """Return a line without the blanks that set the letters of its words apart (关 于 加 强 管 理 的 通 知).

    Three letters or more have to stand alone one after another, or those of the genre word at the end (通 知); where
    some do, the line is set apart as a whole.
    """
    return _GAP.sub("", line) if _SET_APART.search(line) else line


def without_note_mark(title: str) -> str:
    """Return a title without the mark of a footnote to it: [1], ①, *."""
    return _NOTE_MARK.sub("", title)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text: what two writings of one title have in common."""
    return re.sub(r"[^\w]", "", text)


def _respelled(folded: str) -> str:
    for spelling, usual in _SPELLINGS.items():
        folded = folded.replace(spelling, usual)
    return folded


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if (
        text[:1] == "《"
        and text[-1:] == "》"
        and inner.find("》") >= inner.find("《")
        and inner.count("《") == inner.count("》")
    ):
        return inner.strip()
    return text


def _is_english_title(text: str) -> bool:
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return (
        2 <= len(words) <= 20 and text[-1] not in ".,;:" and capitals * 2 >= len(words) and bool(_ENGLISH.search(text))
    )


def _ascii_width(char: str) -> str:
    made = unicodedata.normalize("NFKC", char)
    return made if len(made) == 1 else char
