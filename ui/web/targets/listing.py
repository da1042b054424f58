"""The list of the target tab: one row per figure, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from retriever.targets import Target
from ui.service.targets_wanted import View
from ui.web.html import Markup, tag
from ui.web.strings import Say
from ui.web.targets.row_words import Words

__all__ = ["ROWS", "heading", "render_list", "sort_choice"]

ROWS = 100
"""Rows of a page."""

_COLUMNS = ("place", "indicator", "period", "bound", "value", "baseline", "nature", "document")


def render_list(rows: Sequence[Target], words: Words) -> Markup:
    """Return ``rows``, those of one page, as a table; on a phone each row is a card."""
    say = words.say
    labels = {name: say(f"targets_{name}") for name in _COLUMNS} | {"document": say("targets_document_clause")}
    head = [heading(name, label, words.view, say) for name, label in labels.items()]
    head.append(tag("th", tag("span", say("targets_actions"), class_="yj-hidden"), scope="col", role="columnheader"))
    table = tag(
        "table",
        tag("caption", say("targets_list_of"), class_="yj-hidden"),
        tag("thead", tag("tr", *head, role="row")),
        tag("tbody", *(_row(row, words) for row in rows)),
        class_="yj-figures",
        role="table",
    )
    return tag(
        "div", table, class_="yj-scroll yj-listed", tabindex="0", role="region", aria_label=say("targets_list_of")
    )


def heading(name: str, label: str, view: View, say: Say) -> Markup:
    """Return the heading of a column that the rows can be sorted by: up, then down, then as in the source."""
    sorted_by = view.sort == name
    following = f"-{name}" if sorted_by and not view.down else "" if sorted_by else name
    order = ("descending" if view.down else "ascending") if sorted_by else None
    hint = (
        say("targets_sort_source")
        if not following
        else say("targets_sort_down" if following.startswith("-") else "targets_sort_up", column=label)
    )
    button = tag("button", label, type="button", class_="yj-sort", data_sort=following, data_key=name, title=hint)
    return tag("th", button, scope="col", role="columnheader", aria_sort=order, class_=f"yj-c-{name}")


def _row(row: Target, words: Words) -> Markup:
    say = words.say

    def cell(name: str, *content: object) -> Markup:
        return tag("td", *content, class_=f"yj-c-{name}", role="cell")

    span = row.citation.span
    document = words.document(row)
    collect = tag(
        "button",
        say("collect"),
        type="button",
        class_="yj-action",
        data_collect=row.citation.file,
        data_start=span.start,
        data_end=span.end,
    )
    return tag(
        "tr",
        cell("place", tag("bdi", row.place or "–")),
        tag("th", words.only(row.indicator), scope="row", role="rowheader", class_="yj-c-indicator"),
        cell("period", row.period.replace("-", "–")),
        cell("bound", words.bound(row)),
        cell("value", words.link(row, words.value(row), "yj-figure")),
        cell("baseline", words.base(row)),
        cell("nature", say(f"targets_nature_{row.nature.value}")),
        cell(
            "document",
            words.link(row, words.quote(row), "yj-clause", lang=words.lang(row)),
            tag("span", tag("bdi", document), class_="yj-source", lang=words.lang(row)),
        ),
        tag("td", collect, class_="yj-c-actions", role="cell"),
        role="row",
    )


def sort_choice(view: View, say: Say) -> Markup:
    """Return the order as a list to choose from, for narrow windows, where the headings are not shown."""
    options = [("", say("targets_sort_source"))]
    for name in _COLUMNS:
        label = say(f"targets_{name}")
        options += [(name, say("targets_sort_up", column=label)), (f"-{name}", say("targets_sort_down", column=label))]
    chosen = ("-" if view.down else "") + view.sort
    made = [tag("option", text, value=key, selected="selected" if key == chosen else None) for key, text in options]
    return tag("select", *made, name="sort", aria_label=say("targets_sort"), class_="yj-narrow")
