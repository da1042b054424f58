"""What a reader selected with the mouse: from places on the screen, in either script, to characters of the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.errors import InputError
from index.types import Span
from ui.web.reader.document import Reading

__all__ = ["LONGEST_QUOTE", "picked"]

LONGEST_QUOTE = 5_000
"""Characters of one quotation."""


def picked(reading: Reading, sent: Mapping[str, Any]) -> Span:
    """Return the characters of the file that a selection covers, without white space at its ends.

    ``sent["from"]`` and ``sent["to"]`` are [number of the block, UTF-16 units of its text before the place]: browsers
    count in these. Raises InputError when the selection is empty, too long or not of this document.
    """
    start, end = (_place(reading, sent.get(key), last=key == "to") for key in ("from", "to"))
    text = Span(start, max(start, end)).of(reading.page.text)
    start += len(text) - len(text.lstrip())
    quote = text.strip()
    if not quote:
        raise InputError("Nothing is selected: select words of the document.")
    if len(quote) > LONGEST_QUOTE:
        raise InputError(
            "{size} characters are selected and at most {most} are quoted: select less.",
            size=f"{len(quote):,}",
            most=f"{LONGEST_QUOTE:,}",
        )
    return Span(start, start + len(quote))


def _place(reading: Reading, sent: object, *, last: bool) -> int:
    """Return the position in the file: where the character behind the place begins, or the one before it ends."""
    match sent:
        case [int(number), int(units)] if 0 <= number < len(reading.page.blocks) and units >= 0:
            block = reading.page.blocks[number]
        case _:
            raise InputError("The page sent a selection that is not in this document: reload it.")
    view = reading.shown(block)
    at = _points(view.text, units)
    if last:
        return block.span.start + (view.to_source(Span(at - 1, at)).end if at else 0)
    return block.span.start + view.to_source(Span(at, at + 1)).start if at < len(view.text) else block.span.end


def _points(text: str, units: int) -> int:
    """Return how many code points stand in the first ``units`` UTF-16 units of ``text``."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))
