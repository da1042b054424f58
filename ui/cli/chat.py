"""``yinju chat``: options only; :mod:`ui.cli.chat_run` does the work and is imported when the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.text.locale import say

__all__ = ["chat"]


def chat(
    index: Annotated[
        Path,
        typer.Option("--index", "-i", envvar="YINJU_INDEX", help=say("Folder of the index.", "索引所在文件夹。")),
    ] = Path("var/index"),
    session: Annotated[
        Path | None,
        typer.Option(
            "--session",
            "-s",
            metavar="FILE",
            help=say("Save the conversation here; go on from it when it is there.", "保存对话的文件;已有时接着问。"),
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            help=say(
                "Write the saved conversation with its citations as .md or .docx, and ask nothing.",
                "将已保存的对话连同引文写成 .md 或 .docx,不再提问。",
            ),
        ),
    ] = None,
) -> None:
    """Ask one question after another."""
    from ui.cli.chat_run import export_session, talk

    if export is not None:
        export_session(session, export, index)
    else:
        talk(index, session)
