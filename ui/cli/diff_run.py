"""What ``yinju diff`` does: two versions of a document, or two documents, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rich.text import Text

from index.errors import InputError
from index.place_notation import format_place
from index.store.bundle import Bundle
from index.types import Span
from retriever.cite.collection import Collection
from retriever.diff import Difference, Kind, Side
from retriever.diff.versions import version_before
from ui.cli.render import make_console, print_indented
from ui.cli.show import find_shown
from ui.cli.streams import print_json
from ui.service.differences import Compared, as_object, compared_with_other, compared_with_version_before
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["print_difference"]

_WORDS = {
    Kind.ADDED: (("added", "新增"), "+", "green"),
    Kind.REMOVED: (("removed", "删除"), "-", "red"),
    Kind.CHANGED: (("changed", "修改"), "~", "yellow"),
    Kind.MOVED: (("moved", "移动"), ">", "cyan"),
}


def print_difference(index: Path, file: str, other: str | None, collection: Path | None, *, as_json: bool) -> None:
    """Print how ``file`` differs from its version before, or from ``other``, and what that touches.

    Raises InputError when a name is not one, or no version before is kept; IndexMissing and IndexDamaged.
    """
    items = () if collection is None else Collection.read(collection).items
    bundle = Bundle.open(index)
    if other is None:
        compared = compared_with_version_before(bundle, _file(bundle, file), items)
    else:
        one, two = find_shown(bundle, file), find_shown(bundle, other)
        compared = compared_with_other(bundle, (one.file, one.doc_ids), (two.file, two.doc_ids), items)
    if as_json:
        print_json(as_object(compared))
    else:
        _print(compared)


def _file(bundle: Bundle, name: str) -> str:
    """Return the file that ``name`` stands for, which may be gone by now. Raises InputError when none does."""
    if name in bundle.texts:
        return name
    try:
        return find_shown(bundle, name).file
    except InputError:
        with suppress(InputError):
            version_before(bundle, name)
            return name
        raise


def _print(compared: Compared) -> None:
    console = make_console()
    for difference in compared.comparison.differences:
        (english, chinese), sign, style = _WORDS[difference.kind]
        side = difference.after or difference.before
        assert side is not None
        head = Text(f"{sign} {say(english, chinese)} ", style=style)
        head.append(for_line(" › ".join(side.path)), style="bold")
        head.append(f"  {for_line(format_place(side.file, side.span))}", style="dim")
        console.print(head)
        for line in _lines(difference):
            print_indented(console, line, 2)
    console.print(Text(_summary(compared), style="bold"))
    for told in _touched(compared):
        console.print(Text(for_line(told)))


def _touched(compared: Compared) -> Iterator[str]:
    for row, difference, now in compared.targets:
        year = f" {row.year}" if row.year else ""
        value = f"{row.value} → {now.signed}" if now else f"{row.value} ({say(*_WORDS[difference.kind][0])})"
        yield say("Target touched: ", "涉及指标:") + f"{row.indicator}{year} {value}"
    for item, difference in compared.citations:
        word = say(*_WORDS[difference.kind][0])
        told = say(f"Citation {item.id} touched ({word}): ", f"涉及引文 {item.id}({word}):")
        yield told + item.reference.place.quote


def _lines(difference: Difference) -> list[Text]:
    before, after = difference.before, difference.after
    if difference.kind is Kind.MOVED and before is not None:
        return [Text(say("from: ", "原在:") + for_line(" › ".join(before.path)), style="dim")]
    lines = []
    if before is not None:
        lines.append(_marked(before, [edit.before for edit in difference.edits], "red"))
    if after is not None:
        lines.append(_marked(after, [edit.after for edit in difference.edits], "green"))
    for figure in difference.figures:
        old = figure.before.of(before.text) if before and figure.before else "∅"
        new = figure.after.of(after.text) if after and figure.after else "∅"
        lines.append(Text(for_line(say("figure: ", "数值:") + f"{old} → {new}"), style="magenta"))
    return lines


def _marked(side: Side, spans: list[Span], style: str) -> Text:
    line = Text()
    at = 0
    for span in spans:
        line.append(for_line(side.text[at : span.start]))
        line.append(for_line(span.of(side.text)), style=f"{style} underline")
        at = span.end
    return line.append(for_line(side.text[at:]))


def _summary(compared: Compared) -> str:
    counts = {kind: len(compared.comparison.of(kind)) for kind in Kind}
    same, figures = compared.comparison.same, compared.comparison.figures
    return say(
        f"{counts[Kind.ADDED]} added, {counts[Kind.REMOVED]} removed, {counts[Kind.CHANGED]} changed, "
        f"{counts[Kind.MOVED]} moved, {same} the same; {figures} figures changed",
        f"新增 {counts[Kind.ADDED]} 条,删除 {counts[Kind.REMOVED]} 条,修改 {counts[Kind.CHANGED]} 条,"
        f"移动 {counts[Kind.MOVED]} 条,未变 {same} 条;数值变化 {figures} 处",
    )
