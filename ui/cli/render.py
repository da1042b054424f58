"""Contract objects (docs/json-contract.md) and source texts as styled terminal text.

Everything that comes from documents or questions passes :func:`ui.text.terminal_escape.for_terminal` and is put into
rich ``Text`` objects, never into markup: a document cannot colour, move or hide what is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index.place_notation import format_place
from index.types import Span
from retriever.citation import is_unsure
from ui.text.date_words import ceased_words
from ui.text.intent_words import intent_words
from ui.text.locale import say
from ui.text.terminal_escape import for_line, for_terminal

__all__ = ["highlighted", "make_console", "print_answer", "print_hits", "print_indented"]

ANSWER_STYLE = "bold black on bright_yellow"
MATCH_STYLE = "underline"


class _Console(Console):
    """A console that leaves it to the command line what happens when its reader has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def make_console(*, stderr: bool = False) -> Console:
    """A console that styles only a real terminal and does not guess at numbers, paths or emoji."""
    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not _is_terminal(stderr))


def _is_terminal(stderr: bool) -> bool:
    return (sys.stderr if stderr else sys.stdout).isatty()


def highlighted(text: str, marks: Iterable[tuple[int, int, str]]) -> Text:
    """Return ``text`` with each (start, end, style) of ``marks`` applied; offsets are code points of ``text``.

    A mark is bracketed with 【 】 as well when it is an answer, so that it shows without colour too.
    """
    out = Text()
    position = 0
    for start, end, style in sorted(marks):
        if start < position:
            continue
        out.append(for_terminal(text[position:start]))
        marked = for_terminal(text[start:end])
        out.append(f"【{marked}】" if style == ANSWER_STYLE else marked, style=style)
        position = end
    out.append(for_terminal(text[position:]))
    return out


def print_answer(console: Console, answer: Mapping[str, Any]) -> None:
    """Print a contract object: answers with their sources, or why there is none, then the nearest passages."""
    if answer["abstained"]:
        console.print(Text(for_terminal(answer["reason"] or ""), style="bold"))
        if answer["hits"]:
            console.print(Text(say("\nMerely near:", "\n仅为相近段落:"), style="dim"))
            print_hits(console, answer["hits"])
        return
    if (intent := answer.get("intent", "answer")) != "answer":
        console.print(Text(intent_words(intent, len(answer["answers"])), style="cyan"))
    if parts := answer.get("parts"):
        for part in parts:
            console.print(Text(for_line(part["question"]), style="bold cyan"))
            if part["reason"]:
                console.print(Text(for_terminal(part["reason"])))
                console.print()
            for item in answer["answers"][part["first"] : part["end"]]:
                _print_item(console, item)
        return
    for item in answer["answers"]:
        _print_item(console, item)


def _print_item(console: Console, item: Mapping[str, Any]) -> None:
    citation = item["citation"]
    quote: str = citation["quote"]
    text: str = item["text"]
    facts = [
        (for_line(item["place"] or ""), "bold"),
        (for_line(text) if text != quote else "", "bold green"),
        (str(item["year"] or ""), ""),
        (f"{item['confidence']:.0%}", "dim"),
    ]
    head = Text("  ").join(Text(fact, style) for fact, style in facts if fact)
    console.print(head)
    at = quote.find(text) if text != quote else -1
    marks = [(at, at + len(text), ANSWER_STYLE)] if at >= 0 else []
    print_indented(console, highlighted(quote.strip(), _shift(marks, quote)), 2)
    print_indented(console, _source(citation, with_issuer=True), 2)
    console.print()


def _shift(marks: Sequence[tuple[int, int, str]], quote: str) -> list[tuple[int, int, str]]:
    lead = len(quote) - len(quote.lstrip())
    return [(start - lead, end - lead, style) for start, end, style in marks]


def print_hits(console: Console, hits: Sequence[Mapping[str, Any]]) -> None:
    """Print hits as a numbered list: the passage with its highlights, and where it stands."""
    for hit in hits:
        marks = [
            (
                mark["start"] - hit["start"],
                mark["end"] - hit["start"],
                ANSWER_STYLE if mark["kind"] == "answer" else MATCH_STYLE,
            )
            for mark in hit["highlights"]
        ]
        number = Text(f"{hit['rank']:>2}.", style="bold")
        text = highlighted(hit["text"].rstrip(), marks)
        if console.is_terminal:
            # Chinese has no blanks to wrap at: behind the number on one line all of it would move to the next.
            row = Table.grid(padding=(0, 1, 0, 0))
            row.add_column()
            row.add_column(overflow="fold")
            row.add_row(number, text)
            console.print(row)
        else:
            console.print(number.append(" ").append_text(text))
        source = _source(hit, with_issuer=False)
        for place in hit["also_at"]:
            source.append(say("\nalso at ", "\n又见 ") + for_line(_at(place)))
        print_indented(console, source, 4)


def print_indented(console: Console, text: Text, columns: int) -> None:
    """Print ``text`` with every line, also where it is wrapped, moved right."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, columns)))
        return
    # Padding crops to the width of a terminal, and a pipe has none.
    for line in text.split("\n"):
        console.print(Text(" " * columns).append_text(line))


def _source(place: Mapping[str, Any], *, with_issuer: bool) -> Text:
    title = place["document"] or place["file"]
    facts = [place[key] for key in ("issuer", "issued_on") if with_issuer and place.get(key)]
    line = f"{title}({','.join(facts)})" if facts else f"{title}"
    for heading in place["heading"]:
        line += f" › {heading}"
    if place.get("page") is not None:
        line += say(f", p. {place['page']}", f",第 {place['page']} 页")
    if is_unsure(sure := place.get("page_confidence")):
        line += say(f" (recognised, {sure:.0%} sure: look at the page)", f"(文字识别,把握 {sure:.0%},请看原页)")
    source = Text(f"{for_line(line)}\n{for_line(_at(place))}", style="dim")
    if gone := place.get("ceased"):
        source.append("\n" + for_line(ceased_words(gone["how"], gone["on"], gone["by"])), style="bold yellow")
    return source


def _at(place: Mapping[str, Any]) -> str:
    return format_place(place["file"], Span(place["start"], place["end"]))
