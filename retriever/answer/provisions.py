"""Parts of an article by their number: 第五条第二款第三项, 第 5 條第 2 項第 3 款.

An article consists of paragraphs, each a line that no item's label begins; items stand under a paragraph and may have
items of their own. The mainland and Macao call paragraphs 款, items 项 ((一)) and theirs 目 (1.); Taiwan calls
paragraphs 項, items 款 (一、) and theirs 目 ((一)); Hong Kong numbers its 款 ((1)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.clauses.numbering import Style, match_label
from index.types import Clause, Role, Span
from retriever.paragraphs import Corpus
from retriever.query.article_asked import PartAsked

__all__ = ["part_of"]

_ITEM_STYLES = frozenset(
    {Style.HAN, Style.HAN_BRACKET, Style.ARABIC, Style.ARABIC_BRACKET, Style.ARABIC_HALF, Style.CIRCLED}
)
_ENDS = frozenset("。！？；：!?;:.…）)”」』》")
"""What a line ends with that is not broken off in mid-sentence."""
_MAINLAND = {"款": 0, "项": 1, "目": 2}
_TAIWAN = {"项": 0, "款": 1, "目": 2}


@dataclass(slots=True)
class _Node:
    """A paragraph (without style) or an item: its number, its own clauses with those below, and its items."""

    number: int
    style: Style | None
    clauses: list[Clause] = field(default_factory=list)
    items: list[_Node] = field(default_factory=list)


def part_of(
    corpus: Corpus, heading: Clause, inside: Sequence[Clause], parts: Sequence[PartAsked]
) -> tuple[Clause, ...]:
    """Return the clauses of a part of the article ``heading``, whose headings and leaves are ``inside``, in order.

    ``parts`` name it from outside to inside; what they leave out is any (第五条第三项 of several paragraphs). () when
    there is no such part. Headings are left out where they are no more than a label.
    """
    if not inside:
        return ()
    text = corpus.slice(heading.doc_id, Span(heading.span.start, inside[-1].span.end))
    paragraphs = _paragraphs(text, heading, inside)
    levels = _levels(heading, paragraphs, parts)
    found = paragraphs
    depth = 0
    for part in parts:
        while depth < levels[part.unit]:
            found = [item for node in found for item in node.items]
            depth += 1
        found = [node for node in found if node.number == part.number]
    clauses = [clause for node in found for clause in node.clauses]
    start = heading.span.start
    return tuple(
        clause
        for clause in clauses
        if clause.role is not Role.HEADING or _says_more(text[clause.span.start - start : clause.span.end - start])
    )


def _paragraphs(text: str, heading: Clause, inside: Sequence[Clause]) -> list[_Node]:
    """Read the structure of an article, whose text from its heading on is ``text``."""
    paragraphs: list[_Node] = []
    open_items: list[_Node] = []
    before = heading.span.end
    for clause in inside:
        start = clause.span.start - heading.span.start
        gap = before - heading.span.start
        begins_line = "\n" in text[gap:start] and (not paragraphs or text[gap - 1] in _ENDS)
        before = clause.span.end
        label = match_label(text, start, len(text)) if begins_line or clause.label is not None else None
        if label is not None and label[0] in _ITEM_STYLES:
            style, number = label[:2]
            if not paragraphs:
                paragraphs.append(_Node(1, None))
            at = next((i for i, item in enumerate(open_items) if item.style is style), len(open_items))
            del open_items[at:]
            item = _Node(number[0], style)
            (open_items[-1] if open_items else paragraphs[-1]).items.append(item)
            open_items.append(item)
        elif not paragraphs or begins_line:
            open_items.clear()
            paragraphs.append(_Node(len(paragraphs) + 1, None))
        for node in (paragraphs[-1], *open_items):
            node.clauses.append(clause)
    return paragraphs


def _levels(heading: Clause, paragraphs: Sequence[_Node], parts: Sequence[PartAsked]) -> dict[str, int]:
    """Return how deep what a question calls 款, 项 and 目 lies, 0 for paragraphs."""
    first = next((item.style for node in paragraphs for item in node.items), None)
    if first is Style.HAN_BRACKET or "條" not in (heading.label or ""):
        return _MAINLAND
    if first is Style.ARABIC_BRACKET:
        return _TAIWAN | {"项": 2}
    if first is None and [part.unit for part in parts] == ["款"]:
        return _MAINLAND
    return _TAIWAN


def _says_more(heading: str) -> bool:
    label = match_label(heading, 0, len(heading))
    return label is None or bool(heading[label[3] :].strip(" \u3000.:;。：；"))
