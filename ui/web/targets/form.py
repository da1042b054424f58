"""The form of the target tab, what stands above its rows, and the way from page to page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from retriever.targets import Nature
from ui.service.targets_files import FORMS
from ui.service.targets_table import Table
from ui.web.html import Markup, join, limiting, tag
from ui.web.strings import TAGS, Say
from ui.web.targets.listing import sort_choice
from ui.web.targets.row_words import counted
from ui.web.targets.wanted import LONGEST, View

__all__ = ["render_form", "render_pages", "render_reading", "render_toolbar"]

CHOICES = 1_000
"""Documents or places offered; in a larger corpus the address may still name any."""

_NAMES = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "md": "Markdown"}


def render_form(table: Table, say: Say, chosen: str) -> Markup:
    """Return the filters, and the places where what is said and what is shown appear."""
    natures = [(nature.value, say(f"targets_nature_{nature.value}")) for nature in Nature]
    form = tag(
        "form",
        tag(
            "div",
            tag("label", say("targets_indicator"), for_="yj-indicator", class_="yj-hidden"),
            tag(
                "input",
                id="yj-indicator",
                name="indicator",
                type="search",
                enterkeyhint="search",
                autocomplete="off",
                maxlength=LONGEST,
                placeholder=say("targets_placeholder"),
            ),
            tag("button", say("targets_list"), type="submit", class_="yj-primary"),
            class_="yj-box",
        ),
        tag(
            "div",
            limiting("place", say("targets_place"), say("targets_all_places"), _same(table.places)),
            limiting("document", say("targets_document"), say("targets_all_documents"), _same(table.documents)),
            limiting("year", say("targets_year"), say("targets_all_years"), _same(table.years)),
            limiting("nature", say("targets_nature"), say("targets_all_natures"), natures),
            tag("button", say("targets_clear"), type="button", class_="yj-action yj-clear-all", data_clear=""),
            class_="yj-filters",
            role="group",
            aria_label=say("targets_filters"),
        ),
        role="search",
    )
    return _frame(say, chosen, form, tag("div", class_="yj-results", tabindex="-1"))


def render_reading(documents: int, seconds: float, say: Say, chosen: str) -> Markup:
    """Return what is shown while the table is being read."""
    told = tag("p", counted(say, "targets_reading", documents), role="status")
    since = tag("span", say("targets_seconds", n=f"{seconds:.0f}"), aria_hidden="true")
    bar = tag("progress", aria_label=counted(say, "targets_reading", documents))
    return _frame(say, chosen, tag("div", told, bar, since, class_="yj-waiting"))


def _frame(say: Say, chosen: str, *content: object) -> Markup:
    said = tag("p", class_="yj-said yj-hidden", role="status")
    return tag(
        "div",
        *content,
        said,
        class_="yj-targets",
        lang=TAGS[chosen],
        data_failed=say("failed"),
        data_collected=say("collected"),
    )


def _same(values: Iterable[object]) -> list[tuple[object, object]]:
    return [(value, " ".join(str(value).split())) for value in islice(values, CHOICES)]


def render_toolbar(view: View, line: str, count: int, say: Say) -> Markup:
    """Return the ``line`` that counts, the switch of view, and the formats to export ``count`` rows in."""
    views = [
        tag(
            "button",
            say(f"targets_view_{name}"),
            type="button",
            data_view=name,
            data_key=f"view:{name}",
            aria_pressed="true" if view.shown == name else "false",
        )
        for name in ("list", "matrix")
    ]
    exports = [
        tag(
            "button",
            _NAMES[form],
            type="button",
            class_="yj-action",
            data_export=form,
            data_working=say("targets_exporting", n=f"{count:,}", form=_NAMES[form]),
        )
        for form in FORMS
    ]
    return tag(
        "div",
        tag("p", line, class_="yj-count"),
        sort_choice(view, say) if view.shown == "list" else "",
        tag("span", *views, class_="yj-switch", role="group", aria_label=say("targets_view")),
        tag(
            "span",
            tag("span", say("targets_export"), aria_hidden="true"),
            *exports,
            class_="yj-exports",
            role="group",
            aria_label=say("targets_export"),
        ),
        tag("p", class_="yj-exporting", role="status"),
        class_="yj-toolbar",
    )


def render_pages(view: View, page: int, pages: int, say: Say) -> Markup:
    """Return the way to the page before and after, nothing where all is on one."""
    if pages < 2:
        return Markup("")

    def step(to: int, key: str) -> Markup:
        label = say(f"targets_{key}")
        if not 1 <= to <= pages:
            return tag("span", label, aria_disabled="true")
        return tag("a", label, href=replace(view, page=to).address(), data_page=to, data_key=key, rel=key[:4])

    here = tag("span", say("targets_page", page=f"{page:,}", pages=f"{pages:,}"))
    return tag(
        "nav",
        *_spaced(step(page - 1, "previous"), here, step(page + 1, "next")),
        class_="yj-pages",
        aria_label=say("targets_pages"),
    )


def _spaced(*parts: Markup) -> list[Markup]:
    return [join(" ", part) for part in parts]
