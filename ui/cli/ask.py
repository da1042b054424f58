"""``yinju ask`` and ``yinju search``."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.errors import InputError
from index.types import Answer
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.search.filters import Filters
from ui.cli.batch import BatchQuestion, read_batch
from ui.cli.choosing import Manner
from ui.cli.streams import print_json
from ui.text.messages import localised

__all__ = ["answer_batch", "answer_one"]

THREADS = min(4, os.cpu_count() or 1)
"""Questions of a batch that are answered at a time: reading leaves the interpreter free."""


def answer_one(question: str, index: Path, filters: Filters, *, top_k: int, as_json: bool, manner: Manner) -> None:
    """Answer one question, as JSON or for a reader.

    Raises:
        YinjuError: the index cannot be opened, the question is empty or too long, or the filters let nothing through.
    """
    assistant = Assistant.open(index)
    found = answer_object(_put(assistant, question, filters, top_k, manner), assistant.corpus)
    if as_json:
        print_json(found)
        return
    from ui.cli.render import make_console, print_answer, print_hits

    console = make_console()
    if manner.answers:
        print_answer(console, found)
    else:
        print_hits(console, found["hits"])


def answer_batch(path: Path, index: Path, filters: Filters, *, top_k: int, manner: Manner) -> None:
    """Print one JSON object per line of the batch, in order; a question that cannot be put is refused with its reason.

    ``filters`` hold for the lines without filters of their own.

    Raises:
        YinjuError: the batch file or the index cannot be read, or ``filters`` let nothing through; nothing is printed
            then.
    """
    questions = read_batch(path)
    assistant = Assistant.open(index)
    assistant.engine.check_filters(filters)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = pool.map(lambda line: _answer_line(assistant, line, filters, top_k, manner), questions)
        for line, answer in zip(questions, answers, strict=True):
            print_json(answer_object(answer, assistant.corpus, line.id))


def _answer_line(assistant: Assistant, line: BatchQuestion, filters: Filters, top_k: int, manner: Manner) -> Answer:
    try:
        return _put(assistant, line.question, line.filters or filters, top_k, manner)
    except InputError as error:
        return Answer(question=line.question, items=(), hits=(), abstained=True, reason=localised(error.message))


def _put(assistant: Assistant, question: str, filters: Filters, top_k: int, manner: Manner) -> Answer:
    if not manner.answers:
        return assistant.search(question, top_k=top_k, filters=filters)
    return assistant.ask(question, top_k=top_k, filters=filters, plain=manner.plain)
