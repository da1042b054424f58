"""``yinju collect``: options only; :mod:`ui.cli.collect_run` does the work and is imported when the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.cite import (
    AccessedOption,
    AnswersOption,
    FormatOption,
    IndexOption,
    OutOption,
    PlacesArgument,
    SpansOption,
    UrlOption,
)
from ui.text.locale import say

__all__ = ["collect_app"]

collect_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "Gather citations in a file, note, sort, check and export them (docs/citations.md).",
        "把引文收集到文件中：批注、排序、核对、导出（见 docs/citations.md）。",
    ),
)

CollectionOption = Annotated[
    Path,
    typer.Option(
        "--collection",
        "-c",
        envvar="YINJU_COLLECTION",
        metavar="FILE",
        help=say("File of the collection.", "引文集所在文件。"),
    ),
]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help=say("Number of the item.", "条目的编号。"))]
NumbersArgument = Annotated[
    list[str], typer.Argument(metavar="NUMBER...", help=say("Numbers of the items.", "条目的编号。"))
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("Print JSON.", "输出 JSON。"))]
DEFAULT = Path("yinju-collection.json")


@collect_app.command("add", help=say("Add places, or the citations of answers.", "加入若干位置，或答案的引文。"))
def add(
    places: PlacesArgument = None,
    span: SpansOption = None,
    answers: AnswersOption = None,
    note: Annotated[str, typer.Option(help=say("A note of your own.", "批注。"))] = "",
    url: UrlOption = None,
    accessed: AccessedOption = None,
    collection: CollectionOption = DEFAULT,
    index: IndexOption = Path("var/index"),
) -> None:
    """Add citations."""
    from ui.cli.cite_run import Wanted
    from ui.cli.collect_run import add_citations

    wanted = Wanted(tuple(places or ()), tuple(span or ()), answers, url, accessed)
    add_citations(collection, index, wanted, note)


@collect_app.command("list", help=say("Show what is collected.", "列出所收引文。"))
def list_items(collection: CollectionOption = DEFAULT, json: JsonOption = False) -> None:
    """List the items."""
    from ui.cli.collect_run import print_collection

    print_collection(collection, as_json=json)


@collect_app.command("note", help=say("Write a note on an item.", "给条目写批注。"))
def note(
    number: NumberArgument,
    text: Annotated[str, typer.Argument(help=say('The note; "" takes it away.', "批注；“”为去掉。"))],
    collection: CollectionOption = DEFAULT,
) -> None:
    """Annotate an item."""
    from ui.cli.collect_run import write_note

    write_note(collection, number, text)


@collect_app.command("remove", help=say("Take items out.", "去掉条目。"))
def remove(numbers: NumbersArgument, collection: CollectionOption = DEFAULT) -> None:
    """Remove items."""
    from ui.cli.collect_run import remove_items

    remove_items(collection, numbers)


@collect_app.command("sort", help=say("Put the items in order.", "给条目排序。"))
def sort(
    by: Annotated[
        str, typer.Option(help=say("document, date, issuer or added.", "document、date、issuer 或 added。"))
    ] = "document",
    backwards: Annotated[bool, typer.Option("--backwards", help=say("Last first.", "倒序。"))] = False,
    collection: CollectionOption = DEFAULT,
) -> None:
    """Sort the items."""
    from ui.cli.collect_run import sort_items

    sort_items(collection, by, backwards=backwards)


@collect_app.command("export", help=say("Export as references or a Word document.", "导出为参考文献或 Word 文档。"))
def export(
    format: FormatOption = "gbt7714",
    out: OutOption = None,
    title: Annotated[str | None, typer.Option(help=say("Title of a Word document.", "Word 文档的标题。"))] = None,
    collection: CollectionOption = DEFAULT,
) -> None:
    """Export the items."""
    from ui.cli.collect_run import export_items

    export_items(collection, format, out, title)


@collect_app.command("check", help=say("Tell whether every quotation still stands.", "核对每条引文是否仍在原处。"))
def check(
    files: Annotated[
        Path | None,
        typer.Option(
            help=say("Look into this folder of files, not into the index.", "核对此文件夹中的文件，而不是索引。")
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help=say("Keep the new places of what moved.", "记下移动后的新位置。"))
    ] = False,
    json: JsonOption = False,
    collection: CollectionOption = DEFAULT,
    index: IndexOption = Path("var/index"),
) -> None:
    """Check the items."""
    from ui.cli.collect_run import check_items

    check_items(collection, index, files, update=update, as_json=json)
