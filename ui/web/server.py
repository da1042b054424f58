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
from ui.api.http.app import ApiOptions
from ui.service.addressed import LOCAL_NAMES
from ui.service.listening import address_of, listen, run
from ui.service.tokens import Tokens

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.service.processes import Processes
    from ui.service.snapshot import Service
    from ui.service.targets_table import Tables

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

    ``runs`` is the folder of saved evaluations. ``aliases`` are host names to answer under beside its own. ``auth`` is
    "user:password"; ``public`` allows an address beyond this machine without one. ``tokens`` are those of the API, and
    ``api_only`` leaves the page out. ``log`` writes a line for every request of the API to standard error, with
    ``log_questions`` the text of questions in it too.
    """

    index: Path
    runs: Path = Path("var/runs")
    host: str = "127.0.0.1"
    port: int = 7860
    aliases: tuple[str, ...] = ()
    auth: str | None = field(default=None, repr=False)
    public: bool = False
    tokens: Tokens = field(default_factory=Tokens)
    api_only: bool = False
    log: bool = False
    log_questions: bool = False

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
        guarded = bool(self.tokens) if self.api_only else credentials is not None
        if not self.local and not guarded and not self.public:
            if self.api_only:
                raise InputError(
                    "Anyone who can reach {host} could read the corpus: add --tokens FILE, or --public to serve it to "
                    "everyone.",
                    host=self.host,
                )
            raise InputError(
                "Anyone who can reach {host} could read and change the corpus: add --auth USER:PASSWORD, or "
                "--public to serve it to everyone.",
                host=self.host,
            )

    @property
    def names(self) -> frozenset[str] | None:
        """The host names to answer under, None for any."""
        return LOCAL_NAMES | {self.host.lower(), *map(str.lower, self.aliases)} if self.local else None

    @property
    def api(self) -> ApiOptions:
        """Who may use the API: without tokens everybody who may use the page without a password reads."""
        return ApiOptions(self.tokens, self.names, open=self.auth is None, log_questions=self.log_questions)


def application(options: Options) -> FastAPI:
    """Return the whole application: the API and, unless it is to be alone, the page."""
    from fastapi import FastAPI

    from ui.api.http.app import PREFIX, api_application
    from ui.service.processes import Processes
    from ui.service.snapshot import Service
    from ui.service.targets_table import Tables

    service, processes = Service(options.index), Processes()
    tables = Tables(service, processes)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount(PREFIX, api_application(service, tables, options.api))
    if not options.api_only:
        _mount_page(app, service, tables, processes, options)
    try:
        service.snapshot()
    except YinjuError as error:
        logging.getLogger(__name__).warning("%s", error)
    return app


def _mount_page(app: FastAPI, service: Service, tables: Tables, processes: Processes, options: Options) -> None:
    """Put the page behind the API. Gradio is imported here, after what it reads from the environment is set."""
    os.environ.update(_SETTINGS)
    import gradio as gr

    from ui.service.uploads import CorpusUploads
    from ui.web.app import build_page, stylesheet, theme
    from ui.web.guard import Guard
    from ui.web.unread import bound_unread

    app.add_middleware(Guard, hosts=options.names)
    page = build_page(service, CorpusUploads(), tables, processes, options.runs)
    gr.mount_gradio_app(
        app,
        page,
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
    bound_unread(page._queue)


def _log_requests() -> None:
    """Write the access log of the API to standard error, one JSON object a line."""
    log = logging.getLogger("yinju.access")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.INFO)
    log.propagate = False


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
    if options.log or options.log_questions:
        _log_requests()
    try:
        app = application(options)
        address = address_of(options.host, listening)
        typer.echo(f"Yinju 引据: {address}{'api/v1/' if options.api_only else ''}")
        run(app, listening)
    finally:
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)
