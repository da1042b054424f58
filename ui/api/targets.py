"""The target table for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from retriever.targets.export import target_objects
from ui.api.operations import Operations

__all__ = ["target_functions"]


def target_functions(operations: Operations) -> tuple[Callable[..., dict[str, Any]], ...]:
    """Return the endpoint `targets` over ``operations``."""

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
        rows = operations.rows(indicator, (place,) if place else (), (year,) if year else (), document, kind, sort)
        return target_objects(rows)

    return (targets,)
