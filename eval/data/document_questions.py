"""Documents with questions whose answers are spans of them: a folder of two JSON lines files, plain, .gz or .xz.

    documents.jsonl   {"file": …, "text": …}: a file's name and everything it holds
    questions.jsonl   {"question": …, "file": …, "start": …, "end": …, "answer": …}: text[start:end] == answer

Offsets are code points of ``text``. Other fields are ignored, but for a question's ``id``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from eval.data.beir import numbered_rows
from eval.data.questions import SCRIPTS, Evidence, GoldQuestion, Problem
from index.errors import LoadError
from index.language.script import detect_script
from index.types import Span

__all__ = ["DocumentQuestions", "read_document_questions", "write_documents"]

KIND = "span"
"""The kind of every question here: the answer is one span of one document."""


@dataclass(frozen=True, slots=True)
class DocumentQuestions:
    """File name → text, and the questions, each with the one span that answers it."""

    texts: Mapping[str, str]
    questions: tuple[GoldQuestion, ...]


class _RowError(Exception):
    """What is wrong with a row, and the remedy."""


def read_document_questions(folder: Path) -> DocumentQuestions:
    """Read and prove a folder: every answer stands where its question says.

    Raises:
        LoadError: a file is missing, damaged or empty, or a line does not hold; the message names the first such line
            and how many there are.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    path = folder / "documents.jsonl"
    for line, row in numbered_rows(path):
        try:
            name, text = _document(row, texts)
            texts[name] = text
        except _RowError as error:
            problems.append(Problem(str(path), line, *error.args))
    path = folder / "questions.jsonl"
    questions: dict[str, GoldQuestion] = {}
    for line, row in numbered_rows(path):
        try:
            question = _question(row, line, texts)
            if question.id in questions:
                raise _RowError(f"the id {question.id!r} stands there twice", "give every question an id of its own")
            questions[question.id] = question
        except _RowError as error:
            problems.append(Problem(str(path), line, *error.args))
    if problems:
        more = f" ({len(problems) - 1} more lines like it)" if len(problems) > 1 else ""
        raise LoadError("{problem}{more}.", problem=problems[0], more=more)
    if not questions:
        raise LoadError("{path} holds no question; without any nothing can be measured.", path=path)
    return DocumentQuestions(texts, tuple(questions.values()))


def write_documents(texts: Mapping[str, str], folder: Path) -> None:
    """Write every text to the file of its name in ``folder``, so that code points stay where they are."""
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))


def _document(row: Mapping[str, Any], known: Mapping[str, str]) -> tuple[str, str]:
    name, text = _text(row, "file"), _text(row, "text")
    if name in (".", "..") or PurePosixPath(name).name != name or PureWindowsPath(name).name != name or "\0" in name:
        raise _RowError(f"{name!r} is not the name of a file", "give a name without folders")
    if name in known:
        raise _RowError(f"the file {name!r} stands there twice", "give every document a name of its own")
    return name, text


def _question(row: Mapping[str, Any], line: int, texts: Mapping[str, str]) -> GoldQuestion:
    asked, file, answer = (_text(row, field) for field in ("question", "file", "answer"))
    if file not in texts:
        raise _RowError(f"unknown file {file!r}", "name a file of documents.jsonl")
    start, end = row.get("start"), row.get("end")
    # bool is an int to Python, and true as an offset is a slip of the pen.
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(texts[file]):
        raise _RowError(
            f"the answer runs from {start!r} to {end!r} in a text of {len(texts[file])} code points",
            "give whole numbers with 0 <= start < end inside the text",
        )
    if texts[file][start:end] != answer:
        raise _RowError(
            f"{file}[{start}:{end}] is {texts[file][start:end]!r} and not the answer {answer!r}",
            "count code points of the text",
        )
    script = detect_script(asked)
    return GoldQuestion(
        id=str(row.get("id", f"q{line}")),
        question=asked,
        lang=SCRIPTS[script],
        script=script,
        kind=KIND,
        split="report",
        documents=(file,),
        evidence=(Evidence(1, file, Span(start, end), answer),),
        answers=((answer,),),
        line=line,
    )


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise _RowError(f"{field} is {value!r}", "give a text that is not empty")
    return value
