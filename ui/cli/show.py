"""``yinju show``: a file or document as indexed, with a span highlighted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from index.errors import InputError
from index.language.normalise import normalise_text
from index.store.bundle import Bundle
from index.types import Role, Span
from ui.cli.render import ANSWER_STYLE, highlighted, make_console
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["Shown", "find_shown", "parse_span", "show_document"]

_LISTED = 8
"""How many names an ambiguous one is answered with."""


class Shown(NamedTuple):
    """What a name stands for: a file, the documents of it that are meant, and the range that they take in it."""

    file: str
    doc_ids: tuple[int, ...]
    span: Span


def show_document(index: Path, name: str, *, span: str | None, context: int | None, outline: bool) -> None:
    """Print what ``name`` stands for: a file by its name or the end of it, or a document by part of its title.

    Raises:
        InputError: nothing or several things match ``name``, or ``span`` is not START:END inside the file.
    """
    if context is not None and span is None:
        raise InputError(
            say("--context is about a span: name it with --span START:END.", "--context 须与 --span START:END 同用。")
        )
    bundle = Bundle.open(index)
    shown = find_shown(bundle, name)
    console = make_console()
    if outline:
        for doc_id in shown.doc_ids:
            console.print(_outline(bundle, doc_id))
        return
    text = bundle.texts[shown.file]
    mark = parse_span(span, len(text)) if span is not None else None
    window = _window(shown.span, mark, context, len(text))
    marks = [(mark.start - window.start, mark.end - window.start, ANSWER_STYLE)] if mark else []
    console.print(highlighted(window.of(text), marks))


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


def parse_span(span: str, size: int) -> Span:
    """Read START:END. Raises InputError when it is not that, or not inside a file of ``size`` characters."""
    match = re.fullmatch(r"(\d{1,15})[:–-](\d{1,15})", span)
    if match is None:
        raise InputError(
            say(
                f"The span {span!r} is not START:END; copy it from a citation, as in --span 120:168.",
                f"{span!r} 不是 START:END 形式的位置;请从引文照抄,例如 --span 120:168。",
            )
        )
    start, end = int(match[1]), int(match[2])
    if not start < end <= size:
        raise InputError(
            say(
                f"The span {span} does not lie in the file, which has {size} characters.",
                f"位置 {span} 不在文件之内,该文件共 {size} 字。",
            )
        )
    return Span(start, end)


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
            out.append(for_line(line)).append(f"  {clause.span.start}–{clause.span.end}\n", style="dim")
    return out
