"""What a sentence of a draft is about: the documents that it names, or that the text around it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.normalise import normalise_text
from index.types import Document
from retriever.check.compare.text_keys import dice, key_of, pairs
from retriever.query.places import short_name
from retriever.query.types import Query

__all__ = ["Scope", "Scopes", "unframed"]

_TITLE = re.compile(r"《([^《》\n]{2,80})》")
_ALIKE = 0.8
"""Likeness of the pairs of characters from which a title named in a draft is that of a document."""

_NAMED = 1_024
"""Texts around sentences of which it is remembered what they name."""

_STANDARD = r"(?:比|与|和|同|跟|较|于|不及|不如|than|as|with|to)\s*(?:in |that of )?"
_COMPARES = re.compile(
    r"相同|一样|相当|持平|一致|相近|[高低多少大小快慢早晚]于|不及|不如|超过|比[^,;。]{1,24}[高低多少大小快慢早晚]"
    r"|\bthan\b|\bsame as\b|\bcompared (?:with|to)\b"
)
_SHORT_LEAD = re.compile(r"^[^,;]{0,6}$")
_ANAPHOR = re.compile(
    r"(?:全|该|我|本|当)(?:市|省|县|区|地)|该(?:方案|文件|规划|计划)|《?(?:方案|规划|计划|办法|意见)》?(?:还|并|也|提出|明确|要求)"
    r"|(?:^|[,;:])(?:它|其(?![中他它余实次]))"
    r"|\bthe (?:same )?(?:city|plan|province|county|district|notice)\b|^(?:it|its|they|there|their)\b|\bit also\b"
)
_SAYS = (
    r"(?:中|还|也|已|均|都|则)?(?:提出|明确|要求|规定|指出|显示|表示|强调|确定|部署|计划|规划|印发的?|发布的?|出台的?"
    r"|承诺|写明|称)"
)
_SOURCE = (
    r"(?:(?:根据|按照|依据|依照|据|在|从)\s*)?(?:[^,;:。《》]{0,14})《[^《》\n]{2,80}》"
    rf"(?:中|里|的(?:要求|规定|部署|安排))?(?:{_SAYS})?(?:了|到)?"
)
_FRAME = re.compile(rf"^\s*(?:{_SOURCE}|(?:方案|规划|计划|文件|该市|当地|官方){_SAYS})\s*[,:;]?\s*")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents meant; none at all means any. ``firm`` tells that the words themselves say so.

    ``places`` are the corpus places that the documents are about, ``said`` is what the draft calls them. Documents of
    ``unplaced`` may be about a place that is named as well: of which they are is not known.
    """

    doc_ids: frozenset[int] = frozenset()
    places: tuple[str, ...] = ()
    said: str = ""
    firm: bool = False
    unplaced: frozenset[int] = frozenset()

    def allows(self, doc_id: int) -> bool:
        """Whether a document may be one of those meant."""
        return not self.doc_ids or doc_id in self.doc_ids or doc_id in self.unplaced


class Scopes:
    """Finds the scope of sentences; ``analyse`` reads a text against the corpus."""

    def __init__(self, documents: Sequence[Document], analyse: Callable[[str], Query]) -> None:
        self._named = lru_cache(_NAMED)(lambda text: self.of(analyse(text)))
        self._documents = documents
        self._titles = [
            (d.doc_id, pairs(key_of(normalise_text(d.title.value)).text)) for d in documents if d.title is not None
        ]
        self._unplaced = frozenset(d.doc_id for d in documents if d.place is None)
        self._by_place: dict[str, set[int]] = {}
        for document in documents:
            if document.place is not None:
                self._by_place.setdefault(document.place.value, set()).add(document.doc_id)

    def of(self, query: Query) -> Scope:
        """Return what the words of an analysed sentence name."""
        titles = _TITLE.findall(query.normalised)
        titled: set[int] = set()
        for title in titles:
            wanted = pairs(key_of(title).text)
            likeness = [(dice(wanted, own), doc_id) for doc_id, own in self._titles]
            best = max(likeness, default=(0.0, 0))[0]
            titled |= {doc_id for like, doc_id in likeness if like >= max(_ALIKE, best)}
        compared = _COMPARES.search(query.normalised) is not None
        subjects = [p for p in query.places if not (compared and _is_standard(query.normalised, p.mention))]
        places = tuple(place.name for place in subjects)
        placed = {doc_id for place in places for doc_id in self._by_place.get(place, ())}
        meant = (titled & placed) or titled or placed
        if not meant:
            return Scope()
        named = {d.place.value for d in self._documents if d.doc_id in meant and d.place is not None}
        mentions = [place.mention for place in subjects]
        said = mentions[0] if len(meant) == len(placed & meant) and mentions else f"《{titles[0]}》" if titles else ""
        unplaced = frozenset[int]() if titled else self._unplaced
        return Scope(frozenset(meant), tuple(sorted(named)), said, firm=True, unplaced=unplaced)

    def carried(self, sentence: str, headings: Sequence[str], before: Sequence[str]) -> Scope:
        """Return what the text around a sentence names: the sentences before it, then the headings, innermost first.

        It is firm where the sentence points back (全市, 该方案) or a heading says so.
        """
        for text in reversed(before):
            found = self._named(text)
            if found.doc_ids:
                return replace(found, firm=_ANAPHOR.search(normalise_text(sentence)) is not None)
        for text in reversed(headings):
            found = self._named(text)
            if found.doc_ids:
                return found
        return Scope()


def _is_standard(normalised: str, mention: str) -> bool:
    """Whether a place is only what another one is compared with: 比宜春高, 与宜春相同."""
    name = re.escape(normalise_text(mention))
    found = re.search(rf"{_STANDARD}{name}", normalised)
    # 宜春和宿迁…相同 is said of both.
    return found is not None and found.start() > 0 and _SHORT_LEAD.search(normalised[: found.start()]) is None


def unframed(normalised: str, places: Sequence[str]) -> str:
    """Return a sentence without what says where it is said: 根据《…》提出, 宜春市明确提出."""
    text = _FRAME.sub("", normalised, count=1)
    for place in sorted({*places, *map(short_name, places)}, key=len, reverse=True):
        name = re.escape(normalise_text(place))
        text = re.sub(
            rf"^\s*(?:在|据)?{name}(?:人民政府|政府)?(?:的?方案)?(?:{_SAYS}[,:]?|[,:])?\s*", "", text, count=1
        )
    return text
