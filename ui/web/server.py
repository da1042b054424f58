"""``yinju serve``: the address, who may use it, and the server."""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import InputError, YinjuError
from ui.service.addressed import LOCAL_NAMES
from ui.service.listening import address_of, listen, run

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Options", "application", "serve"]

_SETTINGS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Read by Gradio and the hub client when they are imported: nothing calls home."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve.

    ``runs`` is the folder of saved evaluations. ``names`` are host names to answer under beside its own. ``auth`` is
    "user:password"; ``public`` allows an address beyond this machine without one.
    """

    index: Path
    runs: Path = Path("var/runs")
    host: str = "127.0.0.1"
    port: int = 7860
    names: tuple[str, ...] = ()
    auth: str | None = field(default=None, repr=False)
    public: bool = False

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.host in LOCAL_NAMES:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def credentials(self) -> tuple[str, str] | None:
        """Return user and password. Raises InputError when ``auth`` is not both."""
        if self.auth is None:
            return None
        user, _, password = self.auth.partition(":")
        if not user or not password:
            raise InputError("--auth needs a user and a password, as in --auth ann:secret.")
        return user, password

    def check(self) -> None:
        """Raise InputError for options under which nobody should serve."""
        credentials = self.credentials()
        if not self.local and credentials is None and not self.public:
            raise InputError(
                "Anyone who can reach {host} could read and change the corpus: add --auth USER:PASSWORD, or "
                "--public to serve it to everyone.",
                host=self.host,
            )


def application(options: Options) -> FastAPI:
    """Return the whole application. Gradio is imported here, after what it reads from the environment is set."""
    os.environ.update(_SETTINGS)
    import gradio as gr
    from fastapi import FastAPI

    from ui.service.snapshot import Service
    from ui.service.uploads import CorpusUploads
    from ui.web.app import build_page, stylesheet, theme
    from ui.web.guard import Guard

    service, uploads = Service(options.index), CorpusUploads()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, hosts=LOCAL_NAMES | {options.host, *options.names} if options.local else None)
    gr.mount_gradio_app(
        app,
        build_page(service, uploads, options.runs),
        path="/",
        auth=options.credentials(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size=0,
        favicon_path=str(files("ui.web") / "assets" / "favicon.png"),
        theme=theme(),
        css=stylesheet(),
    )
    try:
        service.snapshot()
    except YinjuError as error:
        logging.getLogger(__name__).warning("%s", error)
    return app


def serve(options: Options) -> None:
    """Serve until interrupted; the address is printed as soon as the page can be asked for.

    Raises:
        InputError: a public address without ``auth``, or an address that cannot be had.
    """
    options.check()
    listening = listen(options.host, options.port)
    folder = tempfile.mkdtemp(prefix="yinju-")
    # Gradio keeps what it is sent here; the guard lets nothing be sent, and nothing outlives the server.
    os.environ["GRADIO_TEMP_DIR"] = folder
    try:
        app = application(options)
        typer.echo(f"Yinju 引据: {address_of(options.host, listening)}")
        run(app, listening)
    finally:
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)
