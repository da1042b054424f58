"""Gold questions over the seed corpus: records and a loader that says which line is wrong and how to mend it.

A gold folder holds two files of JSON lines (their fields are described in docs/gold.md):

    documents.jsonl   the documents of the corpus: title, place, file, sha256 of the file, spans inside it
    questions.jsonl   the questions, sorted by id, with every place that answers them

Offsets are code points of the file decoded as UTF-8 without newline translation.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from index.errors import LoadError
from index.types import Span

__all__ = [
    "GOLD",
    "KINDS",
    "SCRIPTS",
    "SPLITS",
    "Evidence",
    "Gold",
    "GoldDocument",
    "GoldQuestion",
    "Problem",
    "half_of",
    "load_gold",
    "read_gold",
]

GOLD = Path(__file__).with_name("gold")
"""The gold folder over the seed corpus."""

KINDS = {
    "number": "num",
    "cities": "cities",
    "paraphrase": "para",
    "responsible": "resp",
    "about": "about",
    "clause": "clause",
    "unanswerable": "none",
}
"""What a question is about → the prefix of its id."""

SCRIPTS = {"hans": "zh", "hant": "zh", "latn": "en"}
"""Script → language; a question is in exactly one of the three."""

SPLITS = ("tune", "report")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a gold file: where, what, how to mend it. ``line`` counts from 1; 0 is the whole file."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that answers: ``text_of(file)[span.start:span.end] == quote``. Equal ``group``: either place will do."""

    group: int
    file: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with all the places that answer it.

    ``answers[g - 1]`` are the acceptable short forms of group ``g``, empty when the clause itself is the answer. Both
    ``evidence`` and ``answers`` are empty when the corpus does not answer. ``line`` is where it stands in its file.
    """

    id: str
    question: str
    lang: str
    script: str
    kind: str
    split: str
    documents: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    answers: tuple[tuple[str, ...], ...]
    line: int = field(default=0, compare=False)

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers it."""
        return self.kind != "unanswerable"

    def groups(self) -> dict[int, tuple[Evidence, ...]]:
        """Return the evidence by group: one place of each group is needed for a whole answer."""
        found: defaultdict[int, list[Evidence]] = defaultdict(list)
        for place in self.evidence:
            found[place.group].append(place)
        return {group: tuple(places) for group, places in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document of the corpus: the stretches of ``file`` that hold it (two when a page carries it twice)."""

    title: str
    place: str
    file: str
    sha256: str
    spans: tuple[Span, ...]
    line: int = field(default=0, compare=False)

    def holds(self, file: str, span: Span) -> bool:
        """Whether the place lies wholly inside the document."""
        return file == self.file and any(own.contains(span) for own in self.spans)


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold set as read from its folder, in file order."""

    questions: tuple[GoldQuestion, ...]
    documents: tuple[GoldDocument, ...]

    def split(self, name: str) -> tuple[GoldQuestion, ...]:
        """Return the questions of one half: "tune", or "report", which no parameter may ever be chosen on."""
        return tuple(question for question in self.questions if question.split == name)


class _FieldError(Exception):
    """A field that breaks the format; the arguments are message and remedy."""


_T = TypeVar("_T")
_QUESTION_FIELDS = ("id", "question", "lang", "script", "kind", "split", "documents", "evidence", "answers")
_EVIDENCE_FIELDS = ("group", "file", "start", "end", "quote")
_DOCUMENT_FIELDS = ("title", "place", "file", "sha256", "spans")


def _fields(raw: object, names: tuple[str, ...], what: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _FieldError(f"{what} is not an object", "write it as {…}")
    missing = [name for name in names if name not in raw]
    unknown = [name for name in raw if name not in names]
    if missing or unknown:
        raise _FieldError(f"{what} lacks {missing} and has unknown {unknown}", f"give exactly the fields {list(names)}")
    return raw


def _text(raw: object, what: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _FieldError(f"{what} is {raw!r}", "give a text that is not empty")
    return raw


def _span(start: object, end: object, what: str) -> Span:
    # bool is an int to Python, and true as an offset is a slip of the pen.
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise _FieldError(f"{what} runs from {start!r} to {end!r}", "give whole numbers with 0 <= start < end")
    return Span(start, end)


def _sequence(raw: object, what: str) -> list[Any]:
    if not isinstance(raw, list):
        raise _FieldError(f"{what} is {raw!r}", "write it as […]")
    return raw


def _choice(raw: object, allowed: Iterable[str], what: str) -> str:
    names = list(allowed)
    if raw not in names:
        raise _FieldError(f"{what} is {raw!r}", f"use one of {', '.join(names)}")
    return str(raw)


def _evidence(raw: object) -> Evidence:
    row = _fields(raw, _EVIDENCE_FIELDS, "an evidence place")
    group = row["group"]
    if type(group) is not int or group < 1:
        raise _FieldError(f"group is {group!r}", "number the groups from 1")
    span = _span(row["start"], row["end"], "evidence")
    return Evidence(group, _text(row["file"], "file"), span, _text(row["quote"], "quote"))


def _question(raw: object, line: int) -> GoldQuestion:
    row = _fields(raw, _QUESTION_FIELDS, "the question")
    return GoldQuestion(
        id=_text(row["id"], "id"),
        question=_text(row["question"], "question"),
        lang=_choice(row["lang"], sorted(set(SCRIPTS.values())), "lang"),
        script=_choice(row["script"], SCRIPTS, "script"),
        kind=_choice(row["kind"], KINDS, "kind"),
        split=_choice(row["split"], SPLITS, "split"),
        documents=tuple(_text(title, "a document") for title in _sequence(row["documents"], "documents")),
        evidence=tuple(_evidence(place) for place in _sequence(row["evidence"], "evidence")),
        answers=tuple(
            tuple(_text(form, "an answer") for form in _sequence(forms, "the answers of a group"))
            for forms in _sequence(row["answers"], "answers")
        ),
        line=line,
    )


def _document(raw: object, line: int) -> GoldDocument:
    row = _fields(raw, _DOCUMENT_FIELDS, "the document")
    spans = []
    for pair in _sequence(row["spans"], "spans"):
        if len(_sequence(pair, "a span")) != 2:
            raise _FieldError(f"a span is {pair!r}", "give [start, end]")
        spans.append(_span(pair[0], pair[1], "a span"))
    if not spans:
        raise _FieldError("spans is empty", "say where in the file the document stands")
    title, place, file, sha256 = (_text(row[name], name) for name in ("title", "place", "file", "sha256"))
    return GoldDocument(title, place, file, sha256, tuple(spans), line)


def _read(path: Path, record: Callable[[object, int], _T], problems: list[Problem]) -> list[_T]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), 0, f"it cannot be read ({error})", "put the gold file there, in UTF-8"))
        return []
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(record(json.loads(line), number))
        except json.JSONDecodeError as error:
            problems.append(Problem(str(path), number, f"not JSON ({error})", "write one object on one line"))
        except _FieldError as error:
            problems.append(Problem(str(path), number, *error.args))
    return found


def read_gold(folder: Path = GOLD) -> tuple[Gold, list[Problem]]:
    """Read a gold folder and return what could be read, with one problem for each line that could not."""
    problems: list[Problem] = []
    documents = _read(folder / "documents.jsonl", _document, problems)
    questions = _read(folder / "questions.jsonl", _question, problems)
    return Gold(tuple(questions), tuple(documents)), problems


def load_gold(folder: Path = GOLD) -> Gold:
    """Read a gold folder.

    Only the format is verified; ``python -m eval.data.verify`` proves the quotes against the corpus.

    Raises:
        LoadError: a file or line is not what the format asks for; the message names the first such line.
    """
    gold, problems = read_gold(folder)
    if problems:
        more = f" ({len(problems) - 1} more like it)" if len(problems) > 1 else ""
        raise LoadError("{problem}{more}.", problem=problems[0], more=more)
    return gold


def half_of(name: str) -> str:
    """Return the half that the id ``kind-number`` belongs to: "tune" or "report".

    Each block of four numbers of a kind (1-4, 5-8, …) sends its first pair to one half and its second pair to the
    other; the parity of the SHA-256 of "kind-block" says which. So the halves of a kind differ by at most two,
    neighbours, which are often about the same clause, tend to stay together, and a question added later moves none of
    the others: what was kept for reporting stays unseen.

    Raises:
        ValueError: ``name`` does not end in a hyphen and a number.
    """
    kind, _, number = name.rpartition("-")
    block, place = divmod(int(number) - 1, 4)
    parity = hashlib.sha256(f"{kind}-{block}".encode()).digest()[-1] % 2
    return SPLITS[(place // 2 + parity) % 2]
