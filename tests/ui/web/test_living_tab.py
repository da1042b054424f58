"""The corpus over time, without a browser: generations, followed folders, differences, what people set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from index.following import sync
from index.store.bundle import Bundle, current_generation
from tests.ui.web.test_service import POLICY
from ui.service.snapshot import Service
from ui.service.uploads import CorpusUploads
from ui.service.worker import _gc, _rollback, _sync
from ui.web.corpus.tab import CorpusEndpoints
from ui.web.reader.document import Reading
from ui.web.reader.view import render_reader
from ui.web.strings import say_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    write(place, 50)
    (place / "b.txt").write_text(POLICY.format(city="宿迁市", share=40), encoding="utf-8")
    sync(tmp_path / "index", place)
    write(place, 55)
    sync(tmp_path / "index", place)
    return place


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> Iterator[CorpusEndpoints]:
    uploads = CorpusUploads()
    yield CorpusEndpoints(Service(tmp_path / "index"), uploads)
    uploads.close()


def write(folder: Path, share: int) -> None:
    (folder / "a.txt").write_text(POLICY.format(city="南京市", share=share), encoding="utf-8")


def told(reply: Mapping[str, Any]) -> str:
    assert "error" not in reply, reply
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(reply["html"]))))


def document(page: CorpusEndpoints, name: str = "a.txt") -> dict[str, Any]:
    return {"lang": "en", "file": name, "start": 0}


def test_generations_and_followed_folders_are_shown(page: CorpusEndpoints, folder: Path) -> None:
    html = str(page.corpus({"lang": "en"})["html"])
    assert "Generations kept: 2" in html
    assert "2 files (+0 ~1 -0)" in html
    assert html.count('data-task="rollback"') == 1
    assert f'data-folder="{folder.resolve()}"' in html
    assert "保留的版本：2 个" in str(page.corpus({"lang": "zh"})["html"])


def test_a_folder_that_the_command_line_never_named_is_not_read(page: CorpusEndpoints, tmp_path: Path) -> None:
    reply = page.living.renew({"lang": "en", "task": "sync", "folder": str(tmp_path)})
    assert "is not followed yet" in reply["error"]
    assert "there is not" in page.living.renew({"lang": "en", "task": "evaluate"})["error"]


def test_the_work_behind_the_buttons(folder: Path, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    write(folder, 60)
    made = _sync({"index": index, "folder": str(folder)})
    assert [(row["name"], row["outcome"]) for row in made["files"]] == [("a.txt", "replaced")]
    assert "60%" in Bundle.open(index).texts["a.txt"]
    back = _rollback({"index": index, "generation": ""})
    assert back["generation"] == current_generation(Path(index))
    assert "55%" in Bundle.open(index).texts["a.txt"]
    assert _gc({"index": index})["pruned"] == 1


def test_a_job_of_the_page_goes_back(page: CorpusEndpoints, tmp_path: Path) -> None:
    before = current_generation(tmp_path / "index")
    assert page.living.renew({"lang": "en", "task": "rollback"})["state"] == "running"
    page._jobs.join(60)
    state = page.job({"lang": "en"})
    assert state["state"] == "done", state
    assert current_generation(tmp_path / "index") != before


def test_what_changed_in_a_file_is_shown_with_its_figures_and_targets(page: CorpusEndpoints) -> None:
    text = told(page.living.compare({"lang": "en", "file": "a.txt"}))
    assert "1 changed" in text
    assert "figure: 50% → 55%" in text
    assert "Targets that this touches:" in text
    assert "No generation that is kept" in page.living.compare({"lang": "en", "file": "b.txt"})["error"]


def test_two_files_are_compared(page: CorpusEndpoints) -> None:
    text = told(page.living.compare({"lang": "zh", "file": "a.txt", "other": "b.txt"}))
    assert "数值： 55% → 40%" in text
    assert "has no file x" in page.living.compare({"lang": "en", "file": "a.txt", "other": "x"})["error"]


def test_what_a_person_sets_is_kept_shown_and_taken_back(page: CorpusEndpoints) -> None:
    wanted = document(page)
    form = str(page.living.describe(wanted)["html"])
    title = unescape(re.findall(r'name="title" value="([^"]*)"', form)[0])
    assert title
    values = {"title": title, "issuer": "南京市发展和改革委员会", "effective": "2024-01-01"}
    values |= {"tags": "能源，建筑", "status": "draft"}
    text = str(page.living.correct({**wanted, "values": values})["html"])
    assert text.count("(set by hand)") == 2, "issuer and date, and not the title that stayed as it was"
    snapshot = page._service.snapshot()
    corrected = snapshot.bundle.documents[snapshot.bundle.documents_of("a.txt")[0]]
    assert corrected.by_hand == ("effective", "issuer", "status", "tags")
    assert corrected.tags == ("能源", "建筑")
    reader = unescape(str(render_reader(Reading.open(snapshot, "a.txt", 0, 0, "source"), None, say_in("en"))))
    assert "南京市发展和改革委员会 (set by hand)" in reader
    assert "能源, 建筑 (set by hand)" in reader
    assert "(set by hand)" in str(page.listed({"lang": "en"})["html"])
    assert "is no date" in page.living.correct({**wanted, "values": {"issued_on": "gestern"}})["error"]
    assert "(set by hand)" not in str(page.living.correct({**wanted, "reset": True})["html"])
    assert page._service.snapshot().bundle.documents[0].by_hand == ()


def test_what_is_sent_wrongly_is_refused(page: CorpusEndpoints) -> None:
    for values in ([], {"title": 1}, "x"):
        assert "reload it" in page.living.correct({**document(page), "values": values})["error"]
    assert "error" in page.living.describe(document(page, "x"))
    assert "error" in page.living.compare({"file": 3})


def test_nothing_of_a_document_is_taken_for_markup(tmp_path: Path) -> None:
    place = tmp_path / "folder"
    place.mkdir()
    for share in (50, 60):
        text = POLICY.format(city="<script>alert(1)</script>市", share=share)
        (place / "<b>.txt").write_text(text, encoding="utf-8")
        sync(tmp_path / "index", place)
    uploads = CorpusUploads()
    shown = CorpusEndpoints(Service(tmp_path / "index"), uploads)
    replies = [
        shown.living.compare({"lang": "en", "file": "<b>.txt"}),
        shown.living.describe({"lang": "en", "file": "<b>.txt", "start": 0}),
        shown.corpus({"lang": "en"}),
    ]
    uploads.close()
    for reply in replies:
        assert "html" in reply, reply
        assert "<script>" not in str(reply["html"])
        assert "<b>" not in str(reply["html"])
