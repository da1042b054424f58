"""Verdicts and differences in words, for every output of ``yinju check``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.place_notation import format_place
from index.types import Span
from retriever.check.verdict import FOUND, PROBLEMS
from ui.text.locale import say

__all__ = ["STYLES", "borne_out", "describe", "part_lines", "sorted_out", "source_line", "verdict_words"]

STYLES = {
    "verbatim": "green",
    "same_words": "green",
    "supported": "cyan",
    "differs": "bold red",
    "elsewhere": "bold magenta",
    "review": "yellow",
    "absent": "bold yellow",
}
"""Terminal styles by verdict."""


def verdict_words(verdict: str) -> str:
    """Return a verdict in the language of the interface."""
    words = {
        "verbatim": ("verbatim", "逐字一致"),
        "same_words": ("same words in other script, width or vocabulary", "用词相同,仅字体、全半角或用语不同"),
        "supported": ("supported in other words", "有依据,表述不同"),
        "differs": ("differs from the source", "与原文不符"),
        "elsewhere": ("found in another document than the one named", "出自另一份文件"),
        "review": ("look at this: it may differ from the source", "请留意:可能与原文不符"),
        "absent": ("not in the corpus", "语料中没有"),
    }
    return say(*words[verdict])


def sorted_out(found: Mapping[str, Any]) -> tuple[list[tuple[str, list[Mapping[str, Any]]]], list[Mapping[str, Any]]]:
    """Return the findings of a report that a person has to look into, by verdict, errors first, and those borne out."""
    findings = found["findings"]
    groups = [(v.value, [f for f in findings if f["verdict"] == v.value]) for v in PROBLEMS]
    fine = {verdict.value for verdict in FOUND}
    return [group for group in groups if group[1]], [f for f in findings if f["verdict"] in fine]


def borne_out(count: int) -> str:
    """Return how many claims need nobody."""
    return say(f"borne out by the source: {count}", f"有依据:{count} 处")


def describe(difference: Mapping[str, Any]) -> str:
    """Return a difference as one phrase: what the draft says, what the source says."""
    names = {
        "number": ("number", "数值"),
        "unit": ("unit", "单位"),
        "bound": ("bound", "界限"),
        "change": ("direction", "增减"),
        "year": ("year", "年份"),
        "place": ("place", "地区"),
        "negation": ("negation", "否定"),
        "quotation": ("quotation", "引文"),
        "body": ("body", "责任单位"),
        "added": ("addition", "添加的内容"),
        "wording": ("wording", "说法"),
    }
    field = say(*names[difference["field"]])
    if difference.get("about") and difference["field"] != "added":
        field = f"{difference['about']} · {field}"
    source = difference["source"]
    if source is None:
        return say(
            f"{field}: the draft says {difference['draft']}, the source does not",
            f"{field}:稿件为{difference['draft']},原文未载",
        )
    return say(
        f"{field}: the draft says {difference['draft']}, the source {source}",
        f"{field}:稿件为{difference['draft']},原文为{source}",
    )


def part_lines(finding: Mapping[str, Any]) -> list[str]:
    """Return what became of the parts of a sentence that was taken apart, a line each."""
    return [f"{part['about']}: {verdict_words(part['verdict'])}" for part in finding["parts"]]


def source_line(citation: Mapping[str, Any]) -> str:
    """Return where a citation stands: document, headings, file and range."""
    parts = [citation["document"] or citation["file"], *citation["heading"]]
    return f"{' › '.join(parts)}  [{format_place(citation['file'], Span(citation['start'], citation['end']))}]"
