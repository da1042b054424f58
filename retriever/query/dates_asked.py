"""Which date of a document a question asks for, by its verb: when it was adopted, when it is in force, until when."""

from __future__ import annotations

import re

from index.types import DateKind

__all__ = ["date_asked", "without_date"]

_WHEN = r"(?:什么时[候间]|何时|哪一?(?:[天日年]|个?月)|几[月号时]|什么日[子期])"
_FORCE = r"(?:施行|实施|生效|执行|起效)"
_END = r"(?:的|了|呢|啊|吗|过)*\W*$"

_VERBS = {
    DateKind.REPEALED: r"废止|废除",
    DateKind.AMENDED: r"修正|修订|修改",
    DateKind.ADOPTED: r"(?:审议|表决)?通过",
    DateKind.PROMULGATED: r"公布|颁布",
}
_ASKED: tuple[tuple[DateKind, re.Pattern[str]], ...] = (
    (
        DateKind.EXPIRES,
        re.compile(
            r"(?:有效|试行)期(?:限)?(?:是|为|有|到|至|截至|截止)*(?:多[久长少]|几[年个]|" + _WHEN + r"|$|\W*$)"
            rf"|{_WHEN}(?:才|会|将|就)?(?:到期|失效|期满|过期)|(?:到期|失效|期满)(?:日期|时间|日)|(?:有效|{_FORCE})[到至]{_WHEN}"
            r"|valid (?:until|till|for)|period of validity|\bexpir(?:e|es|y)\b|until when"
        ),
    ),
    (
        DateKind.EFFECTIVE,
        re.compile(
            rf"{_WHEN}(?:起|开始|正式|才|会|将|就|要|能|可以)*{_FORCE}{_END}"
            rf"|{_FORCE}(?:的)?(?:起始|开始)?(?:日期|时间|日){_END}|{_FORCE}(?:的)?(?:日期|时间)(?:是|为)"
            rf"|{_FORCE}(?:是)?(?:从|自|在)?{_WHEN}"
            r"|(?:take|takes|took|taking) effect|(?:come|comes|came|enter|enters|entered|entry) into (?:force|effect)"
            r"|effective date|when (?:is|was|will) .*\beffective\b"
        ),
    ),
    *(
        (
            kind,
            re.compile(
                rf"{_WHEN}(?:被|由|经|正式|最后|最近|最新|上次|一次)*(?:{verbs}){_END}"
                rf"|(?:{verbs})(?:的)?(?:日期|时间)|(?:{verbs})(?:是)?(?:在|于)?{_WHEN}"
            ),
        )
        for kind, verbs in _VERBS.items()
    ),
)


def date_asked(question: str) -> DateKind | None:
    """Return which date of a document a normalised question asks for, None when it asks for none of them."""
    return next((kind for kind, pattern in _ASKED if pattern.search(question)), None)


def without_date(question: str) -> str:
    """Return a normalised question without the words that ask for a date: what is left tells of which document."""
    for _, pattern in _ASKED:
        question = pattern.sub(" ", question)
    return question
