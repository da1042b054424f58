"""What ``yinju cite`` and ``yinju collect`` do: from places and answers to references, from references to files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from index.errors import IndexMissing, InputError, StorageError
from index.store.bundle import Bundle
from index.store.files import write_atomically
from index.types import Span
from retriever.cite import FORMATS, Bibliography, Reference, reference_at, references_of, render
from retriever.cite.gbt7714 import render_in_text
from ui.cli.show import find_place, find_shown, read_span
from ui.cli.streams import decoded_argument
from ui.office.word import Section, answer_sections, word_document
from ui.text.locale import say
from ui.text.terminal_escape import for_terminal

__all__ = ["Gathered", "Wanted", "check_format", "deliver", "gather", "open_index", "print_references"]

DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says is to be cited; ``url`` and ``accessed`` hold for all of it."""

    places: tuple[str, ...]
    spans: tuple[str, ...]
    answers: Path | None
    url: str | None = None
    accessed: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The references in their order, and the same as sections of a document."""

    references: tuple[Reference, ...]
    sections: tuple[Section, ...]


def print_references(index: Path, wanted: Wanted, format: str, *, in_text: bool, out: Path | None) -> None:
    """Print the references of ``wanted``, or write them to ``out``.

    Raises:
        YinjuError: nothing or something unknown is to be cited, the format is unknown, the output cannot be written.
    """
    if in_text and format != "gbt7714":
        raise InputError(say("--in-text is of --format gbt7714 alone.", "--in-text 只用于 --format gbt7714。"))
    check_format(format, out)
    found = gather(wanted, open_index(index, needed=bool(wanted.places)))
    if not found.references and format != DOCX:
        raise InputError(say("Nothing is cited there: no question was answered.", "没有可引的内容：所有问题均无答案。"))
    bibliography = Bibliography.of(found.references)
    title = say("Citations", "引文")
    deliver(bibliography, found.sections, title, format, out, in_text=in_text)


def open_index(index: Path, *, needed: bool) -> Bundle | None:
    """Open the index; None without one, unless it is ``needed``. Raises IndexMissing, IndexDamaged."""
    try:
        return Bundle.open(index)
    except IndexMissing:
        if needed:
            raise
        return None


def gather(wanted: Wanted, bundle: Bundle | None) -> Gathered:
    """Return what is to be cited. Raises InputError when that is nothing, or not to be found."""
    if bool(wanted.places) == (wanted.answers is not None):
        raise InputError(
            say("Name places to cite, or answers with --from FILE.", "请给出要引用的位置，或用 --from 指定答案文件。")
        )
    accessed = _day(wanted.accessed)
    found = _found(wanted, bundle, accessed)
    if wanted.url and len({reference.source.identity for reference in found.references}) > 1:
        raise InputError(
            say("--url is of one document: cite the others apart.", "--url 只属于一份文件：其余文件请分开引用。")
        )
    return found


def _found(wanted: Wanted, bundle: Bundle | None, accessed: str | None) -> Gathered:
    if wanted.answers is None:
        if bundle is None:
            raise InputError(say("Places are looked up in an index: name one.", "位置须在索引中查找：请指定索引。"))
        named = tuple(_named(bundle, wanted))
        references = tuple(reference_at(bundle, file, span).read_at(wanted.url, accessed) for file, span in named)
        return Gathered(references, (Section("", quotes=references),))
    sections: list[Section] = []
    for answer in _objects(wanted.answers):
        quotes = tuple(reference.read_at(wanted.url, accessed) for reference in references_of(answer, bundle))
        sections += answer_sections(answer, quotes)
    return Gathered(tuple(quote for section in sections for quote in section.quotes), tuple(sections))


def check_format(format: str, out: Path | None) -> None:
    """Raise InputError for an unknown format, or a Word document without a file to go to."""
    if format == DOCX and out is None:
        raise InputError(
            say("A Word document needs a file: add --out FILE.docx.", "Word 文档须写入文件：请加 --out 文件.docx。")
        )
    if format != DOCX and format not in FORMATS:
        names = ", ".join((*FORMATS, DOCX))
        raise InputError(
            say(
                f"There is no citation format {format!r}: choose one of {names}.",
                f"没有 {format!r} 格式：可选 {names}。",
            )
        )


def deliver(
    bibliography: Bibliography,
    sections: Sequence[Section],
    title: str,
    format: str,
    out: Path | None,
    *,
    in_text: bool = False,
) -> None:
    """Print or write a list of references, ``in_text`` with their marks before it.

    Raises InputError as :func:`check_format`, StorageError.
    """
    check_format(format, out)
    if format == DOCX:
        data = word_document(title, sections)
    else:
        text = render_in_text(bibliography) if in_text else render(bibliography, format)
        if out is None and sys.stdout.isatty():
            typer.echo(for_terminal(text), nl=False)
            return
        # A lone surrogate can stand in JSON alone, and there in this form.
        data = text.encode("utf-8", "backslashreplace")
    if out is None:
        typer.echo(data, nl=False)
        return
    try:
        write_atomically(out, data)
    except OSError as error:
        raise StorageError(
            say(
                f"{out} cannot be written ({error.strerror}): choose another file.",
                f"无法写入 {out}（{error.strerror}）：请换一个文件。",
            )
        ) from error


def _named(bundle: Bundle, wanted: Wanted) -> Iterator[tuple[str, Span]]:
    """Yield the file and range of every place on the command line."""
    if wanted.spans:
        if len(wanted.places) != 1:
            raise InputError(
                say(
                    "--span is of one FILE: write several places as FILE:START-END.",
                    "--span 只配一个文件：多个位置请写成 FILE:START-END。",
                )
            )
        file = find_shown(bundle, decoded_argument(wanted.places[0])).file
        size = len(bundle.texts[file])
        yield from ((file, read_span(span, size)) for span in wanted.spans)
        return
    for place in map(decoded_argument, wanted.places):
        shown, span = find_place(bundle, place)
        if span is None:
            raise InputError(
                say(
                    f"{place!r} has no place in it: add --span START-END, or write FILE:START-END.",
                    f"{place!r} 没有位置：请加 --span START-END，或写成 FILE:START-END。",
                )
            )
        yield shown.file, span


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of the JSON contract in ``path``, one per line ("-" is standard input)."""
    name = say("standard input", "标准输入") if str(path) == "-" else str(path)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(
            say(f"{name} cannot be read ({error.strerror}): check the path.", f"无法读取 {name}（{error.strerror}）。")
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(say(f"{name} is not UTF-8: convert it.", f"{name} 不是 UTF-8 编码：请转换。")) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(
                say(
                    f"Line {number} of {name} is not JSON: give what `yinju ask --json` printed.",
                    f"{name} 第 {number} 行不是 JSON:请给出 `yinju ask --json` 的输出。",
                )
            ) from error
        yield told if isinstance(told, dict) else {}


def _day(text: str | None) -> str | None:
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(
            say(f"{text!r} is no date: write it as 2026-01-31.", f"{text!r} 不是日期：请写成 2026-01-31。")
        ) from error
