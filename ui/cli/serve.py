"""``yinju serve``: options only; :mod:`ui.web.server` does the work and is imported when the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.errors import InputError
from ui.text.locale import say

__all__ = ["serve"]


def serve(
    index: Annotated[
        Path,
        typer.Option("--index", "-i", envvar="YINJU_INDEX", help=say("Folder of the index.", "索引所在文件夹。")),
    ] = Path("var/index"),
    runs: Annotated[Path, typer.Option(help=say("Folder of saved evaluations.", "保存评测结果的文件夹。"))] = Path(
        "var/runs"
    ),
    host: Annotated[
        str, typer.Option(help=say("Address to serve at; only this machine by default.", "监听地址;默认仅限本机。"))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=say("Port; 0 takes any free one.", "端口;0 为任一空闲端口。"))
    ] = 7860,
    name: Annotated[
        list[str] | None,
        typer.Option(help=say("Host name of a proxy in front; may be repeated.", "前置代理的主机名;可重复。")),
    ] = None,
    auth: Annotated[
        str | None,
        typer.Option(
            envvar="YINJU_AUTH",
            help=say(
                "USER:PASSWORD asked for; better given as YINJU_AUTH, which no list of processes shows.",
                "需要的 用户:密码;用环境变量 YINJU_AUTH 更稳妥,进程列表中看不到。",
            ),
        ),
    ] = None,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help=say("Serve a public address without a password.", "在公开地址上提供服务而不设密码。"),
        ),
    ] = False,
) -> None:
    """Serve the web page."""
    try:
        from ui.web.server import Options
        from ui.web.server import serve as run

        names = tuple(name or ())
        run(Options(index=index, runs=runs, host=host, port=port, names=names, auth=auth, public=public))
    except ModuleNotFoundError as error:
        if error.name not in ("gradio", "fastapi", "uvicorn", "starlette"):
            raise
        from index.extras import install_command

        raise InputError(
            "The web page needs Gradio; install it with: {command}", command=install_command("web")
        ) from error
