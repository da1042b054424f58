"""Text of documents and questions, made harmless for a terminal."""

from __future__ import annotations

__all__ = ["for_terminal"]

# C0 and C1 controls but newline and tab; bidirectional embeddings, overrides and isolates, which disguise a quote.
_FORBIDDEN = {
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x2028,
    0x2029,
} - {0x0A, 0x09}
_TABLE = dict.fromkeys(_FORBIDDEN, "\ufffd")
_TABLE[0x0D] = ""


def for_terminal(text: str) -> str:
    """Return ``text`` without characters that a terminal would act on, and encodable (lone surrogates replaced)."""
    return text.translate(_TABLE).encode("utf-8", "replace").decode("utf-8")
