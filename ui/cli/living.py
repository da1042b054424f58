"""Commands that change an index: options only; :mod:`ui.cli.living_run` does the work when one runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.paths import given_path
from ui.text.locale import say

__all__ = ["register"]

IndexOption = Annotated[
    Path,
    typer.Option(
        "--index",
        "-i",
        parser=given_path,
        metavar="FOLDER",
        envvar="YINJU_INDEX",
        help=say("Folder of the index.", "索引所在文件夹。"),
    ),
]
CollectionOption = Annotated[
    Path | None,
    typer.Option(
        "--collection",
        "-c",
        envvar="YINJU_COLLECTION",
        metavar="FILE",
        help=say(
            "Follow the citations of this collection: those that moved get their new places.",
            "跟踪此引文集:移动了的引文改记新位置。",
        ),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("Print JSON.", "输出 JSON。"))]
DEFAULT_INDEX = Path("var/index")


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            parser=given_path, metavar="PATHS", help=say("Files or folders to add.", "要加入的文件或文件夹。")
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    collection: CollectionOption = None,
    json: JsonOption = False,
) -> None:
    """Add files."""
    from ui.cli.living_run import add_files

    add_files(index, paths, collection, as_json=json)


def remove(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES", help=say("Names of files, as `yinju info` lists them.", "文件名,同 `yinju info` 所列。")
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    collection: CollectionOption = None,
    json: JsonOption = False,
) -> None:
    """Remove files."""
    from ui.cli.living_run import remove_files

    remove_files(index, files, collection, as_json=json)


def sync(
    folder: Annotated[
        Path, typer.Argument(parser=given_path, metavar="FOLDER", help=say("The folder to follow.", "要跟随的文件夹。"))
    ],
    watch: Annotated[
        bool,
        typer.Option("--watch", help=say("Go on following it until Ctrl-C.", "持续跟随,直到按 Ctrl-C。")),
    ] = False,
    index: IndexOption = DEFAULT_INDEX,
    collection: CollectionOption = None,
    json: JsonOption = False,
) -> None:
    """Follow a folder."""
    from ui.cli.living_run import sync_folder

    sync_folder(index, folder, collection, watch=watch, as_json=json)


def history(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """List the generations."""
    from ui.cli.living_run import print_history

    print_history(index, as_json=json)


def rollback(
    generation: Annotated[
        str | None,
        typer.Argument(
            metavar="[GENERATION]",
            help=say(
                "Its name, or a beginning of it; the one before without it.", "版本名或其开头;不给出则为前一版本。"
            ),
        ),
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    collection: CollectionOption = None,
    json: JsonOption = False,
) -> None:
    """Go back."""
    from ui.cli.living_run import roll_back

    roll_back(index, generation, collection, as_json=json)


def gc(
    keep: Annotated[
        int,
        typer.Option(
            "--keep",
            "-k",
            min=1,
            help=say(
                "Generations to keep now, and after every change (two at least).",
                "保留的版本数;此后每次改动也按此保留,至少两个。",
            ),
        ),
    ] = 2,
    index: IndexOption = DEFAULT_INDEX,
    json: JsonOption = False,
) -> None:
    """Remove old generations."""
    from ui.cli.living_run import remove_old

    remove_old(index, keep, as_json=json)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    commands = (
        (add, "Add files to the index, or put them in the place of those it has.", "把文件加入索引,同名的则替换。"),
        (remove, "Remove files from the index.", "从索引中移除文件。"),
        (sync, "Make the index hold what a folder holds now.", "使索引与文件夹保持一致。"),
        (history, "List the generations of the index.", "列出索引的各个版本。"),
        (rollback, "Let an earlier generation answer again.", "恢复到先前的版本。"),
        (gc, "Remove old generations.", "清理旧版本。"),
    )
    for command, english, chinese in commands:
        app.command(help=say(english, chinese))(command)
