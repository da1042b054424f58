"""``yinju show``: a file or document as indexed, with a span highlighted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from index.bundle import Bundle
from index.errors import InputError
from index.normalise import normalise_text
from index.types import Role, Span
from ui.render import ANSWER_STYLE, highlighted, make_console
from ui.safe_text import for_terminal

__all__ = ["show_document"]

_LISTED = 8
"""How many names an ambiguous one is answered with."""


class _Shown(NamedTuple):
    file: str
    doc_ids: tuple[int, ...]
    span: Span


def show_document(index: Path, name: str, *, span: str | None, context: int | None, outline: bool) -> None:
    """Print what ``name`` stands for: a file by its name or the end of it, or a document by part of its title.

    Raises:
        InputError: nothing or several things match ``name``, or ``span`` is not START:END inside the file.
    """
    bundle = Bundle.open(index)
    shown = _find(bundle, name)
    console = make_console()
    if outline:
        for doc_id in shown.doc_ids:
            console.print(_outline(bundle, doc_id))
        return
    text = bundle.texts[shown.file]
    mark = _parse_span(span, len(text)) if span else None
    window = _window(shown.span, mark, context, len(text))
    marks = [(mark.start - window.start, mark.end - window.start, ANSWER_STYLE)] if mark else []
    console.print(highlighted(window.of(text), marks))


def _find(bundle: Bundle, name: str) -> _Shown:
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
        return _Shown(only.source_path, (only.doc_id,), only.span)
    if len(paths) == 1 and not titled:
        return _whole(bundle, paths[0], files)
    found = [document.title.value for document in titled if document.title] + paths
    if not found:
        raise InputError(f"No file or title in the index contains {name!r}; `yinju info` lists them.")
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise InputError(f"{name!r} may be any of {', '.join(found[:_LISTED])}{more}; give more of the name.")


def _whole(bundle: Bundle, path: str, files: dict[str, list[int]]) -> _Shown:
    return _Shown(path, tuple(files[path]), Span(0, len(bundle.texts[path])))


def _parse_span(span: str, size: int) -> Span:
    match = re.fullmatch(r"(\d{1,15})[:–-](\d{1,15})", span)
    if match is None:
        raise InputError(f"The span {span!r} is not START:END; copy it from a citation, as in --span 120:168.")
    start, end = int(match[1]), int(match[2])
    if not start < end <= size:
        raise InputError(f"The span {span} does not lie in the file, which has {size} characters.")
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
        out.append(for_terminal(document.title.value) + "\n", style="bold")
    for clause_id in bundle.clauses_of(doc_id):
        clause = bundle.clause(clause_id)
        if clause.role is Role.HEADING:
            line = f"{'  ' * (clause.level + 1)}{' '.join(bundle.text_of(clause).split())}"
            out.append(for_terminal(line)).append(f"  {clause.span.start}–{clause.span.end}\n", style="dim")
    return out
