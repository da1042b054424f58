"""What stands behind the page: snapshots, filters, uploads, jobs, and the guard before it all."""

import base64
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.build import build_index
from index.errors import IndexBusy, IndexMissing, InputError
from index.messages import Message
from index.store.bundle import current_generation
from retriever.search.filters import Filters
from tests.ui.running import in_a_loop
from tests.ui.web.conftest import QUESTION
from ui.service.attempts import MOST, Attempts
from ui.service.chosen import chosen_filters
from ui.service.jobs import Jobs
from ui.service.processes import AT_ONCE, Process, Processes, _running
from ui.service.snapshot import Asked, Cache, Service
from ui.service.uploads import (
    LARGEST_DRAFT,
    LARGEST_FILE,
    MOST_DRAFTS,
    MOST_FILES,
    CorpusUploads,
    DraftUploads,
    shown_name,
)
from ui.web.corpus.tab import CorpusEndpoints
from ui.web.guard import LARGEST_REQUEST, Guard
from ui.web.server import Options
from ui.web.strings import language
from ui.web.unread import bound_unread

POLICY = "{city}碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到{share}%。\n"


def build(folder: Path, **shares: int) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for old in corpus.iterdir():
        old.unlink()
    for city, share in shares.items():
        (corpus / f"{city}.txt").write_text(POLICY.format(city=city, share=share), encoding="utf-8")
    build_index([corpus], folder / "index", workers=1)
    return folder / "index"


def values(service: Service, **limits) -> set[str]:
    return {item.text for item in service.snapshot().ask(Asked(QUESTION, Filters(**limits))).items}


def test_a_new_generation_answers_as_soon_as_it_is_there(tmp_path):
    service = Service(build(tmp_path, 南京市=65))
    assert values(service) == {"65%"}
    old = service.snapshot()
    build(tmp_path, 南京市=65, 无锡市=66)
    assert values(service) == {"65%", "66%"}
    build(tmp_path, 无锡市=66, 常州市=67)
    assert {item.text for item in old.ask(Asked(f"{QUESTION} ")).items} == {"65%"}, "who holds the old one may go on"
    assert values(service) == {"66%", "67%"}


def test_filters_limit_answers_and_hits(tmp_path):
    service = Service(build(tmp_path, 南京市=65, 无锡市=66))
    assert values(service, places="南京市") == {"65%"}
    assert values(service, places=["南京市", "无锡市"]) == {"65%", "66%"}
    assert values(service, documents="无锡市碳达峰实施方案") == {"66%"}
    assert values(service, years=2030) == set()
    snapshot = service.snapshot()
    assert not snapshot.ask(Asked(f"2030年{QUESTION}")).items
    assert len(snapshot.ask(Asked(f"2030年{QUESTION}", Filters(years=2025))).items) == 2
    assert values(service, years=2025) == {"65%", "66%"}
    for limits, said in (({"places": "某市"}, "南京市"), ({"documents": "某方案"}, "无锡市碳达峰实施方案")):
        with pytest.raises(InputError, match=said):
            values(service, **limits)
    with pytest.raises(InputError, match="together"):
        values(service, places="南京市", documents="无锡市碳达峰实施方案")


def test_what_can_be_chosen_comes_with_how_many_documents_it_stands_for(tmp_path):
    index = build(tmp_path, 南京市=65, 无锡市=66)
    (tmp_path / "corpus" / "again.txt").write_text(POLICY.format(city="南京市", share=70), encoding="utf-8")
    build_index([tmp_path / "corpus"], index, workers=1)
    snapshot = Service(index).snapshot()
    assert snapshot.places == {"南京市": 2, "无锡市": 1}
    assert snapshot.years == {2025: 3}
    for place, count in snapshot.places.items():
        mask = snapshot.engine.searcher.filter.documents(Filters(places=place))
        assert mask is not None
        assert mask.sum() == count
    for name, doc_id in snapshot.documents.items():
        mask = snapshot.engine.searcher.filter.documents(Filters(documents=name))
        assert mask is not None
        assert mask[doc_id], "every name that is offered can be chosen"


@pytest.mark.parametrize(
    ("given", "filters"),
    [
        ({}, Filters()),
        ({"document": "", "place": [], "year": 0, "issuer": None, "from": "", "until": ""}, Filters()),
        ({"place": "甲市", "year": "2025"}, Filters(places=["甲市"], years=[2025])),
        ({"place": ["甲市", ""], "year": [2025, "2030"]}, Filters(places=["甲市"], years=[2025, 2030])),
        ({"from": "2023", "until": "2024-01-31", "q": "?"}, Filters(issued_from="2023", issued_until="2024-01-31")),
    ],
)
def test_filters_as_the_page_and_programs_give_them(given, filters):
    assert chosen_filters(given) == filters


@pytest.mark.parametrize(
    "given", [{"year": "soon"}, {"year": -1}, {"place": {"a": 1}}, {"from": 7}, {"from": ["2023"]}, {"document": 1.5}]
)
def test_what_the_page_cannot_mean_is_refused(given):
    with pytest.raises(InputError):
        chosen_filters(given)


def test_documents_of_one_title_keep_names_of_their_own(tmp_path):
    index = build(tmp_path, 南京市=65)
    other = tmp_path / "corpus" / "other.txt"
    other.write_text(POLICY.format(city="南京市", share=70), encoding="utf-8")
    build_index([tmp_path / "corpus"], index, workers=1)
    snapshot = Service(index).snapshot()
    assert len(snapshot.documents) == 2
    for most in range(4):
        assert snapshot.first_documents(most) == dict(list(snapshot.documents.items())[:most])


def test_files_beyond_those_listed_are_found_by_name_or_title(tmp_path, monkeypatch):
    uploads = CorpusUploads()
    corpus = CorpusEndpoints(Service(build(tmp_path, 南京市=65, 无锡市=66, 常州市=67)), uploads)
    assert "yj-words" not in corpus.corpus({"lang": "en"})["html"]
    monkeypatch.setattr("ui.web.corpus.tab.LISTED", 1)
    page = corpus.corpus({"lang": "en"})["html"]
    assert "yj-words" in page
    assert page.count("checkbox") == 1
    for words, name in (("常州", "常州市.txt"), ("無錫 碳達峰", "无锡市.txt")):
        found = corpus.listed({"lang": "en", "words": words})["html"]
        assert f'value="{name}"' in found
        assert found.count("checkbox") == 1
    assert "No file is called so." in corpus.listed({"lang": "en", "words": "没有的"})["html"]
    uploads.close()


def test_without_an_index_the_reason_is_given(tmp_path):
    with pytest.raises(IndexMissing):
        Service(tmp_path / "index").snapshot()


def test_a_cache_keeps_the_last_ones():
    made = []
    cache = Cache(2)
    for key in "abacab":
        cache.get(key, lambda key=key: made.append(key) or key)
    assert "".join(made) == "abcb"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/a.txt", "a.txt"),
        ("C:\\x\\b.md", "b.md"),
        ("\u202egnp.txt\x00", "gnp.txt"),
        ("长" * 300 + ".txt", "长" * 195 + "….txt"),
    ],
)
def test_a_name_is_shown_without_folders_and_tricks(sent, shown):
    assert shown_name(sent) == shown


@pytest.mark.parametrize("name", ["", "/", "..", "\u200b"])
def test_what_has_no_name_is_not_taken(name):
    with pytest.raises(InputError):
        shown_name(name)


def test_uploads_lie_under_names_made_here():
    uploads = CorpusUploads()
    token = uploads.begin("../../方案.txt", 4)
    assert uploads.piece(token, base64.b64encode(b"ab").decode()) == 2
    with pytest.raises(InputError, match="completely"):
        uploads.take([token])
    uploads.piece(token, base64.b64encode(b"cd").decode())
    ((kept, name),) = uploads.take([token])
    path = kept.path
    assert (path.read_bytes(), name) == (b"abcd", "方案.txt")
    assert path.name == f"{token}.txt"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    uploads.drop([token])
    assert not path.exists()
    uploads.close()


def test_uploads_are_limited():
    uploads = CorpusUploads()
    with pytest.raises(InputError, match="MiB"):
        uploads.begin("a.txt", LARGEST_FILE + 1)
    with pytest.raises(InputError, match="convert"):
        uploads.begin("a.exe", 1)
    token = uploads.begin("a.txt", 1)
    with pytest.raises(InputError, match="damaged"):
        uploads.piece(token, "§§")
    with pytest.raises(InputError, match="announced"):
        uploads.piece(token, base64.b64encode(b"ab").decode())
    for _ in range(MOST_FILES - 1):
        uploads.begin("a.txt", 1)
    with pytest.raises(InputError, match="waiting"):
        uploads.begin("a.txt", 1)
    uploads.close()


def test_drafts_come_in_the_same_way_and_touch_no_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    uploads = DraftUploads()
    token = uploads.begin("../../稿.TXT", 4)
    uploads.piece(token, base64.b64encode(b"abcd").decode())
    ((kept, name),) = uploads.take([token])
    assert (kept.getvalue(), name) == (b"abcd", "稿.TXT")
    uploads.drop([token])
    with pytest.raises(InputError, match="not there any more"):
        uploads.take([token])
    assert kept.closed
    assert list(tmp_path.iterdir()) == []
    for name, size, sentence in (
        ("a.html", 1, "cannot be checked"),
        ("a.txt", 0, "is empty"),
        ("a.txt", LARGEST_DRAFT + 1, "at most 16 MiB"),
    ):
        with pytest.raises(InputError, match=sentence):
            uploads.begin(name, size)


def test_a_job_that_fails_says_why_and_cleans_up(tmp_path):
    jobs, ended = Jobs(), []
    task = {"task": "change", "index": str(tmp_path / "index"), "add": [], "remove": []}
    job = jobs.start(task, cleanup=lambda: ended.append(True))
    with pytest.raises(IndexBusy):
        jobs.start(task)
    jobs.join(60)
    assert job.state == "failed"
    assert "no index" in (job.error or "")
    assert ended == [True]


def test_a_change_tells_what_became_of_every_file(tmp_path):
    index = build(tmp_path, 南京市=65)
    new, bad = tmp_path / "0a.txt", tmp_path / "0b.txt"
    new.write_text(POLICY.format(city="无锡市", share=66), encoding="utf-8")
    bad.write_text(" ", encoding="utf-8")

    def changed(add, remove):
        jobs = Jobs()
        job = jobs.start({"task": "change", "index": str(index), "add": add, "remove": remove})
        jobs.join(60)
        assert job.state == "done", job.error
        return job.result["generation"], {row["name"]: row for row in job.result["files"]}

    generation, rows = changed([[str(new), "无锡市.txt"], [str(new), "南京市.txt"], [str(bad), "坏.txt"]], [])
    assert generation == current_generation(index)
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "无锡市.txt": "added",
        "南京市.txt": "replaced",
        "坏.txt": "left out",
    }
    assert rows["无锡市.txt"]["documents"] == 1
    assert Message.from_object(rows["坏.txt"]["reason"]).startswith("坏.txt is empty")
    assert changed([[str(bad), "南京市.txt"]], [])[0] is None
    assert current_generation(index) == generation
    assert changed([], ["无锡市.txt"])[1] == {"无锡市.txt": {"name": "无锡市.txt", "outcome": "removed"}}


def test_a_worker_that_dies_is_a_failed_job(tmp_path):
    jobs = Jobs()
    job = jobs.start({"task": "nothing of the kind"})
    jobs.join(60)
    assert job.state == "failed"
    assert "try again" in (job.error or "")


def test_a_process_that_nobody_hears_to_the_end_is_ended_and_its_place_is_free(tmp_path):
    index = build(tmp_path, 南京市=65)
    task = {"task": "read_targets", "folder": str(Service(index).snapshot().bundle.folder)}
    processes, before = Processes(), set(_running)
    for _ in range(AT_ONCE + 1):
        heard = processes.run(task)
        assert isinstance(next(heard), list)
        heard.close()
    assert _running <= before
    *rows, last = processes.run(task)
    assert rows
    assert last == {"result": {}}


def test_a_process_that_is_stopped_says_that_it_ended():
    before = set(_running)
    process = Process({"task": "evaluate"})
    process.stop()
    with pytest.raises(InputError, match="ended unexpectedly"):
        list(process.hear())
    assert _running <= before


async def _asked(guard: Guard, path: str, chunks: list[bytes], **headers: str) -> int:
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "client": ("192.0.2.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "localhost:1", **headers}.items()],
    }
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages += [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[dict] = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await guard(scope, receive, send)
    return sent[0]["status"]


async def _echo(scope, receive, send):
    """Answer 200 to a body that begins with "good", or has none; 400 to any other."""
    body = (await receive())["body"]
    code = 200 if not body or body.startswith(b"good") else 400
    await send({"type": "http.response.start", "status": code, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def status(path: str, chunks: list[bytes] | None = None, guard: Guard | None = None, **headers: str) -> int:
    return in_a_loop(_asked(guard or Guard(_echo, {"localhost"}), path, chunks or [], **headers))


def test_the_guard_lets_through_what_the_page_needs_and_nothing_else():
    for path in (
        "/",
        "/config",
        "/assets/a.js",
        "/theme.css",
        "/gradio_api/component_server/",
        "/gradio_api/queue/join",
    ):
        assert status(path) == 200
    for path in ("/gradio_api/file=/etc/passwd", "/gradio_api/upload", "/gradio_api/proxy=x", "/file=x", "/docs", "/x"):
        assert status(path) == 404


def test_the_guard_bounds_a_body_that_states_no_length():
    assert status("/config", [b"good" * (1 << 18)] * 4) == 200
    assert status("/config", [b"good" * (1 << 18)] * 5) == 413
    assert status("/config", **{"content-length": str(LARGEST_REQUEST + 1)}) == 413
    assert status("/config", **{"content-length": "many"}) == 413


def test_half_a_character_is_refused_before_anything_reads_it():
    assert status("/gradio_api/component_server/", [b'{"data": {"q": "\\ud800"}}']) == 422
    assert status("/gradio_api/component_server/", [b'good "\\ud83d\\ude00"']) == 200


def test_whoever_guesses_passwords_has_to_wait():
    now = [0.0]
    guard = Guard(_echo, {"localhost"}, Attempts(lambda: now[0]))
    assert status("/login", [b"good"], guard) == 200
    assert [status("/login", [b"bad"], guard) for _ in range(MOST)] == [400] * MOST
    assert status("/login", [b"bad"], guard) == 429
    assert status("/login", [b"good"], guard) == 429
    assert status("/config", [b"good"], guard) == 200
    now[0] = 61.0
    assert status("/login", [b"good"], guard) == 200


def test_nothing_is_cancelled_or_reset_by_whoever_asks():
    for name in ("reset", "cancel"):
        assert status(f"/gradio_api/{name}") == 404


class _Queue:
    """What of Gradio's queue holds results."""

    def __init__(self):
        self.pending_messages_per_session, self.pending_event_ids_session = {}, {}

    async def clean_events(self, *, session_hash):
        self.pending_event_ids_session[session_hash] -= set()

    async def push(self, body):
        self.pending_messages_per_session[body.session_hash] = []
        self.pending_event_ids_session.setdefault(body.session_hash, set()).add(body.number)
        return True, body.number, "success"


def test_results_that_nobody_reads_are_bounded():
    async def begin(queue, session, number):
        return (await queue.push(SimpleNamespace(session_hash=session, number=number)))[2]

    async def main():
        queue = _Queue()
        bound_unread(queue, most=10, of_session=3)
        told = [await begin(queue, "one", n) for n in range(5)]
        assert told == ["success"] * 3 + ["queue_full"] * 2
        for n in range(40):
            assert await begin(queue, f"session {n}", n) == "success"
            assert sum(map(len, queue.pending_event_ids_session.values())) <= 10
        assert list(queue.pending_event_ids_session) == list(queue.pending_messages_per_session)
        assert list(queue.pending_event_ids_session)[-1] == "session 39"
        assert "one" not in queue.pending_event_ids_session

    in_a_loop(main())


def test_uploads_of_which_nothing_comes_make_room():
    now = [0.0]
    uploads = DraftUploads(lambda: now[0])
    begun = [uploads.begin("a.txt", 4) for _ in range(MOST_DRAFTS)]
    with pytest.raises(InputError, match="being sent already"):
        uploads.begin("b.txt", 4)
    whole, slow = begun[0], begun[1]
    uploads.piece(whole, base64.b64encode(b"four").decode())
    now[0] = 9.0
    uploads.piece(slow, base64.b64encode(b"t").decode())
    now[0] = 11.0
    uploads.begin("b.txt", 4)  # the place of one of which nothing came for ten seconds
    assert uploads.take([whole])
    uploads.piece(slow, base64.b64encode(b"w").decode())
    with pytest.raises(InputError, match="not there any more"):
        uploads.piece(begun[2], "")
    now[0] = 140.0
    uploads.begin("c.txt", 4)
    with pytest.raises(InputError, match="not there any more"):
        uploads.piece(slow, "")
    assert uploads.take([whole])
    uploads.close()


def test_the_guard_knows_its_own_names():
    assert status("/config", host="evil.example") == 403
    assert status("/config", origin="http://evil.example") == 403
    assert status("/config", origin="http://localhost:1") == 200


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)]
)
def test_which_addresses_are_local(host, local):
    options = Options(Path("x"), host=host)
    assert options.local is local
    if not local:
        with pytest.raises(InputError, match="--auth"):
            options.check()
        Options(Path("x"), host=host, auth="a:b").check()
        Options(Path("x"), host=host, public=True).check()


@pytest.mark.parametrize("auth", ["", "ann", "ann:", ":secret"])
def test_a_password_needs_a_user_and_the_reverse(auth):
    with pytest.raises(InputError, match="needs a user"):
        Options(Path("x"), auth=auth).credentials()


@pytest.mark.parametrize(
    ("tag", "chosen"),
    [
        ("zh-CN", "hans"),
        ("zh", "hans"),
        ("zh-TW", "hant"),
        ("zh-Hant-HK", "hant"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_browser(tag, chosen):
    assert language(tag) == chosen
