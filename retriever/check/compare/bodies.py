"""The public bodies that a claim makes responsible, beside those of its source: the sentence and its notes.

A body is often called by a short name (市住建局 for 市住房和城乡建设局). Two names are one body when the characters of
one stand in the other in order, beginning with the same, and neither level (市, 省) nor place speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.clauses.responsibility import parse_note
from index.language.normalise import normalise_text
from index.recognizers.bodies import DUTY_END, bodies_in
from index.recognizers.places import gazetteer
from index.types import Span
from retriever.check.compare.text_keys import key_of
from retriever.check.verdict import Difference, Field

__all__ = ["Duty", "StatedBodies", "body_differences", "find_duties", "read_notes", "same_body"]

_NAME = r"[\u4e00-\u9fff()]{1,24}"
_ONE = rf"{_NAME}?{DUTY_END}"
_LIST = rf"{_ONE}(?:(?:、|,|和|与|及|以及|会同){_ONE})*(?:等(?:相关|有关)?(?:部门|单位|部门和单位)?)?"
_LEADS = r"(?:共同|统一|联合)?(?:牵头|主办|主管|主责)"
_DOES = (
    r"(?:共同|统一|具体|分别|联合)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:共同)?"
    r"(?:负责|组织实施|实施|落实|推进|承担|承办|配合|协助|参与|主抓)"
)
_DUTIES = (
    # 由市住建局牵头(负责); 由市住建局、市发改委等按职责分工负责
    re.compile(
        rf"(?:将|均|应|,)*由(?P<names>{_LIST})(?:(?P<lead>{_LEADS})|(?P<does>{_DOES}))(?:负责|实施|落实|推进|组织|抓好)*"
    ),
    # 牵头单位为市住建局; 责任单位是…
    re.compile(
        rf"(?P<key>牵头|主办|责任|主管|配合|实施|主责)(?:单位|部门|机关)(?:分别)?(?:为|是|:|包括|有)?(?P<names>{_LIST})"
    ),
    # 市住建局牵头…, 市住建局负责…
    re.compile(
        rf"(?:^|(?<=[,;:。(\[〔]))(?P<names>{_LIST})(?:(?P<lead>{_LEADS})|(?P<does>按(?:照)?职责(?:分工)?负责|负责))(?:负责)?"
    ),
)
_ITEM = re.compile(rf"{_ONE}(?=、|,|和|与|及|以及|会同|等|$)")
_TAIL = re.compile(r"等?(?:相关|有关)?(?:部门|单位|部门和单位)?$")
_SPEAKS = re.compile(
    r"^[^,;。]{0,10}?(?:介绍|表示|指出|透露|获悉|发布|印发|公布|提出|要求|强调|负责人|负责同志|会议|文件|方案|规划|通知|联合)"
)
_KINDS = ("委员会", "委", "局", "厅", "部门", "办公室", "办")
_FULL = (("管理委员会", "管委会"), ("人民政府", "政府"), ("委员会", "委"), ("办公室", "办"))
_LEVEL = re.compile(r"^(?:全|本|我|该)?(国家|[省市县区州旗])")
_ANY = re.compile(r"^(?:各|有关|相关|其他|地方)")
_NO_BODY = re.compile(
    r"(?:[格布结大时开终破棋]局|社会|机会|大会|[全内外干]部|处所|场所|创办|举办|开办|(?<!供销)(?<!合作)(?<!版)(?<!报)社)$"
)
"""Words that merely end like a body."""

_FUNCTION = re.compile(
    r"所称|报告|报送|禁止|严禁|不得|停止|不再|取消|加快|推进|推动|促进|支持|鼓励|建设|打造|积极|大力|引导|组织|要求|[的在内向为是由将把被对并请从和与及、]"
)
"""Words that no name goes across."""

_LONGEST = 14
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that a claim gives out: its range in the claim, the bodies named, and whether they lead."""

    span: Span
    names: tuple[str, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class StatedBodies:
    """The bodies of a source: those that lead by its notes, all that its notes name, those named in its sentences."""

    lead: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every name once."""
        return tuple(dict.fromkeys((*self.lead, *self.noted, *self.named)))


def find_duties(text: str) -> tuple[Duty, ...]:
    """Return the duties that a normalised Chinese text gives to named bodies, in order."""
    found: list[Duty] = []
    for pattern in _DUTIES:
        for match in pattern.finditer(text):
            names = tuple(_names(match["names"]))
            span = Span(*match.span())
            if names and not any(span.overlap(duty.span) for duty in found):
                groups = match.groupdict()
                leads = bool(groups.get("lead")) or groups.get("key") in ("牵头", "主办", "主责", "主管")
                found.append(Duty(span, names, leads))
    return tuple(sorted(found, key=lambda duty: duty.span))


def _names(listed: str) -> Iterator[str]:
    text = _TAIL.sub("", listed) or listed
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            break
        if not _ANY.match(match[0]):
            yield match[0]
        at = match.end()
        joint = re.compile("、|,|以及|和|与|及|会同|等").match(text, at)
        at = joint.end() if joint else len(text)


def read_notes(notes: Iterable[str], sentences: str, carried: str = "") -> StatedBodies:
    """Return the bodies of normalised responsibility notes and of the normalised text of a source.

    ``carried`` is an earlier note of which only the statement that holds for later items counts.
    """
    lead: list[str] = []
    noted: list[str] = []
    for text in notes:
        note = parse_note(text)
        lead += [b.name for b in note.lead]
        noted += [b.name for b in (*note.others, *note.carried)]
    noted += [b.name for b in parse_note(carried).carried] if carried else []
    named = _bodies(sentences)
    for duty in find_duties(sentences):
        (lead if duty.leads else named).extend(duty.names)
    return StatedBodies(tuple(lead), tuple(noted), tuple(named))


def body_differences(claim: str, duties: Sequence[Duty], stated: StatedBodies) -> list[Difference]:
    """Return the bodies that a normalised claim, which gives out ``duties``, names otherwise than its source does."""
    if duties:
        return [difference for duty in duties for difference in _of_duty(duty, stated)]
    said = [name for name in _bodies(claim) if not name.endswith("政府")]
    missing = [name for name in said if not _among(name, stated.all)]
    left = [name for name in stated.named if not _among(name, said)]
    # One body put for another in the sentence itself, or one that acts where the notes name others.
    if missing and left:
        return [Difference(Field.BODY, name, _listed(left)) for name in missing]
    if not (stated.lead or stated.noted):
        return []
    return [
        Difference(Field.BODY, name, _listed((*stated.lead, *stated.noted)))
        for name in missing
        if claim.startswith(name)
    ]


def _bodies(text: str) -> list[str]:
    """Return the bodies that a sentence names for what they do, not as those who say it."""
    found = [(_FUNCTION.split(span.of(text))[-1], span) for span in bodies_in(text)]
    return [
        name
        for name, span in found
        if 3 <= len(name) <= _LONGEST
        and not _NO_BODY.search(name)
        and not _SPEAKS.match(text[span.end : span.end + 16])
    ]


def _of_duty(duty: Duty, stated: StatedBodies) -> Iterator[Difference]:
    for name in duty.names:
        if not _among(name, stated.all):
            yield Difference(Field.BODY, name, _listed(stated.all) if stated.all else None)
        elif duty.leads and not _among(name, stated.lead) and not _among(name, stated.named):
            others = _listed(stated.lead) + "牵头" if stated.lead else _listed(stated.noted) + "按职责分工负责"
            yield Difference(Field.BODY, f"{name}牵头", others)


def _listed(names: Sequence[str]) -> str:
    names = tuple(dict.fromkeys(names))
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def _among(name: str, others: Iterable[str]) -> bool:
    return any(same_body(name, other) for other in others)


def same_body(one: str, other: str) -> bool:
    """Whether two names may be those of one body: equal, or one the other's short form."""
    a, b = key_of(normalise_text(one)).text, key_of(normalise_text(other)).text
    if a == b or (min(len(a), len(b)) >= 4 and (a.endswith(b) or b.endswith(a))):
        return True
    levels = (_LEVEL.match(a), _LEVEL.match(b))
    if levels[0] and levels[1] and levels[0][1] != levels[1][1]:
        return False
    return any(_short_of(x, y) or _short_of(y, x) for x in _variants(a) for y in _variants(b))


def _variants(name: str) -> tuple[str, ...]:
    """Return a name without its kind, with and without its level and the place in front."""
    for long, short in _FULL:
        name = name.removesuffix(long) + short if name.endswith(long) else name
    bare = name
    for _, span in gazetteer().find(name):
        if span.start == 0 or name[: span.start] in ("国网", "市", "省"):
            bare = name[: span.start] + name[span.end :]
            break
    forms = dict.fromkeys((name, bare, _LEVEL.sub("", name, count=1), _LEVEL.sub("", bare, count=1)))
    return tuple(stem for form in forms if len(stem := _stem(form)) >= 2)


def _stem(name: str) -> str:
    kind = next((k for k in _KINDS if name.endswith(k)), "")
    return name.removesuffix(kind) if len(name) - len(kind) >= 2 else name


def _short_of(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in order, the first of both being the same."""
    if short[:1] != long[:1] or len(short) > len(long):
        return False
    rest = iter(long)
    return all(char in rest for char in short)
