"""Fit how likely answers are: ``python -m scripts.fit_belief --bench DIR [--write]``.

On the tuning halves of the seeds' and the invented gold set, on ``eval/data/mixed``, and on ``qa-written-dev`` among
the documents of its own and of ``--distractors``: none of these did the reader learn from.
Prints what cross-validation by question says, then fits on all and, with ``--write``, writes ``belief.json``.
To be run after the reader, the embedded model, retrieval or a feature has changed; needs SciPy (the extra ``train``).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.data.questions import GOLD, GoldQuestion, load_gold
from eval.measures.matching import contains_answer, same_answer, supports
from index import build_index
from retriever.answer.assistant import SEEN, Assistant
from retriever.answer.scored import Scored
from retriever.answer.select import of_another_year
from scripts.training.belief import FEATURES, Case, fit_lines, fit_thresholds, fit_weights, summary
from scripts.training.unseen import UnseenQuestion, unseen_documents

ROOT = Path(__file__).parents[1]
DATA = ROOT / "eval" / "data"
OUT = ROOT / "retriever" / "answer" / "belief.json"
FOLDS = 5
UNSEEN_EVERY = 2
"""Of the questions of ``qa-written-dev`` every so many count, so that no set outweighs the others together."""

Floats = NDArray[np.float64]


def _case(source: str, kind: str, language: str, answerable: bool, scored: Sequence[Scored], right: list[bool]) -> Case:
    rows = np.array([[one.features.get(name, 0.0) for name in FEATURES] for one in scored]).reshape(-1, len(FEATURES))
    excluded = [of_another_year(one.candidate) for one in scored]
    return Case(source, kind, language, answerable, rows, np.array(right, bool), np.array(excluded, bool))


def _considered(assistant: Assistant, text: str) -> tuple[str, list[Scored]] | None:
    """Language and candidates; None for a question that is answered or refused by rule."""
    query = assistant.engine.analyse(text)
    scored = assistant.considered(query, list(assistant.engine.search(query, SEEN)))
    if query.intent.field or (query.unknown_places and not query.places and not scored):
        return None
    return query.language, scored


def gold_cases(source: str, assistant: Assistant, questions: Iterable[GoldQuestion]) -> Iterator[Case]:
    """The cases of gold questions."""
    for question in questions:
        found = _considered(assistant, question.question)
        if found is not None:
            language, scored = found
            right = [question.answerable and _is_right(assistant, question, one) for one in scored]
            yield _case(source, question.kind, language, question.answerable, scored, right)


def _is_right(assistant: Assistant, question: GoldQuestion, one: Scored) -> bool:
    candidate = one.candidate
    place = (candidate.item.file, candidate.leaf.span)
    text = assistant.corpus.slice(candidate.item.doc_id, candidate.answer)
    return any(
        supports(place, evidence) and (not forms or same_answer(text, forms) or contains_answer(text, forms))
        for evidence, forms in zip(question.groups().values(), question.answers, strict=True)
    )


def unseen_cases(source: str, assistant: Assistant, questions: Iterable[UnseenQuestion]) -> Iterator[Case]:
    """The cases of questions whose answer is a span of one document: right is what overlaps it by half."""
    for question in questions:
        found = _considered(assistant, question.text)
        if found is not None:
            language, scored = found
            right = [_overlaps(assistant, question, one) for one in scored]
            yield _case(source, question.kind, language, True, scored, right)


def _overlaps(assistant: Assistant, question: UnseenQuestion, one: Scored) -> bool:
    candidate, answer = one.candidate, question.answer
    if not assistant.corpus.documents[candidate.item.doc_id].source_path.endswith(question.file):
        return False
    leaf = candidate.leaf.span
    if leaf.overlap(answer) <= 0.5 * answer.size and not answer.contains(leaf):
        return False
    shared = candidate.answer.overlap(answer)
    return shared > 0.5 * answer.size if candidate.whole else 2 * shared > 0.35 * (candidate.answer.size + answer.size)


def collect(bench: Path | None, distractors: Path | None, folder: Path) -> Iterator[Case]:
    """All cases; indexes are built in ``folder`` where they are not there yet."""
    for source, corpus, gold, split in (
        ("seeds", ROOT / "seeds", GOLD, "tune"),
        ("invented", DATA / "invented" / "corpus", DATA / "invented" / "gold", "tune"),
        ("mixed", DATA / "mixed" / "corpus", DATA / "mixed" / "gold", ""),
    ):
        questions = [q for q in load_gold(gold).questions if split in ("", q.split)]
        yield from gold_cases(source, _open(folder / source, [corpus]), questions)
        print(source, flush=True)
    if bench is not None:
        files = folder / "unseen-files"
        unseen = unseen_documents(bench, distractors, files)
        yield from unseen_cases("unseen", _open(folder / "unseen", [files]), unseen[::UNSEEN_EVERY])


def _open(index: Path, corpus: list[Path]) -> Assistant:
    if not index.exists():
        build_index(corpus, index)
    return Assistant.open(index)


def main() -> None:
    """Collect, cross-validate, fit, and write when told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, default=None, help="folder with qa-written-dev")
    parser.add_argument("--distractors", type=Path, default=None, help="JSON lines (.xz) of documents: id, text")
    parser.add_argument("--work", type=Path, default=None, help="folder that keeps the indexes")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        cases = list(collect(options.bench, options.distractors, options.work or Path(scratch)))
    parts = [[case for i, case in enumerate(cases) if i % FOLDS == fold] for fold in range(FOLDS)]
    held: list[tuple[Case, Floats]] = []
    for fold, part in enumerate(parts):
        weights = fit_weights([case for other, rest in enumerate(parts) if other != fold for case in rest])
        held += [(case, case.rows @ weights) for case in part]
    lines = fit_lines(held)
    thresholds = fit_thresholds(held, lines)
    print(summary(held, lines, thresholds))
    weights = fit_weights(cases)
    fitted = {
        "weights": {name: round(float(value), 4) for name, value in zip(FEATURES, weights, strict=True)},
        "lines": {language: [round(value, 4) for value in line] for language, line in lines.items()},
        "thresholds": {language: round(value, 3) for language, value in thresholds.items()},
    }
    print(json.dumps(fitted, indent=1))
    if options.write:
        OUT.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
