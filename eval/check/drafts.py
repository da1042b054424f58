"""The draft check measured on drafts that people wrote: ``NN.md`` beside ``NN.jsonl`` with a verdict on every sentence.

A row holds ``sentence`` (as it stands in the draft, in its order), ``verdict`` (one of :data:`LABELS`), ``field``,
``draft`` and ``source`` (of one that differs: what differs, its words, the right words), ``file`` and ``evidence``
(the clause that says so or contradicts it). Drafts of odd numbers may be looked at ("tune"), even ones are reported.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measures.statistics import Estimate, estimate_mean
from index.build import build_index
from index.errors import InputError, LoadError
from index.types import Span
from retriever.check.checker import Checker
from retriever.check.verdict import FOUND, Finding
from retriever.engine import Engine

__all__ = [
    "FIGURES",
    "LABELS",
    "NO_CLAIM",
    "LabelledSentence",
    "Outcome",
    "WrittenDraft",
    "check_written",
    "figures",
    "read_drafts",
]

NO_CLAIM = "no_claim"
LABELS = ("supported", "differs", "absent", NO_CLAIM)

_WRONG = ("differs", "elsewhere")
_WORST_FIRST = (*_WRONG, "review", "absent", "supported", "same_words", "verbatim", NO_CLAIM)
"""Which verdict counts for a sentence that was checked in pieces."""

FIGURES = {
    "right": "found where the source says so; differs or elsewhere, absent, or no claim where a person says that",
    "true sentences alarmed": "differs, elsewhere or absent although the source says so",
    "true sentences to look at": "review although the source says so",
    "errors let through": "found although something differs",
    "errors told": "differs or elsewhere where something differs",
    "absent sentences let through": "found although no document says so",
    "remarks left alone": "no claim where a person sees none",
}
"""Every figure of :func:`figures`, with its definition."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence of a draft, its range there, and what a person says of it."""

    text: str
    span: Span
    verdict: str
    field: str
    file: str
    evidence: str


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft with its labelled sentences in the order of its text."""

    name: str
    text: str
    sentences: tuple[LabelledSentence, ...]

    @property
    def half(self) -> str:
        """The half that it belongs to: "tune" or "report"."""
        return "report" if int(self.name) % 2 == 0 else "tune"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sentence: the verdict, `NO_CLAIM` for none."""

    draft: str
    sentence: LabelledSentence
    said: str

    @property
    def right(self) -> bool:
        """Whether it is what a person says."""
        expected = {"supported": FOUND, "differs": _WRONG}.get(self.sentence.verdict, (self.sentence.verdict,))
        return self.said in expected


def read_drafts(folder: Path, half: str = "all") -> list[WrittenDraft]:
    """Read the drafts of a folder that belong to a half ("all" of both).

    Raises:
        InputError: the folder holds none.
        LoadError: a draft or its labels cannot be read, or a sentence does not stand in its draft.
    """
    found = [_read(path) for path in sorted(folder.glob("[0-9]*.md"))]
    kept = [draft for draft in found if half in ("all", draft.half)]
    if not kept:
        raise InputError("{folder} holds no drafts: name a folder of NN.md beside NN.jsonl.", folder=folder)
    return kept


def _read(path: Path) -> WrittenDraft:
    labels = path.with_suffix(".jsonl")
    try:
        text = path.read_text(encoding="utf-8")
        rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise LoadError("The draft {path} or its labels cannot be read: {error}.", path=path, error=error) from error
    return WrittenDraft(path.stem, text, tuple(_labelled(text, rows, labels)))


def _labelled(text: str, rows: Sequence[Mapping[str, Any]], path: Path) -> Iterator[LabelledSentence]:
    at = 0
    for number, row in enumerate(rows, 1):
        said, verdict = str(row.get("sentence", "")), str(row.get("verdict", ""))
        start = text.find(said, at)
        if not said or start < 0 or verdict not in LABELS:
            raise LoadError(
                "{path}:{line} is no label: its sentence must stand in the draft behind the one before, and its "
                "verdict be one of {labels}.",
                path=path,
                line=number,
                labels=", ".join(LABELS),
            )
        at = start + len(said)
        file, field, evidence = (str(row.get(key, "")) for key in ("file", "field", "evidence"))
        yield LabelledSentence(said, Span(start, at), verdict, field, file, evidence)


def check_written(paths: Sequence[Path], drafts: Sequence[WrittenDraft]) -> list[Outcome]:
    """Index the files at ``paths``, check every draft as a whole, and tell what became of its sentences.

    Raises what building an index raises.
    """
    with tempfile.TemporaryDirectory() as name:
        build_index(paths, Path(name) / "index")
        checker = Checker(Engine.open(Path(name) / "index"))
        return [outcome for draft in drafts for outcome in _outcomes(checker, draft)]


def _outcomes(checker: Checker, draft: WrittenDraft) -> Iterator[Outcome]:
    findings = checker.check(draft.text).findings
    for sentence in draft.sentences:
        own = [f for f in findings if 2 * f.span.overlap(sentence.span) > min(f.span.size, sentence.span.size)]
        yield Outcome(draft.name, sentence, min(map(_said, own), key=_WORST_FIRST.index, default=NO_CLAIM))


def _said(finding: Finding) -> str:
    return finding.verdict.value if finding.verdict else NO_CLAIM


def figures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Each of :data:`FIGURES` that there are sentences for, with its interval."""
    true, wrong, absent, remarks = ([o for o in outcomes if o.sentence.verdict == label] for label in LABELS)
    values = {
        "right": [o.right for o in outcomes],
        "true sentences alarmed": [o.said in (*_WRONG, "absent") for o in true],
        "true sentences to look at": [o.said == "review" for o in true],
        "errors let through": [o.said in FOUND for o in wrong],
        "errors told": [o.said in _WRONG for o in wrong],
        "absent sentences let through": [o.said in FOUND for o in absent],
        "remarks left alone": [o.said == NO_CLAIM for o in remarks],
    }
    return {name: estimate_mean([float(v) for v in own]) for name, own in values.items() if own}
