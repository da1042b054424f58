"""Measuring the draft check on altered clauses: every case checked, and the confusion matrix of what became of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.check.cases import FORMS, KINDS, WRITTEN, Case, cases_of, invented, written
from index.build import build_index
from index.language.normalise import normalise_text
from retriever.check.checker import Checker
from retriever.check.compare.text_keys import dice, key_of, pairs
from retriever.check.verdict import Field, Finding, Verdict
from retriever.engine import Engine

__all__ = ["Outcome", "Row", "matrix", "outcome", "run"]

_EXPECTED = dict.fromkeys(KINDS, Verdict.DIFFERS) | {
    "verbatim": Verdict.VERBATIM,
    "same words": Verdict.SAME_WORDS,
    "reworded": Verdict.SUPPORTED,
    "right body": Verdict.SUPPORTED,
    "wrong document": Verdict.ELSEWHERE,
    "invented": Verdict.ABSENT,
}
_FIELDS = {
    "number": {Field.NUMBER},
    "unit": {Field.UNIT, Field.NUMBER},
    "year": {Field.YEAR},
    "other body": {Field.BODY},
    "negation": {Field.NEGATION},
    "direction": {Field.CHANGE, Field.BOUND, Field.NEGATION},
    "unknown place": {Field.PLACE},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: the finding, and whether its verdict, its clause and the field told are the right ones."""

    case: Case
    finding: Finding
    right: bool
    clause_right: bool
    field_right: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the confusion matrix: how many cases of a kind and form ("all" of them) got which verdict."""

    kind: str
    form: str
    counts: dict[Verdict | None, int]
    right: float
    clause: float
    field: float

    @property
    def cases(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def run(paths: Sequence[Path], half: str, *, by_hand: bool = False) -> list[Outcome]:
    """Build what is needed from the files at ``paths`` and check every case of one half ("all" of both).

    ``by_hand`` adds the sentences written about the seeds. Raises what building an index raises.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_index(paths, folder / "whole")
        whole = Engine.open(folder / "whole")
        checker = Checker(whole)
        cases = (*cases_of(whole, half), *(written(half) if by_hand else ()))
        found = [outcome(checker, case) for case in cases]
        checkers: dict[int, Checker] = {}
        for engine, case in invented(whole, paths, half, folder):
            found.append(outcome(checkers.setdefault(id(engine), Checker(engine)), case))
        return found


def outcome(checker: Checker, case: Case) -> Outcome:
    """Check the sentence of a case."""
    report = checker.check(case.sentence)
    finding = max(report.findings, key=lambda f: f.span.size)
    expected = Verdict(case.kind.removeprefix(WRITTEN)) if not case.file else _EXPECTED[case.kind]
    wanted = _FIELDS.get(case.kind)
    fields = {d.field for d in finding.differences}
    return Outcome(
        case, finding, finding.verdict is expected, _same_clause(case, finding), wanted is None or bool(wanted & fields)
    )


def _same_clause(case: Case, finding: Finding) -> bool:
    if case.kind == "invented" or not case.file:
        return True
    if not finding.evidence:
        return False
    wanted = pairs(key_of(normalise_text(case.source)).text)
    got = pairs(key_of(normalise_text(finding.evidence[0].citation.quote)).text)
    return len(wanted & got) >= 0.7 * len(wanted) or dice(wanted, got) >= 0.7


def matrix(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """Yield the confusion matrix: a row for every kind and form, one for every kind."""
    by_hand = tuple(dict.fromkeys(o.case.kind for o in outcomes if not o.case.file))
    for kind in (*KINDS, *by_hand):
        for form in (*FORMS.get(kind, ()), "all"):
            own = [o for o in outcomes if o.case.kind == kind and form in (o.case.form, "all")]
            if own:
                yield Row(
                    kind,
                    form,
                    dict(Counter(o.finding.verdict for o in own)),
                    sum(o.right for o in own) / len(own),
                    sum(o.clause_right for o in own) / len(own),
                    sum(o.field_right for o in own) / len(own),
                )
