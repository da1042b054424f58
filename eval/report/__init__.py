"""One self-contained HTML page about a run: it loads nothing, runs no script, and escapes everything it shows."""

from eval.report.page import SLICE_FIGURES, meaning_of, render_report

__all__ = ["SLICE_FIGURES", "meaning_of", "render_report"]
