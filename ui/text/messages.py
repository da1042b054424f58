"""Messages in the reader's language: a template is looked up in a catalogue, then its values are put in.

The code below the interface speaks English (:mod:`index.messages`). ``zh.json`` holds the Chinese of each template,
with the same names in braces, in Simplified; Traditional is converted. A template that it lacks is shown in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from index.messages import Message
from ui.text.locale import interface_language, say

__all__ = ["catalogue", "localised"]


def localised(message: str, language: str | None = None) -> str:
    """Return a message in ``language`` (by default the interface's), or as it is without a translation."""
    language = language or interface_language()
    said = Message.of(message)
    chinese = catalogue().get(said.template)
    if language == "en" or chinese is None:
        return str(said)
    # Converted to Traditional before the values are put in: file names stay as they are.
    template = say(said.template, chinese, language)
    values = {name: _value(value, language) for name, value in said.values.items()}
    return template.format_map(values) if values else template


def _value(value: object, language: str) -> str:
    if isinstance(value, tuple):
        return "".join(_value(one, language) for one in value)
    return localised(value, language) if isinstance(value, Message) else str(value)


@cache
def catalogue() -> Mapping[str, str]:
    """English template → Simplified Chinese."""
    stored: dict[str, str] = json.loads((files("ui.text") / "zh.json").read_text("utf-8"))
    return stored
