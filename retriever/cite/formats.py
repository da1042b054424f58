"""The formats of citations by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.errors import InputError
from retriever.cite import bibtex, csl, gbt7714, ris
from retriever.cite import plain_text as text
from retriever.cite.reference import Bibliography

__all__ = ["FORMATS", "render"]

FORMATS: Mapping[str, Callable[[Bibliography], str]] = {
    "gbt7714": gbt7714.render,
    "bibtex": bibtex.render,
    "ris": ris.render,
    "csl": csl.render,
    "markdown": text.render_markdown,
    "plain": text.render_plain,
}


def render(bibliography: Bibliography, name: str) -> str:
    """Return ``bibliography`` in the format ``name``. Raises InputError when there is no such format."""
    if name not in FORMATS:
        raise InputError(
            "There is no citation format {name}: choose one of {names}.", name=repr(name), names=", ".join(FORMATS)
        )
    return FORMATS[name](bibliography)
