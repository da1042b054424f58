"""Bar charts of the target tab: one per indicator, places compared, every bar labelled and linked to its clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from retriever.targets import Limit, Nature, Target
from ui.web.html import Markup, join, render, tag
from ui.web.targets.row_words import Words, counted

__all__ = ["render_charts"]

CHARTS = 6
"""Indicators drawn; the others are in the table."""

BARS = 40
"""Bars drawn of one indicator at once; the others unfold."""

_OPEN = frozenset({Limit.AT_LEAST, Limit.MORE_THAN})


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar with its label, or without a ``row`` the period that the bars after it are of."""

    label: Markup | str
    row: Target | None = None
    kinds: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class _Chart:
    """The bars of one indicator; ``room`` is the width in pixels that their labels take at most."""

    name: str
    places: str
    room: int
    bars: tuple[_Bar, ...]


def render_charts(rows: Iterable[Target], words: Words) -> Markup:
    """Return the charts of the indicators among ``rows``, those with most figures first."""
    of_line: dict[int, list[Target]] = {}
    for row in rows:
        of_line.setdefault(row.line, []).append(row)
    # One figure compares with nothing, unless it is all that was asked for.
    drawn = sorted(
        (held for held in of_line.values() if len(held) > 1 or len(of_line) == 1), key=lambda held: -len(held)
    )
    if not drawn:
        return Markup("")
    left = len(of_line) - min(len(drawn), CHARTS)
    return render(
        "targets_charts.html",
        charts=[_chart(held, words) for held in drawn[:CHARTS]],
        shown=BARS,
        left=counted(words.say, "targets_more_charts", left) if left else "",
        words=words,
        say=words.say,
    )


def _chart(rows: Sequence[Target], words: Words) -> _Chart:
    say = words.say
    # Figures in different units share no scale.
    most = {unit: max(row.high for row in rows if row.unit == unit) for unit in {row.unit for row in rows}}
    said: dict[object, Target] = {}
    for row in rows:  # what a document says twice is one bar
        said.setdefault((words.place(row), row.period, row.signed, row.base_year, row.nature), row)
    ordered = sorted(said.values(), key=lambda row: (row.year or 9999, row.period, row.unit, -row.high))
    bars: list[_Bar] = []
    for period, group in groupby(ordered, key=lambda row: row.period):
        bars.append(_Bar(period.replace("-", "–") or say("targets_no_period")))
        bars += [_bar(row, most[row.unit], words) for row in group]
    places = len({words.place(row) for row in rows})
    room = max(_width(words.plain(row)) for row in ordered)
    return _Chart(words.table.names[rows[0].line], counted(say, "targets_places", places), room, tuple(bars))


def _bar(row: Target, most: Decimal, words: Words) -> _Bar:
    kinds = ["yj-rod"]
    kinds += ["yj-state"] if row.nature is Nature.STATE else []
    kinds += ["yj-open-end"] if row.limit in _OPEN else []
    state = join(" ", tag("small", words.say("targets_nature_state"))) if row.nature is Nature.STATE else ""
    share = f"--low:{_share(row.low, most)};--high:{_share(row.high, most)}"
    return _Bar(join(words.phrase(row), state), row, " ".join(kinds), share)


def _width(text: str) -> int:
    """Return the pixels that a label takes at most, so that the longest bar leaves them free."""
    return 18 + sum(8 if character.isascii() else 14 for character in text)


def _share(value: Decimal, most: Decimal) -> str:
    return f"{float(value / most):.4f}" if most > 0 else "0"
