"""Loading many files, each held to a limit of memory and time: an odd one is told of, the others are still read.

Plain text is read here. Whatever needs a parser is read in a child process, which reads one file after another and is
replaced when a file was too much for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from index.child_processes import MEMORY, end_child, limit_memory, start_child
from index.errors import LoadError
from index.loading.files import load_file
from index.loading.progress import heard_by
from index.loading.source_codec import read_source, write_source
from index.messages import Message
from index.types import SourceFile

__all__ = ["SECONDS", "Loader", "serve"]

SECONDS = 60.0
"""Seconds that a file may be read without telling how far it is (:mod:`index.loading.progress`)."""

_READ_HERE = 8 << 20
"""Bytes of the largest plain text that is read without another process."""


class Loader:
    """Loads one file after another; closed, its process has ended. For one thread."""

    def __init__(self, told: Callable[[int, int], None] = lambda done, total: None) -> None:
        """``told`` is called with how many pages of a file are done, and of how many, by formats that tell it."""
        self._told = told
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Loader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next file starts another."""
        if self._process is not None:
            end_child(self._process)
            self._process = None

    def load(self, path: Path, name: str) -> SourceFile:
        """Return the file at ``path``, which citations call ``name``.

        Raises LoadError as :func:`index.loading.files.load_file` does, and when reading it took too much memory, too
        long, or ended the process.
        """
        if _is_plain(path):
            return load_file(path, name=name)
        if self._process is None:
            self._process = start_child(f"from index.loading.loader import serve; serve({MEMORY})", quiet=True)
        watch = _Watch(self._process, SECONDS)
        try:
            return self._ask(self._process, watch, path, name)
        except LoadError:  # said by the process, which goes on
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
            self.close()
            raise watch.failure(name) from error
        except BaseException:
            self.close()
            raise
        finally:
            watch.end()

    def _ask(self, process: subprocess.Popen[bytes], watch: _Watch, path: Path, name: str) -> SourceFile:
        asked, answered = process.stdin, process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps([os.fspath(path), name]).encode("ascii") + b"\n")
        asked.flush()
        while True:
            line = answered.readline()
            if not line:
                raise EOFError
            answer: dict[str, Any] = json.loads(line)
            if "pages" in answer:
                watch.again()
                self._told(*answer["pages"])
            elif "error" in answer:
                if answer["spent"]:
                    self.close()
                raise LoadError(Message.from_object(answer["error"]))
            else:
                return read_source(answer, answered)


class _Watch:
    """Kills a process that says nothing for ``seconds``."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._seconds = seconds
        self._late = False
        self._timer: threading.Timer | None = None
        self.again()

    def again(self) -> None:
        """Begin to wait anew."""
        self.end()
        self._timer = threading.Timer(self._seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def failure(self, name: str) -> LoadError:
        """Return why nothing more came from the process."""
        if self._late:
            return LoadError(
                "{name} was not read within {seconds} seconds: split it, or save it in a simpler form.",
                name=name,
                seconds=f"{self._seconds:g}",
            )
        return LoadError(
            "{name} could not be read, since it ended the process that reads it: save it again in the program that "
            "made it.",
            name=name,
        )

    def _kill(self) -> None:
        self._late = True
        self._process.kill()


def serve(memory: int) -> None:
    """Read the files named on standard input until it closes: the other end of a :class:`Loader`."""
    limit_memory(memory)
    # What a library prints must not come between.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin.buffer:
        path, name = json.loads(line)
        with heard_by(lambda done, total: _say(answers, {"pages": (done, total)})):
            try:
                source = load_file(Path(path), name=name)
                write_source(answers, source)
            except LoadError as error:
                # What a process took, it keeps.
                spent = isinstance(error.__cause__, MemoryError)
                _say(answers, {"error": error.message.as_object(), "spent": spent})
        answers.flush()


def _say(file: IO[bytes], line: dict[str, Any]) -> None:
    file.write(json.dumps(line).encode("ascii") + b"\n")
    file.flush()


def _is_plain(path: Path) -> bool:
    try:
        return path.suffix.lower() == ".txt" and path.stat().st_size <= _READ_HERE
    except (OSError, ValueError):
        return False
