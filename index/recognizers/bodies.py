"""Names of authorities, companies and associations: on a line of their own, in running text, in front of a duty.

One list says what a name ends in; what else may stand where differs.
"""

from __future__ import annotations

import re

from index.types import Span

__all__ = [
    "BODY_END",
    "DUTY_END",
    "NOT_IN_A_BODY",
    "bodies_in",
    "body_lists",
    "closed_up",
    "is_body",
    "is_company",
    "is_issuer",
    "is_national",
    "is_relative",
    "leading_body",
]

_ORGANS = (
    "人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|政府|办公厅|办公室|常务委员会|委员会|发展改革委|发改委|国资委|"
    "卫健委|住建委|经信委|管委会|领导小组|总队|支队|法院|检察院|银行|分行|支行|公司|集团|中心|协会|联合会|研究院"
)
"""What the name of a body ends in wherever it stands, the longer before its own end."""

BODY_END = (
    f"{_ORGANS}|交委|建委|农委|科委|党委|市委|省委|区委|县委|党组|代表大会|总局|分局|局|厅|部|署|调查队|指挥部|国务院|中央|"
    r"办事处|学会|商会|联社|大学|学院|医院|(?<=[局部委院])[\u3400-\u9fff]{2,6}司"
)
"""What the name of a body on a line of its own, or in front of what it does, ends in; alternatives of a pattern."""

_OFFICIALS = r"(?:负责同志|负责人|领导同志)"
_OF_OFFICIALS = rf"(?:主要|分管|有关)?{_OFFICIALS}"
_PROSE_END = (
    rf"(?:(?:政府|[省市县区部委局厅]){_OF_OFFICIALS}|{_ORGANS}|工作专班|专班|供电公司"
    r"|(?:残|妇|工商|侨|社科)联(?!系|合|动)|科协(?![同调作])|总工会|(?<=[省市县区州])委(?=[、,;。:)和与或及等]|决定|印发|批准|同意|$)"
    r"|(?<=[\u4e00-\u9fff]{2})(?:局|厅|委(?![托派员])|(?<![补代协承举兴申经主])办(?![理法事公学案证])|社(?!会)|部门"
    r"|(?<![全北南东西中内外大干])部(?![分署队位]))|主管机关)"
)
"""The same in running text, where what merely looks like an end (委托, 办理, 部分) has to be told apart."""

_TITLE = (
    r"(?:副?(?:秘书长|[省市县区州乡镇部厅局处科院校行会]长|主任|书记|主席|组长|总?指挥|检察长)|(?:委|议)员|人大代表)"
    r"(?=[、,;。:)]|和|与|及|或|以及|等|组成|担任|兼任|参加|出席|列席|召集|主持|共同|$)"
)
"""An office that a person holds, where it stands for the person."""

DUTY_END = rf"(?:{_ORGANS}|专班|部门|单位|机构|大队|[局厅委办部署院社会所])"
"""The same where a duty is given to a body, in front of 牵头 or 负责, which leaves nothing else to be meant."""

_BODY = re.compile(rf"(?!各)(?:[\u3400-\u9fff](?:[\u3400-\u9fff()、“” ]{{0,38}})(?:{BODY_END})|国务院|中共中央)$")
_LEADING = re.compile(rf"(?!各)[\u3400-\u9fff][\u3400-\u9fff()]{{1,30}}?(?:{BODY_END})")
NOT_IN_A_BODY = re.compile(r"关于|印发|的|根据|按照|负责|牵头|组织(?!部)|以下|为|是|了")
"""What stands in a sentence about bodies, and not in the name of one."""

# 市政府, 省发展改革委: whose, the text around must say.
_RELATIVE = re.compile(r"(?:自治区|市|省|县|区|州|盟|旗|本|该|我)(?!中区|北区|南区)")
_COMPANY = re.compile(r"(?:公司|集团|协会|学会|商会|联合会|联社|研究院|大学|学院|医院|中心)$")
_NATIONAL = re.compile(r"(?:中华人民共和国|国务院|国家|全国|中国|中共中央|最高人民)|[\u3400-\u9fff]{2,10}部$")
_SPREAD = re.compile(r"\S(?: +\S){2,}$")

_NO_NAME = frozenset("由在对各有相该其本加推强把被将并要会已须应")
"""Beginnings that no body's name has (对相关部门, 各部门, 加快政府…)."""

_NO_BEGINNING = re.compile(
    r"鼓励|支持|探索|依托|负责|承担|推动|推进|加快|完善|建立|组织|开展|实施|引导|通过|根据|按照|成立|设立"
)
_INSIDE = re.compile(
    r"(?<!华)为|会商|会同|申请|之(?=[办委])|建设(?=\S{1,8}中心)|下设|设[在于]|负责(?!同志|人)|(?<!有)关于|担任|以及"
)
"""Verbs inside which no name goes on."""

_LEVELS = frozenset("省市县区州国各")
_EACH = re.compile(
    r"各[省市县区州盟旗乡镇]{1,2}\([省市县区州盟旗乡镇街道、,]{1,12}\)(?:人民政府|政府|管委会|党委)(?:办公[厅室])?"
)
"""The bodies of a level, with other names of it in brackets: 各县(市、区)人民政府."""

# Tried wherever a name may begin, so that 已经市政府同意 gives 市政府 too.
_IN_PROSE = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff)])|(?<=[由经在向报和与是为将对归])|(?<=下设))"
    rf"(?=(?P<name>[\u4e00-\u9fff][\u4e00-\u9fff()]{{0,21}}?{_PROSE_END})"
    rf"(?![局厅]|长(?=[、,;。和与及等担兼任签])|{_OF_OFFICIALS}|{_TITLE}|办公?(?:[室厅]|(?=[、,;。和与及等负牵])|(?=共同|联合|分别)|$)))"
)
_OFFICIAL = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff()])|(?<=[由经和与及或]))(?=(?P<name>[\u4e00-\u9fff()]{{0,16}}?{_TITLE}))"
)
_NO_OFFICE = re.compile(r"[由经为是将对向报被把]|任命|担任|召集|负责|组成|召开|主持|参加")
_LISTED = re.compile(r"(?:、|和|与|及|以及)(?:[\u4e00-\u9fff()]{2,12}、){0,2}")
"""What stands between two names of a list, names that nothing tells from other words included."""


def is_body(folded: str) -> bool:
    """Whether a folded line names an authority, company or association and nothing else."""
    if not 3 <= len(folded) <= 40 and not _SPREAD.match(folded):
        return False
    name = closed_up(folded)
    return 3 <= len(name) <= 40 and bool(_BODY.match(name)) and not NOT_IN_A_BODY.search(name)


def is_issuer(folded: str) -> bool:
    """Whether a folded line names bodies without leaving open whose they are (市政府 does)."""
    return is_body(folded) and not is_relative(folded)


def is_relative(folded: str) -> bool:
    """Whether a body's name, or an official's, starts with 市, 省, 本 ...: of which place, the text must say."""
    return bool(_RELATIVE.match(folded))


def is_company(folded: str) -> bool:
    """Whether a body is a company, association, school or the like: where it stands says little of what it writes."""
    return bool(_COMPANY.search(folded))


def is_national(folded: str) -> bool:
    """Whether a body or a title is of the whole country."""
    return bool(_NATIONAL.match(folded))


def leading_body(folded: str) -> str:
    """Return the body that a text starts with, empty when it starts otherwise."""
    match = _LEADING.match(folded)
    return match.group() if match and is_issuer(match.group()) else ""


def closed_up(text: str) -> str:
    """Return a line whose letters are all set apart (市 教 育 局) without the blanks; any other as it is."""
    return re.sub(r" +", "", text) if _SPREAD.match(text) else text


def bodies_in(text: str) -> tuple[Span, ...]:
    """Return the names of public bodies in a normalised clause (市住房和城乡建设局, 省城镇燃气安全专项整治工作专班)."""
    found = [
        Span(*m.span("name"))
        for m in _IN_PROSE.finditer(text)
        if m["name"].count("(") == m["name"].count(")")
        and m["name"][0] not in _NO_NAME
        and not _NO_BEGINNING.match(m["name"])
        and not _INSIDE.search(m["name"], 1)
    ]
    found += (Span(*m.span()) for m in _EACH.finditer(text))
    # 已经市政府, 市政府: of nested names the longest that begins with its level, else the longest at all.
    found.sort(key=lambda s: (text[s.start] not in _LEVELS, -s.size))
    kept: list[Span] = []
    for span in found:
        if not any(span.overlap(other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def body_lists(text: str) -> tuple[Span, ...]:
    """Return the bodies and offices that a normalised clause names, those of one list together (市委办和市政府办)."""
    offices = [Span(*m.span("name")) for m in _OFFICIAL.finditer(text)]
    named = sorted({*bodies_in(text), *(s for s in offices if not _NO_OFFICE.search(text, *s))})
    joined: list[Span] = []
    for span in named:
        if joined and _LISTED.fullmatch(text, joined[-1].end, span.start):
            joined[-1] = Span(joined[-1].start, span.end)
        elif not joined or joined[-1].end <= span.start:
            joined.append(span)
    return tuple(joined)
