"""``yinju diff``: options only; :mod:`ui.cli.diff_run` does the work when the command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.living import DEFAULT_INDEX, CollectionOption, IndexOption, JsonOption
from ui.text.locale import say

__all__ = ["diff"]


def diff(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help=say("File name or part of a document's title.", "文件名或标题的一部分。")),
    ],
    other: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="OTHERFILE",
            help=say("Compare with this document instead of its version before.", "与此文件比较,而不是与其前一版本。"),
        ),
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    collection: CollectionOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two versions, or two documents."""
    from ui.cli.diff_run import print_difference
    from ui.cli.streams import decoded_argument

    named = None if other is None else decoded_argument(other)
    print_difference(index, decoded_argument(file), named, collection, as_json=json)
