"""``yinju mcp``: options only; :mod:`ui.api.mcp_serve` does the work and is imported when the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.errors import InputError
from ui.text.locale import say

__all__ = ["mcp"]


def mcp(
    index: Annotated[
        Path,
        typer.Option("--index", "-i", envvar="YINJU_INDEX", help=say("Folder of the index.", "索引所在文件夹。")),
    ] = Path("var/index"),
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help=say(
                "Serve over HTTP at this port of 127.0.0.1 (0: any) instead of standard input and output.",
                "改为在 127.0.0.1 的该端口上以 HTTP 提供服务(0 为任一空闲端口),而非标准输入输出。",
            ),
        ),
    ] = None,
    tokens: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "File of bearer tokens that HTTP requests need (docs/http-api.md); or YINJU_TOKENS.",
                "HTTP 请求所需令牌的文件(见 docs/http-api.md);或环境变量 YINJU_TOKENS。",
            ),
        ),
    ] = None,
) -> None:
    """Serve the Model Context Protocol."""
    import os

    try:
        from ui.api.mcp_serve import Options, serve
        from ui.service.tokens import Tokens
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("mcp", "mcp_types", "starlette", "pydantic"):
            raise
        from index.extras import install_command

        raise InputError(
            "`yinju mcp` needs the MCP SDK; install it with: {command}", command=install_command("mcp")
        ) from error
    serve(Options(index, port, Tokens.of(tokens, os.environ.get("YINJU_TOKENS"))))
