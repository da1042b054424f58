"""Questions which grade, class or stage something belongs to: 主枝骨折属于哪一级?"""

from __future__ import annotations

import re

__all__ = ["grade_asked", "without_grade"]

_VERB = r"(?:应当?|会|要|能)?(?:被)?(?:属于?|归[为入]|列[为入]|[评定划认]定?为?|构成|算作?|[是为])"
_SORT = r"(?P<kind>级|类|等|档|期|批|阶段|梯队|产业)"
_NAMED = r"(?:等(?=级)|类(?=别)|档(?=次))?"
_ASKED = re.compile(
    rf"{_VERB}?(?:哪一?个?|第几个?|什么|何种){_NAMED}{_SORT}[别型次]?[的呢啊伤残]{{0,2}}\W*$"
    rf"|{_VERB}(?<!为)(?:哪一?个?|第?几个?)(?P<of>级|类|等|档|期|阶段|产业)[别型次]?\S{{0,6}}?\W*$"
)


def grade_asked(question: str) -> str | None:
    """Return of which kind (:mod:`index.recognizers.distinctions`) a normalised question asks a value, if of any."""
    found = _ASKED.search(question)
    return None if found is None else found["kind"] or found["of"]


def without_grade(question: str) -> str:
    """Return a normalised question without the words that ask for a grade: what is left tells of what."""
    return _ASKED.sub(" ", question)
