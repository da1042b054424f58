"""What kind of answer a question asks for, by the question words of Chinese and English.

General patterns of the two languages, checked against the answers of DRCD and CMRC questions.
"""

from __future__ import annotations

import re

from index.recognizers.periods import YEAR

__all__ = ["KINDS", "asks_for"]

KINDS = ("number", "body", "date", "name", "place", "document", "clause")

_WHICH = r"哪(?:一?(?:个|些|座|份|部|项|家|类|条|间|几个)|一|几个)?"
_PLACE = r"(?:城市|地级市|市|省|县|区|地方|地区|乡|镇|国家|地点|州|村)"
_BODY = r"(?:部门|单位|机构|机关|局|委员会|委|主体|主管|组织|政府|公司|企业|学院|法院)"
_PAPER = r"(?:文件|方案|通知|意见|规划|条例|办法|法律|法规|法案|规定|标准|法(?!院))"
_BODY_VERB = r"(?:负责|牵头|主管|承担|实施|组织|配合|批准|制定|发布|印发|执行|监管|落实|审批|管理)"
_MEASURE = (
    r"(?:目标|规模|容量|面积|装机量?|指标|产值|强度|总[额量]|数量|[占比]比|比例|比重"
    r"|[力盖化用放产减能]率|贡献值|增加值)"
)

_KEY_MEASURE = (
    r"(?:[\u4e00-\u9fff]率(?![先领])|比例|占比|比重|[降增涨]幅|规模|装机|容量|面积|数量|总量|蓄积量"
    r"|产值|强度|用量|产量|销量)"
)

# In order: the first that matches decides, so that 哪个部门 asks for no name and 到哪一年 for no place.
_CHINESE = (
    (
        "body",
        rf"(?:谁|什么人)(?:来|要|应|会|去)?(?:{_BODY_VERB}|做$|管)|(?:由|归|该找|找)谁|谁(?:的事|的职责|的责任)"
        rf"|{_WHICH}\w{{0,4}}?{_BODY}|什么{_BODY}|哪(?:个|几个|些)[厅委局办处](?![理事])|哪(?:几)?家\w{{0,2}}{_BODY_VERB}"
        rf"|(?:牵头|责任|主管|负责|配合|发文|印发|发布|组织|实施)(?:单位|部门|机构|机关|主体)(?:有|是|为|包括|$)"
        r"|(?:^|[\s,、])(?:牵头|负责|主管)$",
    ),
    (
        "date",
        r"什么(?:时[候间后]|日期|年份|时期|年代)|何[时年月日]|哪(?:一?个?)(?:[年天日月]|时期|世纪|时候)|几时|几[月号日](?!度)"
        r"|(?:印发|发布|成文|生效|施行|实施|出台|截止|完成)(?:的)?(?:日期|时间|期限)|(?:日期|期限)(?:[是为](?!多[久长少]|几[年个])|$)|多久(?:之前|以前)",
    ),
    ("place", rf"哪[里儿边]|何[处地]|在哪$|{_WHICH}{_PLACE}|什么(?:地方|城市|地点)"),
    ("document", rf"{_WHICH}{_PAPER}|什么{_PAPER}|(?:依据|根据|按照)的?(?:是)?什么|文号|发文字号"),
    (
        "number",
        r"多少|多久|(?<![十百千万哪])几(?![乎何])|百分之几|多[大高长快重远深厚宽](?!程度)|什么(?:程度|水平|水准|比例|幅度)"
        rf"|^(?!.*(?:怎|如何|为何|为什么)).*{_MEASURE}(?:将|要|需|应|会)?(?:达到?|占|是|为|有|提高到|下降到?|降低到?)?$",
    ),
    ("name", rf"谁|叫什么|(?:名称|名字|名)(?:是|为|叫)?(?:什么)?$|{_WHICH}\w|何(?:人|种|者|物)"),
    # Key words instead of a question: a measure beside a year, or at the end.
    (
        "number",
        rf"^(?!.*(?:怎|如何|为何|什么|吗|是否)).*(?:{YEAR}.*{_KEY_MEASURE}|{_KEY_MEASURE}.*{YEAR}|{_KEY_MEASURE}\W*(?:目标值?|底线|上限|下限)?$)",
    ),
)
_AMOUNT = (
    r"(?:share|percent(?:age)?|proportion|rate|ratio|number|amount|level|capacity|target|goal|size|area|value|volume|length"
    r"|total|quantity|figure|scale|reduction|increase|cost|price|height|distance|population)s?"
)
_KEY_AMOUNT = (
    r"(?:coverage|penetration|stock|tonnes?|tons?|cuts?|revenue|leakage|intensity|output|kilowatts?|hectares?)"
)
_BODIES = (
    r"(?:bod(?:y|ies)|departments?|agenc(?:y|ies)|authorit(?:y|ies)|bureaus?|offices?|units?|organi[sz]ations?|institutions?"
    r"|governments?|ministr(?:y|ies)|commissions?|compan(?:y|ies))"
)
_PLACES = (
    r"(?:cit(?:y|ies)|provinces?|count(?:y|ies|ry|ries)|districts?|places?|towns?|regions?|areas?|municipalit(?:y|ies)"
    r"|states?|locations?)"
)
_PAPERS = r"(?:documents?|plans?|regulations?|laws?|polic(?:y|ies)|notices?|rules?|standards?)"
_WHAT = r"\b(?:what|which)(?:'s| is| are| was| were)? (?:the )?"
_ENGLISH = (
    (
        "body",
        r"\bwho(?:m|se)? .{0,30}(?:responsib|charge|lead|conven|issue|oversee|supervis|implement)"
        rf"|{_WHAT}(?:\w+ ){{0,3}}?{_BODIES}\b|^(?:lead(?:ing)?|responsible) (?:\w+ )?{_BODIES}\b",
    ),
    (
        "date",
        rf"\bwhen\b|how soon|^deadline|{_WHAT}(?:\w+ )?(?:years?|date|day|month|time|deadline|century|decade|period)\b",
    ),
    ("place", rf"\bwhere\b|{_WHAT}(?:\w+ ){{0,2}}?{_PLACES}\b"),
    ("document", rf"{_WHAT}(?:\w+ ){{0,2}}?{_PAPERS}\b|document number"),
    (
        "number",
        r"how (?:many|much|large|big|high|long|far|great|old|tall|deep|fast)\b"
        rf"|{_WHAT}(?:[\w'’-]+ ){{0,4}}?{_AMOUNT}\b",
    ),
    # Key words instead of a question.
    ("number", rf"^(?!.*\b(?:who|which|why|how|does|do|is|are|will|can|should)\b).*\b(?:{_AMOUNT}|{_KEY_AMOUNT})\b"),
    ("name", r"\bwho(?:m|se)?\b|\bwhich\b|\bwhat\b.*\b(?:called|named?)\b|\bname the\b"),
)


def _compile(rules: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in rules)


_RULES = {"zh": _compile(_CHINESE), "en": _compile(_ENGLISH)}


def asks_for(normalised: str, language: str) -> str:
    """One of :data:`KINDS` for a normalised question in "zh" or "en"; "clause" when no question word says more."""
    question = normalised.strip().rstrip("?？。.!！呢吗 ")
    return next((kind for kind, pattern in _RULES[language] if pattern.search(question)), "clause")
