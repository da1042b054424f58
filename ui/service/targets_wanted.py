"""The state of the target tab as the address holds it: filters, order, view and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from index.errors import InputError
from retriever.targets import Nature

__all__ = ["AT", "COLUMNS", "LONGEST", "View", "viewed"]

COLUMNS = ("place", "document", "indicator", "period", "bound", "value", "baseline", "nature")
"""What rows can be sorted by."""

AT = "at:"
"""What an order of the matrix by the column of a place begins with."""

LONGEST = 2_000
"""Characters of what is asked for, as of a question."""

FURTHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """Filters ("" does not limit), order, what the rows are shown as, and page.

    ``indicator`` is free text; ``place`` and ``document`` may be parts of names. ``sort`` is one of COLUMNS, AT and a
    place, or "" for the order of the source. ``page`` counts from 1.
    """

    indicator: str = ""
    place: str = ""
    document: str = ""
    year: str = ""
    nature: str = ""
    sort: str = ""
    down: bool = False
    shown: Literal["list", "matrix"] = "list"
    page: int = 1

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters alone."""
        return self.indicator, self.place, self.document, self.year, self.nature

    def address(self) -> str:
        """Return the query part of the address that brings this view."""
        sort = ("-" if self.down else "") + self.sort if self.sort else ""
        named = {name: getattr(self, name) for name in ("indicator", "place", "document", "year", "nature")}
        named |= {"sort": sort, "view": "matrix" if self.shown == "matrix" else ""}
        named |= {"page": str(self.page) if self.page > 1 else ""}
        return "?" + urlencode({"tab": "targets", **{f"targets.{k}": v for k, v in named.items() if v}})


def viewed(sent: Mapping[str, Any]) -> View:
    """Return the view that the browser asks for. What an address cannot mean is left out, as if it were not there.

    Raises InputError for what is no text, or too long to be searched for.
    """
    given: dict[str, str] = {}
    for name in ("indicator", "place", "document", "year", "nature", "sort", "view", "page"):
        value = sent.get(name, "")
        if not isinstance(value, str):
            raise InputError("The page sent {key} that is no text: reload it.", key=repr(name))
        if len(value) > LONGEST:
            raise InputError(
                "{size} characters are too many to look for: at most {most} are taken.",
                size=f"{len(value):,}",
                most=f"{LONGEST:,}",
            )
        given[name] = value.strip()
    sort = given["sort"].removeprefix("-")
    sortable = sort in COLUMNS or sort.startswith(AT)
    page = given["page"]
    return View(
        indicator=given["indicator"],
        place=given["place"],
        document=given["document"],
        year=given["year"] if given["year"].isascii() and given["year"].isdigit() else "",
        nature=given["nature"] if given["nature"] in {nature.value for nature in Nature} else "",
        sort=sort if sortable else "",
        down=sortable and given["sort"].startswith("-"),
        shown="matrix" if given["view"] == "matrix" else "list",
        page=min(max(int(page), 1), FURTHEST) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
    )
