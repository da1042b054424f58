"""``yinju serve``: options only; :mod:`ui.web.server` does the work and is imported when the command runs."""

from __future__ import annotations

import os
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
    tokens: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "File of bearer tokens for the HTTP API (docs/http-api.md); or YINJU_TOKENS.",
                "HTTP 接口的令牌文件(见 docs/http-api.md);或环境变量 YINJU_TOKENS。",
            ),
        ),
    ] = None,
    api_only: Annotated[
        bool,
        typer.Option("--api-only", help=say("Only the HTTP API, without the page.", "只提供 HTTP 接口,不提供网页。")),
    ] = False,
    log: Annotated[
        bool,
        typer.Option(
            "--log",
            help=say(
                "Write a line of JSON for every request of the API to standard error.",
                "将接口的每个请求以一行 JSON 写到标准错误。",
            ),
        ),
    ] = False,
    log_questions: Annotated[
        bool,
        typer.Option(
            "--log-questions",
            help=say("The same with the text of questions.", "同上,并写入问题的文字。"),
        ),
    ] = False,
) -> None:
    """Serve the web page and the HTTP API."""
    try:
        from ui.service.tokens import Tokens
        from ui.web.server import Options
        from ui.web.server import serve as run

        options = Options(
            index=index,
            runs=runs,
            host=host,
            port=port,
            aliases=tuple(name or ()),
            auth=auth,
            public=public,
            tokens=Tokens.of(tokens, os.environ.get("YINJU_TOKENS")),
            api_only=api_only,
            log=log,
            log_questions=log_questions,
        )
        run(options)
    except ModuleNotFoundError as error:
        if error.name not in ("gradio", "fastapi", "prometheus_client", "uvicorn", "starlette"):
            raise
        from index.extras import install_command

        if api_only:
            raise InputError(
                "The HTTP API needs FastAPI; install it with: {command}", command=install_command("api")
            ) from error
        raise InputError(
            "The web page needs Gradio; install it with: {command}", command=install_command("web")
        ) from error
