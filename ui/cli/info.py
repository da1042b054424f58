"""``yinju info`` and ``yinju verify``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from index.place_notation import format_place
from index.store.bundle import Bundle
from index.types import DateKind, Metadatum, Span
from retriever.standing import ceased
from ui.cli.render import make_console, print_indented
from ui.cli.streams import print_json
from ui.text.date_words import ceased_words, said
from ui.text.hand_words import by_hand_words, status_words
from ui.text.locale import say
from ui.text.messages import localised
from ui.text.terminal_escape import for_line

__all__ = ["described_document", "entry", "print_info", "print_verification"]

_FIELDS = ("title", "kind", "issuer", "place", "doc_no", "issued_on", "published_on")


def print_info(index: Path, *, as_json: bool) -> None:
    """Print what the index holds: its documents with their metadata, its size, its encoder, what was left out."""
    bundle = Bundle.open(index)
    described = _describe(bundle)
    if as_json:
        print_json(described)
        return
    console = make_console()
    for row in described["documents"]:
        title, facts = entry(row)
        console.print(title)
        print_indented(console, facts, 2)
    counts = described["counts"]
    encoder = described["encoder"]
    for line in (
        say(
            f"{counts['files']} files, {counts['documents']} documents, {counts['clauses']} clauses, "
            f"{counts['passages']} passages, {counts['characters']} characters",
            f"{counts['files']} 个文件、{counts['documents']} 份文档、{counts['clauses']} 个条款、"
            f"{counts['passages']} 个段落、{counts['characters']} 字",
        ),
        say(f"Encoder: {encoder['name']}, {encoder['dim']} dimensions", f"模型:{encoder['name']},{encoder['dim']} 维"),
        *(say("Example: ", "示例:") + question for question in described["examples"]),
        # The reason names the file.
        *(say("Left out: ", "未收入:") + localised(reason) for _, reason in described["skipped"]),
    ):
        console.print(Text(for_line(line)))


def print_verification(index: Path) -> None:
    """Check every checksum, version and cross-reference. Raises IndexDamaged at the first that does not hold."""
    bundle = Bundle.open(index)
    bundle.verify()
    files = len(bundle.manifest.files)
    typer.echo(
        say(f"The index in {index} is whole: {files} files checked.", f"索引 {index} 完好:已校验 {files} 个文件。")
    )


def _describe(bundle: Bundle) -> dict[str, Any]:
    manifest = bundle.manifest
    return {
        "generation": bundle.folder.name,
        "counts": {name: getattr(manifest.counts, name) for name in manifest.counts.__dataclass_fields__},
        "encoder": {"name": manifest.encoder.name, "dim": manifest.encoder.dim},
        "tokenizer": manifest.tokenizer,
        "normaliser": manifest.normaliser,
        "examples": list(bundle.examples),
        "skipped": [list(entry) for entry in manifest.skipped],
        "documents": [described_document(bundle, document.doc_id) for document in bundle.documents],
    }


def described_document(bundle: Bundle, doc_id: int) -> dict[str, Any]:
    """Return what is known of a document as an object for JSON; ``by_hand`` names what a person set."""
    document = bundle.documents[doc_id]
    values = {name: getattr(document, name) for name in _FIELDS}
    return {
        **{name: value.value if isinstance(value, Metadatum) else value for name, value in values.items()},
        "dates": [
            {"kind": date.kind.value, "date": date.value, "start": date.span.start, "end": date.span.end}
            for date in document.dates
        ],
        "tags": list(document.tags),
        "status": document.status.value if document.status else None,
        "by_hand": list(document.by_hand),
        "ceased": asdict(gone) if (gone := ceased(bundle, document.doc_id)) else None,
        "file": document.source_path,
        "start": document.span.start,
        "end": document.span.end,
        "clauses": len(bundle.clauses_of(document.doc_id)),
        "passages": len(bundle.passages_of(document.doc_id)),
    }


def entry(row: dict[str, Any]) -> tuple[Text, Text]:
    """A document in two lines: a table of this many long names is unreadable in 80 columns."""
    facts = [row[name] for name in ("issuer", "place", "doc_no", "issued_on") if row[name]]
    facts += [f"{said(DateKind(date['kind']))} {date['date']}" for date in row["dates"]]
    if row["status"] and not row["ceased"]:
        facts.append(status_words(row["status"]))
    facts += [f"#{tag}" for tag in row["tags"]]
    if gone := row["ceased"]:
        facts.append(ceased_words(gone["how"], gone["on"], gone["by"]))
    size = say(
        f"{row['clauses']} clauses, {row['passages']} passages", f"{row['clauses']} 个条款、{row['passages']} 个段落"
    )
    where = format_place(row["file"], Span(row["start"], row["end"]))
    if row["by_hand"]:
        facts.append(by_hand_words(row["by_hand"]))
    title = Text(for_line(row["title"] or say("(untitled)", "(无标题)")), style="bold")
    return title, Text(for_line(" · ".join([*facts, size, where])), style="dim")
