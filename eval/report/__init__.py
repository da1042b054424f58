"""One self-contained HTML page about a run: it loads nothing, runs no script, and escapes everything it shows."""

from eval.report.page import meaning_of, render_report

__all__ = ["meaning_of", "render_report"]
