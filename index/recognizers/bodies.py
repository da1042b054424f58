"""Names of authorities, companies and associations: what a line must look like to be one."""

from __future__ import annotations

import re

__all__ = [
    "BODY_END",
    "NOT_IN_A_BODY",
    "closed_up",
    "is_body",
    "is_company",
    "is_issuer",
    "is_national",
    "is_relative",
    "leading_body",
]

BODY_END = (
    "人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|政府|办公厅|办公室|常务委员会|委员会|发展改革委|发改委|国资委|"
    "卫健委|住建委|经信委|交委|建委|农委|科委|管委会|党委|市委|省委|区委|县委|党组|代表大会|总局|分局|局|厅|部|署|总队|支队|"
    "调查队|领导小组|指挥部|法院|检察院|人民银行|国务院|中央|中心|办事处|公司|集团|协会|学会|商会|联合会|联社|研究院|大学|学院|"
    "医院|(?<=[局部委院])[\u3400-\u9fff]{2,6}司"
)
"""What the name of a body ends in, as alternatives of a regular expression; the longer before its own end."""

_BODY = re.compile(rf"(?!各)(?:[\u3400-\u9fff](?:[\u3400-\u9fff()、 ]{{0,38}})(?:{BODY_END})|国务院|中共中央)$")
_LEADING = re.compile(rf"(?!各)[\u3400-\u9fff][\u3400-\u9fff()]{{1,30}}?(?:{BODY_END})")
NOT_IN_A_BODY = re.compile(r"关于|印发|的|根据|按照|负责|牵头|组织(?!部)|以下|为|是|了")
"""What stands in a sentence about bodies, and not in the name of one."""

# 市政府, 省发展改革委: whose, the text around must say.
_RELATIVE = re.compile(r"(?:市|省|县|区|州|盟|旗|本|该|我)(?!中区|北区|南区)")
_COMPANY = re.compile(r"(?:公司|集团|协会|学会|商会|联合会|联社|研究院|大学|学院|医院|中心)$")
_NATIONAL = re.compile(r"(?:中华人民共和国|国务院|国家|全国|中国|中共中央|最高人民)|[\u3400-\u9fff]{2,10}部$")
_SPREAD = re.compile(r"\S(?: +\S){2,}$")


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
