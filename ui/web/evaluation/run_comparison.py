"""Two runs side by side: every figure with its change, the slices that differ, the questions that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.web.html import Markup, render
from ui.web.strings import Say

if TYPE_CHECKING:
    from eval.runs.comparison import Comparison

__all__ = ["render_comparison"]

MOVED = 15
"""Questions listed in each direction."""


def render_comparison(comparison: Comparison, say: Say) -> Markup:
    """Return what changed from one run to the other."""
    real = [change for change in comparison.slices if change.verdict != "no difference"]
    return render(
        "evaluation_comparison.html",
        comparison=comparison,
        changes=[*comparison.overall, *real],
        listed=MOVED,
        verdict_key=_key,
        say=say,
    )


def _key(verdict: str) -> str:
    return "verdict_" + verdict.replace(" ", "_")
