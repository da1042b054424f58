"""Two runs side by side: every figure with its change, the slices that differ, the questions that moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.web.html import Markup, join, tag
from ui.web.strings import Say

if TYPE_CHECKING:
    from eval.runs.comparison import Change, Comparison, Moved

__all__ = ["render_comparison"]

MOVED = 15
"""Questions listed in each direction."""


def render_comparison(comparison: Comparison, say: Say) -> Markup:
    """Return what changed from one run to the other."""
    real = [change for change in comparison.slices if change.verdict != "no difference"]
    return join(
        tag("h2", say("verdict"), ": ", say(_key(comparison.verdict))),
        *(tag("p", note, class_="yj-source") for note in comparison.notes),
        _changes([*comparison.overall, *real], say),
        _moved(comparison.better, "gained", say),
        _moved(comparison.worse, "lost", say),
    )


def _key(verdict: str) -> str:
    return "verdict_" + verdict.replace(" ", "_")


def _changes(changes: Sequence[Change], say: Say) -> Markup:
    keys = ("figure", "before", "after", "change", "interval", "adjusted", "verdict")
    head = [
        tag("th", say(key), scope="col", class_=None if key in ("figure", "verdict") else "yj-number") for key in keys
    ]
    return tag(
        "div",
        tag("table", tag("thead", tag("tr", *head)), tag("tbody", *(_change(change, say) for change in changes))),
        class_="yj-scroll",
    )


def _change(change: Change, say: Say) -> Markup:
    of = "" if change.slice[0] == "all" else f"{change.slice[1]}: "
    difference = change.difference
    values = {
        "before": f"{change.before:.3f}",
        "after": f"{change.after:.3f}",
        "change": f"{difference.value:+.3f}",
        "interval": f"{difference.low:+.3f} … {difference.high:+.3f}",
        "adjusted": f"{change.adjusted:.4f}",
    }
    return tag(
        "tr",
        tag("th", of, change.figure, scope="row"),
        *(tag("td", value, class_="yj-number", data_figure=say(key)) for key, value in values.items()),
        tag("td", say(_key(change.verdict)), class_=f"yj-{change.verdict.split()[0]}"),
    )


def _moved(moved: Sequence[Moved], key: str, say: Say) -> Markup:
    rows = [
        tag(
            "li",
            tag("bdi", question.question),
            tag(
                "span",
                "  ",
                ", ".join(f"{n} {a:.2f} → {b:.2f}" for n, (a, b) in question.figures.items()),
                class_="yj-source",
            ),
        )
        for question in moved[:MOVED]
    ]
    return tag("details", tag("summary", f"{say(key)} ({len(moved)})"), tag("ul", *rows)) if rows else Markup("")
