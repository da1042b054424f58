"""What the draft tab says."""

from __future__ import annotations

TEXT: dict[str, tuple[str, str]] = {}
"""Key → English, Simplified Chinese."""
