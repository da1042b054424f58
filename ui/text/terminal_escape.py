"""Text of documents and questions, made harmless for a terminal."""

from __future__ import annotations

__all__ = ["for_line", "for_terminal"]

# C0 and C1 controls but newline and tab; bidirectional marks, embeddings, overrides and isolates, which disguise a
# quote; separators that some terminals break lines at; tags, which hide text in text.
_FORBIDDEN = {
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xE0000, 0xE0080),
    0x061C,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
} - {0x0A, 0x09}
_TABLE = dict.fromkeys(_FORBIDDEN, "\ufffd")
_LINE = {0x0A: "\ufffd", 0x09: " "}


def for_terminal(text: str) -> str:
    """Return ``text`` without characters that a terminal would act on, and encodable (lone surrogates replaced)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_TABLE).encode("utf-8", "replace").decode("utf-8")


def for_line(text: str) -> str:
    """Return ``text`` as :func:`for_terminal` does, on one line: a file name may hold a newline."""
    return for_terminal(text).translate(_LINE)
