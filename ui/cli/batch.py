"""Reading question batches: JSON lines with ``id``, ``question`` and, where wanted, ``filters``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import InputError
from retriever.search.filters import Filters
from ui.text.locale import say
from ui.text.messages import localised

__all__ = ["BatchQuestion", "read_batch"]


_EXAMPLE = '{"id": "q1", "question": "…"}'


class BatchQuestion(NamedTuple):
    """One line of a batch; ``id`` is handed through as it came. Without ``filters`` those of the batch hold."""

    id: str | int
    question: str
    filters: Filters | None = None


def read_batch(path: Path) -> list[BatchQuestion]:
    """Read every line of ``path`` ("-" is standard input) before anything is answered.

    Blank lines are passed over. Raises InputError that names the first line which is not an object with a string or
    integer ``id`` and a string ``question``, or whose ``filters`` are none.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InputError(
            say(
                f"The batch file {name} cannot be read ({error.strerror}); name a readable file.",
                f"无法读取批量文件 {name}({error.strerror});请给出可读的文件。",
            )
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            say(
                f"The batch file {name} is not UTF-8 (byte {error.start}); convert it to UTF-8.",
                f"批量文件 {name} 不是 UTF-8(第 {error.start} 字节);请转换为 UTF-8。",
            )
        ) from error
    # Split at \n alone: str.splitlines() would cut at U+2028 inside a JSON string, where it is legal.
    return [_parse(line, name, number) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _parse(line: str, name: str, number: int) -> BatchQuestion:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # ValueError also of a number of thousands of digits
        raise InputError(
            say(
                f"Line {number} of {name} is not JSON; expected {_EXAMPLE}.",
                f"{name} 第 {number} 行不是 JSON;应为 {_EXAMPLE}。",
            )
        ) from error
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("question"), str)
        or not isinstance(row.get("id"), str | int)
        or isinstance(row["id"], bool)
    ):
        raise InputError(
            say(
                f"Line {number} of {name} lacks an id or a question; expected {_EXAMPLE}.",
                f"{name} 第 {number} 行缺少 id 或 question;应为 {_EXAMPLE}。",
            )
        )
    return BatchQuestion(row["id"], row["question"], _filters(row, name, number))


def _filters(row: dict[str, Any], name: str, number: int) -> Filters | None:
    given = row.get("filters")
    if given is None:
        return None
    try:
        return Filters.of(given)
    except InputError as error:
        raise InputError(
            say(f"Line {number} of {name}: {error}", f"{name} 第 {number} 行：{localised(error.message)}")
        ) from error
