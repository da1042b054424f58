"""What a question takes over from the one before: 那2030年呢? 汕尾呢? 由谁负责? What about 2030?

The question before is known in full, so what the new one brings takes the place of its like there: a year for the
year, a place for the place, a new subject for the subject, a new question word for the question word. What was taken
over is told, so that it can be shown and changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.recognizers.periods import YEAR
from index.types import Place
from retriever.query.places import bare_mention
from retriever.query.several import interrogative, subject_of, without_end
from retriever.query.subject import lacks_subject

__all__ = ["Carried", "Said", "carry"]

_GOES_ON = re.compile(
    r"^\s*(?:(?:那么|那麼|那|再问|再問|还有|還有|另外|同样|同樣|接着|接著)(?![些个個里裡边邊])[,，]?\s*)+"
)
_GOES_ON_EN = re.compile(r"^\s*(?:and|but|so|then|ok(?:ay)?)?\s*,?\s*(?:(?:what|how)\s+about|and)\s+", re.IGNORECASE)
_AS_FOR = re.compile(r"呢\s*[?？。!！]*\s*$")
_YEAR_ZH = re.compile(rf"{YEAR}年?")
_YEAR_ANY = re.compile(YEAR)
_ABOUT = re.compile(
    r"(?:该|該|这个|這個|此|本)(?P<kind>文件|方案|通知|意见|意見|规划|規劃|计划|計劃|办法|辦法|条例|條例|法)"
    r"|(?:该|該|这个|這個|此)(?P<place>市|省|县|縣|区|區|城市|地区|地區)"
    r"|(?P<thing>(?:该|該|这一?|這一?|此|上述)(?:个|個|项|項)?(?:指标|指標|目标|目標|比重|比例|数字|數字|数值|數值|任务|任務|工作|项目|項目))"
    r"|(?P<word>它们|它們|它|(?<![尤极極及与與和])其(?![他它中余次]))"
)
_ABOUT_EN = re.compile(
    r"\b(?P<kind>(?:this|that|the)\s+(?:document|plan|notice|measures|regulation|law))\b"
    r"|\b(?P<place>(?:this|that|the)\s+(?:city|province|county))\b|\b(?P<word>it|its|they|them|this|that)\b",
    re.IGNORECASE,
)
_OF_A_DOCUMENT = re.compile(
    r"文号|文號|印发|印發|发布|發布|公布|施行|生效|废止|廢止|有效期|谁发的|誰發的|依据|依據"
    r"|\b(?:issued|published|number|in force|effective|repealed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A question as understood. ``places`` are what it calls its places, ``document`` the title its answer is from."""

    text: str
    language: str
    places: tuple[str, ...] = ()
    document: str | None = None

    def told(self) -> dict[str, Any]:
        """As an object of JSON."""
        return {"text": self.text, "language": self.language, "places": [*self.places], "document": self.document}

    @classmethod
    def of(cls, told: Any) -> Said | None:
        """Return what :meth:`told` gave, None for null. Raises ValueError for anything else."""
        if told is None:
            return None
        match told:
            case {"text": str(text), "language": "zh" | "en" as language, "places": list(places), "document": document}:
                if all(isinstance(place, str) for place in places) and isinstance(document, str | None):
                    return cls(text, language, tuple(places), document)
        raise ValueError("no question that another one goes on from")


@dataclass(frozen=True, slots=True)
class Carried:
    """A question in full; ``taken`` are the words of before that it stands on, none when it stands alone."""

    text: str
    taken: tuple[str, ...] = ()


def carry(text: str, language: str, places: Sequence[Place], before: Said | None) -> Carried:
    """Return what ``text`` asks after ``before``.

    Args:
        text: the question as typed.
        language: "zh" or "en".
        places: the places of the corpus that it names.
        before: the question before, in full; None at the beginning.
    """
    if before is None:
        return Carried(text)
    english = language == "en"
    starts = _GOES_ON_EN.match(text) if english else _GOES_ON.match(text)
    plain = text[starts.end() :] if starts else text
    as_for = not english and _AS_FOR.search(plain) is not None
    plain = without_end(_AS_FOR.sub("", plain))
    if pointed := _pointed(plain, english, before):
        return pointed
    years = _YEAR_ANY.findall(plain)
    rest = _without(plain, [place.mention for place in places])
    named = not lacks_subject(rest, language) if rest else False
    asks = interrogative(plain)
    if named and not (starts or as_for):
        return Carried(text)
    if not named and not asks and not (years or places):
        return Carried(text)
    if named and asks:
        return _placed(plain, places, years, before)
    # A place is called as the question before would call it.
    new = [bare_mention(place.mention) if before.language == language else place.name for place in places]
    if named:
        return _other_subject(rest, new, years, before, english)
    whole = _replaced(before.text, before.places, new, years, before.language)
    if not asks:
        return Carried(whole, _kept(whole, before))
    return _other_question(rest, whole, before, language)


def _pointed(plain: str, english: bool, before: Said) -> Carried | None:
    """Put what a pronoun stands for in its place: 该市, 该文件, 这一指标, it."""
    found = (_ABOUT_EN if english else _ABOUT).search(plain)
    if found is None:
        return None
    # In a question with a subject of its own, a mere pronoun mostly points into that question.
    rest = plain[: found.start()] + plain[found.end() :]
    if found["word"] and not lacks_subject(rest, "en" if english else "zh"):
        return None
    if found["kind"]:
        name = f"《{before.document}》" if before.document else None
    elif found["place"]:
        name = before.places[0] if before.places else None
    else:
        name = subject_of(before.text, before.language)
    if not name:
        return None
    if found["word"] and found["word"].lower() in ("its", "其"):
        name += "'s" if english else "的"
    return Carried(plain[: found.start()] + name + plain[found.end() :], (name,))


def _without(plain: str, places: Sequence[str]) -> str:
    for place in places:
        plain = re.sub(re.escape(place) + r"[市省县縣]?的?", " ", plain, flags=re.IGNORECASE)
    plain = re.sub(rf"(?:到|在|\bby\b|\bin\b|\bfor\b)?\s*{YEAR}年?(?:底|末|前)?", " ", plain)
    return plain.strip(" ,，").removeprefix("的")


def _replaced(text: str, old: Sequence[str], new: Sequence[str], years: Sequence[str], language: str) -> str:
    """Put other places and years into the question before, where it has its own, else in front of it."""
    if new:
        at = [found for place in old for found in re.finditer(re.escape(place) + r"[市省县縣]?", text, re.IGNORECASE)]
        names = "、".join(new) if language == "zh" else " and ".join(new)
        if at:
            first = min(at, key=lambda found: found.start())
            text = text[: first.start()] + names + text[first.end() :]
        else:
            text = f"{names}{text}" if language == "zh" else f"{without_end(text)} in {names}?"
    if years:
        year = years[-1]
        if _YEAR_ANY.search(text):
            text = _YEAR_ANY.sub(year, text, count=1)
        else:
            text = _with_year(text, year, new or old, language)
    return text


def _with_year(text: str, year: str, places: Sequence[str], language: str) -> str:
    if language == "en":
        return f"{without_end(text)} by {year}?"
    for place in places:
        if found := re.match(re.escape(place) + r"[市省县縣]?", text):
            return f"{text[: found.end()]}{year}年{text[found.end() :].removeprefix('的')}"
    return f"{year}年{text}"


def _other_subject(subject: str, places: Sequence[str], years: Sequence[str], before: Said, english: bool) -> Carried:
    """那森林覆盖率呢: the same place, year and question word for another subject."""
    whole = _replaced(before.text, before.places, places, years, before.language)
    old = subject_of(whole, before.language)
    kept = [place for place in (places or before.places) if place.lower() in old.lower()]
    time = _YEAR_ANY.search(old)
    if english and before.language == "en":
        tail = "".join(f" in {place}" for place in kept) + (f" by {time[0]}" if time else "")
        return Carried(f"What is {subject}{tail}?", (*kept, *([time[0]] if time else [])))
    lead = "".join(kept) + (f"{time[0]}年" if time else "")
    asks = whole[len(old) :] if not years and whole.startswith(old) else ""
    asks = asks if interrogative(asks) else "是多少?"
    return Carried(f"{lead}{subject}{asks}", tuple(part for part in (lead,) if part))


def _other_question(asking: str, whole: str, before: Said, language: str) -> Carried:
    """由谁负责: another question about the same subject, or about the document that the answer is from."""
    if before.document and _OF_A_DOCUMENT.search(asking):
        name = f"《{before.document}》"
        return Carried(f"{asking} of {name}?" if language == "en" else f"{name}{asking}", (name,))
    subject = subject_of(whole, before.language)
    return Carried(f"{asking} for {subject}?" if language == "en" else f"{subject}{asking}", (subject,))


def _placed(plain: str, places: Sequence[Place], years: Sequence[str], before: Said) -> Carried:
    """那森林覆盖率目标是多少: a whole question that goes on, in the place and the year of before."""
    lead = "" if places else "".join(before.places)
    time = _YEAR_ZH.search(before.text) if not years else None
    lead += f"{time[0].removesuffix('年')}年" if time else ""
    return Carried(lead + plain, (lead,) if lead else ())


def _kept(whole: str, before: Said) -> tuple[str, ...]:
    subject = subject_of(before.text, before.language)
    rest = _without(subject, before.places)
    return (rest,) if rest and rest in whole else (whole,)
