"""Passages of the documents that questions were written about: neighbours of a paragraph, and other clauses."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Span
from scripts.training.corpus import rows
from scripts.training.reader.rewrite import sentence_spans

OWN = Path(__file__).parents[1] / "data"
"""Questions and sentences written by reading, kept with the project."""

SHORTEST, LONGEST = 60, 380
"""Characters of a passage: below the first the next line is added, above the second a line is cut at its sentences."""

LEVELS = tuple(
    re.compile(pattern)
    for pattern in (r"第[一二三四五六七八九十]+章", r"[一二三四五六七八九十]+、", r"[（(][一二三四五六七八九十]+[）)]")
)
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage with what stands above it; ``document`` tells documents apart."""

    document: str
    title: str
    heading: str
    text: str

    @property
    def context(self) -> str:
        """Title and headings in one line, as the reader is given them."""
        return " › ".join(part for part in (self.title, self.heading) if part)


def cut(document: str, title: str, text: str) -> list[Paragraph]:
    """Passages of a document in their order, with the headings that its lines show."""
    found: list[Paragraph] = []
    above: dict[int, str] = {}
    waiting = ""

    def flush() -> None:
        nonlocal waiting
        if waiting.strip():
            heading = " › ".join(above[level] for level in sorted(above))
            found.append(Paragraph(document, title, heading, waiting.strip("\n")))
        waiting = ""

    for line in text.split("\n"):
        level = next((i for i, pattern in enumerate(LEVELS) if pattern.match(line)), None)
        if level is not None:
            flush()
            above = {i: name for i, name in above.items() if i < level}
            name = re.split(r"[。；：]", line, maxsplit=1)[0]
            if len(name) <= LONGEST_HEADING:
                above[level] = name
            if len(line) <= LONGEST_HEADING:
                continue
        for span in sentence_spans(line):
            if len(waiting) + span.size > LONGEST:
                flush()
            waiting += span.of(line)
        if len(waiting) >= SHORTEST:
            flush()
        elif waiting:
            waiting += "\n"
    flush()
    return found


class Documents:
    """The documents behind the written questions, and those alone: other documents stay unseen."""

    def __init__(self, data: Path, written: Sequence[Mapping[str, str]]) -> None:
        self.texts = {row["id"]: row["text"] for row in rows(data, "policy_docs")}
        self.paragraphs: dict[str, list[Paragraph]] = defaultdict(list)
        wanted = {document_of(row): row["title"] for row in written}
        for name, title in wanted.items():
            if name in self.texts:
                self.paragraphs[name] = cut(name, title, self.texts[name])
        for paragraph in _laws(data, wanted):
            self.paragraphs[paragraph.document].append(paragraph)
        for paragraph in _reports(data, wanted):
            self.paragraphs[paragraph.document].append(paragraph)
        for row in {row["text"]: row for row in written}.values():
            own = Paragraph(document_of(row), row["title"], row["heading"], row["text"])
            self.paragraphs[own.document].append(own)

    def all(self) -> Iterator[Paragraph]:
        """Every passage of every document."""
        for paragraphs in self.paragraphs.values():
            yield from paragraphs

    def widened(self, document: str, text: str, rng: random.Random) -> tuple[str, int]:
        """The paragraph with some of the sentences around it, and how many characters were put before it.

        Unchanged when the document is not at hand.
        """
        whole = self.texts.get(document, "")
        at = whole.find(text)
        if at < 0:
            return text, 0
        before = sentence_spans(whole[max(0, at - 300) : at])
        after = sentence_spans(whole[at + len(text) : at + len(text) + 300])
        room = max(0, LONGEST - len(text))
        taken_before = _take([span.of(whole[max(0, at - 300) : at]) for span in before[1:]][::-1], rng.randint(0, room))
        prefix = "".join(taken_before[::-1])
        taken = _take([span.of(whole[at + len(text) :]) for span in after[:-1]], rng.randint(0, room))
        return prefix + text + "".join(taken), len(prefix)


def _take(pieces: Iterable[str], room: int) -> list[str]:
    taken: list[str] = []
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            break
        taken.append(piece)
    return taken


def document_of(row: Mapping[str, str]) -> str:
    """What tells the document of a written question from others: its id, or its title."""
    return row["doc"] or row["title"]


def _laws(data: Path, wanted: Mapping[str, str]) -> Iterator[Paragraph]:
    for name in ("prc_law_articles", "tw_law_articles"):
        for row in rows(data, name):
            if row["law"] in wanted and len(row["text"]) >= 15:
                heading = " ".join(part for part in (row["chapter"], row["article"]) if part)
                yield Paragraph(row["law"], row["law"], heading, row["text"][:LONGEST])


def _reports(data: Path, wanted: Mapping[str, str]) -> Iterator[Paragraph]:
    years: dict[str, str] = defaultdict(str)
    for row in rows(data, "gov_work_report_parallel"):
        years[str(row["year"])] += row["zh"]
    for name, title in wanted.items():
        match = re.match(r"(\d{4})年.*政府工作报告$", name)
        if match and years[match[1]]:
            waiting = ""
            for span in sentence_spans(years[match[1]]):
                waiting += span.of(years[match[1]])
                if len(waiting) >= 120:
                    yield Paragraph(name, title, "", waiting)
                    waiting = ""


def span_in(text: str, part: str, inside: Span | None = None) -> Span | None:
    """Where the part stands first in the text (in ``inside`` of it), None when it does not or is empty."""
    if not part:
        return None
    low, high = inside or (0, len(text))
    at = text.find(part, low, high)
    return None if at < 0 else Span(at, at + len(part))
