"""``yinju set``: options only; :mod:`ui.cli.set_run` does the work when the command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.living import DEFAULT_INDEX, IndexOption, JsonOption
from ui.text.locale import say

__all__ = ["set_command"]


def _text(name: str, english: str, chinese: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=say(english, chinese))
    return option


def set_command(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help=say("File name or part of a document's title.", "文件名或标题的一部分。")),
    ],
    title: Annotated[
        str | None, _text("--title", "Its title; every value may be empty.", "标题;各项均可为空。")
    ] = None,
    issuer: Annotated[str | None, _text("--issuer", "The body that issued it.", "发文机关。")] = None,
    place: Annotated[str | None, _text("--place", "The place that it is about.", "所属地区。")] = None,
    number: Annotated[str | None, _text("--number", "Its document number.", "发文字号。")] = None,
    date: Annotated[
        list[str] | None,
        typer.Option(
            "--date",
            metavar="KIND=DATE",
            help=say(
                "issued, published, adopted, promulgated, effective, amended, repealed or expires, such as "
                "issued=2023-01-06; may be repeated.",
                "issued、published、adopted、promulgated、effective、amended、repealed、expires 之一,"
                "如 issued=2023-01-06;可重复。",
            ),
        ),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", help=say("A tag of your own; may be repeated.", "自定标签,可重复。"))
    ] = None,
    status: Annotated[
        str | None, _text("--status", "in force, repealed, expired or draft.", "in force、repealed、expired 或 draft。")
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help=say("Forget what was set before.", "撤销先前所设的一切。"))
    ] = False,
    index: IndexOption = DEFAULT_INDEX,
    json: JsonOption = False,
) -> None:
    """Correct a document's metadata."""
    from ui.cli.set_run import Given, set_by_person

    given = Given({"title": title, "issuer": issuer, "place": place, "doc_no": number}, date or (), tag, status, reset)
    set_by_person(index, file, given, as_json=json)
