"""``yinju show`` on a terminal: what is longer than the screen goes through the reader's pager."""

from __future__ import annotations

import os
import struct
import subprocess
from pathlib import Path

import pytest

from tests.ui.running import COMMAND, ROOT, environment

FILE = "000_ffbc63344c3ba8da.txt"

fcntl = pytest.importorskip("fcntl", reason="pseudo-terminals are of POSIX systems")
pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX systems")
termios = pytest.importorskip("termios", reason="pseudo-terminals are of POSIX systems")


def on_terminal(arguments: list[str], pager: str) -> str:
    """Run ``yinju`` on a terminal of 24 lines and return what appears there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    changes = {"PAGER": pager, "MANPAGER": None, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": None, "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env=environment(changes), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(60) == 0
    return shown.decode()


def test_a_long_file_is_paged(seed_index: Path) -> None:
    shown = on_terminal(["show", FILE, "--index", str(seed_index)], "head -n 1; echo PAGED")
    assert "PAGED" in shown
    assert len(shown.splitlines()) < 24


@pytest.mark.parametrize("more", [["--span", "100-120", "--context", "10"], ["--span", "100-120"]])
def test_a_place_is_shown_at_once(seed_index: Path, more: list[str]) -> None:
    shown = on_terminal(["show", FILE, *more, "--index", str(seed_index)], "echo PAGED")
    assert "PAGED" not in shown
    assert "【" in shown
