"""``yinju cite``: options only; :mod:`ui.cli.cite_run` does the work and is imported when the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.text.locale import say

__all__ = [
    "AccessedOption",
    "AnswersOption",
    "FormatOption",
    "IndexOption",
    "OutOption",
    "PlacesArgument",
    "SpansOption",
    "UrlOption",
    "cite",
]

IndexOption = Annotated[
    Path,
    typer.Option(
        "--index", "-i", metavar="FOLDER", envvar="YINJU_INDEX", help=say("Folder of the index.", "索引所在文件夹。")
    ),
]
PlacesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE | FILE:START-END]...",
        help=say(
            "A file or part of a title, with --span; or several places.",
            "文件名或标题的一部分，与 --span 同用；或若干个位置。",
        ),
    ),
]
SpansOption = Annotated[
    list[str] | None,
    typer.Option(
        "--span",
        "-s",
        metavar="START-END",
        help=say("Characters of FILE; may be repeated.", "FILE 中的字符位置，可重复。"),
    ),
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help=say(
            'What `yinju ask --json` printed ("-": standard input).', "`yinju ask --json` 的输出（“-”为标准输入）。"
        ),
    ),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=say(
            "gbt7714, bibtex, ris, csl, markdown, plain or docx (docs/citations.md).",
            "gbt7714、bibtex、ris、csl、markdown、plain 或 docx(见 docs/citations.md)。",
        ),
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help=say("Write to this file.", "写入此文件。"))
]
UrlOption = Annotated[
    str | None, typer.Option(metavar="URL", help=say("Where the document is online.", "文件的网址。"))
]
AccessedOption = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help=say("The day it was read there.", "网上查阅的日期。"))
]


def cite(
    places: PlacesArgument = None,
    span: SpansOption = None,
    answers: AnswersOption = None,
    format: FormatOption = "gbt7714",
    in_text: Annotated[
        bool,
        typer.Option("--in-text", help=say("gbt7714: also the marks in the text.", "gbt7714:同时给出正文中的标注。")),
    ] = False,
    url: UrlOption = None,
    accessed: AccessedOption = None,
    out: OutOption = None,
    index: IndexOption = Path("var/index"),
) -> None:
    """Print references."""
    from ui.cli.cite_run import Wanted, print_references

    wanted = Wanted(tuple(places or ()), tuple(span or ()), answers, url, accessed)
    print_references(index, wanted, format, in_text=in_text, out=out)
