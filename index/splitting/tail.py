"""Where a document ends on its page, and the portal's lines begin again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.recognizers.boilerplate import closes_page, opens_tail
from index.splitting.lines import Unit
from index.splitting.openings import is_numbered
from index.splitting.shared_lines import line_key

__all__ = ["tail_of"]

_SENTENCE_END = re.compile(r"[。;]")
_MOST_LINKS = 40
_LONGEST_LINK = 60


def tail_of(folded: str, units: Sequence[Unit], shared: Collection[str] = frozenset()) -> int:
    """Return one past the last unit of the document proper: what follows is the portal's. At least 1, if any.

    ``shared`` are the portal's lines that :func:`index.splitting.shared_lines.shared_lines` found.
    """
    at = _stripped(folded, units, len(units), shared)
    # A heading over links (相关阅读) takes the short lines below it along.
    for number in range(max(at - _MOST_LINKS, 1), at):
        below = units[number + 1 : at]
        if units[number].line and opens_tail(units[number].of(folded)) and all(_is_link(folded, u) for u in below):
            return _stripped(folded, units, number, shared)
    return at


def _stripped(folded: str, units: Sequence[Unit], at: int, shared: Collection[str]) -> int:
    while at > 1 and units[at - 1].line:
        line = units[at - 1].of(folded)
        if not closes_page(line) and line_key(line) not in shared:
            break
        at -= 1
    return at


def _is_link(folded: str, unit: Unit) -> bool:
    text = unit.of(folded)
    short = unit.line and len(text) <= _LONGEST_LINK
    return short and not _SENTENCE_END.search(text) and not is_numbered(text)
