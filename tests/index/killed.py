"""Changes an index and dies at the step that it is told: ``python -m tests.index.killed INDEX WORK STEP NUMBER``.

``STEP`` is a function that a change goes through, as MODULE:NAME or MODULE:CLASS.NAME; at its call ``NUMBER`` (from 1)
the process kills itself, before the call or (``+`` before the number) after it. It ends with 0 when there is none.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from index.following import sync
from index.update import add, remove
from index.versions import collect_garbage, rollback
from tests.index.hashing_encoder import HashingEncoder

__all__ = ["main"]


def main() -> None:
    """Do the work, or die."""
    index, work, step, number = sys.argv[1:]
    _die_at(step, int(number.lstrip("+")), after=number.startswith("+"))
    encoder = HashingEncoder()
    folder = Path(index).parent / "folder"
    match work:
        case "add":
            add(index, [folder], encoder=encoder, workers=1)
        case "remove":
            remove(index, ["甲.txt"], encoder=encoder, workers=1)
        case "sync":
            sync(index, folder, encoder=encoder, workers=1)
        case "gc":
            collect_garbage(index, 1)
        case "rollback":
            rollback(index)


def _die_at(step: str, number: int, *, after: bool) -> None:
    module, name = step.split(":")
    owner: Any = import_module(module)
    *classes, name = name.split(".")
    for inner in classes:
        owner = getattr(owner, inner)
    real = getattr(owner, name)
    calls = 0

    def dying(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        made = real(*arguments, **options)
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    setattr(owner, name, dying)


if __name__ == "__main__":
    main()
