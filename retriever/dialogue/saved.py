"""A conversation on disk: one JSON object a line, appended as it goes, so that a kill loses no question before it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import InputError, StorageError
from retriever.dialogue.carry import Said

__all__ = ["SavedTurn", "append", "read"]


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One question of a saved conversation; ``answer`` is the contract's object of ``understood``.

    ``before`` is what the next question may stand on after this one.
    """

    typed: str
    understood: str
    answer: Mapping[str, Any]
    before: Said | None


def read(path: Path) -> list[SavedTurn]:
    """Return the turns saved in ``path``, none when there is no such file.

    A last line that was cut short by a kill is passed over. Raises InputError for anything else that is no turn, and
    StorageError when the file cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(
            "The conversation {path} cannot be read ({reason}): check the path.", path=path, reason=error.strerror
        ) from error
    turns = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            turns.append(_turn(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            if number == len(lines):
                break  # no newline behind it: the writer was killed
            raise InputError(
                "Line {number} of {path} is no turn of a conversation: name a file that `yinju chat` wrote.",
                number=number,
                path=path,
            ) from error
    return turns


def append(path: Path, turn: SavedTurn) -> None:
    """Add ``turn`` to ``path``. Raises StorageError when it cannot be written; what was there stays."""
    told = {
        "typed": turn.typed,
        "understood": turn.understood,
        "before": turn.before.told() if turn.before else None,
        "answer": turn.answer,
    }
    line = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    try:
        with path.open("a+b") as file:
            _drop_cut_line(file)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(
            "The conversation cannot be saved in {path} ({reason}): check the path and the disk.",
            path=path,
            reason=error.strerror,
        ) from error


def _drop_cut_line(file: BinaryIO) -> None:
    """Cut off what a killed writer left behind the last whole line."""
    file.seek(0)
    content = file.read()
    file.truncate(content.rfind(b"\n") + 1)


def _turn(told: Mapping[str, Any]) -> SavedTurn:
    answer = told["answer"]
    if not isinstance(answer, Mapping) or "answers" not in answer or "abstained" not in answer:
        raise ValueError("no answer")
    return SavedTurn(str(told["typed"]), str(told["understood"]), answer, Said.of(told["before"]))
