"""``yinju build``: progress on standard error, the report on standard output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from index.build import BuildReport, build_index
from ui.cli.render import make_console
from ui.cli.streams import print_json
from ui.text.locale import say
from ui.text.messages import localised
from ui.text.terminal_escape import for_line

__all__ = ["build_with_progress"]

_STAGES = {
    "load": lambda: say("Reading files", "读取文件"),
    "encode": lambda: say("Encoding passages", "编码段落"),
    "write": lambda: say("Writing and verifying", "写入并校验"),
}


_LISTED = 20
"""How many of the files left out are named."""


def build_with_progress(paths: Sequence[Path], index: Path, *, model: str | None, as_json: bool) -> None:
    """Build the index and report what went in and what was left out, and why.

    Raises:
        YinjuError: nothing usable, no room, another build running, or the model cannot be loaded.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = make_console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {}

        def advance(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(_STAGES.get(stage, lambda: stage)(), total=total)
            progress.update(tasks[stage], completed=done, total=total)

        report = build_index(paths, index, model=model, progress=advance)
    if as_json:
        print_json(_as_object(report))
    else:
        _print_report(report, index)


def _as_object(report: BuildReport) -> dict[str, object]:
    return {
        "generation": report.generation,
        "files": report.files,
        "documents": report.documents,
        "passages": report.passages,
        "skipped": [{"file": str(path), "reason": reason} for path, reason in report.skipped],
        "seconds": round(report.seconds, 2),
    }


def _print_report(report: BuildReport, index: Path) -> None:
    typer.echo(
        say(
            f"Indexed {report.files} files, {report.documents} documents, {report.passages} passages "
            f"in {report.seconds:.1f} s → {index}",
            f"已索引 {report.files} 个文件、{report.documents} 份文档、{report.passages} 个段落,"
            f"用时 {report.seconds:.1f} 秒 → {index}",
        )
    )
    for _, reason in report.skipped[:_LISTED]:
        # The reason names the file.
        typer.echo(for_line(say("Left out: ", "未收入:") + localised(reason)), err=True)
    more = len(report.skipped) - _LISTED
    if more > 0:
        typer.echo(
            say(
                f"Left out: {more} more; `yinju info` lists them all.", f"另有 {more} 个未收入:`yinju info` 全部列出。"
            ),
            err=True,
        )
