"""Changing the corpus in a real browser: files in, files out, rebuilding, cancelling, questions answered meanwhile."""

import base64
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.build import build_index
from index.store.bundle import Bundle, current_generation
from retriever.examples import make_examples
from tests.ui.web.conftest import QUESTION, SEEDS, WAIT, Server, ask, rest, serving, tab, texts
from tests.ui.web.test_safety import call

NEW = "南京市碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到65%。\n"
MARKDOWN = "# 苏州市碳达峰实施方案\n\n## 一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到66%。\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Every test leaves the corpus as it found it."""
    tmp_path = tmp_path_factory.mktemp("corpus")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(SEEDS / "000_ffbc63344c3ba8da.txt", corpus)
    (corpus / "suzhou.md").write_text(MARKDOWN, encoding="utf-8")
    build_index([corpus], tmp_path / "index", workers=1, examples=make_examples)
    with serving(tmp_path / "index") as running:
        yield running


def corpus_tab(page):
    tab(page, "corpus")
    page.wait_for_selector(".yj-corpus table")


def give(page, *files: dict[str, object]) -> None:
    page.set_input_files("#yj-corpus input[type=file]", list(files))


def ended(page, said: str) -> str:
    """Wait for the end of the job whose report says ``said``, and for the list of files that is read after it."""
    page.wait_for_selector(f"#yj-corpus :is(.yj-done, .yj-error):has-text('{said}')")
    rest(page)
    return page.text_content("#yj-corpus .yj-report")


def file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def test_files_are_added_removed_and_the_index_rebuilt(server, open_page, shoot):
    page = open_page(server.address)
    page.on("dialog", lambda dialog: dialog.accept())
    corpus_tab(page)
    shoot(page, "corpus-1280")
    assert "宜春市碳達峰實施方案" in page.text_content(".yj-corpus table")
    before, held = current_generation(server.index), dict(Bundle.open(server.index).texts)

    new, damaged = file("南京.txt", NEW.encode()), file("damaged.md", b"\x00\x01\x02\xff" * 9)
    give(page, new, damaged, file("empty.txt", b""))
    report = ended(page, "南京.txt")
    assert "南京.txt — 已添加：1 份文件" in report
    assert "damaged.md — 未收入" in report
    assert "empty.txt" in page.text_content(".yj-refused")
    shoot(page, "added-1280")
    after = current_generation(server.index)
    assert after != before
    Bundle.open(server.index).verify()
    page.wait_for_selector("#yj-ask input[name=place][value=南京市]", state="attached")
    page.click("#yj-tab-ask-button")
    ask(page, QUESTION)
    assert {"宜春市", "苏州市", "南京市"} <= set(texts(page, ".yj-place > h2"))

    corpus_tab(page)
    page.click("a.yj-open:has-text('南京')")
    page.wait_for_selector("aside h2:has-text('南京市碳达峰实施方案')")
    corpus_tab(page)
    give(page, file("南京.txt", NEW.replace("65%", "67%").encode()))
    ended(page, "已替换")
    assert page.locator(".yj-remove").is_disabled()
    page.check("input[value='南京.txt']")
    page.click(".yj-remove")
    ended(page, "已移除")
    page.wait_for_selector("input[value='南京.txt']", state="detached")
    assert dict(Bundle.open(server.index).texts) == held
    # What could not be added stays told until a file of its name comes.
    assert [name for name, _ in Bundle.open(server.index).manifest.skipped] == ["damaged.md"]

    before = current_generation(server.index)
    page.click(".yj-rebuild")
    page.wait_for_selector("#yj-corpus .yj-done:not(:has(li))")
    assert current_generation(server.index) == before, "the same input gives the same generation"


def wait_for(server: Server) -> dict[str, object]:
    deadline = time.monotonic() + WAIT / 1_000
    while time.monotonic() < deadline:
        told: dict[str, object] = json.loads(call(server, "corpus", "job", {})[1])
        if told["state"] != "running":
            return told
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def send(server: Server, name: str, content: bytes) -> str:
    begun = json.loads(call(server, "corpus", "begin", {"name": name, "size": len(content)})[1])
    for at in range(0, len(content), 1 << 20):
        data = base64.b64encode(content[at : at + (1 << 20)]).decode()
        call(server, "corpus", "piece", {"token": begun["token"], "data": data})
    return str(begun["token"])


def test_questions_are_answered_while_a_build_runs_and_a_cancelled_one_changes_nothing(server):
    large = "\n".join(
        f"第{n}条 各级政府应当完善第{n}项政策措施,统筹推进各项工作并报告实施情况。" for n in range(1, 30_000)
    )
    before = current_generation(server.index)
    call(server, "ask", "ask", {"q": QUESTION})
    token = send(server, "large.txt", f"无锡市条例\n\n{large}".encode())
    started = json.loads(call(server, "corpus", "change", {"add": [token], "remove": []})[1])
    assert started["state"] == "running"
    again = json.loads(call(server, "corpus", "change", {"add": [], "remove": []})[1])
    assert "running already" in again["error"]
    asked = 0
    while json.loads(call(server, "corpus", "job", {})[1])["state"] == "running" and asked < 12:
        answer = json.loads(call(server, "ask", "ask", {"q": f"{QUESTION}{asked}"})[1])
        asked += 1
        assert "50%" in answer["html"]
    assert asked > 3
    assert json.loads(call(server, "corpus", "cancel", {"lang": "en"})[1])["state"] == "cancelled"
    assert current_generation(server.index) == before
    Bundle.open(server.index).verify()
    done = json.loads(call(server, "corpus", "change", {"add": [], "remove": []})[1])
    assert done["state"] == "running", "the lock of a cancelled build is free"
    assert wait_for(server)["state"] == "done"
    assert current_generation(server.index) == before


def test_several_people_at_once_do_not_wait_for_one_another(server):
    questions = ["光" * 100_000] * 3 + [f"{QUESTION}{n}" for n in range(9)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda q: call(server, "ask", "ask", {"q": q}), questions))
    assert [status for status, _ in answers] == [200] * 12
    assert sum("100,000 characters" in text for _, text in answers) == 3
    assert sum("50%" in text for _, text in answers) == 9


def test_the_last_file_cannot_be_removed(server):
    held = list(Bundle.open(server.index).texts)
    call(server, "corpus", "change", {"add": [], "remove": held})
    told = wait_for(server)
    assert told["state"] == "failed"
    assert "cannot be emptied" in str(told["report"])


def test_without_an_index_every_tab_says_so_and_files_make_one(tmp_path, open_page):
    with serving(tmp_path / "index") as server:
        page = open_page(server.address)
        assert "yinju build" in page.text_content("#yj-ask .yj-error")
        tab(page, "check")
        page.wait_for_selector("#yj-check .yj-error:has-text('还没有索引')")
        page.fill("#yj-draft", NEW)
        page.click(".yj-check .yj-primary")
        page.wait_for_selector(".yj-check .yj-report .yj-error:has-text('还没有索引')")
        tab(page, "corpus")
        page.wait_for_selector(".yj-drop")
        give(page, file("南京.txt", NEW.encode()))
        ended(page, "已添加")
        page.click("#yj-tab-ask-button")
        ask(page, QUESTION)
        assert texts(page, ".yj-value") == ["65%"]
