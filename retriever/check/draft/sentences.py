"""A draft as text and blocks, and its sentences: which of them claim something, and what each is about.

Offsets are code points of the draft's text: the file as decoded, or the text extracted from a DOCX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.clauses.sentences import find_lines, joined_lines, leaves
from index.types import Span
from retriever.check.draft.languages import in_another_language
from retriever.check.draft.table_sentences import labels_of, read_cell

__all__ = ["Block", "Draft", "Sentence", "plain_draft", "sentences_of"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a draft: ``kind`` is "text", "heading", "cell" (of a table), "note" (a footnote) or "code".

    ``labels`` are what the row and the column of a cell are called, where the table says so.
    """

    span: Span
    kind: str
    labels: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a draft and its blocks: ordered, disjoint; what no block covers is white space."""

    text: str
    blocks: tuple[Block, ...]
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft. ``said`` is its text without the marks of Markdown.

    ``skipped`` is None for a claim, else what it is instead. ``headings`` are the headings above, the innermost last,
    ``before`` the other sentences before it in its paragraph, each once, the nearest last and not more than BEFORE.
    """

    span: Span
    said: str
    skipped: str | None
    headings: tuple[str, ...]
    before: tuple[str, ...]


_HEADING_MARK = re.compile(
    r"\s*(?:#{1,6}\s|第[一二三四五六七八九十百零\d]+[章节條条節部篇]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:\.\d{1,2})*[、.．\s](?!\d))"
)
_STOPS = "。！？!?；;…"
_CLOSED = re.compile(rf"[{_STOPS}.][\"'”’」』）)】\]*_]*\s*$")
_LIST_LEAD = re.compile(
    r"^\s*(?:>\s*)*(?:[-*+•·▪●○◆■]\s+|\d{1,2}[.)、．]\s*|[（(][\d一二三四五六七八九十]{1,3}[)）]\s*|[①-⑳]\s*)?"
)
# Bounded, so that brackets which are never closed are not looked for to the end of a line, each time anew.
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_MARKS = re.compile(r"\*\*|__|`|\[\^[^\]\n]+\]:?|<[^<>\n]{1,80}>|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_CODE = re.compile(r"(?m)^(```|~~~).*\n(?:.*\n)*?\1.*$")
_QUESTION = re.compile(r"[?？][\"'”’」』）)]*\s*$|(?:吗|嗎|呢)[。.]?\s*$")
_GREETING = re.compile(
    r"^\s*(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|各位|大家好|你好|您好|谢谢|謝謝|感谢|感謝|此致|敬礼|敬禮|祝|顺祝|順祝"
    r"|特此(?:报告|報告|说明|說明|通知|函达|函達)|以上(?:报告|報告|意见|意見|汇报|匯報)"
    r"|[请請](?:予)?(?:审阅|審閱|批示|指正)"
    r"|dear\b|hello\b|hi\b|thank|thanks\b|best regards|yours\b|sincerely\b|good (?:morning|afternoon))",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"^\s*(?:综上|綜上|总之|總之|总的来说|總的來說|由此可见|由此可見|具体如下|具體如下|如下|现将|現將|以下|下面|下文"
    r"|本文|本报告|本報告|本稿|本节|本節|本章|接下来|接下來|首先|其次|最后|最後|此外|同时|同時|因此|另外|另一方面|一方面"
    r"|换言之|換言之|关于|關於|in summary|to sum up|in conclusion|this (?:report|section|chapter|draft)"
    r"|the following|below|moreover|furthermore|as follows)",
    re.IGNORECASE,
)
_FRAMING = re.compile(
    r"(?:如下|以下|情况|情況|说明|說明|介绍|介紹|分析|梳理|汇总|匯總|整理|as follows|below)[^,，。]{0,8}[:：。.]?\s*$",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"^\s*本(?:报告|報告|文|稿|章|节|節|研究|课题|課題)(?:旨在|主要|将|將|拟|擬|共|分为|分為|重点|重點|试图|試圖|通过|通過)"
)
_OPINION = re.compile(
    r"^\s*(?:我们?|我們?|笔者|筆者|本人|个人|個人|编者|編者|课题组|課題組)?(?:认为|認為|觉得|覺得|建议|建議|希望|相信|期待|呼吁|呼籲)"
    r"|^\s*(?:I|we|the authors?) (?:think|believe|feel|suggest|recommend|hope)\b|^\s*in (?:my|our) (?:view|opinion)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"提出|要求|规定|規定|明确|明確|印发|印發|[《“「]|\b(?:requires?|states?|stipulates?)\b")
_CAPTION = re.compile(r"^\s*表\s*\d")
_DIGIT = re.compile(r"\d|百分之|[一二三四五六七八九十]+(?:成|倍|个|個|家|座|万|萬|亿|億)")
_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+")
BEFORE = 12
"""Sentences before one that it may take a document, a year or a subject from."""

_BARE_LINE = 30
"""Words or characters up to which a line that no stop ends is taken for a heading, a caption or a label."""


def plain_draft(text: str, headings: tuple[Span, ...] = (), *, markdown: bool = False) -> Draft:
    """Return the draft that a text or Markdown file is; ``headings`` are those that the markup declares."""
    code = [Span(*m.span()) for m in _CODE.finditer(text)] if markdown else []
    named = sorted([*((h, "heading") for h in headings), *((c, "code") for c in code)])
    blocks: list[Block] = []
    rows: list[list[Span]] = []
    at = 0
    for span, kind in [*named, (Span(len(text), len(text)), "")]:
        if span.start > at:
            starts = find_lines(text, at, span.start)
            joined = joined_lines(text, starts, span.start)
            bounds = [s for i, s in enumerate(starts) if not i or s not in joined]
            for begin, end in zip(bounds, [*bounds[1:], span.start], strict=True):
                line = text[begin:end]
                if markdown and line.lstrip().startswith("|"):
                    rows.append(_cells(text, begin, end))
                    continue
                blocks += _table(text, rows)
                rows = []
                if re.search(r"\w", line):
                    blocks.append(Block(Span(begin, end), "text"))
            blocks += _table(text, rows)
            rows = []
        if kind and span.end > max(at, span.start):
            blocks.append(Block(span, kind))
        at = max(at, span.end)
    return Draft(text, tuple(blocks), markdown)


def _cells(text: str, start: int, end: int) -> list[Span]:
    """Return the cells of a row of a Markdown table, empty ones included."""
    start += text[start:end].index("|") + 1
    end = start + len(text[start:end].rstrip())
    end -= text.endswith("|", start, end)
    bars = [i for i in range(start, end) if text[i] == "|"]
    return [Span(a, b) for a, b in zip([start, *(i + 1 for i in bars)], [*bars, end], strict=True)]


def _table(text: str, rows: Sequence[Sequence[Span]]) -> Iterator[Block]:
    """Yield the cells of a table that hold anything; the line under its head is none of its rows."""
    kept = [row for row in rows if any(cell.of(text).strip(" -:\t") for cell in row)]
    cells = {(i, j): _plain(cell.of(text)) for i, row in enumerate(kept) for j, cell in enumerate(row)}
    for i, row in enumerate(kept):
        for j, cell in enumerate(row):
            if cell.of(text).strip(" -:\t"):
                yield Block(cell, "cell", labels_of(cells, i, j))


def sentences_of(draft: Draft) -> Iterator[Sentence]:
    """Yield the sentences of a draft in order."""
    plain = _plain if draft.markdown else str.strip
    above: list[tuple[int, str]] = []
    caption = ""
    for block in draft.blocks:
        body = block.span.of(draft.text)
        if block.kind == "heading" or (block.kind == "text" and _is_heading(body)):
            level = _level(body)
            caption = plain(body) if _CAPTION.match(plain(body)) else ""
            above = above if caption else [*(h for h in above if h[0] < level), (level, plain(body))]
            yield Sentence(_stripped(draft.text, block.span), plain(body), "heading", (), ())
            continue
        if block.kind == "code":
            yield Sentence(_stripped(draft.text, block.span), body, "code", (), ())
            continue
        headings = tuple(h for _, h in above)
        if block.labels is not None and (
            read := read_cell(plain(body), block.labels, caption or "".join(headings[-1:]))
        ):
            yield Sentence(_stripped(draft.text, block.span), read, _kind(read, "text"), headings, ())
            continue
        if block.kind == "text":
            caption = plain(body) if _CAPTION.match(plain(body)) else ""
        before: list[str] = []
        for span in _sentences(draft.text, block.span):
            said = plain(span.of(draft.text))
            kind = _kind(said, block.kind)
            yield Sentence(span, said, kind, headings, tuple(b for b in before if b != said)[-BEFORE:])
            before = [*(b for b in before[-BEFORE:] if b != said), said]


def _sentences(text: str, block: Span) -> Iterator[Span]:
    """Cut a block at its full stops: leaves of long sentences are put together again."""
    lead = _LIST_LEAD.match(text, block.start, block.end)
    start = lead.end() if lead else block.start
    begin: int | None = None
    end = start
    joined = frozenset(i + 1 for i in range(start, block.end) if text[i] == "\n")
    for leaf in leaves(text, start, block.end, joined):
        if begin is not None and (_CLOSED.search(text, begin, end) and text[end - 1] not in ";；"):
            yield Span(begin, end)
            begin = None
        begin = leaf.start if begin is None else begin
        end = leaf.end
    if begin is not None:
        yield Span(begin, end)


def _stripped(text: str, span: Span) -> Span:
    body = span.of(text)
    lead = len(body) - len(body.lstrip())
    return Span(span.start + lead, max(span.start + lead, span.start + len(body.rstrip())))


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()


def _is_heading(line: str) -> bool:
    said = _plain(line)
    if _CLOSED.search(said):
        return False
    return len(_WORD.findall(said)) <= _BARE_LINE and (
        bool(_HEADING_MARK.match(line)) or not re.search("[,，:：]", said)
    )


def _level(line: str) -> int:
    marks = re.match(r"\s*(#{1,6})\s", line)
    if marks:
        return len(marks[1])
    for level, pattern in enumerate(
        (r"\s*第", r"\s*[一二三四五六七八九十]+[、.．]", r"\s*[（(][一二三四五六七八九十]", r"\s*\d"), 3
    ):
        if re.match(pattern, line):
            return level
    return 2


def _kind(said: str, block: str) -> str | None:
    """Return what a sentence is when it claims nothing, None for a claim."""
    words = len(_WORD.findall(said))
    if in_another_language(said):
        return "language"
    if words < 2:
        return "fragment"
    if _QUESTION.search(said):
        return "question"
    if _GREETING.match(said) and not _DIGIT.search(said):
        return "greeting"
    if not _DIGIT.search(said) and not _REPORTS.search(said) and (_OPINION.match(said) or _AIM.match(said)):
        return "opinion" if _OPINION.match(said) else "connective"
    closed = _CLOSED.search(said) is not None
    if block == "cell" and not closed and words < _BARE_LINE // 2:
        return "cell"
    figures = _DIGIT.search(said) is not None
    if said.endswith((":", "：")) and not figures:
        return "lead-in"
    if not figures and words <= 40 and _STRUCTURE.match(said) and (words <= 8 or _FRAMING.search(said)):
        return "connective"
    return None
