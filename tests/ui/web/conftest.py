"""A server run as a user runs it, and a real browser in front of it that tells of every request it makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.build import build_index
from retriever.examples import make_examples

ROOT = Path(__file__).absolute().parents[3]
SEEDS = ROOT / "seeds"
ARTEFACTS = ROOT / "build" / "screenshots"
YINJU = (sys.executable, "-c", "from ui.cli.app import main; main()")
QUESTION = "新建厂房屋顶光伏覆盖率目标?"
CITIES = {"宜春市", "宿迁市", "汕尾市", "连云港市"}
WAIT = 60_000
"""Milliseconds that a step may take on a busy machine; how long things take is measured elsewhere."""
DELAY = int(os.environ.get("YINJU_TEST_DELAY", "0"))
"""At most so many milliseconds, drawn by chance, are put before and after every answer of the server to the page.

A test that reads what is not there yet passes on a fast machine; ``YINJU_TEST_DELAY=700 pytest tests/ui/web`` finds it.
"""
UNDER_WAY = """(() => {
  const fetched = window.fetch, most = %d;
  const pause = () => most && new Promise((over) => setTimeout(over, Math.random() * most));
  let running = 0;
  window.testUnderWay = () => running;
  window.fetch = async (...asked) => {
    if (!String(asked[0]?.url ?? asked[0]).includes("component_server")) return fetched(...asked);
    running++;
    try {
      await pause();
      const reply = await fetched(...asked);
      await reply.clone().arrayBuffer();
      await pause();
      return reply;
    } finally {
      setTimeout(() => running--, 100); // who asked has read it by then, and may have asked for more
    }
  };
})()"""


@dataclass(frozen=True)
class Server:
    """A running server: its address, the folder of its index, and of its saved evaluations."""

    address: str
    index: Path
    runs: Path


@contextmanager
def serving(index: Path, *options: str, environ: dict[str, str] | None = None) -> Iterator[Server]:
    pytest.importorskip("gradio", reason="the web page needs the extra `web`")
    runs = index.parent / "runs"
    process = subprocess.Popen(
        [*YINJU, "serve", "--port", "0", "--index", str(index), "--runs", str(runs), *options],
        cwd=ROOT,
        env={**os.environ, "YINJU_LANG": "en", **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    told: list[str] = []
    assert process.stdout is not None
    assert process.stderr is not None
    reading = threading.Thread(target=lambda: told.extend(process.stderr or ()), daemon=True)
    reading.start()
    try:
        line = process.stdout.readline()
        assert "http://" in line, "".join(told)
        yield Server(line.split()[-1].rstrip("/"), index, runs)
    finally:
        process.terminate()
        process.wait(WAIT / 1_000)
        reading.join(5)
        process.stdout.close()
        process.stderr.close()
    assert process.returncode == 0
    assert not [line for line in told if "Traceback" in line], "".join(told)


@pytest.fixture(scope="session")
def seed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("web")
    build_index([SEEDS], folder / "index", workers=1, examples=make_examples)
    with serving(folder / "index") as server:
        yield server


HOSTILE = """<img src=x onerror="window.pwned=1">市碳达峰实施方案

一、<script>window.pwned=1</script>目标

到2025年,新建厂房屋顶光伏覆盖率达到50%。<script>window.pwned=1</script><img src=x onerror="window.pwned=1">
<a href="javascript:window.pwned=1">点击</a>\u202e\u2066倒置\u2069\u202c
${window.pwned=1} {{constructor}} </textarea><svg onload="window.pwned=1">
"""
NAME = "<img src=x onerror=window.pwned=1>.txt"
ARTICLE = "各级人民政府应当加强组织领导,完善政策措施,统筹推进各项工作,并于每年年底前报告实施情况。" * 7


@pytest.fixture(scope="session")
def odd_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A document that attacks the page, and one of 1 MB whose last article answers."""
    folder = tmp_path_factory.mktemp("odd")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / NAME).write_text(HOSTILE, encoding="utf-8")
    lines = [f"第{number}条 {ARTICLE}" for number in range(1, 1_101)]
    last = "第1101条 到2025年,全市新建厂房屋顶光伏覆盖率力争达到50%。"
    text = "\n".join(["南京市碳达峰条例", "", *lines, last])
    assert len(text.encode()) > 1_000_000
    (corpus / "large.txt").write_text(text, encoding="utf-8")
    build_index([corpus], folder / "index", workers=1, examples=make_examples)
    with serving(folder / "index", environ={"YINJU_AUTH": ""}) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright: pip install playwright")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("the browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                # Even a request that is made reaches nobody; that it was made still fails the test.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser, request) -> Iterator[Callable[..., object]]:
    """Open pages; at the end, fail on a request that left the machine and on an error in the page."""
    contexts, asked, errors = [], [], []

    def opened(address: str, width: int = 1280, height: int = 860, locale: str = "zh-CN", **options):
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, **options)
        context.set_default_timeout(WAIT)
        context.add_init_script(UNDER_WAY % DELAY)
        contexts.append(context)
        context.on("request", lambda made: asked.append(made.url))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(address)
        page.wait_for_selector("#yj-q", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    away = [
        url
        for url in asked
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1"
    ]
    assert not away
    assert not errors


@pytest.fixture
def shoot(request) -> Callable[..., None]:
    """Keep a picture for people to look at; git ignores the folder."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)

    def taken(page, name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"{name}.png")

    return taken


def rest(page) -> None:
    """Wait until the page has shown all that it asked of the server: what it shows afterwards, it keeps."""
    page.wait_for_function("window.testUnderWay() === 0")


def tab(page, name: str) -> None:
    """Open a tab and wait until it stands: it reads its state anew, over whatever is done meanwhile."""
    page.click(f"#yj-tab-{name}-button")
    page.wait_for_selector(f"#yj-{name} .yj > *")
    rest(page)


def texts(page, selector: str) -> list[str]:
    """Return the texts of elements, on screen or not (``inner_text`` leaves out what is not drawn yet)."""
    return page.locator(selector).all_text_contents()


def ask(page, question: str) -> None:
    page.fill("#yj-q", question)
    page.press("#yj-q", "Enter")
    page.wait_for_selector(".yj-answers:not([aria-busy]) > *:not(.yj-examples)")
