"""The API as a client written by hand meets it: reading, streaming, changing the corpus, and all that is refused."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from retriever.answer.contract import json_schema
from tests.ui.api.http.conftest import FORMER, READER, TOKENS, WRITER, bearer, client_of
from ui.service.attempts import MOST

QUESTION = "宜春2025年新型储能装机目标"
FILE = "000_ffbc63344c3ba8da.txt"
LINES = {"Accept": "application/x-ndjson"}


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert (told["type"], told["status"]) == (f"urn:yinju:problem:{kind}", status)
    assert told["detail"]
    assert told["title"]
    return told


def test_an_answer_is_the_contracts_and_its_clause_can_be_read_cited_and_verified(client: TestClient) -> None:
    answer = client.post("/ask", json={"question": QUESTION, "id": 7, "top_k": 3}).json()
    jsonschema.validate(answer, json_schema())
    assert (answer["id"], len(answer["hits"])) == (7, 3)
    cited = answer["answers"][0]["citation"]
    place = {name: cited[name] for name in ("file", "start", "end")}
    read = client.get("/span", params={**place, "around": 10}).json()
    assert read["text"] == cited["quote"]
    assert len(read["before"]) == len(read["after"]) == 10
    held = client.post("/quotation", json={"quote": cited["quote"], **place}).json()
    assert held["verdict"] == "verbatim"
    reference = client.get("/citation", params={**place, "format": "gbt7714"}).json()
    assert "[Z]" in reference["text"]


def test_filters_limit_and_a_search_is_not_read(client: TestClient) -> None:
    filters = {"places": ["宜春市", "宿迁市"], "issued_from": "2024"}
    found = client.post("/search", json={"question": "光伏", "filters": filters}).json()
    jsonschema.validate(found, json_schema())
    assert {hit["document"] for hit in found["hits"]} == {"宿迁市碳达峰实施方案"}
    assert found["answers"] == []


@pytest.mark.parametrize(("path", "name"), [("/documents", "documents"), ("/targets", "targets")])
def test_pages_follow_each_other_by_their_links_and_join_to_all(client: TestClient, path: str, name: str) -> None:
    whole = client.get(path, params={"most": 1_000}).json()
    rows, query = [], f"?most={3 if name == 'documents' else 60}"
    while query:
        page = client.get(path + query)
        rows += page.json()[name]
        link = re.fullmatch(r'<(\?[^>]+)>; rel="next"', page.headers.get("link", ""))
        query = link[1] if link else ""
    assert rows == whole[name]
    assert len(rows) == whole["total"]


def test_figures_are_filtered(client: TestClient) -> None:
    query = {"indicator": "储能装机", "place": ["宜春", "宿迁"], "year": 2025}
    found = client.get("/targets", params=query).json()
    assert found["total"]
    assert {row["place"] for row in found["targets"]} <= {"宜春市", "宿迁市"}
    assert {row["year"] for row in found["targets"]} == {2025}


def test_a_draft_is_checked_whole_or_line_by_line_with_the_same_findings(client: TestClient) -> None:
    draft = {"text": "到2025年,宜春市新型储能装机达到90万千瓦。\n\n明天会下雨。", "name": "a.md"}
    report = client.post("/check", json=draft).json()
    assert report["findings"][0]["verdict"] == "differs"
    with client.stream("POST", "/check", json=draft, headers=LINES) as streamed:
        assert streamed.headers["content-type"].startswith("application/x-ndjson")
        lines = [json.loads(line) for line in streamed.iter_lines()]
    assert [line["finding"] for line in lines[:-1]] == report["findings"]
    assert [line["done"] for line in lines[:-1]] == list(range(1, len(lines)))
    assert lines[-1]["report"]["counts"] == report["counts"]


def test_a_sentence_finds_its_sources(client: TestClient) -> None:
    found = client.post("/source", json={"sentence": "新建厂房屋顶光伏覆盖率达到50%。", "top_k": 2}).json()
    assert len(found["evidence"]) == 2
    assert found["evidence"][0]["stance"] == "supports"


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "kind", "said"),
    [
        ("POST", "/ask", {"json": {"question": "?"}}, 422, "input", "empty"),
        ("POST", "/ask", {"json": {"question": "x", "top_k": 101}}, 422, "input", "/top_k"),
        ("POST", "/ask", {"json": {"question": "x", "topk": 1}}, 422, "input", "/topk"),
        ("POST", "/ask", {"json": {"question": "x", "filters": {"places": ["某市"]}}}, 422, "input", "某市"),
        ("POST", "/ask", {"json": {"question": "x", "filters": {"issued_from": "June"}}}, 422, "input", "date"),
        ("POST", "/ask", {"json": {"question": "光" * 2_001}}, 422, "input", "2000"),
        ("POST", "/ask", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "input", "JSON"),
        (
            "POST",
            "/ask",
            {"content": b'{"question": "\\ud800"}', "headers": {"Content-Type": "application/json"}},
            422,
            "input",
            "surrogate",
        ),
        (
            "POST",
            "/ask",
            {"content": b'{"question": "\xff"}', "headers": {"Content-Type": "application/json"}},
            400,
            "input",
            "UTF-8",
        ),
        ("POST", "/ask", {"data": {"question": "x"}}, 415, "media-type", "application/json"),
        ("GET", "/ask", {}, 405, "method", "method"),
        ("GET", "/nothing", {}, 404, "nothing-here", "nothing here"),
        ("GET", "/span", {"params": {"file": "/etc/passwd", "start": 0, "end": 9}}, 422, "input", "no document"),
        ("GET", "/span", {"params": {"file": FILE, "start": 9, "end": 9}}, 422, "input", "empty"),
        ("GET", "/span", {"params": {"file": FILE}}, 422, "input", "start"),
        ("GET", "/citation", {"params": {"file": FILE, "start": 0, "end": 9, "format": "exe"}}, 422, "input", "gbt"),
        ("POST", "/check", {"json": {"content": "!", "name": "a.docx"}}, 422, "input", "base64"),
        ("POST", "/check", {"json": {"text": "x", "name": "a.exe"}}, 422, "input", "cannot be checked"),
        ("POST", "/quotation", {"json": {"quote": "x", "start": 3}}, 422, "input", "all three"),
        ("GET", "/jobs", {"params": {"number": 1}}, 404, "no-job", "no job"),
        ("PUT", "/files", {"params": {"name": "a.txt"}, "content": b"x"}, 403, "no-tokens", "--tokens"),
        ("DELETE", "/files", {"params": {"name": FILE}}, 403, "no-tokens", "--tokens"),
    ],
)
def test_what_cannot_be_done_is_a_problem_with_a_sentence(
    client: TestClient, method: str, path: str, sent: dict[str, Any], status: int, kind: str, said: str
) -> None:
    assert said in problem(client.request(method, path, **sent), status, kind)["detail"]


def test_a_problem_is_said_in_the_language_of_the_client(client: TestClient) -> None:
    said = problem(client.post("/ask", json={"question": "?"}, headers={"Accept-Language": "zh-TW"}), 422, "input")
    assert said["detail"].startswith("問題是空的")


def test_only_the_servers_own_names_and_pages_are_answered(client: TestClient) -> None:
    for host in ("attacker.example", "[::1", "a b"):
        problem(client.get("/health", headers={"Host": host}), 403, "elsewhere")
    foreign = {"Origin": "http://attacker.example"}
    problem(client.post("/ask", json={"question": "x"}, headers=foreign), 403, "elsewhere")
    own = {"Origin": "http://localhost"}
    assert client.post("/search", json={"question": "光伏"}, headers=own).status_code == 200


def test_nobody_waits_for_a_body_of_a_gigabyte(client: TestClient) -> None:
    large = {"Content-Length": str(1 << 30), "Content-Type": "application/json"}
    problem(client.post("/ask", content=b"", headers=large), 413, "too-large")

    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * (1 << 16)

    # Without a length too: what was announced is not what counts.
    sent = (piece for piece, _ in zip(endless(), range(64), strict=False))
    problem(client.post("/ask", content=sent, headers={"Content-Type": "application/json"}), 413, "too-large")


def test_without_an_index_the_server_says_so_and_stays(tmp_path: Path) -> None:
    with client_of(tmp_path / "nowhere", open=True) as client:
        told = problem(client.post("/ask", json={"question": "光伏"}), 503, "no-index")
        assert "yinju build" in told["detail"]
        assert client.get("/ready").status_code == 503
        assert client.get("/health").json() == {"status": "ok"}


def test_what_runs_is_counted_by_route_and_status(seed_index: Path) -> None:
    with client_of(seed_index, open=True) as client:
        client.get("/ready")
        client.post("/search", json={"question": "光伏"})
        client.get("/span", params={"file": "x"})
        client.get("/etc/passwd")
        told = client.get("/metrics").text
    assert 'yinju_requests_total{method="POST",route="/search",status="200"} 1.0' in told
    assert 'yinju_requests_total{method="GET",route="/span",status="422"} 1.0' in told
    assert 'yinju_requests_total{method="GET",route="other",status="404"} 1.0' in told
    assert 'yinju_request_seconds_count{route="/search"} 1.0' in told
    assert "yinju_index_open 1.0" in told
    assert 'yinju_index{of="documents"} 7.0' in told


@pytest.mark.parametrize("asked_for", [False, True])
def test_the_log_holds_no_question_unless_it_is_asked_for(
    seed_index: Path, caplog: pytest.LogCaptureFixture, asked_for: bool
) -> None:
    with (
        caplog.at_level(logging.INFO, "yinju.access"),
        client_of(seed_index, open=True, log_questions=asked_for) as client,
    ):
        number = client.post("/search", json={"question": QUESTION}).headers["x-request-id"]
        client.get("/targets", params={"indicator": QUESTION})
    lines = [json.loads(record.message) for record in caplog.records if record.name == "yinju.access"]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/search", 200),
        ("GET", "/targets", 200),
    ]
    assert lines[0]["request"] == number
    assert lines[0].get("question") == (QUESTION if asked_for else None)
    assert QUESTION not in json.dumps(lines[1], ensure_ascii=False)


@pytest.fixture
def guarded(seed_index: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A server with tokens over an index of its own."""
    shutil.copytree(seed_index, tmp_path / "index")
    with client_of(tmp_path / "index", tokens=TOKENS) as made:
        yield made


def test_tokens_decide_who_reads_and_who_writes(guarded: TestClient) -> None:
    refused = guarded.get("/documents")
    problem(refused, 401, "token")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert "expired" in problem(guarded.get("/documents", headers=bearer(FORMER)), 401, "token")["detail"]
    assert guarded.get("/documents", headers=bearer(READER)).status_code == 200
    assert guarded.get("/documents", headers=bearer(WRITER)).status_code == 200
    for path in ("/metrics", "/openapi.json"):
        problem(guarded.get(path), 401, "token")
    for path in ("/health", "/ready"):
        assert guarded.get(path).status_code == 200
    sent = {"params": {"name": "a.txt"}, "headers": bearer(READER)}
    problem(guarded.put("/files", content=b"x", **sent), 403, "role")


def test_whoever_guesses_has_to_wait(guarded: TestClient) -> None:
    for _ in range(MOST):
        problem(guarded.get("/documents", headers=bearer("wrong-0123456789")), 401, "token")
    refused = guarded.get("/documents", headers=bearer("wrong-0123456789"))
    problem(refused, 429, "attempts")
    assert 0 < int(refused.headers["retry-after"]) <= 60


def ended(client: TestClient, started: Any) -> dict[str, Any]:
    """Watch a job to its end; return what it became."""
    assert started.status_code == 202, started.text
    with client.stream("GET", "/" + started.headers["location"], headers={**bearer(READER), **LINES}) as watched:
        lines = [json.loads(line) for line in watched.iter_lines()]
    assert [line["state"] for line in lines[:-1]] == ["running"] * (len(lines) - 1)
    return dict(lines[-1])


def test_a_writer_adds_replaces_and_removes_a_file(guarded: TestClient) -> None:
    def share() -> list[str]:
        sent = {"question": "南陵市光伏覆盖率目标", "filters": {"documents": ["南陵市方案"]}}
        asked = guarded.post("/ask", json=sent, headers=bearer(READER))
        return [item["text"] for item in asked.json().get("answers", [])]

    for text, outcome in (("40%", "added"), ("60%", "replaced")):
        policy = f"南陵市方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率达到{text}。\n"
        put = guarded.put("/files", params={"name": "../南陵.txt"}, content=policy.encode(), headers=bearer(WRITER))
        job = ended(guarded, put)
        assert (job["state"], job["result"]["files"][0]["outcome"]) == ("done", outcome)
        assert job["result"]["files"][0]["name"] == "南陵.txt"
        assert share() == [text]
    job = ended(guarded, guarded.delete("/files", params={"name": "南陵.txt"}, headers=bearer(WRITER)))
    assert job["state"] == "done"
    assert share() == []
    problem(guarded.delete("/files", params={"name": "南陵.txt"}, headers=bearer(WRITER)), 404, "no-file")


def test_what_is_no_document_is_left_out_with_its_reason(guarded: TestClient) -> None:
    put = guarded.put("/files", params={"name": "空.txt"}, content=b"   ", headers=bearer(WRITER))
    job = ended(guarded, put)
    assert job["result"]["files"][0]["outcome"] == "left out"
    assert job["result"]["files"][0]["reason"]
    sent = {"params": {"name": "a.exe"}, "headers": bearer(WRITER)}
    assert "cannot be read" in problem(guarded.put("/files", content=b"x", **sent), 422, "input")["detail"]
    large = {"Content-Length": str(1 << 30), **bearer(WRITER)}
    problem(guarded.put("/files", params={"name": "a.txt"}, content=b"", headers=large), 413, "too-large")


def test_one_change_at_a_time_and_it_can_be_cancelled(guarded: TestClient) -> None:
    sent = {"params": {"name": "a.txt"}, "content": "甲市方案\n\n到2025年达到50%。".encode(), "headers": bearer(WRITER)}
    started = guarded.put("/files", **sent)
    assert started.status_code == 202
    second = guarded.put("/files", **sent)
    assert "retry-after" in second.headers
    problem(second, 409, "busy")
    number = started.json()["number"]
    problem(guarded.delete("/jobs", params={"number": number}, headers=bearer(READER)), 403, "role")
    cancelled = guarded.delete("/jobs", params={"number": number}, headers=bearer(WRITER)).json()
    assert cancelled["state"] == "cancelled"
    names = [row["file"] for row in guarded.get("/documents", headers=bearer(READER)).json()["documents"]]
    assert "a.txt" not in names
