"""What the adapters' tests have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.store.bundle import Bundle

QUESTION = "新建厂房屋顶光伏覆盖率目标?"
FILTERS = {"places": ["宿迁市"]}


def check_passages(index: Path, found: Sequence[tuple[str, Mapping[str, Any]]], most: int) -> None:
    """Fail unless every passage is cut from the source at the place that its metadata name."""
    texts = Bundle.open(index).texts
    assert len(found) == most
    for text, place in found:
        assert texts[place["file"]][place["start"] : place["end"]] == text
        assert place["document"]
        assert isinstance(place["heading"], list)
