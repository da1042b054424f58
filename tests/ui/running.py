"""The command line, run as people run it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from ui.cli.app import main; main()")


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` in an event loop of its own thread: a browser that the session holds keeps one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """The environment of a command: English, nothing of the developer's own settings."""
    merged: dict[str, str | None] = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "YINJU_LANG": "en",
        "YINJU_INDEX": None,
        "COLUMNS": "80",
        **changes,
    }
    return {name: value for name, value in merged.items() if value is not None}


def yinju(
    *arguments: str | os.PathLike[str] | bytes,
    stdin: bytes = b"",
    cwd: Path = ROOT,
    stdout: Any = subprocess.PIPE,
    **env: str | None,
) -> Ended:
    """Run ``yinju`` in a process of its own; a traceback fails the test wherever it comes from."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        cwd=cwd,
        env=environment(env),
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    ended = Ended(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())
    assert "Traceback" not in ended.err, ended.err
    return ended


def modules_after(arguments: Sequence[str], **env: str | None) -> set[str]:
    """Return the names of all modules that a process holds when the command has ended."""
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('\\n'.join(sorted(sys.modules)), file=sys.stderr))\n"
        "from ui.cli.app import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environment(env),
        capture_output=True,
        timeout=120,
        check=True,
    )
    return set(done.stderr.decode().split())
