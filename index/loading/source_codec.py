"""Sources as bytes between a build and the process that reads its files: nothing that comes back is run."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import IO, Any

from index.messages import Message
from index.types import HeadingHint, PageSpan, SourceFile, Span

__all__ = ["read_source", "write_source"]

_TEXTS = ("path", "sha256", "encoding", "media")
_OTHERS = tuple(field.name for field in fields(SourceFile) if field.name not in (*_TEXTS, "text", "headings", "pages"))
"""Further fields: tuples of messages."""


def write_source(file: IO[bytes], source: SourceFile) -> None:
    """Write a source as one line of JSON and its text."""
    text = source.text.encode("utf-8", "surrogatepass")
    line: dict[str, Any] = {name: getattr(source, name) for name in _TEXTS}
    line["headings"] = [(*heading.span, heading.level) for heading in source.headings]
    line["pages"] = [(page.page, *page.span, page.confidence) for page in source.pages]
    for name in _OTHERS:
        line[name] = [Message.of(told).as_object() for told in getattr(source, name)]
    file.write(json.dumps({"source": line, "size": len(text)}).encode("ascii") + b"\n")
    file.write(text)


def read_source(line: dict[str, Any], file: IO[bytes]) -> SourceFile:
    """Read what :func:`write_source` wrote, ``line`` being its first line. Raises ValueError when it ends early."""
    stored, text = line["source"], file.read(line["size"])
    if len(text) != line["size"]:
        raise ValueError("the text ends early")
    others: dict[str, Any] = {name: tuple(map(Message.from_object, stored[name])) for name in _OTHERS}
    return SourceFile(
        **{name: stored[name] for name in _TEXTS},
        text=text.decode("utf-8", "surrogatepass"),
        headings=tuple(HeadingHint(Span(start, end), level) for start, end, level in stored["headings"]),
        pages=tuple(PageSpan(page, Span(start, end), sure) for page, start, end, sure in stored["pages"]),
        **others,
    )
