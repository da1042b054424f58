"""``yinju check`` and ``yinju source``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from index.errors import InputError, StorageError
from retriever.check.check_contract import SCHEMA, finding_object, report_object
from retriever.check.checker import Checker
from retriever.engine import Engine
from ui.cli.render import make_console
from ui.cli.streams import print_json
from ui.text.locale import say
from ui.text.terminal_escape import for_terminal
from ui.text.verdict_words import (
    STYLES,
    borne_out,
    describe,
    part_lines,
    sorted_out,
    source_line,
    verdict_words,
)

__all__ = ["DIFFERS", "check_draft", "find_source"]

DIFFERS = 9
"""Exit code of `yinju check` when a sentence differs from its source, or stands in another document than it names."""


def check_draft(path: Path, index: Path, *, as_json: bool, html: Path | None, docx: Path | None) -> None:
    """Check the draft at ``path`` and print its verdicts; write them as a page and as Word comments where asked.

    Ends with the exit code DIFFERS when a sentence differs from its source.

    Raises:
        YinjuError: the draft or the index cannot be read, or a file cannot be written.
    """
    from ui.office.draft_files import read_draft

    draft = read_draft(path)
    for target in (html, docx):
        if target is not None and target.exists() and target.samefile(path):
            raise InputError("The result would overwrite the draft: give it another name.")
    checker = Checker(Engine.open(index))
    with _progress() as told:
        report = checker.check(draft.draft, told)
    found = report_object(report, checker.corpus, draft.name)
    if html is not None:
        from ui.office.checked_page import check_page

        try:
            html.write_text(check_page(found), encoding="utf-8", errors="replace")
        except OSError as error:
            raise StorageError(
                "{path} cannot be written ({reason}): choose another place.", path=html, reason=error.strerror
            ) from error
    if docx is not None:
        from ui.office.checked_docx import write_commented

        write_commented(docx, draft, found["findings"])
    if as_json:
        print_json(found)
    else:
        _print_report(found)
    if found["counts"]["differs"] or found["counts"]["elsewhere"]:
        raise typer.Exit(DIFFERS)


def _print_report(found: Mapping[str, Any]) -> None:
    console = make_console()
    groups, fine = sorted_out(found)
    for verdict, findings in groups:
        console.print(Text(f"{verdict_words(verdict)}: {len(findings)}", style=f"{STYLES[verdict]} reverse"))
        for finding in findings:
            _print_finding(console, finding)
    if fine:
        console.print(Text(borne_out(len(fine)), style="green"))
    counts = "; ".join(f"{verdict_words(v)} {n}" for v, n in found["counts"].items() if n and v != "no_claim")
    console.print(
        Text(counts or say("Nothing in the draft claims anything.", "稿件中没有需要核对的陈述。"), style="bold")
    )


def find_source(sentence: str, index: Path, *, top_k: int, as_json: bool) -> None:
    """Print the clauses that support or contradict ``sentence``, ranked.

    Raises:
        YinjuError: the sentence is empty or too long, or the index cannot be opened.
    """
    checker = Checker(Engine.open(index))
    found = finding_object(checker.sources(sentence, top_k), checker.corpus)
    if as_json:
        print_json({"schema": SCHEMA, **found})
        return
    console = make_console()
    console.print(Text(verdict_words(found["verdict"]), style=STYLES[found["verdict"]]))
    for difference in found["differences"]:
        console.print(Text("  " + for_terminal(describe(difference))))
    for line in part_lines(found):
        console.print(Text("  · " + for_terminal(line)))
    words = {
        "supports": say("supports", "支持"),
        "contradicts": say("contradicts", "不符"),
        "related": say("merely near", "仅为相近"),
    }
    for rank, evidence in enumerate(found["evidence"], 1):
        console.print(Text(f"{rank}. {words[evidence['stance']]}  {evidence['likeness']:.0%}", style="bold"))
        _print_citation(console, evidence["citation"])


def _print_finding(console: Console, finding: Mapping[str, Any]) -> None:
    if finding["verdict"] is None:
        return
    console.print(Text(for_terminal(finding["text"]), style="bold"))
    console.print(Text("  " + verdict_words(finding["verdict"]), style=STYLES[finding["verdict"]]))
    for difference in finding["differences"]:
        console.print(Text("  " + for_terminal(describe(difference))))
    for line in part_lines(finding):
        console.print(Text("  · " + for_terminal(line)))
    for quotation in finding["quotations"]:
        if quotation["verdict"] != "verbatim":
            told = say("quotation not to the letter: ", "引文不是逐字一致:") + verdict_words(quotation["verdict"])
            console.print(Text("  " + told))
    if finding["evidence"]:
        if finding["verdict"] == "absent":
            console.print(Text("  " + say("merely near:", "仅为相近:"), style="dim"))
        _print_citation(console, finding["evidence"][0]["citation"])
    console.print()


def _print_citation(console: Console, citation: Mapping[str, Any]) -> None:
    console.print(Text("  " + for_terminal(citation["quote"].strip())))
    console.print(Text("  " + for_terminal(source_line(citation)), style="dim"))


class _Progress:
    """A bar on standard error while a long draft is checked; nothing where that is no terminal."""

    def __init__(self) -> None:
        from rich.progress import Progress

        self._bar = Progress(console=make_console(stderr=True), transient=True)
        self._task = self._bar.add_task(say("Checking", "核对"))

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar.start()
        return self._told

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _told(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)


def _progress() -> Any:
    return _Progress() if sys.stderr.isatty() else nullcontext()
