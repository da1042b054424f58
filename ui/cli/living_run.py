"""What the commands that change an index do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

from index.errors import YinjuError
from index.following import sync
from index.store.bundle import Bundle
from index.update import UpdateReport, add, remove
from index.versions import Version, collect_garbage, history, rollback
from index.watch import folder_changes
from retriever.cite.anchors import State
from retriever.cite.collection import Collection, changing
from retriever.examples import renew_examples
from ui.cli.build import print_left_out
from ui.cli.progress import shown_progress
from ui.cli.streams import complain, decoded_argument, print_json
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["add_files", "print_history", "remove_files", "remove_old", "roll_back", "sync_folder"]

_NAMED = 5
"""How many files are named after one word."""

_HOW = {
    "build": ("built", "构建"),
    "change": ("changed", "增删"),
    "sync": ("synchronised", "同步"),
    "rollback": ("rolled back", "恢复"),
}


def add_files(index: Path, paths: Sequence[Path], collection: Path | None, *, as_json: bool) -> None:
    """Add files. Raises YinjuError as :func:`index.update.add` does."""
    _check(collection)
    with shown_progress() as progress:
        made = add(index, paths, progress=progress, examples=renew_examples)
    _report(made, index, collection, as_json=as_json)


def remove_files(index: Path, files: Sequence[str], collection: Path | None, *, as_json: bool) -> None:
    """Remove files by their names. Raises YinjuError as :func:`index.update.remove` does."""
    _check(collection)
    with shown_progress() as progress:
        names = [decoded_argument(name) for name in files]
        made = remove(index, names, progress=progress, examples=renew_examples)
    _report(made, index, collection, as_json=as_json)


def sync_folder(index: Path, folder: Path, collection: Path | None, *, watch: bool, as_json: bool) -> None:
    """Follow a folder, once or until Ctrl-C. Raises YinjuError as :func:`index.following.sync` does, the first time."""
    _check(collection)

    def once() -> None:
        with shown_progress() as progress:
            made = sync(index, folder, progress=progress, examples=renew_examples)
        _report(made, index, collection, as_json=as_json)

    # What changes while the first look is worked on is not missed.
    changes = folder_changes(folder) if watch else iter(())
    once()
    try:
        for _ in changes:
            _again(once)
    except KeyboardInterrupt:
        typer.echo(say("No longer following the folder.", "已停止跟随。"), err=True)


def _again(once: Callable[[], None]) -> None:
    """Follow a change; what keeps it from being followed is said, and the next one may mend it."""
    try:
        once()
    except YinjuError as error:
        complain(error)


def print_history(index: Path, *, as_json: bool) -> None:
    """List the generations that are kept. Raises IndexMissing, IndexDamaged."""
    versions = history(index)
    if as_json:
        print_json({"generations": [_version(version) for version in versions]})
        return
    for version in versions:
        typer.echo(for_line(_version_line(version)))


def roll_back(index: Path, generation: str | None, collection: Path | None, *, as_json: bool) -> None:
    """Let an earlier generation answer again. Raises YinjuError as :func:`index.versions.rollback` does."""
    _check(collection)
    version = rollback(index, generation)
    followed = _follow(index, collection)
    if as_json:
        print_json({**_version(version), "citations": followed})
        return
    typer.echo(say("Now answers: ", "现由此版本作答:") + for_line(_version_line(version).removeprefix("* ")))
    _print_followed(followed)


def remove_old(index: Path, keep: int, *, as_json: bool) -> None:
    """Remove old generations. Raises YinjuError as :func:`index.versions.collect_garbage` does."""
    pruned = collect_garbage(index, keep)
    if as_json:
        names = {"removed": pruned.removed, "in_use": pruned.in_use, "kept": pruned.kept}
        print_json({name: list(found) for name, found in names.items()})
        return
    typer.echo(
        say(
            f"Removed {len(pruned.removed)} generations, {len(pruned.kept)} are left.",
            f"已清理 {len(pruned.removed)} 个版本,尚存 {len(pruned.kept)} 个。",
        )
    )
    if pruned.in_use:
        typer.echo(say("Still read: ", "仍在使用:") + ", ".join(pruned.in_use), err=True)


def _report(made: UpdateReport, index: Path, collection: Path | None, *, as_json: bool) -> None:
    followed = _follow(index, collection) if made.changed else None
    if as_json:
        print_json(_as_object(made, followed))
        return
    if not made.changed:
        typer.echo(say("Nothing was changed.", "没有任何改动。"))
    else:
        parts = [
            _named(made.added, say("added", "加入")),
            _named(made.replaced, say("replaced", "替换")),
            _named(made.removed, say("removed", "移除")),
        ]
        told = say("; ", ";").join(filter(None, parts))
        size = say(
            f"{made.files} files, {made.documents} documents, {made.passages} passages in {made.seconds:.1f} s",
            f"共 {made.files} 个文件、{made.documents} 份文档、{made.passages} 个段落,用时 {made.seconds:.1f} 秒",
        )
        typer.echo(for_line(f"{told}: {size} → {index}"))
    print_left_out(made.skipped)
    _print_followed(followed)


def _named(names: Sequence[str], word: str) -> str:
    if not names:
        return ""
    listed, more = say(", ", "、").join(names[:_NAMED]), len(names) - _NAMED
    return f"{word} {listed}{say(f' and {more} more', f' 等 {len(names)} 个')}" if more > 0 else f"{word} {listed}"


def _as_object(made: UpdateReport, followed: dict[str, int] | None) -> dict[str, Any]:
    return {
        "generation": made.generation,
        "changed": made.changed,
        "added": list(made.added),
        "replaced": list(made.replaced),
        "removed": list(made.removed),
        "files": made.files,
        "documents": made.documents,
        "passages": made.passages,
        "skipped": [{"file": name, "reason": reason} for name, reason in made.skipped],
        "citations": followed,
        "seconds": round(made.seconds, 2),
    }


def _version(version: Version) -> dict[str, Any]:
    entry = version.entry
    told: dict[str, Any] = {"generation": version.generation, "current": version.current, "at": None, "how": None}
    if entry is None:
        return told
    changes = entry.changes
    return {
        **told,
        "at": entry.at,
        "how": entry.how,
        "files": entry.files,
        "documents": entry.documents,
        "passages": entry.passages,
        **{name: list(getattr(changes, name)) for name in ("added", "replaced", "removed")},
        "counts": dict(zip(("added", "replaced", "removed"), changes.counts, strict=True)),
    }


def _version_line(version: Version) -> str:
    mark = "*" if version.current else " "
    entry = version.entry
    if entry is None:
        return f"{mark} {version.generation}  {say('not in the journal', '日志中没有记载')}"
    english, chinese = _HOW.get(entry.how, (entry.how, entry.how))
    added, replaced, removed = entry.changes.counts
    counts = say(
        f"{entry.files} files (+{added} ~{replaced} -{removed})",
        f"{entry.files} 个文件(+{added} ~{replaced} -{removed})",
    )
    names = [*entry.changes.added, *entry.changes.replaced, *entry.changes.removed]
    named = f": {say(', ', '、').join(names)}" if 0 < len(names) <= _NAMED else ""
    return f"{mark} {version.generation}  {entry.at}  {say(english, chinese)}  {counts}{named}"


def _check(collection: Path | None) -> None:
    """Raise InputError for a collection that cannot be read, before anything is changed."""
    if collection is not None:
        Collection.read(collection)


def _follow(index: Path, collection: Path | None) -> dict[str, int] | None:
    """Give the citations that moved their new places; return how many stand, moved, changed and vanished."""
    if collection is None:
        return None
    texts = Bundle.open(index).texts
    with changing(collection) as held:
        checks = list(held.check(texts))
        if any(check.standing.state is State.MOVED for check in checks):
            held.moved_to(checks).write(collection)
    counts = Counter(check.standing.state for check in checks)
    return {state.value: counts[state] for state in State}


def _print_followed(followed: dict[str, int] | None) -> None:
    if followed is None:
        return
    stands, moved, changed, vanished = (followed[state.value] for state in State)
    typer.echo(
        say(
            f"Citations: {stands} stand, {moved} moved and were followed, {changed} changed, {vanished} vanished; "
            "`yinju collect check` tells which.",
            f"引文:{stands} 条未变,{moved} 条移动并已跟踪,{changed} 条改动,{vanished} 条已不存在;"
            "详见 `yinju collect check`。",
        )
    )
