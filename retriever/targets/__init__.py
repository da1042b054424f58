"""The target table: every quantitative statement of a corpus as a row, the same indicator as one line."""

from __future__ import annotations

from retriever.targets.indicators import Line, lines_of
from retriever.targets.row import Limit, Nature, Target
from retriever.targets.table import read_targets, target_table

__all__ = ["Limit", "Line", "Nature", "Target", "lines_of", "read_targets", "target_table"]
