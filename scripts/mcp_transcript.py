"""The transcript in docs/mcp.md: a client of the official SDK asks, reads the span and verifies the quotation.

    python -m scripts.mcp_transcript INDEX            # an index over seeds/; rewrites the page
    python -m scripts.mcp_transcript INDEX --check    # exits 1 when the page says something else

The server is ``yinju mcp`` in a process of its own, spoken to over standard input and output. Times are left out,
everything else is what went over the wire.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "transcript", "with_transcript"]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mcp.md"
QUESTION = "宜春2025年新型储能装机目标"
BEGIN, END = "<!-- transcript: python -m scripts.mcp_transcript INDEX -->", "<!-- end of the transcript -->"


async def transcript(index: Path) -> str:
    """Return the transcript as Markdown."""
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli", "mcp", "--index", str(index)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "YINJU_LANG": "en", "PATH": os.environ.get("PATH", "")},
    )
    lines: list[str] = []
    async with Client(server) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        lines += [f"The server offers {', '.join(f'`{name}`' for name in names)}.", ""]

        async def call(name: str, **arguments: Any) -> Mapping[str, Any]:
            result = await client.call_tool(name, arguments)
            told = dict(result.structured_content or {})
            told.pop("took_ms", None)
            links = [block.uri for block in result.content if block.type == "resource_link"]
            lines.extend(_shown(f"{name} {_json(arguments)}", _json(told), *(f"resource {uri}" for uri in links)))
            return told

        answer = await call("ask", question=QUESTION, top_k=1)
        cited = answer["answers"][0]["citation"]
        read = await call("read_span", file=cited["file"], start=cited["start"], end=cited["end"])
        resource = (await client.read_resource(read["uri"])).contents[0]
        lines.extend(_shown(f"resources/read {read['uri']}", getattr(resource, "text", "")))
        await call("verify_quote", quote=cited["quote"], file=cited["file"])
        wrong = cited["quote"].replace("80", "90")
        await call("verify_quote", quote=wrong, file=cited["file"])
        refused = await client.call_tool("read_span", {"file": "nowhere.txt", "start": 0, "end": 9})
        told = getattr(refused.content[0], "text", "")
        lines.extend(_shown(f"read_span {_json({'file': 'nowhere.txt', 'start': 0, 'end': 9})}", f"isError: {told}"))
    return "\n".join(lines).strip()


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _shown(sent: str, *received: str) -> Iterator[str]:
    yield from ("```text", f"→ {sent}", *(f"← {line}" for line in received), "```", "")


def with_transcript(page: str, told: str) -> str:
    """Return ``page`` with ``told`` between its marks. Raises ValueError when it has none."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{told}\n\n{END}{after}"


def main() -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    made = with_transcript(page, asyncio.run(transcript(options.index)))
    if options.check:
        sys.exit(0 if made == page else "docs/mcp.md shows another transcript")
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
