"""``yinju show``: a file or document as indexed, with a span highlighted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from index.errors import InputError
from index.language.normalise import normalise_text
from index.place_notation import format_span, parse_place, parse_span
from index.store.bundle import Bundle
from index.types import Role, Span
from ui.cli.render import ANSWER_STYLE, highlighted, make_console
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["Shown", "find_place", "find_shown", "read_span", "show_document"]

_LISTED = 8
"""How many names an ambiguous one is answered with."""


class Shown(NamedTuple):
    """What a name stands for: a file, the documents of it that are meant, and the range that they take in it."""

    file: str
    doc_ids: tuple[int, ...]
    span: Span


def show_document(index: Path, name: str, *, span: str | None, context: int | None, outline: bool) -> None:
    """Print what ``name`` stands for: a file by its name or the end of it, or a document by part of its title.

    ``name`` may carry the range to highlight (FILE:START-END), or ``span`` gives it. On a terminal, what is longer than
    the screen and has no range to go to is shown page by page.

    Raises:
        InputError: nothing or several things match ``name``, or the range is not START-END inside the file.
    """
    bundle = Bundle.open(index)
    shown, mark = _marked(bundle, name, span)
    if context is not None and mark is None:
        raise InputError(
            say(
                "--context is about a place: name it as FILE:START-END.",
                "--context 须与位置同用:请写成 文件:START-END。",
            )
        )
    if outline:
        _print_paged(Text("\n").join(_outline(bundle, doc_id) for doc_id in shown.doc_ids))
        return
    text = bundle.texts[shown.file]
    window = _window(shown.span, mark, context, len(text))
    if mark is None:
        _print_paged(highlighted(window.of(text), ()))
        return
    marks = [(mark.start - window.start, mark.end - window.start, ANSWER_STYLE)]
    console = make_console()
    console.print(highlighted(window.of(text), marks))
    pages = bundle.pages_over(shown.doc_ids[0], mark)
    if pages:
        first, last = pages[0], pages[-1]
        told = f"{first}" if first == last else f"{first}–{last}"
        console.print(Text(say(f"p. {told}", f"第 {told} 页"), style="dim"))


def _marked(bundle: Bundle, name: str, span: str | None) -> tuple[Shown, Span | None]:
    if span is not None:
        shown = find_shown(bundle, name)
        return shown, read_span(span, len(bundle.texts[shown.file]))
    return find_place(bundle, name)


def find_place(bundle: Bundle, name: str) -> tuple[Shown, Span | None]:
    """Return what ``name`` stands for, and the range of the file when it is written FILE:START-END.

    A file of the whole name comes first. Raises InputError when nothing or several things match, or the range does not
    lie in the file.
    """
    if name not in bundle.texts:
        try:
            file, span = parse_place(name)
        except ValueError:
            pass
        else:
            shown = find_shown(bundle, file)
            return shown, _inside(span, len(bundle.texts[shown.file]))
    return find_shown(bundle, name), None


def _print_paged(text: Text) -> None:
    """Print ``text``, through the reader's pager ($PAGER) where it is longer than the terminal."""
    console = make_console()
    if console.is_terminal and len(console.render_lines(text)) > console.height:
        with console.pager():
            console.print(text)
    else:
        console.print(text)


def find_shown(bundle: Bundle, name: str) -> Shown:
    """Return what ``name`` stands for. Raises InputError when that is nothing, or several things."""
    wanted = normalise_text(name).strip()
    files: dict[str, list[int]] = {}
    for document in bundle.documents:
        files.setdefault(document.source_path, []).append(document.doc_id)
    if name in files:
        return _whole(bundle, name, files)
    titled = [
        document
        for document in bundle.documents
        if wanted and document.title and wanted in normalise_text(document.title.value)
    ]
    paths = [path for path in files if wanted and wanted in normalise_text(path)]
    if len(titled) == 1 and not paths:
        only = titled[0]
        return Shown(only.source_path, (only.doc_id,), only.span)
    if len(paths) == 1 and not titled:
        return _whole(bundle, paths[0], files)
    found = [document.title.value for document in titled if document.title] + paths
    if not found:
        raise InputError(
            say(
                f"No file or title in the index contains {name!r}; `yinju info` lists them.",
                f"索引中没有文件名或标题含有 {name!r};`yinju info` 可全部列出。",
            )
        )
    rest = len(found) - _LISTED
    more = say(f" and {rest} more", f" 等 {len(found)} 个") if rest > 0 else ""
    listed = say(", ", "、").join(found[:_LISTED])
    raise InputError(
        say(
            f"{name!r} may be any of {listed}{more}; give more of the name.",
            f"{name!r} 可指 {listed}{more};请写出更多名称。",
        )
    )


def _whole(bundle: Bundle, path: str, files: dict[str, list[int]]) -> Shown:
    return Shown(path, tuple(files[path]), Span(0, len(bundle.texts[path])))


def read_span(span: str, size: int) -> Span:
    """Read START-END. Raises InputError when it is not that, or not inside a file of ``size`` characters."""
    try:
        read = parse_span(span)
    except ValueError as error:
        raise InputError(
            say(
                f"The span {span!r} is not START-END; copy it from a citation, as in --span 120-168.",
                f"{span!r} 不是 START-END 形式的位置;请从引文照抄,例如 --span 120-168。",
            )
        ) from error
    return _inside(read, size)


def _inside(span: Span, size: int) -> Span:
    if span.start >= span.end:
        shown = format_span(span)
        raise InputError(
            say(
                f"The span {shown} does not end after it begins: write START-END.",
                f"位置 {shown} 的终点不在起点之后：请先写起点。",
            )
        )
    if span.end > size:
        shown = format_span(span)
        raise InputError(
            say(
                f"The span {shown} does not lie in the file, which has {size} characters.",
                f"位置 {shown} 不在文件之内,该文件共 {size} 字。",
            )
        )
    return span


def _window(shown: Span, mark: Span | None, context: int | None, size: int) -> Span:
    if mark is None:
        return shown
    if context is not None:
        return Span(max(0, mark.start - context), min(size, mark.end + context))
    return shown if shown.contains(mark) else Span(0, size)


def _outline(bundle: Bundle, doc_id: int) -> Text:
    document = bundle.document(doc_id)
    out = Text()
    if document.title:
        out.append(for_line(document.title.value) + "\n", style="bold")
    for clause_id in bundle.clauses_of(doc_id):
        clause = bundle.clause(clause_id)
        if clause.role is Role.HEADING:
            line = f"{'  ' * (clause.level + 1)}{' '.join(bundle.text_of(clause).split())}"
            page = bundle.page_at(doc_id, clause.span.start)
            if page is not None:
                line += say(f", p. {page}", f",第 {page} 页")
            out.append(for_line(line)).append(f"  {format_span(clause.span)}\n", style="dim")
    return out
