"""The target table for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.errors import InputError
from retriever.targets import Nature
from retriever.targets.export import target_objects
from retriever.targets.filtering import SORTS, Wanted, choose, ordered
from ui.service.targets_table import Tables

__all__ = ["target_functions"]

PATIENCE = 60
"""Seconds that a program waits for a table that is still being read."""


def target_functions(tables: Tables) -> tuple[Callable[..., dict[str, Any]], ...]:
    """Return the endpoint `targets` over ``tables``."""

    def targets(
        indicator: str = "", place: str = "", year: int = 0, document: str = "", kind: str = "", sort: str = "document"
    ) -> dict[str, Any]:
        """List the quantitative statements of the corpus.

        Args:
            indicator: only figures of this indicator, by meaning, in either script or English; "" does not limit.
            place: only places whose name holds this.
            year: only this target year; 0 does not limit.
            document: only documents whose title or file holds this.
            kind: `target` or `state`; "" gives both.
            sort: document, place, indicator, year or value.

        Returns:
            What `yinju targets --format json` prints, schema 1 (docs/targets.md).
        """
        natures = {nature.value: nature for nature in Nature}
        if kind and kind not in natures:
            raise InputError(
                "There is no kind {kind}: choose one of {names}.", kind=repr(kind), names=", ".join(natures)
            )
        if sort not in SORTS:
            raise InputError(
                "There is no order {name}: choose one of {names}.", name=repr(sort), names=", ".join(SORTS)
            )
        table = tables.table(PATIENCE)
        rows = table.of_indicator(indicator.strip()) if indicator.strip() else table.rows
        wanted = Wanted((place,) if place else (), (year,) if year else (), document, natures.get(kind))
        return target_objects(ordered(choose(rows, wanted), sort))

    return (targets,)
