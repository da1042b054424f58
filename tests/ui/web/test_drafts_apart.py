"""Drafts of others are parsed in processes of their own: limited, few at once, ended with their request."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import IndexBusy, InputError, LoadError
from tests.index.loading.test_hostile import docx, paragraph
from tests.ui.running import in_a_loop
from ui.office.draft_files import parse_draft, text_draft
from ui.service import drafts_apart, processes
from ui.service.draft_codec import draft_from_object, draft_object
from ui.service.drafts_apart import commented_apart, draft_of_text, parse_apart
from ui.service.requests import request_ended
from ui.web.guard import Guard

ROOT = Path(__file__).resolve().parents[3]
CLAIM = "到2025年，宜春市非化石能源消费比重达到18.3%。"
TABLE = "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr><w:tr><w:tc>{0}</w:tc></w:tr></w:tbl>"
SLOW = docx(paragraph("一") * 400_000)


@pytest.fixture
def none_left() -> Iterator[None]:
    before = set(processes._running)
    yield
    assert processes._running <= before, "a process outlived what it worked for"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", CLAIM.encode()),
        ("a.md", f"# 目标\n\n| 市 | 值 |\n|--|--|\n| 宜春市 | 18.3% |\n\n{CLAIM}".encode()),
        ("a.docx", docx(TABLE.format(paragraph("指标")) + paragraph(CLAIM))),
    ],
)
def test_what_a_process_parses_is_what_was_parsed_here(name: str, data: bytes, none_left: None) -> None:
    here = parse_draft(data, name)
    assert draft_from_object(draft_object(here), data) == here
    assert parse_apart(data, name) == here


def test_a_long_pasted_text_is_parsed_apart_as_a_short_one_is_here(none_left: None) -> None:
    for text in (CLAIM, CLAIM * 1_000):
        assert draft_of_text(text) == text_draft(text)


def test_what_is_wrong_with_a_draft_is_said_as_it_is_here(none_left: None) -> None:
    for name, data in (("a.txt", b" "), ("a.docx", b"PK\x03\x04"), ("a.docx", docx("<w:p/>"))):
        with pytest.raises(InputError) as here:
            parse_draft(data, name)
        with pytest.raises(InputError) as apart:
            parse_apart(data, name)
        assert apart.value.message == here.value.message


def test_whatever_a_parser_makes_of_a_draft_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr("index.loading.docx.docx_paragraphs", fails)
    with pytest.raises(LoadError, match=r"a\.docx is damaged or not what its name says \(IndexError\)"):
        parse_draft(docx(paragraph(CLAIM)), "a.docx")


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of processor time")
@pytest.mark.parametrize("marks", ["[x](", "[", "```\\n", "| a ", "《", "<a", "**"])
def test_sentences_of_a_draft_full_of_open_marks_are_found_within_a_limit(marks: str) -> None:
    """What follows the parsing runs in the server, for a million characters at most."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60));"
        "from retriever.check.draft.sentences import plain_draft, sentences_of;"
        f"list(sentences_of(plain_draft('{marks}' * 50_000, markdown=True)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_draft_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, none_left: None) -> None:
    monkeypatch.setattr(drafts_apart, "SECONDS", 1.0)
    with pytest.raises(LoadError, match=r"a\.docx was not read within 1 seconds"):
        parse_apart(SLOW, "a.docx")


def test_a_process_ends_with_its_request(none_left: None) -> None:
    ended = threading.Event()
    token = request_ended.set(ended)
    threading.Timer(0.5, ended.set).start()
    try:
        with pytest.raises(InputError, match="ended unexpectedly"):
            parse_apart(SLOW, "a.docx")
    finally:
        request_ended.reset(token)


def test_so_many_wait_and_no_more(monkeypatch: pytest.MonkeyPatch, none_left: None) -> None:
    places = drafts_apart._Places()
    monkeypatch.setattr(drafts_apart, "_PLACES", places)
    monkeypatch.setattr(drafts_apart, "MOST_WAITING", 1)
    going = threading.Event()
    with places.taken(going), places.taken(going):
        gone = threading.Event()
        waiting = threading.Thread(target=lambda: _refused(places, gone))
        waiting.start()
        while not places._waiting:
            time.sleep(0.01)
        with pytest.raises(IndexBusy, match="1 drafts are being read already"):
            parse_apart(CLAIM.encode(), "a.txt")
        gone.set()  # whoever waits and goes gives up the place
        waiting.join(10)
        assert not waiting.is_alive()
    assert parse_apart(CLAIM.encode(), "a.txt").draft.text == CLAIM


def _refused(places: drafts_apart._Places, gone: threading.Event) -> None:
    with pytest.raises(InputError), places.taken(gone):
        raise AssertionError("there is no place")


def test_comments_are_written_apart(none_left: None) -> None:
    word = pytest.importorskip("docx", reason="comments need the extra office")
    document, made = word.Document(), io.BytesIO()
    document.add_paragraph(CLAIM)
    document.save(made)
    data = made.getvalue()
    finding = {
        "start": 0,
        "end": len(CLAIM),
        "verdict": "absent",
        "differences": [],
        "quotations": [],
        "evidence": [],
        "parts": [],
    }
    written = commented_apart(parse_draft(data, "a.docx"), [finding])
    assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(written)).namelist()
    # A package whose parts name no types is none that comments can be written into.
    with pytest.raises(InputError, match=r"a\.docx is damaged or not what its name says"):
        commented_apart(parse_draft(docx(paragraph(CLAIM)), "a.docx"), [])


@pytest.mark.parametrize("leaves", [True, False])
def test_the_server_tells_work_when_whoever_asked_has_gone(leaves: bool) -> None:
    seen: list[bool] = []

    async def application(scope: object, receive, send) -> None:
        ended = request_ended.get()
        assert ended is not None
        assert (await receive())["body"] == b"x"
        # As Gradio runs what the page calls: in a thread, with the context of the request.
        seen.append(await asyncio.to_thread(ended.wait, 5 if leaves else 0.2))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def serve() -> None:
        messages = [{"type": "http.request", "body": b"x"}, *([{"type": "http.disconnect"}] if leaves else [])]

        async def receive():
            if not messages:
                await asyncio.Event().wait()
            return messages.pop(0)

        async def send(message: object) -> None:
            pass

        scope = {"type": "http", "method": "POST", "path": "/config", "headers": [(b"host", b"localhost")]}
        await Guard(application, {"localhost"})(scope, receive, send)

    in_a_loop(serve())
    assert seen == [leaves]
