"""Does a piece of work once for each of its steps, interrupted there, and says what was left behind.

``python -m tests.faults.steps ACTION FAULT FOLDER``. A step is what changes the disk: a file opened for writing, a
write, a sync, a folder made, an entry renamed or removed. The fault comes just before it: ``kill`` ends the process as
SIGKILL does, ``full`` refuses the step as a full disk does. Each step is a forked copy of this process, so that nothing
is imported again; one line of JSON per step comes out.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index import update
from index.build import build_index
from index.errors import IndexDamaged, IndexMissing, YinjuError
from index.store import files
from index.store.bundle import Bundle
from index.store.schema import GENERATIONS, UNFINISHED
from tests.index.hashing_encoder import HashingEncoder

POLICY = "{city}碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到{share}%。\n"

_CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def _build(index: Path, corpus: Path) -> object:
    return build_index([corpus], index, encoder=HashingEncoder(), workers=1)


def _add(index: Path, corpus: Path) -> object:
    return update.add(index, [corpus / "new.txt"], encoder=HashingEncoder(), workers=1)


def _remove(index: Path, corpus: Path) -> object:
    return update.remove(index, ["old.txt"], encoder=HashingEncoder(), workers=1)


def _sync(index: Path, corpus: Path) -> object:
    return import_module("index.following").sync(index, corpus, encoder=HashingEncoder(), workers=1)


def _rollback(index: Path, corpus: Path) -> object:
    return import_module("index.versions").rollback(index, (corpus.parent / _FIRST).read_text(encoding="ascii"))


def _collect(index: Path, corpus: Path) -> object:
    return import_module("index.versions").collect_garbage(index, 1)


ACTIONS: dict[str, Callable[[Path, Path], object]] = {
    "first build": _build,
    "build": _build,
    "add": _add,
    "remove": _remove,
    **({"sync": _sync} if find_spec("index.following") else {}),
    **({"rollback": _rollback, "gc": _collect} if find_spec("index.versions") else {}),
}
"""What is interrupted: given the folder of the index and that of its files. All but the first begin with an index."""

_ONCE = frozenset({"remove", "rollback"})
"""What is refused once it is done."""

_FIRST = "first"
"""A file that holds the name of the first of two generations."""


class _Steps:
    """Counts the steps below a folder and lets the fault happen at one of them."""

    def __init__(self, root: Path, at: int | None, fault: str) -> None:
        self.count = 0
        self.name = ""
        self._root = os.fspath(root)
        self._at, self._fault = at, fault
        self._armed = False

    def watch(self) -> None:
        """Begin to count: for good, since an audit hook stays."""
        sys.addaudithook(self._hear)
        whole_sync, whole_write = os.fsync, files._HashedFile.write

        def sync(descriptor: int) -> None:
            self._step("fsync")
            whole_sync(descriptor)

        def write(self_: files._HashedFile, data: bytes | memoryview) -> int:
            self._step("write")
            return whole_write(self_, data)

        os.fsync = sync
        files._HashedFile.write = write  # type: ignore[method-assign]
        self._armed = True

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._armed:
            return
        if event == "open":
            path, mode, flags = arguments
            writes = any(mark in mode for mark in "wxa+") if isinstance(mode, str) else bool(flags & _WRITES)
            if writes and isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(self._root):
                self._step(f"open {Path(os.fsdecode(path)).name}")
        elif event in _CHANGES:
            self._step(event)

    def _step(self, name: str) -> None:
        self.count += 1
        if self.count - 1 != self._at:
            return
        self.name = name
        if self._fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _prepared(folder: Path, action: str) -> tuple[Path, Path]:
    """Return the folder of an index and that of its files, one of which the index does not have yet."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(parents=True)
    for name, city, share in (("old.txt", "甲市", 50), ("kept.txt", "乙市", 60)):
        (corpus / name).write_text(POLICY.format(city=city, share=share), encoding="utf-8")
    if action != "first build":
        _build(index, corpus)
        (folder / _FIRST).write_text(str(_held(index)), encoding="ascii")
    (corpus / "new.txt").write_text(POLICY.format(city="丙市", share=70), encoding="utf-8")
    if action in ("rollback", "gc"):
        _build(index, corpus)
    return index, corpus


def _held(index: Path) -> str | None:
    """Return the generation that answers, which is whole, None without an index; raises IndexDamaged."""
    try:
        bundle = Bundle.open(index)
    except IndexMissing:
        return None
    bundle.verify()
    return bundle.folder.name


def _interrupted(work: Callable[[], object], steps: _Steps) -> dict[str, Any]:
    """Do ``work`` in a forked process; return how it ended, how many steps it took, and at which it was interrupted."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            steps.watch()
            work()
            told: dict[str, Any] = {"ended": "done"}
        except YinjuError as error:
            told = {"ended": type(error).__name__, "said": str(error)}
        except BaseException:  # noqa: BLE001  (what comes out of it is what is looked for)
            told = {"ended": "traceback", "said": traceback.format_exc()}
        os.write(writing, json.dumps({**told, "steps": steps.count, "at": steps.name}).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(data) if data else {"ended": f"signal {os.WTERMSIG(status)}", "steps": None, "at": ""}


def main(action: str, fault: str, folder: Path) -> None:
    """Interrupt ``action`` at each of its steps and print what was left each time, and what came of doing it again."""
    whole = folder / "whole"
    index, corpus = _prepared(whole, action)
    before = _held(index)
    base = folder / "base"
    shutil.copytree(whole, base)
    counted = _interrupted(partial(ACTIONS[action], index, corpus), _Steps(index, None, fault))
    after = _held(index)
    print(json.dumps({"before": before, "after": after, **counted}), flush=True)
    for at in range(counted["steps"]):
        place = folder / "place"
        shutil.copytree(base, place)
        index, corpus = place / "index", place / "corpus"
        work = partial(ACTIONS[action], index, corpus)
        told = {"step": at, **_interrupted(work, _Steps(index, at, fault))}
        try:
            told["left"] = _held(index)
            if told["left"] != after or action not in _ONCE:
                work()
            told["again"] = _held(index)
        except IndexDamaged as error:
            told["damaged"] = str(error)
        told["unfinished"] = [path.name for path in (index / GENERATIONS).glob(f"{UNFINISHED}*")]
        shutil.rmtree(place)
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
