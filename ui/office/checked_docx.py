"""The checked DOCX with a Word comment on every claim that needs a person.

A text or Markdown draft becomes a plain DOCX first.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from index.errors import InputError, StorageError, unreadable
from index.extras import install_command
from index.loading.docx import W, run_stands, run_text
from index.types import Span
from retriever.check.verdict import PROBLEMS
from ui.office.draft_files import DraftFile
from ui.text.locale import say
from ui.text.verdict_words import describe, part_lines, source_line, verdict_words

__all__ = ["commented_docx", "write_commented"]

_AUTHOR = "Yinju"
_COMMENTED = frozenset(verdict.value for verdict in PROBLEMS)
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF], "\ufffd")


def write_commented(path: Path, draft: DraftFile, findings: Sequence[Mapping[str, Any]]) -> None:
    """Write the draft with one comment per claim that a person has to look into to ``path``.

    Raises InputError when the extra "office" is not installed, StorageError when the file cannot be written.
    """
    made = commented_docx(draft, findings)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise StorageError(
            "{path} cannot be written ({reason}): choose another place.", path=path, reason=error.strerror
        ) from error


def commented_docx(draft: DraftFile, findings: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the draft as a DOCX with one comment per claim that a person has to look into.

    Raises InputError when the extra "office" is not installed, LoadError when the draft's package is damaged.
    """
    try:
        from docx import Document
        from docx.text.run import Run
    except ImportError as error:
        raise InputError(
            "Word documents need python-docx; install it with: {command}", command=install_command("office")
        ) from error
    try:
        document = Document(io.BytesIO(draft.data)) if draft.is_docx else Document()
    except Exception as error:  # python-docx reads parts that the draft was not read from
        raise unreadable(draft.name, error) from error
    if draft.is_docx:
        body = document.element.body
        paragraphs = [p for p in body.iter(f"{W}p") if next(p.iterancestors(f"{W}txbxContent"), None) is None]
    else:
        paragraphs = []
        for block in draft.draft.blocks:
            text = block.span.of(draft.draft.text).rstrip().translate(_CONTROLS).replace("\n", " ").replace("\r", " ")
            paragraphs.append(document.add_paragraph(text)._p)
    comments = _Comments(document)
    for finding in findings:
        if finding["verdict"] not in _COMMENTED and not any(q["verdict"] == "absent" for q in finding["quotations"]):
            continue
        found = _place(draft, Span(finding["start"], finding["end"]))
        if found is None:
            continue
        number, span, is_note = found
        if number >= len(paragraphs):
            continue
        runs = _note_runs(paragraphs[number]) if is_note else _runs(paragraphs[number], span)
        if runs:
            first, last = (Run(run, document) for run in (runs[0], runs[-1]))
            comments.add(first, last, _comment(finding))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


class _Comments:
    """Adds comments to a ``docx.Document`` in linear time: python-docx looks for a free number among all, each time."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._blank: Any = None
        self._next = 0

    def add(self, first: Any, last: Any, text: str) -> None:
        """Add a comment on the runs from ``first`` to ``last``."""
        from docx.comments import Comment

        if self._blank is None:
            comment = self._document.add_comment([first, last], author=_AUTHOR, initials="Y")
            self._part, self._next = comment.part, comment.comment_id + 1
            self._blank = deepcopy(comment._element)
        else:
            element = deepcopy(self._blank)
            element.set(f"{W}id", str(self._next))
            self._part.element.append(element)
            first.mark_comment_range(last, self._next)
            comment = Comment(element, self._part)
            self._next += 1
        _out_of_control(first._r, comment.comment_id)
        for i, line in enumerate(text.split("\n")):
            if i:
                comment.add_paragraph(line)
            else:
                comment.paragraphs[0].add_run(line)


def _out_of_control(run: Any, number: int) -> None:
    """Put a comment inside a content control of whole paragraphs at the beginning of its paragraph, as a point.

    LibreOffice drops the text of such a control that stands before a comment's reference.
    """
    paragraph = next(run.iterancestors(f"{W}p"))
    if next(paragraph.iterancestors(f"{W}sdtContent"), None) is None:
        return
    for mark in [*paragraph.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")]:
        if mark.get(f"{W}id") == str(number):
            mark.getparent().remove(mark)
    reference = next(r for r in paragraph.iter(f"{W}commentReference") if r.get(f"{W}id") == str(number)).getparent()
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        paragraph.insert(0, reference)
    else:
        properties.addnext(reference)


def _place(draft: DraftFile, span: Span) -> tuple[int, Span, bool] | None:
    """Return the paragraph that a sentence stands in, its range there, and whether it stands in a note."""
    for i, block in enumerate(draft.draft.blocks):
        if block.span.start <= span.start < block.span.end:
            inside = Span(span.start - block.span.start, span.end - block.span.start)
            if not draft.is_docx:
                return i, inside, False
            number = draft.numbers[i]
            return None if number is None else (number, inside, block.kind == "note")
    return None


def _runs(paragraph: Any, span: Span) -> list[Any]:
    """Return the runs of a paragraph that hold ``span`` of its text; those that reach beyond are cut in two."""
    held: list[Any] = []
    at = 0
    for run in list(paragraph.iter(f"{W}r")):
        text = run_text(run) if run_stands(run, paragraph) else ""
        low, high = max(span.start, at), min(span.end, at + len(text))
        if low < high:
            held.append(_cut(run, text, low - at, high - at))
        at += len(text)
    return held


def _cut(run: Any, text: str, start: int, end: int) -> Any:
    """Return the run that holds ``text[start:end]`` alone; one with more than text in it stays whole."""
    inner = [child for child in run if child.tag != f"{W}rPr"]
    if (start, end) == (0, len(text)) or len(inner) != 1 or inner[0].tag != f"{W}t":
        return run
    for piece, before in ((text[:start], True), (text[end:], False)):
        if piece:
            copy = deepcopy(run)
            _set_text(copy, piece)
            if before:
                run.addprevious(copy)
            else:
                run.addnext(copy)
    _set_text(run, text[start:end])
    return run


def _set_text(run: Any, text: str) -> None:
    held = run.find(f"{W}t")
    held.text = text
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _note_runs(paragraph: Any) -> list[Any]:
    """Return the run of the reference to a note, where its comment goes: Word allows none inside notes."""
    return [r.getparent() for r in paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference")][:1]


def _comment(finding: Mapping[str, Any]) -> str:
    lines = [verdict_words(finding["verdict"])]
    lines += [*(describe(d) for d in finding["differences"]), *part_lines(finding)]
    for quotation in finding["quotations"]:
        if quotation["verdict"] != "verbatim":
            lines.append(say("quotation: ", "引文:") + verdict_words(quotation["verdict"]))
    if finding["evidence"]:
        citation = finding["evidence"][0]["citation"]
        if finding["verdict"] == "absent":
            lines.append(say("Merely near:", "仅为相近:"))
        lines += [f"「{citation['quote'].strip()}」", source_line(citation)]
    return "\n".join(lines).translate(_CONTROLS)
