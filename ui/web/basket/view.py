"""The basket as HTML: every citation with what became of it, its note and its actions; beside them the export."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from retriever.cite.anchors import State
from retriever.cite.collected import Collected
from retriever.cite.collection import Collection
from retriever.cite.gbt7714 import entry_text
from retriever.cite.plain_text import plain_quote
from ui.service.snapshot import Asked
from ui.web.ask.answers import address
from ui.web.basket.export import EXPORTS
from ui.web.basket.standing import Now
from ui.web.html import Markup, join, tag
from ui.web.strings import TAGS, Say

__all__ = ["SORTS", "render_basket"]

SORTS = ("document", "issuer", "date", "date-", "added", "added-")
"""Orders that are offered; a hyphen behind stands for backwards."""

_COMPARED = 2_000
"""Characters up to which an old and a new wording are compared letter by letter."""

_TAGGED = frozenset(TAGS.values())


def render_basket(collection: Collection, standings: Sequence[Now | None], say: Say, lang: str) -> Markup:
    """Return the tab; ``standings`` go with the items, None for one that was not looked up yet."""
    items = collection.items
    rows = [
        _row(number, len(items), item, now, say)
        for number, (item, now) in enumerate(zip(items, standings, strict=True), 1)
    ]
    main = tag("ol", *rows, class_="yj-gathered") if rows else _empty(say)
    said = _summary(standings, say)
    return tag(
        "div",
        tag("h2", say("basket_title"), tabindex="-1", class_="yj-hidden"),
        _tools(len(items), said, say),
        tag("p", "", class_="yj-told", role="status"),
        tag(
            "div",
            tag("div", main, class_="yj-list"),
            _export(say) if rows else "",
            class_="yj-two",
        ),
        class_="yj-basket",
        lang=lang,
        data_failed=say("failed"),
        data_copied=say("copied"),
        data_sure=say("clear_sure"),
        data_removed=say("removed"),
        data_cleared=say("cleared"),
        data_undone=say("undone"),
        data_moved=say("moved_to"),
        data_renewed=say("renewed"),
        data_saved=say("note_saved"),
        data_unreadable=say("unreadable"),
    )


def _tools(count: int, said: str, say: Say) -> Markup:
    options = [tag("option", say("by_hand"), value="")]
    options += [tag("option", say(f"sort_{name.replace('-', '_back')}"), value=name) for name in SORTS]
    off = None if count else "disabled"
    return tag(
        "div",
        tag(
            "p",
            tag("strong", say("n_items_1") if count == 1 else say("n_items", n=count)),
            " ",
            said,
            class_="yj-tally",
        ),
        tag(
            "div",
            tag("label", tag("span", say("sort")), tag("select", *options, name="sort", disabled=off)),
            tag("button", say("undo"), type="button", class_="yj-undo", disabled="disabled"),
            tag("button", say("clear"), type="button", class_="yj-empty-out", disabled=off),
            tag("button", say("save_file"), type="button", class_="yj-save", title=say("file_title"), disabled=off),
            tag("button", say("load_file"), type="button", class_="yj-load", title=say("file_title")),
            tag(
                "input",
                type="file",
                accept=".json,application/json",
                hidden="hidden",
                aria_label=say("load_file"),
                tabindex="-1",
            ),
            class_="yj-group",
        ),
        class_="yj-basket-tools",
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


def _empty(say: Say) -> Markup:
    ways = [tag("li", say(f"fill_{way}")) for way in ("answers", "reader", "tabs", "file")]
    return tag("div", tag("h3", say("empty")), tag("p", say("fill")), tag("ul", *ways), class_="yj-empty")


def _row(number: int, count: int, item: Collected, now: Now | None, say: Say) -> Markup:
    source, place = item.reference.source, item.reference.place
    lang = source.language if source.language in _TAGGED else None
    state = now.state.value if now else "unchecked"
    file, span = (now.file, now.span) if now else (place.file, place.span)
    where = address(Asked(""), file, span) if file is not None and span is not None else None
    quote = tag("a", place.quote, href=where, data_open="") if where else tag("span", place.quote)
    path = [piece for part in place.heading for piece in (" › ", tag("bdi", part))][1:]
    name = say("item", n=number)
    return tag(
        "li",
        tag(
            "div",
            tag("span", number, class_="yj-nth", aria_hidden="true"),
            tag("span", _standing(item, now, say), class_="yj-standing"),
            _buttons(number, count, item, where, say),
            class_="yj-facts",
        ),
        tag("blockquote", quote, lang=lang),
        _differing(item, now, say, lang) if now and now.state is not State.STANDS else "",
        tag("p", *path, class_="yj-path", lang=lang) if path else "",
        tag("p", entry_text(source, ""), class_="yj-entry", lang=lang),
        tag(
            "label",
            tag("span", say("note"), class_="yj-hidden"),
            # A parser drops the first line break of a text field.
            tag("textarea", "\n", item.note, rows="1", maxlength="2000", placeholder=say("note_placeholder")),
        ),
        class_=f"yj-card yj-{state}",
        data_id=item.id,
        aria_label=name,
    )


def _buttons(number: int, count: int, item: Collected, where: str | None, say: Say) -> Markup:
    def button(sign: str, key: str, act: str, *, off: bool = False) -> Markup:
        label = say(key, n=number)
        return tag(
            "button",
            sign,
            type="button",
            data_act=act,
            aria_label=label,
            title=label,
            disabled="disabled" if off else None,
        )

    reference = item.reference
    return tag(
        "span",
        tag("a", say("open"), href=where, data_open="", class_="yj-action") if where else "",
        tag(
            "button",
            say("copy"),
            type="button",
            class_="yj-action",
            data_copy=plain_quote(reference.source, reference.place),
        ),
        button("↑", "up", "up", off=number == 1),
        button("↓", "down", "down", off=number == count),
        button("×", "remove_item", "remove"),
        class_="yj-actions",
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


def _differing(item: Collected, now: Now, say: Say, lang: str | None) -> Markup:
    """Return what stands there now beside what was collected, and the way to take it over."""
    quote = item.reference.place.quote
    renew = Markup("")
    if now.state in (State.MOVED, State.CHANGED) and now.file is not None and now.span is not None:
        renew = tag(
            "button",
            say("renew_changed" if now.state is State.CHANGED else "renew_moved"),
            type="button",
            class_="yj-action",
            data_act="renew",
            data_file=now.file,
            data_start=now.span.start,
            data_end=now.span.end,
        )
    if now.state is State.MOVED or not now.words.strip():
        return tag("p", renew, class_="yj-renew") if renew else Markup("")
    old, new = _compared(quote, now.words)
    after = "now_reads" if now.state is State.CHANGED else "in_its_place"
    return tag(
        "div",
        tag("p", tag("span", say("was_collected"), class_="yj-label"), " ", tag("span", old, lang=lang)),
        tag("p", tag("span", say(after), class_="yj-label"), " ", tag("span", new, lang=lang)),
        tag("p", renew, class_="yj-renew") if renew else "",
        class_="yj-differing",
    )


def _compared(old: str, new: str) -> tuple[Markup, Markup]:
    """Return both texts with what differs marked."""
    if max(len(old), len(new)) > _COMPARED:
        return join(old), join(new)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    before = [old[a:b] if name == "equal" else tag("del", old[a:b]) for name, a, b, _, _ in steps if b > a]
    after = [new[c:d] if name == "equal" else tag("ins", new[c:d]) for name, _, _, c, d in steps if d > c]
    return join(*before), join(*after)


def _export(say: Say) -> Markup:
    options = [tag("option", say(f"format_{name.replace('-', '_')}"), value=name) for name in EXPORTS]
    return tag(
        "section",
        tag("h2", say("export")),
        tag(
            "div",
            tag("select", *options, name="format", aria_label=say("format")),
            tag("button", say("copy_all"), type="button", class_="yj-copy-all"),
            tag("button", say("download"), type="button", class_="yj-download yj-primary"),
            class_="yj-group",
        ),
        tag("p", "", class_="yj-reckoned", role="status"),
        tag("div", "", class_="yj-preview", aria_live="off"),
        class_="yj-outgoing",
        aria_label=say("export"),
    )
