"""``yinju build``: progress on standard error, the report on standard output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from index.build import BuildReport, build_index
from index.errors import InputError
from index.replacing import lost_files
from ui.cli.progress import shown_progress
from ui.cli.streams import print_json
from ui.text.left_out import grouped
from ui.text.locale import say
from ui.text.messages import localised
from ui.text.terminal_escape import for_line

__all__ = ["build_with_progress", "print_left_out"]

_REASONS = 20
"""How many reasons for leaving files out are told."""

_NAMED = 5
"""How many of the files left out for one reason are named."""


def build_with_progress(
    paths: Sequence[Path], index: Path, *, model: str | None, replace: bool, follow_links: bool, as_json: bool
) -> None:
    """Build the index and report what went in and what was left out, and why.

    An index that holds files which are not among ``paths`` is only replaced with ``replace``. ``follow_links`` is as
    :func:`index.build.build_index` has it.

    Raises:
        YinjuError: nothing usable, no room, another build running, the model cannot be loaded, or files would be lost.
    """
    from retriever.examples import make_examples

    if not replace:
        _refuse_loss(index, lost_files(index, paths, follow_links=follow_links))
    with shown_progress() as advance:
        report = build_index(
            paths, index, model=model, progress=advance, examples=make_examples, follow_links=follow_links
        )
    if as_json:
        print_json(_as_object(report))
    else:
        _print_report(report, index)


def _refuse_loss(index: Path, lost: Sequence[str]) -> None:
    if not lost:
        return
    named, more = say(", ", "、").join(lost[:_NAMED]), len(lost) - _NAMED
    listed = f"{named}{say(f' and {more} more', f' 等 {len(lost)} 个')}" if more > 0 else named
    files = say("1 file", "1 个文件") if len(lost) == 1 else say(f"{len(lost)} files", f"{len(lost)} 个文件")
    raise InputError(
        say(
            f"A build makes the index anew, and {index} holds {files} not named here ({listed}): "
            "name all files or their folder, choose another --index, or add --replace to give them up.",
            f"构建会重新建立索引,而 {index} 中有 {files}未在此列出({listed}):"
            "请给出全部文件或其文件夹,用 --index 换一处,或加 --replace 舍弃它们。",
        )
    )


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
    made = say(
        f"Indexed {report.files} files, {report.documents} documents, {report.passages} passages "
        f"in {report.seconds:.1f} s → {index}",
        f"已索引 {report.files} 个文件、{report.documents} 份文档、{report.passages} 个段落,"
        f"用时 {report.seconds:.1f} 秒 → {index}",
    )
    typer.echo(for_line(made + _names_left_out([name for name, _ in report.skipped])))
    print_left_out(report.skipped)


def _names_left_out(names: Sequence[str]) -> str:
    """Return the end of the report: the first files that were left out; why is told on standard error."""
    if not names:
        return ""
    named, more = say(", ", "、").join(names[:_NAMED]), len(names) - _NAMED
    if more > 0:
        return say(f"; left out: {named} and {more} more", f";未收入:{named} 等 {len(names)} 个文件")
    return say(f"; left out: {named}", f";未收入:{named}")


def print_left_out(skipped: Sequence[tuple[str, str]]) -> None:
    """Say on standard error which files were left out, by why."""
    count = len(skipped)
    if count > 1:
        typer.echo(
            say(
                f"{count} files were left out; `yinju info` lists them all.",
                f"有 {count} 个文件未收入,`yinju info` 可全部列出。",
            ),
            err=True,
        )
    groups = grouped(skipped)
    for group in groups[:_REASONS]:
        # The reason names the first file.
        line = say("Left out: ", "未收入:") + localised(group.reason)
        typer.echo(for_line(line + _likewise(group.others)), err=True)
    more = sum(1 + len(group.others) for group in groups[_REASONS:])
    if more:
        typer.echo(say(f"Left out: {more} more.", f"未收入:另有 {more} 个。"), err=True)


def _likewise(others: Sequence[str]) -> str:
    if not others:
        return ""
    named, more = say(", ", "、").join(others[:_NAMED]), len(others) - _NAMED
    if more > 0:
        return say(f" The same: {named} and {more} more.", f"同样的还有 {named} 等 {len(others)} 个。")
    return say(f" The same: {named}.", f"同样的还有 {named}。")
