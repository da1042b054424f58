"""The basket as HTML: every citation with what became of it, its note and its actions; beside them the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.types import Span
from retriever.cite.anchors import State
from retriever.cite.collected import Collected
from retriever.cite.collection import Collection
from retriever.cite.gbt7714 import entry_text
from retriever.cite.plain_text import plain_quote
from ui.service.snapshot import Asked
from ui.web.ask.answers import address
from ui.web.basket.export import EXPORTS
from ui.web.basket.standing import Now
from ui.web.html import Markup, join, render, tag
from ui.web.strings import TAGS, Say

__all__ = ["SORTS", "render_basket"]

SORTS = ("document", "issuer", "date", "date-", "added", "added-")
"""Orders that are offered; a hyphen behind stands for backwards."""

_COMPARED = 2_000
"""Characters up to which an old and a new wording are compared letter by letter."""

_TAGGED = frozenset(TAGS.values())


@dataclass(frozen=True, slots=True)
class _Renewal:
    """Where a citation stands now, and the key of what the button that takes it over says."""

    file: str
    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The wording that was collected and that of today, and the key of what is said of the latter."""

    old: Markup
    new: Markup
    label: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One citation as ``templates/basket.html`` shows it; ``where`` is the address of its clause, if it stands."""

    id: str
    state: str
    standing: str
    where: str | None
    quote: str
    copy: str
    path: tuple[str, ...]
    entry: str
    note: str
    lang: str | None
    comparison: _Comparison | None
    renewal: _Renewal | None


def render_basket(collection: Collection, standings: Sequence[Now | None], say: Say, lang: str) -> Markup:
    """Return the tab; ``standings`` go with the items, None for one that was not looked up yet."""
    rows = [_row(item, now, say) for item, now in zip(collection.items, standings, strict=True)]
    return render(
        "basket.html", rows=rows, standing=_summary(standings, say), sorts=SORTS, formats=EXPORTS, say=say, lang=lang
    )


def _summary(standings: Sequence[Now | None], say: Say) -> str:
    """Return how many stand, and what became of the others; nothing for an empty basket."""
    counts = {state: sum(now is not None and now.state is state for now in standings) for state in State}
    if not standings:
        return ""
    if counts[State.STANDS] == len(standings):
        return say("all_stand")
    parts = [say(f"n_{state.value}", n=count) for state, count in counts.items() if count]
    if unknown := sum(now is None for now in standings):
        parts.append(say("n_unchecked", n=unknown))
    return say("comma").join(parts)


def _row(item: Collected, now: Now | None, say: Say) -> _Row:
    source, place = item.reference.source, item.reference.place
    file, span = (now.file, now.span) if now else (place.file, place.span)
    return _Row(
        id=item.id,
        state=now.state.value if now else "unchecked",
        standing=_standing(item, now, say),
        where=address(Asked(""), file, span) if file is not None and span is not None else None,
        quote=place.quote,
        copy=plain_quote(source, place),
        path=place.heading,
        entry=entry_text(source, ""),
        note=item.note,
        lang=source.language if source.language in _TAGGED else None,
        comparison=_comparison(item, now),
        renewal=_renewal(now),
    )


def _standing(item: Collected, now: Now | None, say: Say) -> str:
    if now is None:
        return say("state_unchecked")
    if now.state is State.MOVED and now.file != item.reference.place.file:
        return say("state_renamed", file=now.file)
    if now.state is State.VANISHED and now.file is None:
        return say("state_gone", file=item.reference.place.file)
    if now.state is State.MOVED and now.ambiguous:
        return say("state_repeat")
    return say(f"state_{now.state.value}")


def _renewal(now: Now | None) -> _Renewal | None:
    """Return the way to take over what stands there now, None where nothing does or nothing changed."""
    if now is None or now.state not in (State.MOVED, State.CHANGED) or now.file is None or now.span is None:
        return None
    return _Renewal(now.file, now.span, "renew_changed" if now.state is State.CHANGED else "renew_moved")


def _comparison(item: Collected, now: Now | None) -> _Comparison | None:
    """Return what was collected beside what stands there now, where these are other words."""
    if now is None or now.state in (State.STANDS, State.MOVED) or not now.words.strip():
        return None
    old, new = _compared(item.reference.place.quote, now.words)
    return _Comparison(old, new, "now_reads" if now.state is State.CHANGED else "in_its_place")


def _compared(old: str, new: str) -> tuple[Markup, Markup]:
    """Return both texts with what differs marked."""
    if max(len(old), len(new)) > _COMPARED:
        return join(old), join(new)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    before = [old[a:b] if name == "equal" else tag("del", old[a:b]) for name, a, b, _, _ in steps if b > a]
    after = [new[c:d] if name == "equal" else tag("ins", new[c:d]) for name, _, _, c, d in steps if d > c]
    return join(*before), join(*after)
