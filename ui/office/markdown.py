"""Questions, answers and what is quoted for them as Markdown, with their sources as footnotes and a reference list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retriever.cite.gbt7714 import entry_text
from retriever.cite.reference import Bibliography, Reference, one_line
from ui.office.word import Section
from ui.text.locale import say

__all__ = ["markdown_document"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown_document(title: str, sections: Iterable[Section], language: str | None = None) -> str:
    """Return ``title``, the sections and a reference list (GB/T 7714-2015) as CommonMark with footnotes.

    Nothing in the texts is taken for markup. ``language`` is that of the words around them, the interface's by default.
    """
    out = [f"# {_escaped(title)}", ""]
    cited: list[Reference] = []
    for section in sections:
        if section.text:
            out += [
                f"{'#' * (section.level + 1)} {_escaped(section.text)}" if section.level else _line(section.text),
                "",
            ]
        for reference in section.quotes:
            cited.append(reference)
            out += [f"> {_line(reference.place.quote)}[^{len(cited)}]", ""]
    for number, reference in enumerate(cited, 1):
        out.append(f"[^{number}]: {_escaped(entry_text(reference.source, reference.place.locator))}")
    if cited:
        out += ["", f"## {say('References', '参考文献', language)}", ""]
        for entry in Bibliography.of(cited).entries:
            out.append(f"\\[{entry.number}\\] {_escaped(entry_text(entry.source))}  ")
    return "\n".join(out).rstrip() + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _line(text: str) -> str:
    """Escape a line that would else begin a list."""
    return _LIST.sub(
        lambda found: (
            f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"
        ),
        _escaped(text),
    )
