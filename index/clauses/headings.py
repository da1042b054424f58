"""Where the title of an item ends, and which items are not headings at all but members of a list."""

from __future__ import annotations

import re

from index.clauses.numbering import Marker, Style
from index.clauses.responsibility import MAX_NOTE, is_note
from index.clauses.sentences import line_end

__all__ = ["MAX_TITLE_LINE", "SENTENCE_END", "STATUTORY", "is_list", "leads_in", "title_end", "vote"]

MAX_TITLE = 30  # code points of a title that is followed by its body in the same line
MAX_TITLE_LINE = 60  # ... of a title that has its line to itself
MAX_TITLE_LATIN = 120  # ... in Latin script
MAX_WORDS = 8  # words of a title in Latin script that is followed by its body
MAX_COLON = 16  # code points of a title that ends with a colon
MAX_MEMBER = 400  # a list member is one sentence; longer ones are items
_WINDOW = 160  # how far a title is looked for

STATUTORY = {Style.PART: 0, Style.SUBPART: 1, Style.CHAPTER: 2, Style.SECTION: 3, Style.ARTICLE: 4}
SENTENCE_END = re.compile(r"[。！？；;!?]|(?<=[a-z)])\.(?=\s+[A-Z(])")
_OPENERS = "(（〔《“「『"
_CLOSERS = ")）〕》”」』"
_COMMAS = re.compile("[,，]")
_STOPS = re.compile("[。;；:：,，]")
_LEAD_IN = re.compile(r"(?:如下|下列|以下|包括|分别|分別|即|为|為|是)\Z")
_BRACKETED = re.compile(r"\s*(?:【[^】\n]{1,30}】|[\[(（][^\])）\n]{1,30}[\])）](?=\s|\Z))")


def trim(text: str, start: int, end: int) -> int:
    """Return ``end`` moved back over white space, not before ``start``."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def title_end(text: str, marker: Marker, limit: int) -> int:
    """Return where the heading ends: behind its title, or at ``marker.end`` when the item has none.

    A title is, in this order:

    - what stands alone in the label's line (:data:`MAX_TITLE_LINE`) without the end of a sentence;
    - what a blank sets off from the body: «一、指导思想 以习近平…»;
    - the words before a colon (:data:`MAX_COLON`), or the first sentence (:data:`MAX_TITLE`, at most one comma, no
      list), when a body follows that is more than a responsibility note.

    Everything else is a sentence, and the heading is the label only. An article takes a title from brackets or its own
    line only; a chapter also from the line below.
    """
    window = text[marker.end : min(limit, marker.end + _WINDOW)]
    if marker.level:
        return marker.end
    line, newline, after = window.partition("\n")
    if marker.style is Style.ORDINAL:
        return trim(text, marker.end, marker.end + len(line))
    whole_line = bool(newline) or marker.end + len(line) == limit
    if not line.strip():
        return _title_below(text, marker, after, marker.end + len(line) + 1, limit)
    if marker.style is Style.ARTICLE:
        if (
            bracketed := re.match(r"\s*(?:【[^】\n]{1,30}】|[\[(（][^\])）\n]{1,30}[\])）](?=\s|\Z))", line)
        ) is not None:
            return marker.end + bracketed.end()
        alone = len(line.strip()) <= MAX_TITLE_LINE and not _STOPS.search(line) and after.strip()
        short = line.isascii() or len(line.strip()) <= MAX_TITLE // 2
        return trim(text, marker.end, marker.end + len(line)) if whole_line and alone and short else marker.end
    stop = SENTENCE_END.search(line)
    cap = MAX_TITLE_LATIN if line.isascii() else MAX_TITLE_LINE
    if stop is None and whole_line and len(line.strip()) <= cap and not line.rstrip().endswith((",", "，", "、")):
        return trim(text, marker.end, marker.end + len(line))
    first = line[: stop.start()] if stop else line
    if (blank := _blank_after_title(first)) is not None:
        return marker.end + blank
    colon = re.search("[:：]", first)
    if colon and _is_title(first[: colon.start()], MAX_COLON) and not _LEAD_IN.search(first[: colon.start()]):
        return marker.end + colon.end()
    if stop is None or stop.group() in ";；":
        return marker.end
    end = marker.end + stop.end()
    while end < limit and text[end] in "]】" + _CLOSERS:
        end += 1
    if line.isascii():
        return end if len(first.split()) <= MAX_WORDS and line[stop.end() :].strip() else marker.end
    if not _is_title(first, MAX_TITLE):
        return marker.end
    rest = text[end : min(limit, end + _WINDOW)].strip()
    return marker.end if not rest or is_note(text[end : min(limit, end + MAX_NOTE)], alone=True) else end


def leads_in(text: str, marker: Marker) -> bool:
    """Whether a dash opens an item: a short first sentence with more behind it in its line (——创新驱动。加快…)."""
    line = text[marker.end : marker.end + _WINDOW].partition("\n")[0]
    stop = SENTENCE_END.search(line)
    return stop is not None and _is_title(line[: stop.start()], MAX_TITLE) and bool(line[stop.end() :].strip())


def _title_below(text: str, marker: Marker, after: str, offset: int, limit: int) -> int:
    """The title of a chapter or annex may stand in the line below its label."""
    if marker.style not in (Style.PART, Style.SUBPART, Style.CHAPTER, Style.SECTION, Style.ANNEX):
        return marker.end
    line = re.match(r"\s*([^\n]{1,40})(?=\n|\Z)", after)
    if line is None or _STOPS.search(line.group(1)) or offset + line.end() > limit:
        return marker.end
    return trim(text, marker.end, offset + line.end())


def _blank_after_title(first: str) -> int | None:
    """Return the length of a title that a blank sets off from Chinese text, or None."""
    lead = len(first) - len(first.lstrip())
    for blank in re.finditer(r"\s+", first[lead:]):
        title = first[lead : lead + blank.start()]
        behind = first[lead + blank.end() : lead + blank.end() + 1]
        wide = len(blank.group()) > 1 or blank.group() not in " "
        if behind and (wide or (ord(title[-1]) > 0x2E7F and ord(behind) > 0x2E7F)):
            return lead + blank.start() if _is_title(title, MAX_TITLE) and len(title) > 2 else None
    return None


def _is_title(words: str, cap: int) -> bool:
    words = words.strip()
    if not 2 <= len(words) <= cap or re.search("[;；:：。]", words):
        return False
    if any(words.count(o) != words.count(c) for o, c in zip(_OPENERS, _CLOSERS, strict=True)):
        return False
    commas = len(_COMMAS.findall(words))
    return commas == 0 or (commas == 1 and len(words) <= cap - 4 and words[-1] not in ",，")


def is_list(
    text: str,
    group: list[int],
    markers: list[Marker],
    limits: list[int],
    with_children: set[int],
    joined: frozenset[int],
) -> bool:
    """Whether the items are members of one sentence: single clauses after a colon, or ended by semicolons."""
    if len(group) < 2 or not with_children.isdisjoint(group):
        return False
    if any(markers[i].style in STATUTORY or markers[i].level or not markers[i].number for i in group):
        return False
    ended = []
    for i in group:
        end = min(limits[i], markers[i].end + MAX_MEMBER)
        stop = line_end(text, markers[i].end, end, joined)
        body = text[markers[i].end : stop].strip()
        if not body or len(body) >= MAX_MEMBER - 2 or body[-1] not in "。;；,，." or "。" in body[:-1]:
            return False
        if i != group[-1] and text[stop:end].strip():
            return False
        ended.append(body[-1])
    first = markers[group[0]].start
    introduced = text[max(0, first - 8) : first].rstrip().endswith((":", "："))
    return introduced or all(c in ";；" for c in ended[:-1])


def vote(text: str, group: list[int], markers: list[Marker], titles: list[int]) -> None:
    """Titles that end with a full stop count only where at least half of the items beside them have a title."""
    titled = [i for i in group if titles[i] > markers[i].end or markers[i].level]
    if 2 * len(titled) < len(group):
        for i in titled:
            if not markers[i].level and text[titles[i] - 1] in "。!?！？":
                titles[i] = markers[i].end
