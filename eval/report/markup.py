"""HTML and SVG by construction: text is escaped unless a :class:`Markup` made here carries it."""

from __future__ import annotations

import html
import re

__all__ = ["Markup", "join", "tag"]

# Characters that HTML forbids or that reorder the text around them (bidirectional embeddings, overrides, isolates).
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset({"br", "input", "meta"})


class Markup(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


def _escaped(text: object) -> str:
    return text if isinstance(text, Markup) else html.escape(_FORBIDDEN.sub("\ufffd", str(text)))


def join(*children: object) -> Markup:
    """Return the children one after the other, each escaped unless it is markup."""
    return Markup("".join(_escaped(child) for child in children))


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element. ``class_`` is the class; an underscore in another attribute stands for a hyphen."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{join(*children)}</{name}>")
