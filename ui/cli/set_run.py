"""What ``yinju set`` does: a person's word on a document, kept beside what was read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from index.corrections import DATES
from index.errors import InputError
from index.store.bundle import Bundle
from ui.cli.info import described_document, entry
from ui.cli.render import make_console, print_indented
from ui.cli.show import find_shown
from ui.cli.streams import decoded_argument, print_json
from ui.service.metadata import Wanted, set_metadata
from ui.text.locale import say

__all__ = ["Given", "set_by_person"]


@dataclass(frozen=True, slots=True)
class Given:
    """The options as given: ``dates`` are KIND=DATE, None stands for an option that was not."""

    values: Mapping[str, str | None]
    dates: Sequence[str]
    tags: Sequence[str] | None
    status: str | None
    reset: bool


def set_by_person(index: Path, name: str, given: Given, *, as_json: bool) -> None:
    """Set what is given of the document called ``name``, and print it as it is now.

    Raises InputError when the name is not one of one document, nothing is given or something cannot be set.
    """
    wanted = _wanted(given)
    if wanted.is_empty:
        raise InputError("Nothing is to be set: name a value, such as --title, or --reset.")
    bundle = Bundle.open(index)
    shown = find_shown(bundle, decoded_argument(name))
    if len(shown.doc_ids) != 1:
        raise InputError(
            "{file} holds {count} documents: name one by part of its title.", file=shown.file, count=len(shown.doc_ids)
        )
    doc_id = shown.doc_ids[0]
    set_metadata(index, bundle, doc_id, wanted)
    row = described_document(Bundle.open(index), doc_id)
    if as_json:
        print_json(row)
        return
    title, facts = entry(row)
    console = make_console()
    console.print(title)
    print_indented(console, facts, 2)
    if not row["by_hand"]:
        typer.echo(say("Nothing of it is set by hand.", "没有人工设定的内容。"))


def _wanted(given: Given) -> Wanted:
    values = {name: decoded_argument(value) for name, value in given.values.items() if value is not None}
    for written in given.dates:
        kind, sign, date = decoded_argument(written).partition("=")
        if not sign or kind not in DATES:
            raise InputError(
                "{date} is no KIND=DATE: write one of {kinds}, = and the date.",
                date=repr(written),
                kinds=", ".join(DATES),
            )
        values[DATES[kind]] = date
    tags = None if given.tags is None else [decoded_argument(tag) for tag in given.tags]
    return Wanted(values, tags, given.status, given.reset)
