"""A conversation in the terminal or through a pipe: one question a line, each understood after the ones before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from index.errors import InputError, StorageError
from index.store.bundle import Bundle
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.cite.reference import Reference
from retriever.cite.references_of import references_of
from retriever.dialogue import Conversation
from retriever.dialogue.saved import SavedTurn, append, read
from ui.cli.render import make_console, print_answer
from ui.cli.streams import complain
from ui.office.markdown import markdown_document
from ui.office.word import Section, answer_sections, word_document
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["export_session", "talk"]

TOP_K = 3
"""Passages shown when there is no answer."""

PROMPT = "> "
_QUIT = frozenset({"/quit", "/exit", "/q", "/退出"})
_NEW = frozenset({"/new", "/新"})


def talk(index: Path, session: Path | None) -> None:
    """Answer what standard input asks, line by line, until its end or /quit; /new forgets what was asked before.

    Raises:
        YinjuError: the index cannot be opened, or ``session`` is no conversation.
    """
    turns = read(session) if session is not None else []
    assistant = Assistant.open(index)
    conversation = Conversation(assistant, turns[-1].before if turns else None)
    console = make_console()
    if sys.stdin.isatty():
        typer.echo(_welcome(turns), err=True)
    for typed in _lines():
        if typed in _QUIT:
            break
        if typed in _NEW:
            conversation.take_back(None)
            continue
        try:
            turn = conversation.ask(typed, TOP_K)
        except InputError as error:
            complain(error)
            continue
        found = answer_object(turn.answer, assistant.corpus)
        if turn.went_on:
            console.print(_understood(turn.understood))
        print_answer(console, found)
        _flush(console)
        if session is not None:
            append(session, SavedTurn(typed, turn.understood, found, conversation.before))


def export_session(session: Path | None, out: Path, index: Path) -> None:
    """Write a saved conversation with its citations to ``out``, Markdown or Word by its suffix.

    Raises:
        YinjuError: no conversation is saved in ``session``, ``out`` is of another kind or cannot be written.
    """
    if session is None or not (turns := read(session)):
        raise InputError("There is no conversation to export: name the file that `yinju chat --session FILE` saved.")
    if out.suffix.lower() not in (".md", ".docx"):
        raise InputError("{out} is neither .md nor .docx: name a file of one of these kinds.", out=out.name)
    corpus = Bundle.open(index)
    sections = [section for turn in turns for section in _sections(turn, list(references_of(turn.answer, corpus)))]
    title = say("Questions and answers", "问答记录")
    if out.suffix.lower() == ".md":
        content = markdown_document(title, sections).encode("utf-8", "backslashreplace")
    else:
        content = word_document(title, sections)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise StorageError(
            "{out} cannot be written ({reason}): check the path and the disk.", out=out, reason=error.strerror
        ) from error


def _sections(turn: SavedTurn, quotes: list[Reference]) -> Iterator[Section]:
    question, *rest = answer_sections(turn.answer, quotes[: len(turn.answer["answers"])])
    yield Section(turn.typed, level=1)
    if turn.understood != turn.typed:
        yield Section(say("Understood as: {}", "理解为:{}").format(question.text))
    yield from rest


def _lines() -> Iterator[str]:
    """Yield what is typed, or piped in, without blank lines; the prompt goes to standard error."""
    asking = sys.stdin.isatty()
    while True:
        if asking:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            return
        if text := line.decode("utf-8", "replace").strip().lstrip("\ufeff"):
            yield text


def _flush(console: Console) -> None:
    console.file.flush()


def _understood(question: str) -> Text:
    return Text(for_line(say("Understood as: {}", "理解为:{}").format(question)), style="cyan")


def _welcome(turns: list[SavedTurn]) -> str:
    if turns:
        return for_line(
            say("Going on after {} questions, the last one: {}", "接着已有的 {} 个问题,上一个是:{}").format(
                len(turns), turns[-1].typed
            )
        )
    return say("One question a line; /new begins anew, /quit ends.", "每行一个问题;/new 重新开始,/quit 结束。")
