"""``yinju info --problems``: what the documents of an index were not understood to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from index.place_notation import format_place
from index.store.bundle import Bundle
from index.types import Document, Role
from ui.cli.render import make_console, print_indented
from ui.cli.streams import print_json
from ui.text.locale import say
from ui.text.messages import localised
from ui.text.terminal_escape import for_line

__all__ = ["print_problems"]

_SAID = {
    "title": ("no title", "无标题"),
    "issuer": ("no issuer", "无发文机关"),
    "date": ("no date", "无日期"),
    "outline": ("no outline", "无大纲"),
}
"""What may be missing, in the order shown: in English, in Chinese."""


def print_problems(index: Path, *, as_json: bool) -> None:
    """Print which documents have no title, issuer, date or outline, and which files were left out and why."""
    bundle = Bundle.open(index)
    problems = [(document, missing) for document in bundle.documents if (missing := tuple(_missing(bundle, document)))]
    skipped = bundle.manifest.skipped
    counts = Counter(what for _, missing in problems for what in missing)
    if as_json:
        print_json(
            {
                "documents": len(bundle.documents),
                "missing": {what: counts[what] for what in _SAID},
                "problems": [
                    {
                        "file": document.source_path,
                        "start": document.span.start,
                        "end": document.span.end,
                        "document": document.title.value if document.title else None,
                        "missing": list(missing),
                    }
                    for document, missing in problems
                ],
                "skipped": [list(entry) for entry in skipped],
            }
        )
        return
    console = make_console()
    for document, missing in problems:
        title = document.title.value if document.title else say("(untitled)", "(无标题)")
        console.print(Text(for_line(title), style="bold"))
        facts = [*(say(*_SAID[what]) for what in missing), format_place(document.source_path, document.span)]
        print_indented(console, Text(for_line(" · ".join(facts)), style="dim"), 2)
    told = ", ".join(f"{say(*_SAID[what])} {counts[what]}" for what in _SAID if counts[what])
    total = len(bundle.documents)
    console.print(
        Text(
            say(
                f"{len(problems)} of {total} documents were not understood in full" + (f": {told}" if told else "."),
                f"{total} 份文档中有 {len(problems)} 份未能完全读懂" + (f":{told}" if told else "。"),
            )
        )
    )
    for _, reason in skipped:  # the reason names the file
        console.print(Text(for_line(say("Left out: ", "未收入:") + localised(reason))))


def _missing(bundle: Bundle, document: Document) -> Iterator[str]:
    dated = document.issued_on or document.published_on or document.dates
    clauses = (bundle.clause(row) for row in bundle.clauses_of(document.doc_id))
    found = {
        "title": document.title,
        "issuer": document.issuer,
        "date": dated,
        "outline": any(clause.role is Role.HEADING for clause in clauses),
    }
    yield from (what for what, value in found.items() if not value)
