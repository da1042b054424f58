"""Standard output and error as they really are: closed, full, a pipe whose reader left, or of a narrow encoding."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from index.errors import StorageError, YinjuError
from ui.text.locale import say
from ui.text.messages import localised
from ui.text.terminal_escape import for_line

__all__ = ["READER_LEFT", "complain", "decoded_argument", "discard_output", "output_failed", "prepare", "print_json"]

READER_LEFT = 141
"""Exit code when the reader of our output (head, less) has gone: what the shell gives a process ended by SIGPIPE."""


def prepare() -> None:
    """Make both streams writable: closed ones go nowhere, and what an encoding cannot say becomes ``?``."""
    sys.stdout = _usable(sys.stdout)
    sys.stderr = _usable(sys.stderr)


def _usable(stream: Any) -> Any:
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if hasattr(stream, "reconfigure"):
        # ASCII is what Python falls back to when no locale is set; hardly a terminal is left that means it.
        narrow = (stream.encoding or "ascii").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968", "646")
        stream.reconfigure(encoding="utf-8" if narrow else None, errors="replace")
    return stream


def decoded_argument(text: str) -> str:
    """Return an argument of the command line as the UTF-8 that it was typed in, where the locale could not read it."""
    if not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    return os.fsencode(text).decode("utf-8", "replace")


def print_json(value: Mapping[str, Any]) -> None:
    """Print ``value`` as one line of JSON, in UTF-8 whatever the locale; lone surrogates are escaped."""
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    # echo() writes bytes as they are.
    typer.echo(line)


def complain(error: YinjuError) -> None:
    """Print an error as one line on standard error, in the language of the interface."""
    typer.echo(f"yinju: {for_line(localised(error.message))}", err=True)


def output_failed(error: OSError) -> StorageError:
    """Return what to tell when standard output cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full:
        return StorageError(
            say(
                "There is no room left for the output: free some space or send it elsewhere.",
                "输出目标所在磁盘已满:请腾出空间,或输出到别处。",
            )
        )
    return StorageError(
        say(
            f"The output cannot be written ({error.strerror}): send it elsewhere.",
            f"无法写出结果({error.strerror}):请输出到别处。",
        )
    )


def discard_output() -> None:
    """Let nothing more be written to standard output: flushing at exit would fail again."""
    sys.stdout = _usable(None)
    try:
        os.dup2(sys.stdout.fileno(), 1)
    except OSError:
        # Standard output was closed from the start.
        return
