"""Messages for people: a template, which names the message in every catalogue, and the values put into it.

Everything below the interface speaks English; the interface looks a template up in the catalogue of the reader's
language (:mod:`ui.text.messages`). A message is the English sentence where it is used as a string.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["Message"]


class Message(str):
    """A sentence with its ``template`` and the ``values`` by name that it was made of.

    A value is shown as ``str`` shows it; it may be a message itself, or a tuple of messages that follow each other. A
    template without values stands for itself, braces and all.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """Put ``values`` into ``template``. Raises KeyError for a name in it that has no value."""
        made = super().__new__(cls, template.format_map(_as_texts(values)) if values else template)
        made.template = template
        made.values = values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Messages cross from the workers of a build to their parent."""
        return _again, (self.template, dict(self.values))

    @classmethod
    def of(cls, text: str) -> Message:
        """Return ``text`` as a message: itself when it is one."""
        return text if isinstance(text, Message) else cls(text)

    def as_object(self) -> dict[str, Any]:
        """Return the message as an object for JSON; :meth:`from_object` reads it back."""
        return {"template": self.template, "values": {name: _stored(value) for name, value in self.values.items()}}

    @classmethod
    def from_object(cls, stored: object) -> Message:
        """Read what :meth:`as_object` gave. Raises KeyError, TypeError or AttributeError for anything else."""
        if not isinstance(stored, Mapping):
            raise TypeError("a message is an object with a template and values")
        template, values = stored["template"], stored["values"]
        if not isinstance(template, str):
            raise TypeError("the template of a message is a text")
        return cls(template, **{str(name): _read(value) for name, value in values.items()})


def _again(template: str, values: Mapping[str, object]) -> Message:
    return Message(template, **values)


def _as_texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: " ".join(map(str, v)) if isinstance(v, tuple) else str(v) for name, v in values.items()}


def _stored(value: object) -> object:
    if isinstance(value, tuple):
        return [_stored(one) for one in value]
    return value.as_object() if isinstance(value, Message) else str(value)


def _read(value: object) -> object:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    return Message.from_object(value) if isinstance(value, Mapping) else value
