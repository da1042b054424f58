"""What to type where an optional package is missing. Yinju is on no package index: its own name installs nothing."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

__all__ = ["PACKAGES", "install_command"]

_ROOT = Path(__file__).resolve().parents[1]
_OFFICE = ("openpyxl>=3.1", "python-docx>=1.1.2")
_EVAL = ("ir-measures>=0.3.6",)
_API = ("fastapi>=0.115", "prometheus-client>=0.21", "uvicorn>=0.34")

PACKAGES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "api": _API,
        "eval": _EVAL,
        "mcp": ("mcp>=2.3",),
        "ocr": ("rapidocr>=3.10",),
        "models": ("sentence-transformers>=5.1",),
        "office": _OFFICE,
        "web": ("gradio>=6.20", "jinja2>=3.1", "markupsafe>=2.1", "pillow>=10", *_API, *_EVAL, *_OFFICE),
    }
)
"""The packages of every extra that a command may ask for, as ``pyproject.toml`` has them."""


def install_command(extra: str, root: Path = _ROOT) -> str:
    """Return the shell command that installs ``extra`` beside this very Python.

    From a checkout, whose folder is ``root``, it installs the extra with the versions of ``constraints.txt``; elsewhere
    it names the packages themselves.
    """
    pip = (_shown(Path(sys.executable), root), "-m", "pip", "install")
    constraints = root / "constraints.txt"
    if (root / "pyproject.toml").is_file() and constraints.is_file():
        return shlex.join((*pip, "-c", _shown(constraints, root), "-e", f"{_shown(root, root)}[{extra}]"))
    return shlex.join((*pip, *PACKAGES[extra]))


def _shown(path: Path, root: Path) -> str:
    """Return a path below ``root`` in short where that is the current folder."""
    return os.fspath(path.relative_to(root) if path.is_relative_to(root) and Path.cwd() == root else path)
