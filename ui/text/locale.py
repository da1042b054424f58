"""The language of the interface: Chinese (either script) or English, by the locale of the terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

__all__ = ["interface_language", "say", "speaking", "tagged_language"]

_CHOSEN: ContextVar[str | None] = ContextVar("_CHOSEN", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` ("hans", "hant" or "en") inside, in this thread: a server does in each reader's own."""
    before = _CHOSEN.set(language)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def interface_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return "hans", "hant" or "en": that of :func:`speaking`, else of the terminal.

    That is ``YINJU_LANG`` or, as POSIX orders them, LC_ALL, LC_MESSAGES and LANG.
    """
    chosen = _CHOSEN.get()
    if chosen is not None:
        return chosen
    for variable in ("YINJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "").lower().replace("-", "_")
        if not value:
            continue
        if not value.startswith("zh"):
            return "en"
        return "hant" if any(mark in value for mark in ("tw", "hk", "mo", "hant")) else "hans"
    return "en"


def tagged_language(wanted: str) -> str:
    """Return "hans", "hant" or "en" for a language tag (BCP 47), the first of a list (Accept-Language).

    "zh-TW" and "zh-TW,zh;q=0.9" are "hant", "fr" is "en".
    """
    tag = re.split(r"[,;]", wanted, maxsplit=1)[0].strip().lower().replace("_", "-")
    if tag in ("hans", "hant"):
        return tag
    if not tag.startswith("zh"):
        return "en"
    return "hant" if any(part in ("tw", "hk", "mo", "hant") for part in tag.split("-")) else "hans"


def say(en: str, zh: str, language: str | None = None) -> str:
    """Return the message in ``language``, by default that of the interface; Traditional is converted from ``zh``."""
    language = language or interface_language()
    if language == "en":
        return en
    return zh if language == "hans" else _traditional(zh)


@cache
def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2tw")
