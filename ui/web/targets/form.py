"""The form of the target tab, what stands above its rows, and the way from page to page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from retriever.targets import Nature
from ui.service.targets_files import FORMS
from ui.service.targets_table import Table
from ui.service.targets_wanted import LONGEST, View
from ui.web.html import Markup, limiting, render
from ui.web.strings import TAGS, Say
from ui.web.targets.listing import orders
from ui.web.targets.row_words import counted

__all__ = ["render_form", "render_pages", "render_reading", "render_toolbar"]

CHOICES = 1_000
"""Documents or places offered; in a larger corpus the address may still name any."""

_NAMES = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "md": "Markdown"}


def render_form(table: Table, say: Say, chosen: str) -> Markup:
    """Return the filters, and the places where what is said and what is shown appear."""
    natures = [(nature.value, say(f"targets_nature_{nature.value}")) for nature in Nature]
    filters = [
        limiting("place", say("targets_place"), say("targets_all_places"), _same(table.places)),
        limiting("document", say("targets_document"), say("targets_all_documents"), _same(table.documents)),
        limiting("year", say("targets_year"), say("targets_all_years"), _same(table.years)),
        limiting("nature", say("targets_nature"), say("targets_all_natures"), natures),
    ]
    return render("targets_form.html", table=table, filters=filters, longest=LONGEST, say=say, lang=TAGS[chosen])


def render_reading(documents: int, seconds: float, say: Say, chosen: str) -> Markup:
    """Return what is shown while the table is being read."""
    told = counted(say, "targets_reading", documents)
    return render("targets_form.html", table=None, reading=told, seconds=f"{seconds:.0f}", say=say, lang=TAGS[chosen])


def _same(values: Iterable[object]) -> list[tuple[object, object]]:
    return [(value, " ".join(str(value).split())) for value in islice(values, CHOICES)]


def render_toolbar(view: View, line: str, count: int, say: Say) -> Markup:
    """Return the ``line`` that counts, the switch of view, and the formats to export ``count`` rows in."""
    order = ("-" if view.down else "") + view.sort
    forms = {form: _NAMES[form] for form in FORMS}
    return render(
        "targets_toolbar.html", view=view, line=line, count=count, orders=orders(say), order=order, forms=forms, say=say
    )


def render_pages(view: View, page: int, pages: int, say: Say) -> Markup:
    """Return the way to the page before and after, nothing where all is on one."""
    if pages < 2:
        return Markup("")

    def address(to: int) -> str:
        return replace(view, page=to).address()

    return render("targets_pages.html", page=page, pages=pages, address=address, say=say)
