"""Lines that recur at the top or bottom of many files of one build: the portal's, and not the documents'.

扫一扫在手机打开当前页, 打印本页, 主办单位:… stand on every page of a portal. What official texts themselves open or
close with in the same words (addressees, signatures, dates, notes in brackets, sentences) is never taken for it, and a
file that says what another says counts for nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import NamedTuple

from index.language.fold import fold
from index.loading.record import MEDIA
from index.recognizers.bodies import is_body
from index.recognizers.dates import is_date
from index.recognizers.titles import is_title
from index.splitting.lines import units_of
from index.splitting.openings import is_addressee, is_numbered
from index.types import SourceFile

__all__ = ["Edges", "edges_of", "holds_any", "line_key", "shared_lines"]

_EDGE_UNITS = 20
_EDGE_CHARACTERS = 4_000
_LONGEST = 80
_SHORTEST = 2
_LEAST_FILES = 3
_LEAST_SHARE = 0.05
"""Share of a build's files that a line recurs in: a form's last line is common to a few documents of many."""
_ENDS = tuple("。;!?,、")
# A sentence is the portal's where it speaks of the page.
_OF_PAGES = re.compile(r"网站|本[网站页]|浏览器|客户端|手机|扫码|扫一扫|二维码|微信|转载")
# Notes in brackets, annexes, copies, letterheads, numbers, the office and name of who signs; a word alone.
_OFFICIAL = re.compile(
    r"[(\[【〔].*[)\]】〕]$|附(?!近)|抄[送报]|主送|特此|此[件复]|单位:|(?:合计|备注|注|说明)\b|[一-龥]{1,4}$"
    r"|.*(?:文件|号|令|公告)$|.*\d{1,4}年|.*(?:长|主任|主席|总理|总统|委员) ?[一-龥]{2,4}$"
)
_LETTER = re.compile(r"[^\W\d_]")


class Edges(NamedTuple):
    """What a file may share with others: keys of lines that may be the portal's, digests of its sentences there."""

    lines: frozenset[str]
    sentences: frozenset[int]

    def to_json(self) -> str:
        """Return the same bytes for the same edges."""
        kept = {"lines": sorted(self.lines), "sentences": sorted(self.sentences)}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> Edges:
        """Read what :meth:`to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        kept = json.loads(stored)
        return cls(frozenset(kept["lines"]), frozenset(kept["sentences"]))


def edges_of(source: SourceFile) -> Edges | None:
    """Return the edges of a file; None for a record, which is left aside."""
    if source.media == MEDIA:
        return None
    lines = _edges(source.text)
    may_be = {line for line in lines if _may_be_the_portals(line)}
    sentences = frozenset(_digest(line) for line in lines - may_be if line.endswith("。"))
    return Edges(frozenset(map(line_key, may_be)), sentences)


def shared_lines(files: Iterable[Edges | None]) -> frozenset[str]:
    """Return the keys (:func:`line_key`) of the portal's lines of ``files``, of which those without edges count not."""
    counts: Counter[str] = Counter()
    number = 0
    said: set[int] = set()
    for edges in files:
        if edges is None:
            continue
        copied = len(edges.sentences & said)
        said |= edges.sentences
        if not copied or 2 * copied < len(edges.sentences):
            number += 1
            counts.update(edges.lines)
    least = max(_LEAST_FILES, _LEAST_SHARE * number)
    return frozenset(key for key, count in counts.items() if count >= least)


def holds_any(text: str, keys: Collection[str]) -> bool:
    """Whether any line of a source text may have one of these keys."""
    if not keys:
        return False
    whole = line_key(fold(text))
    return any(key in whole for key in keys)


def line_key(folded: str) -> str:
    """Return what a folded line is compared by: its characters without blanks."""
    return folded.replace(" ", "")


def _edges(text: str) -> set[str]:
    """Return the folded lines at the top and bottom of a text."""
    top, bottom = fold(text[:_EDGE_CHARACTERS]), fold(text[-_EDGE_CHARACTERS:])
    first = [unit.of(top) for unit in units_of(top)[:_EDGE_UNITS]]
    return {*first, *(unit.of(bottom) for unit in units_of(bottom)[-_EDGE_UNITS:])}


def _digest(line: str) -> int:
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "little")


def _may_be_the_portals(line: str) -> bool:
    if not _SHORTEST <= len(line) <= _LONGEST or _LETTER.search(line) is None:
        return False
    if line.endswith(_ENDS) and _OF_PAGES.search(line) is None:
        return False
    official = (
        _OFFICIAL.match(line)
        or is_date(line)
        or is_body(line)
        or is_numbered(line)
        or is_title(line)
        or is_addressee(line)
    )
    return not official
