"""What the page says, in English and Chinese; Traditional is converted from Simplified. One module per tab."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ui.text.locale import say as spoken
from ui.text.locale import tagged_language as language
from ui.web.strings import ask, basket, check, corpus, evaluation, shared, targets

__all__ = ["LANGUAGES", "Say", "language", "say_in"]

LANGUAGES = {"hans": "简体中文", "hant": "繁體中文", "en": "English"}
"""Languages of the page and what they call themselves."""

TAGS = {"hans": "zh-Hans", "hant": "zh-Hant", "latn": "en", "en": "en"}
"""Scripts and languages → the ``lang`` attribute, by which a browser chooses the forms of Han characters."""

Say = Callable[..., str]
"""``say(key, **values)`` returns a sentence in one language. Raises KeyError for an unknown key."""

_TABS = (shared, ask, targets, check, basket, corpus, evaluation)
_TEXT = {key: both for tab in _TABS for key, both in tab.TEXT.items()}


@cache
def say_in(chosen: str) -> Say:
    """Return what says things in one of :data:`LANGUAGES`."""

    def say(key: str, **values: object) -> str:
        english, chinese = _TEXT[key]
        text = english if chosen == "en" else chinese if chosen == "hans" else _traditional(chinese)
        return text.format(**values) if values else text

    return say


@cache
def _traditional(text: str) -> str:
    return spoken(text, text, "hant")
