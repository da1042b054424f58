"""The MCP server as its clients meet it: the official SDK's client over standard input and output and over HTTP."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.ui.running import COMMAND, ROOT, environment, modules_after, yinju

mcp = pytest.importorskip("mcp", reason="the MCP server needs the extra `mcp`")
anyio = pytest.importorskip("anyio")

QUESTION = "宜春2025年新型储能装机目标"
TOOLS = ["ask", "search", "read_span", "verify_quote", "check_draft", "targets", "list_documents"]
TOKEN = "reading-token-0001"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}


@asynccontextmanager
async def over_stdio(index: Path) -> AsyncIterator[Any]:
    server = mcp.StdioServerParameters(
        command=COMMAND[0], args=[*COMMAND[1:], "mcp", "--index", str(index)], cwd=ROOT, env=environment({})
    )
    async with mcp.Client(server, read_timeout_seconds=120) as client:
        yield client


@contextmanager
def serving(index: Path, **env: str) -> Iterator[str]:
    process = subprocess.Popen(
        [*COMMAND, "mcp", "--port", "0", "--index", str(index)],
        cwd=ROOT,
        env=environment(env),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "http://127.0.0.1:" in line
        yield line.split()[-1]
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
    assert process.returncode == 0


@pytest.fixture(scope="module")
def address(seed_index: Path) -> Iterator[str]:
    with serving(seed_index) as at:
        yield at


async def asks_reads_and_verifies(client: Any) -> None:
    """The whole round that the server is for."""
    answer = await client.call_tool("ask", {"question": QUESTION})
    assert not answer.is_error
    cited = answer.structured_content["answers"][0]["citation"]
    assert json.loads(answer.content[0].text) == answer.structured_content
    links = [block.uri for block in answer.content if block.type == "resource_link"]
    read = await client.call_tool("read_span", {name: cited[name] for name in ("file", "start", "end")})
    assert read.structured_content["text"] == cited["quote"]
    assert read.structured_content["uri"] in links
    resource = await client.read_resource(read.structured_content["uri"])
    assert resource.contents[0].text == cited["quote"]
    held = await client.call_tool("verify_quote", {"quote": cited["quote"], "file": cited["file"]})
    assert held.structured_content["verdict"] == "verbatim"
    bent = cited["quote"].replace("80", "90")
    held = await client.call_tool("verify_quote", {"quote": bent, "file": cited["file"]})
    assert held.structured_content["verdict"] == "differs"


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    anyio.run(work)


def test_a_client_on_standard_input_asks_reads_and_verifies(seed_index: Path) -> None:
    async def work() -> None:
        async with over_stdio(seed_index) as client:
            await asks_reads_and_verifies(client)

    run(work)


def test_a_client_over_http_asks_reads_and_verifies(address: str) -> None:
    async def work() -> None:
        async with mcp.Client(address, read_timeout_seconds=120) as client:
            await asks_reads_and_verifies(client)

    run(work)


def test_every_tool_is_typed_and_gives_what_its_schema_says(address: str) -> None:
    calls: dict[str, dict[str, Any]] = {
        "ask": {"question": "深圳2025年新型储能装机目标", "top_k": 2},
        "search": {"question": "光伏", "places": ["宜春市"], "issued_from": "2020"},
        "read_span": {"file": "000_ffbc63344c3ba8da.txt", "start": 10, "end": 20, "around": 5},
        "verify_quote": {"quote": "今天天气很好"},
        "check_draft": {"text": "到2025年,宜春市新型储能装机达到90万千瓦。\n\n晴。", "markdown": True},
        "targets": {"places": ["宜春"], "years": [2025], "kind": "target", "most": 3},
        "list_documents": {"first": 2, "most": 2},
    }
    assert list(calls) == TOOLS

    async def work() -> None:
        async with mcp.Client(address, read_timeout_seconds=120) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert list(tools) == TOOLS
            for name, arguments in calls.items():
                tool = tools[name]
                assert tool.description
                assert tool.annotations.read_only_hint
                told = tool.input_schema["properties"]
                assert all("description" in told[key] or "enum" in told[key] for key in arguments if key != "most")
                jsonschema.validate(arguments, tool.input_schema)
                result = await client.call_tool(name, arguments)
                assert not result.is_error, result
                jsonschema.validate(result.structured_content, tool.output_schema)

    run(work)


def test_a_checked_draft_tells_how_far_it_is(address: str) -> None:
    told: list[tuple[float, float | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total))

    async def work() -> None:
        async with mcp.Client(address, read_timeout_seconds=120) as client:
            await client.call_tool("check_draft", {"text": "甲市光伏50%。乙市光伏60%。"}, progress_callback=hear)

    run(work)
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "  "}, "empty"),
        ("ask", {"question": "光" * 2_001}, "at most 2,000"),
        ("ask", {"question": "光伏", "top_k": 0}, "greater than or equal to 1"),
        ("ask", {"question": "光伏", "places": ["某市"]}, "某市"),
        ("ask", {}, "question"),
        ("search", {"question": "光伏", "issued_from": "June"}, "no date"),
        ("read_span", {"file": "/etc/passwd", "start": 0, "end": 9}, "no document"),
        ("read_span", {"file": "000_ffbc63344c3ba8da.txt", "start": 9, "end": 9}, "empty"),
        ("read_span", {"file": "000_ffbc63344c3ba8da.txt", "start": 0, "end": 10**7}, "no range"),
        ("verify_quote", {"quote": ""}, "empty"),
        ("verify_quote", {"quote": "光伏", "start": 3}, "all three"),
        ("check_draft", {"text": "字" * 100_001}, "at most 100,000"),
        ("check_draft", {"text": "。"}, "empty"),
        ("targets", {"kind": "wish"}, "target"),
        ("list_documents", {"most": 5_000}, "less than or equal to 1000"),
        ("nothing", {}, "nothing"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    address: str, tool: str, arguments: dict[str, Any], said: str
) -> None:
    async def work() -> None:
        async with mcp.Client(address, read_timeout_seconds=120) as client:
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert said in result.content[0].text
            assert "Traceback" not in result.content[0].text

    run(work)


@pytest.mark.parametrize("uri", ["yinju://span/%2Fetc%2Fpasswd/0-9", "yinju://span/x.txt/0-", "yinju://other/x"])
def test_a_resource_that_is_not_there_is_an_error(address: str, uri: str) -> None:
    async def work() -> None:
        async with mcp.Client(address, read_timeout_seconds=120) as client:
            with pytest.raises(mcp.MCPError):
                await client.read_resource(uri)

    run(work)


def test_a_file_whose_name_has_signs_is_read_by_its_address(tmp_path: Path) -> None:
    from index import build_index

    folder = tmp_path / "corpus" / "市 级#1"
    folder.mkdir(parents=True)
    (folder / "方案%2e?.txt").write_text("甲市方案\n\n一、目标\n\n到2025年,光伏覆盖率达到50%。\n", encoding="utf-8")
    build_index([tmp_path / "corpus"], tmp_path / "index", workers=1)

    async def work() -> None:
        async with over_stdio(tmp_path / "index") as client:
            answer = await client.call_tool("search", {"question": "光伏覆盖率"})
            hit = answer.structured_content["hits"][0]
            link = next(block for block in answer.content if block.type == "resource_link")
            assert (await client.read_resource(link.uri)).contents[0].text == hit["text"]

    run(work)


def test_without_an_index_every_tool_says_so_and_the_server_stays(tmp_path: Path) -> None:
    async def work() -> None:
        async with over_stdio(tmp_path / "nowhere") as client:
            for name, arguments in (("ask", {"question": "光伏"}), ("list_documents", {})):
                result = await client.call_tool(name, arguments)
                assert result.is_error
                assert "yinju build" in result.content[0].text

    run(work)


def post(address: str, body: bytes, **headers: str) -> int:
    named = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, named), timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_over_http_only_this_machines_pages_and_names_are_answered(address: str) -> None:
    body = json.dumps(INITIALIZE).encode()
    own = address.removesuffix("/mcp")
    assert post(address, body) == 200
    assert post(address, body, Origin=own) == 200
    for origin in ("http://attacker.example", "null", "http://[::1"):
        assert post(address, body, Origin=origin) == 403
    for host in ("attacker.example", "[::1", "a@localhost"):
        assert post(address, body, Host=host) == 403
    assert post(address, b"x" * ((1 << 20) + 1)) == 413


def test_over_http_a_token_is_needed_where_there_are_any(seed_index: Path) -> None:
    body = json.dumps(INITIALIZE).encode()
    with serving(seed_index, YINJU_TOKENS=f"read:{TOKEN},read:{'x' * 20}:2001-01-01") as at:
        assert post(at, body) == 401
        assert post(at, body, Authorization="Bearer wrong-wrong-wrong-wrong") == 401
        assert post(at, body, Authorization=f"Bearer {'x' * 20}") == 401
        assert post(at, body, Authorization=f"Bearer {TOKEN}") == 200


def test_half_a_character_in_a_message_ends_nothing(seed_index: Path) -> None:
    """A lone surrogate is no Unicode text: JSON can write it, and nothing can encode it."""
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call"}
    lines = [
        json.dumps(INITIALIZE),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json.dumps({**call, "params": {"name": "ask", "arguments": {"question": "\ud800"}}}),
        json.dumps({**call, "id": 3, "params": {"name": "list_documents", "arguments": {"most": 1}}}),
    ]
    process = subprocess.Popen(
        [*COMMAND, "mcp", "--index", str(seed_index)],
        cwd=ROOT,
        env=environment({}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()
    told = {}
    while 3 not in told:
        line = json.loads(process.stdout.readline())
        told[line.get("id")] = line
    _, err = process.communicate(timeout=30)
    assert told[3]["result"]["structuredContent"]["total"] == 7
    assert "Traceback" not in err


def test_the_transcript_of_the_page_is_what_goes_over_the_wire(seed_index: Path) -> None:
    from scripts.mcp_transcript import PAGE, transcript, with_transcript

    page = PAGE.read_text(encoding="utf-8")
    assert with_transcript(page, anyio.run(transcript, seed_index)) == page


def test_a_port_that_is_taken_is_said(address: str) -> None:
    port = address.rsplit(":", 1)[1].split("/")[0]
    ended = yinju("mcp", "--port", port)
    assert ended.code == 2
    assert "--port" in ended.err


def test_the_command_line_without_mcp_loads_none_of_it() -> None:
    assert not {"mcp", "mcp_types", "starlette", "uvicorn"} & modules_after(["mcp", "--help"])
