"""The list of the target tab: one row per figure, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retriever.targets import Target
from ui.service.targets_wanted import View
from ui.web.html import Markup, render
from ui.web.strings import Say
from ui.web.targets.row_words import Words

__all__ = ["ROWS", "Column", "column", "orders", "render_list"]

ROWS = 100
"""Rows of a page."""

_COLUMNS = ("place", "indicator", "period", "bound", "value", "baseline", "nature", "document")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: what a click on it asks for, how that is said, and the order that it stands in now."""

    name: str
    label: str
    following: str
    hint: str
    order: str | None


def render_list(rows: Sequence[Target], words: Words) -> Markup:
    """Return ``rows``, those of one page, as a table."""
    say = words.say
    labels = {name: say(f"targets_{name}") for name in _COLUMNS} | {"document": say("targets_document_clause")}
    columns = [column(name, label, words.view, say) for name, label in labels.items()]
    return render("targets_list.html", columns=columns, rows=rows, words=words, say=say)


def column(name: str, label: str, view: View, say: Say) -> Column:
    """Return the heading of a column that the rows can be sorted by: up, then down, then as in the source."""
    sorted_by = view.sort == name
    following = f"-{name}" if sorted_by and not view.down else "" if sorted_by else name
    hint = (
        say("targets_sort_source")
        if not following
        else say("targets_sort_down" if following.startswith("-") else "targets_sort_up", column=label)
    )
    order = ("descending" if view.down else "ascending") if sorted_by else None
    return Column(name, label, following, hint, order)


def orders(say: Say) -> list[tuple[str, str]]:
    """Return the orders as (value, text) to choose from, for narrow windows, where the headings are not shown."""
    made = [("", say("targets_sort_source"))]
    for name in _COLUMNS:
        label = say(f"targets_{name}")
        made += [(name, say("targets_sort_up", column=label)), (f"-{name}", say("targets_sort_down", column=label))]
    return made
