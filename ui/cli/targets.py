"""``yinju targets``: every quantitative statement of the corpus, as a list, a matrix, a chart or a file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import InputError, StorageError
from ui.text.locale import say

__all__ = ["targets"]

BAR = 40
"""Columns of the longest bar of a chart."""


class Format(str, Enum):
    """What the rows are written as."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    MD = "md"


class Sort(str, Enum):
    """Orders of the rows; the keys of :data:`retriever.targets.filtering.SORTS`."""

    DOCUMENT = "document"
    PLACE = "place"
    INDICATOR = "indicator"
    YEAR = "year"
    VALUE = "value"


class Shown(str, Enum):
    """Aims or what is already so; the values of :class:`retriever.targets.row.Nature`."""

    TARGET = "target"
    STATE = "state"


def targets(
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", metavar="TEXT", help=say("Only figures of this indicator.", "只列该指标。")),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", "-p", metavar="NAME", help=say("Only this place; repeatable.", "只列该地,可重复。")),
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option("--year", "-y", help=say("Only this year; repeatable.", "只列该年,可重复。"))
    ] = None,
    document: Annotated[
        str,
        typer.Option(
            "--document", "-d", metavar="TEXT", help=say("Part of a title or file name.", "标题或文件名的一部分。")
        ),
    ] = "",
    kind: Annotated[
        Shown | None, typer.Option("--kind", help=say("Aims, or what is already so.", "目标或现状。"))
    ] = None,
    sort: Annotated[Sort, typer.Option("--sort", help=say("Order of the rows.", "排序。"))] = Sort.DOCUMENT,
    as_matrix: Annotated[
        bool,
        typer.Option("--matrix", help=say("Indicator and year down, places across.", "按指标、年份和地方列成矩阵。")),
    ] = False,
    chart: Annotated[bool, typer.Option("--chart", help=say("Bars per indicator.", "按指标画条形图。"))] = False,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help=say("By default that of --output.", "默认按 --output 的扩展名。")),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("Write to this file.", "写入该文件。"))
    ] = None,
    index: Annotated[
        Path,
        typer.Option(
            "--index",
            "-i",
            envvar="YINJU_INDEX",
            metavar="FOLDER",
            help=say("Folder of the index.", "索引所在文件夹。"),
        ),
    ] = Path("var/index"),
) -> None:
    """List the quantitative statements of the corpus."""
    from ui.cli.streams import decoded_argument

    form = _form(form, output)
    rows = _rows(
        index,
        decoded_argument(indicator) if indicator is not None else None,
        [decoded_argument(name) for name in place or ()],
        year or (),
        decoded_argument(document),
        kind,
        sort,
    )
    if form is Format.TABLE:
        from ui.cli.targets_view import print_chart, print_targets

        if chart:
            print_chart(rows, BAR)
        else:
            print_targets(rows, as_matrix=as_matrix)
        return
    _write(_encoded(rows, form, as_matrix), form, output)


def _form(form: Format | None, output: Path | None) -> Format:
    if form is None and output is not None:
        suffix = output.suffix.lower().lstrip(".")
        named = {"markdown": "md", "txt": "table"}.get(suffix, suffix)
        if named not in {f.value for f in Format} - {"table"}:
            raise InputError(
                say("The ending of the file names no format: give --format.", "无法由扩展名得知格式:请给出 --format。")
            )
        return Format(named)
    if form is Format.XLSX and output is None:
        raise InputError(say("XLSX is no text: name a file with --output.", "XLSX 不是文本:请用 --output 指定文件。"))
    if form in (None, Format.TABLE) and output is not None:
        raise InputError(
            say("A table is for the terminal: give another --format.", "table 只用于终端:请改用其他 --format。")
        )
    return form or Format.TABLE


def _rows(
    index: Path,
    indicator: str | None,
    places: Sequence[str],
    years: Sequence[int],
    document: str,
    kind: Shown | None,
    sort: Sort,
) -> tuple[Any, ...]:
    from index.encoders import load_encoder
    from index.store.bundle import Bundle
    from retriever.targets.filtering import Wanted, choose, of_indicator, ordered
    from retriever.targets.row import Nature
    from retriever.targets.table import target_table

    bundle = Bundle.open(index)
    encoder = load_encoder(bundle.encoder.name)
    bundle.check_encoder(encoder)
    rows = target_table(bundle, encoder)
    if indicator is not None:
        if not indicator.strip():
            raise InputError(say("The indicator is empty: name one.", "指标为空:请给出指标。"))
        rows = of_indicator(rows, indicator, encoder, bundle.lexical.idf)
    wanted = Wanted(tuple(places), tuple(years), document, Nature(kind.value) if kind else None)
    return ordered(choose(rows, wanted), sort.value)


def _encoded(rows: Sequence[Any], form: Format, as_matrix: bool) -> bytes:
    from retriever.targets.export import as_csv, as_markdown, as_xlsx, target_objects
    from retriever.targets.table_layout import listing, matrix

    if form is Format.JSON:
        import json

        return (json.dumps(target_objects(rows), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    grid = matrix(rows) if as_matrix else listing(rows)
    if form is Format.XLSX:
        return as_xlsx(grid)
    text = as_csv(grid) if form is Format.CSV else as_markdown(grid)
    return text.encode("utf-8", "replace")


def _write(data: bytes, form: Format, output: Path | None) -> None:
    if output is None:
        # Bytes are written as they are, whatever the locale; a byte order mark is for files.
        typer.echo(data.removeprefix(b"\xef\xbb\xbf") if form is Format.CSV else data, nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise StorageError(
            say(
                f"{output} cannot be written ({error.strerror}): name another file.",
                f"无法写入 {output}({error.strerror}):请换一个文件。",
            )
        ) from error
