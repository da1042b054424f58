"""Paths on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.errors import InputError
from ui.text.locale import say

__all__ = ["given_path"]


def given_path(value: Any) -> Path:
    """Take a path as given; an empty one is a variable that was never set, and not the folder we are in."""
    if str(value) == "":
        raise InputError(
            say(
                'A path is empty: name a file or folder ("." is this folder).',
                "路径为空:请给出文件或文件夹(“.”为当前文件夹)。",
            )
        )
    return Path(value)
