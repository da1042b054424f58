"""The page as a Gradio application: six tabs, each one HTML component with the functions that it may call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.api.asking import register
from ui.service.processes import Processes
from ui.service.snapshot import Service
from ui.service.targets_table import Tables
from ui.service.uploads import CorpusUploads
from ui.web.ask.tab import AskEndpoints
from ui.web.basket.tab import BasketEndpoints
from ui.web.corpus.tab import CorpusEndpoints
from ui.web.drafts.tab import CheckEndpoints
from ui.web.endpoints import TABS, Endpoint
from ui.web.evaluation.tab import EvaluationEndpoints
from ui.web.reader.tab import ReaderEndpoints
from ui.web.targets.tab import TargetsEndpoints

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page", "stylesheet", "theme"]

STYLES = (
    "page.css",
    "reader.css",
    "printed.css",
    "corpus.css",
    "evaluation.css",
    "targets.css",
    "drafts.css",
    "basket.css",
)
SCRIPTS = {
    "ask": ("selection.js", "printed.js", "ask.js"),
    "targets": ("targets.js",),
    "check": ("drafts.js",),
    "basket": ("basket.js",),
    "corpus": ("corpus.js",),
    "evaluation": ("evaluation.js",),
}
"""Tab → its scripts, besides ``common.js`` of all; they are called as the folder whose functions they call."""

_SHELL = '<div class="yj" data-tab="{name}"></div>'


@cache
def asset(name: str) -> str:
    """Return a file of ``assets/`` as text."""
    return (files("ui.web") / "assets" / name).read_text("utf-8")


def stylesheet() -> str:
    """Return the style of the page."""
    return "".join(asset(name) for name in STYLES)


def theme() -> gr.Theme:
    """Return a theme whose fonts are those of the reader's machine: names in plain strings load nothing."""
    import gradio as gr

    chosen: gr.Theme = gr.themes.Base(
        font=["system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    return chosen


def build_page(service: Service, uploads: CorpusUploads, tables: Tables, processes: Processes, runs: Path) -> gr.Blocks:
    """Return the page over ``service``, with the figures of ``tables``; it is not served yet."""
    import gradio as gr

    asking, reader, corpus = AskEndpoints(service), ReaderEndpoints(service), CorpusEndpoints(service, uploads)
    targets = TargetsEndpoints(service, processes, tables)
    check, basket = CheckEndpoints(service), BasketEndpoints(service)
    evaluation = EvaluationEndpoints(service, runs)
    endpoints = {
        "ask": (
            asking.start,
            asking.ask,
            asking.understand,
            reader.read,
            reader.find,
            reader.pick,
            reader.printed,
            basket.answer,
        ),
        "targets": (targets.form, targets.rows, targets.export),
        "check": (
            check.form,
            check.begin,
            check.piece,
            check.check,
            check.head,
            check.progress,
            check.rows,
            check.stop,
            check.drop,
            check.download,
            check.source,
        ),
        "basket": (basket.basket, basket.load, basket.preview, basket.export, basket.keep),
        "corpus": (
            corpus.corpus,
            corpus.listed,
            corpus.begin,
            corpus.piece,
            corpus.change,
            corpus.job,
            corpus.cancel,
            corpus.living.renew,
            corpus.living.compare,
            corpus.living.describe,
            corpus.living.correct,
        ),
        "evaluation": (
            evaluation.listing,
            evaluation.report,
            evaluation.compare,
            evaluation.evaluate,
            evaluation.progress,
            evaluation.stop,
        ),
    }
    page: gr.Blocks = gr.Blocks(title="Yinju 引据", analytics_enabled=False)
    with page:
        gr.HTML('<div class="yj yj-top"></div>', elem_id="yj-bar", js_on_load=None)
        with gr.Tabs(elem_id="yj-tabs"):
            for name in TABS:
                with gr.Tab(name.capitalize(), id=name, elem_id=f"yj-tab-{name}"):
                    _component(gr, name, (*endpoints[name], basket.collect))
        register(service, tables)
    return page


def _component(gr: Any, name: str, endpoints: Sequence[Endpoint]) -> None:
    gr.HTML(
        _SHELL.format(name=name),
        elem_id=f"yj-{name}",
        js_on_load=_script("common.js", *SCRIPTS[name]),
        server_functions=[_named(endpoint) for endpoint in endpoints],
        apply_default_css=False,
    )


def _named(endpoint: Endpoint) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a plain function under the public name of ``endpoint``, by which the browser calls it."""

    def call(sent: dict[str, Any]) -> dict[str, Any]:
        return endpoint(sent)

    call.__name__ = endpoint.__name__.removeprefix("_")
    return call


def _script(*names: str) -> str:
    """Return the scripts as one function body, so that their names stay their own."""
    return "(() => {\n" + "\n".join(asset(name) for name in names) + "\n})();"
