"""What hostile documents, names, questions and requests get: text, a sentence, or nothing."""

import base64
import http.client
import json
import subprocess
import sys
from urllib.parse import quote, urlsplit

import pytest

from tests.ui.web.conftest import NAME, ROOT, WAIT, Server, ask, serving, tab
from ui.service.attempts import MOST
from ui.web.unread import MOST_UNREAD


@pytest.fixture
def hostile(odd_server: Server) -> Server:
    return odd_server


def test_hostile_text_is_text_everywhere(hostile, open_page):
    page = open_page(hostile.address)
    for question in ("<script>window.pwned=1</script>", 'onerror="window.pwned=1" 屋顶光伏'):
        ask(page, question)
    page.locator(f"a[data-file='{NAME}']").first.click()
    page.wait_for_selector(".yj-document")
    text = page.text_content(".yj-document")
    assert "<script>window.pwned=1</script>" in text
    assert "${window.pwned=1} {{constructor}}" in text
    assert "\u202e" not in text
    assert "�" in text
    page.click("[data-script=hant]")
    page.wait_for_selector("[data-script=hant][aria-pressed=true]")
    page.fill(".yj-find", "script")
    page.wait_for_function("CSS.highlights.get('yinju-found')?.size > 0")
    tab(page, "corpus")
    page.wait_for_selector(".yj-corpus table")
    assert NAME in page.text_content(".yj-corpus")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yj script, .yj img, .yj svg, .yj a[href^='javascript']").count() == 0


def request(
    server: Server, method: str, path: str, body: bytes | None = None, **headers: str
) -> http.client.HTTPResponse:
    parts = urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=WAIT / 1_000)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    response = connection.getresponse()
    response.text = response.read().decode("utf-8", "replace")  # type: ignore[attr-defined]  # kept past the close
    connection.close()
    return response


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/file=/etc/passwd",
        "/file/etc/passwd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/gradio_api/upload",
        "/monitoring",
        "/gradio_api/vibe-code/",
    ],
)
def test_no_path_reaches_a_file(hostile, path):
    response = request(hostile, "GET", path)
    assert response.status in (403, 404)
    assert "root:" not in response.text


def test_uploads_go_no_way_but_ours(hostile):
    assert request(hostile, "POST", "/gradio_api/upload", b"x").status == 404


def test_only_its_own_names_and_pages_are_answered(hostile):
    assert request(hostile, "GET", "/", Host="attacker.example").status == 403
    assert (
        request(hostile, "POST", "/gradio_api/component_server", b"{}", Origin="http://attacker.example").status == 403
    )
    assert request(hostile, "GET", "/").status == 200


def test_a_request_that_is_too_large_is_refused(hostile):
    assert request(hostile, "POST", "/gradio_api/component_server", b"", Content_Length=str(64 << 20)).status == 413


def test_the_policy_of_the_page_allows_this_machine_alone(hostile):
    policy = request(hostile, "GET", "/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def component(server: Server, name: str) -> int:
    config = json.loads(request(server, "GET", "/config").text)
    return next(part["id"] for part in config["components"] if part["props"].get("elem_id") == f"yj-{name}")


def call(server: Server, tab: str, function: str, sent: object) -> tuple[int, str]:
    body = {"data": sent, "component_id": component(server, tab), "fn_name": function, "session_hash": "test"}
    response = request(
        server, "POST", "/gradio_api/component_server/", json.dumps(body).encode(), Content_Type="application/json"
    )
    return response.status, response.text


@pytest.mark.parametrize(
    "sent", [None, [], 7, "x", {"q": 7}, {"q": "x", "year": -1}, {"q": "x", "place": ["y"]}, {"q": ""}]
)
def test_whatever_is_sent_gets_a_sentence(hostile, sent):
    status, text = call(hostile, "ask", "ask", sent)
    assert status == 200
    assert set(json.loads(text)) == {"error"}


@pytest.mark.parametrize("file", ["/etc/passwd", "../../../etc/passwd", "", "\x00"])
def test_a_file_that_is_not_indexed_is_not_read(hostile, file):
    status, text = call(hostile, "ask", "read", {"file": file, "start": 0, "end": 4})
    assert status == 200
    assert "root:" not in text
    assert "error" in json.loads(text)


def test_uploads_are_limited_in_kind_size_and_number(hostile):
    assert "cannot be read" in call(hostile, "corpus", "begin", {"name": "a.exe", "size": 3})[1]
    assert "MiB" in call(hostile, "corpus", "begin", {"name": "a.txt", "size": 1 << 40})[1]
    begun = json.loads(call(hostile, "corpus", "begin", {"name": "../../../../tmp/evil.txt", "size": 3})[1])
    more = base64.b64encode(b"four").decode()
    assert "announced" in call(hostile, "corpus", "piece", {"token": begun["token"], "data": more})[1]
    assert "completely" in call(hostile, "corpus", "change", {"add": [begun["token"]], "remove": []})[1]
    assert "send it again" in call(hostile, "corpus", "change", {"add": ["/etc/passwd"], "remove": []})[1]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_a_public_address_needs_a_password(host, tmp_path):
    command = [
        sys.executable,
        "-c",
        "from ui.cli.app import main; main()",
        "serve",
        "--host",
        host,
        "--index",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=WAIT / 1_000)
    assert done.returncode == 2
    assert "--auth" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_a_password_nothing_is_answered_without_it(hostile, browser):
    with serving(hostile.index, environ={"YINJU_AUTH": "ann:se:cret"}) as server:
        assert request(server, "GET", "/config").status == 401
        body = {"data": {"q": "光伏"}, "component_id": 4, "fn_name": "ask", "session_hash": "x"}
        sent = json.dumps(body).encode()
        refused = request(server, "POST", "/gradio_api/component_server/", sent, Content_Type="application/json")
        assert refused.status == 401
        page = browser.new_context(locale="en-US").new_page()
        page.set_default_timeout(WAIT)
        away = []
        page.on(
            "request",
            lambda made: away.append(made.url) if urlsplit(made.url).hostname not in ("127.0.0.1", "") else None,
        )
        page.goto(server.address)
        page.fill("input:not([type=password]) >> nth=0", "ann")
        page.fill("input[type=password]", "se:cret")
        page.keyboard.press("Enter")
        page.wait_for_selector("#yj-q")
        page.context.close()
        assert not [url for url in away if not url.startswith(("data:", "blob:"))]


def test_however_many_results_nobody_reads_new_ones_are_delivered(seed_server):
    body = json.dumps({"data": [0, 1]}).encode()

    def begin() -> str:
        begun = request(seed_server, "POST", "/gradio_api/call/documents", body, Content_Type="application/json")
        assert begun.status == 200, begun.text
        return json.loads(begun.text)["event_id"]

    begun = [begin() for _ in range(MOST_UNREAD + 20)]
    newest = request(seed_server, "GET", f"/gradio_api/call/documents/{begun[-1]}")
    assert "event: complete" in newest.text
    assert "宜春市" in json.loads(newest.text.split("data: ")[-1])[0][0]["name"]


@pytest.mark.parametrize("name", ["reset", "cancel"])
def test_nobody_resets_or_cancels_what_others_began(hostile, name):
    sent = json.dumps({"session_hash": "x", "event_id": "y", "fn_index": 1}).encode()
    assert request(hostile, "POST", f"/gradio_api/{name}", sent, Content_Type="application/json").status == 404


def test_half_a_character_and_a_malformed_host_get_a_sentence(hostile):
    sent = b'{"data": {"q": "\\ud800"}, "component_id": 4, "fn_name": "ask", "session_hash": "x"}'
    refused = request(hostile, "POST", "/gradio_api/component_server/", sent, Content_Type="application/json")
    assert (refused.status, "surrogate" in refused.text) == (422, True)
    assert request(hostile, "GET", "/", Host="[::1").status == 403


def test_passwords_cannot_be_guessed_one_after_the_other(hostile):
    def login(server: Server, password: str) -> int:
        sent = f"username=ann&password={password}".encode()
        return request(server, "POST", "/login", sent, Content_Type="application/x-www-form-urlencoded").status

    with serving(hostile.index, environ={"YINJU_AUTH": "ann:secret"}) as server:
        assert login(server, "secret") == 200
        assert [login(server, "wrong") for _ in range(MOST)] == [400] * MOST
        assert [login(server, password) for password in ("wrong", "secret")] == [429, 429]


def test_a_question_is_kept_in_the_address_as_text(hostile, open_page):
    page = open_page(
        f"{hostile.address}/?q={quote('<img src=x onerror=window.pwned=1>光伏')}&file={quote(NAME)}&at=0-3"
    )
    page.wait_for_selector(".yj-document")
    assert page.input_value("#yj-q") == "<img src=x onerror=window.pwned=1>光伏"
    assert page.evaluate("window.pwned") is None
