"""Rosters: who holds which office, line by line (总 指 挥:赵一  市长; 周 五  市财政局副局长).

A line names one person, under the office that a label in front of it gives; lines without a label stand under the label
before them. Text is expected normalised; spans point into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Span

__all__ = ["Member", "members"]

_HAN = r"[\u3400-\u9fff]"
_NAME = rf"(?:{_HAN} {{1,3}}{_HAN}|{_HAN}{{2,4}}|{_HAN}{{1,8}}(?:·{_HAN}{{2,8}})+)(?!{_HAN})"
_LINE = re.compile(
    rf"[ \t|]*(?:\d{{1,3}}[.、\t| ]+)?"
    rf"(?:(?P<label>{_HAN}(?: *[\u3400-\u9fff()]){{0,15}})(?: *: *|(?<=[长任员挥席记])(?:[\t|]| {{2}})[\t| ]*))?"
    rf"(?P<name>{_NAME})(?:(?:[ \t|]+|,|\()(?P<post>[^:;。!?()\n]{{2,40}}?)\)?)?[ \t|]*"
)
_LABEL = re.compile(r"[ \t|]*(?P<label>[\u3400-\u9fff](?: *[\u3400-\u9fff()]){0,15}) *:[ \t]*")
_OFFICE = re.compile(r"(?:长|任|员|挥|记|席|委|理|人|师|授|代表|秘书|顾问|成员|参谋|干事|负责人|联络员|召集人|联系人)$")
_POST = re.compile(
    r"(?P<unit>.*(?<!副)(?<!党[组委])(?<!常务)(?<!第一))"
    r"(?P<office>(?:党[组委]|常务|第一)?副?(?:秘书长|书记|主任|主席|主委|委员|[省市县区州局厅部处科院校行会司署站所队组镇乡村社台园馆]长|参谋长|专员"
    r"|总监|总裁|总?经理|教授|研究员|巡视员|调研员|工程师|干部|负责人|负责同志|总?指挥|政委|代表))"
)
_NO_NAME = re.compile(r"^(?:同上|空缺|暂缺|待定|另行|如下|见附|名单|职务|姓名|单位|电话|地址|备注)")


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a roster: a person's ``name``, the ``office`` by its label, ``unit`` and ``post`` as said behind it.

    ``line`` is the whole of it; the others are without blanks inside, "" where nothing says them.
    """

    line: Span
    name: Span
    office: str
    unit: str
    post: str


def members(text: str) -> tuple[Member, ...]:
    """Return the members that the lines of ``text`` name, in order.

    A line alone that has no label of an office is none: two short words may stand beside each other anywhere.
    """
    found = list(_lines(text))
    labelled = any(_OFFICE.search(member.office) for member in found)
    posted = sum(member.post != "" for member in found)
    return tuple(m for m in found if (m.post or m.office)) if labelled or posted > 1 else ()


def _lines(text: str) -> Iterator[Member]:
    label = ""
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if alone := _LABEL.fullmatch(line):
            label = _closed(alone["label"])
            continue
        match = _LINE.fullmatch(line)
        if match is None or _NO_NAME.match(match["name"]):
            label = "" if line.strip() else label
            continue
        if match["label"]:
            label = _closed(match["label"])
        unit, post = _unit_and_post(match["post"] or "")
        if (not post and not _OFFICE.search(label)) or _OFFICE.search(_closed(match["name"])):
            continue
        name = Span(start + match.start("name"), start + match.end("name"))
        yield Member(Span(start, start + len(line)), name, label, unit, post)


def _unit_and_post(said: str) -> tuple[str, str]:
    """Return 市财政局副局长 as 市财政局 and 副局长, ("", "") for what ends in no office."""
    told = [match for part in re.split("[,、]", said) if (match := _POST.fullmatch(_closed(part)))]
    return (told[-1]["unit"], told[-1]["office"]) if told else ("", "")


def _closed(text: str) -> str:
    return re.sub(r"[ \t|]+", "", text)
