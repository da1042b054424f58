"""How far long work is, on standard error, where that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ui.cli.render import make_console
from ui.text.locale import say

__all__ = ["shown_progress"]

_STAGES = {
    "load": lambda: say("Reading files", "读取文件"),
    "pages": lambda: say("Reading pages", "读取页面"),
    "encode": lambda: say("Encoding passages", "编码段落"),
    "write": lambda: say("Writing and verifying", "写入并校验"),
}


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give what is called with a stage, how much of it is done and of how much; it is shown while the block runs."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = make_console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {}

        def advance(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(_STAGES.get(stage, lambda: stage)(), total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield advance
