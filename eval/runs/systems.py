"""The systems that can be measured over an index: the whole one, and the two rankers that it is made of, alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from eval.data.questions import GoldDocument
from index.errors import InputError
from index.language.normalise import normalise_text
from index.store.bm25 import WeightedTerm
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.answer.reading import READ
from retriever.engine import Engine
from retriever.search.searcher import Searcher
from retriever.settings import SETTINGS, SearchSettings

if TYPE_CHECKING:
    from index.encoders.base import Encoder
    from index.store.bundle import Bundle

__all__ = ["SYSTEMS", "TOP_K", "System", "gold_files", "open_system", "renamed"]

SYSTEMS = {
    "hybrid": "the whole system: fused ranking, answers and refusals",
    "lexical": "BM25 alone: the question's own terms, neither translated nor expanded",
    "dense": "the vectors alone",
}
"""Name → what it is. Anyone can rerun the two baselines over any index."""

TOP_K = 20
"""Hits taken over gold questions, as the contract gives by default."""

Rank = Callable[[str, int], Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True)
class System:
    """A name, the settings that reports show, and two ways of asking.

    ``ask`` returns a contract object; ``rank`` returns the best k as (file, score), a file once, at its best passage.
    ``answers`` tells whether ``ask`` answers and refuses, or ranks alone.
    """

    name: str
    settings: Mapping[str, Any]
    answers: bool
    ask: Callable[[str], dict[str, Any]]
    rank: Callable[[str, int], list[tuple[str, float]]]


def open_system(
    name: str, bundle: Bundle, encoder: Encoder, settings: SearchSettings = SETTINGS, read: int | None = None
) -> System:
    """Open one of :data:`SYSTEMS` over an index; ``settings`` are those of the whole system's search.

    Of the whole system's hits the first ``read`` are read, for answers and for the ranking; with 0 it only ranks, as
    search does. None: as many as a question reads when it is asked, and none when passages alone are ranked.

    Raises:
        InputError: there is no such system.
        ModelError: the encoder is not the one that the index was built with.
    """
    if name not in SYSTEMS:
        raise InputError("There is no system {name}; use one of {names}.", name=repr(name), names=", ".join(SYSTEMS))
    bundle.check_encoder(encoder)
    facts = {"encoder": bundle.encoder.name, "passages": bundle.counts.passages}
    if name == "hybrid":
        engine = Engine(Searcher(bundle, encoder, settings))
        assistant = Assistant(engine, read=READ if read is None else read)
        given = assistant.search if read == 0 else assistant.ask

        # Assistant.search also marks the words found, which a ranking does not need.
        def search(question: str, k: int) -> list[tuple[int, float]]:
            query = engine.analyse(question)
            hits = assistant.ranked(query, k) if read else engine.search(query, k)
            return [(hit.passage_id, hit.score) for hit in hits]

        return System(
            name,
            facts if read is None else {**facts, "read": read},
            read != 0,
            lambda question: answer_object(given(question, TOP_K), bundle),
            lambda question, k: _by_file(bundle, search, question, k),
        )
    rank = _lexical(bundle) if name == "lexical" else _dense(bundle, encoder)
    return System(
        name,
        facts,
        False,
        lambda question: _object(bundle, question, rank(question, 2 * TOP_K)),
        lambda question, k: _by_file(bundle, rank, question, k),
    )


def _lexical(bundle: Bundle) -> Rank:
    def rank(question: str, k: int) -> list[tuple[int, float]]:
        terms = [WeightedTerm(term) for term in bundle.tokenise(normalise_text(question))]
        rows, scores = bundle.lexical.search(terms, k)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    return rank


def _dense(bundle: Bundle, encoder: Encoder) -> Rank:
    def rank(question: str, k: int) -> list[tuple[int, float]]:
        text = normalise_text(question) if encoder.wants_normalised else question
        rows, scores = bundle.dense.search(encoder.encode_queries([text])[0], k)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    return rank


def _by_file(bundle: Bundle, rank: Rank, question: str, k: int) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for row, score in rank(question, k):
        best.setdefault(bundle.documents[bundle.passage(row).doc_id].source_path, score)
    return list(best.items())


def _object(bundle: Bundle, question: str, ranked: Iterable[tuple[int, float]]) -> dict[str, Any]:
    """A contract object of hits alone; repeats are folded under what they repeat, as in the whole system."""
    best: dict[int, float] = {}
    for row, score in ranked:
        best.setdefault(bundle.canonical(row), score)
    hits = []
    for rank, (row, score) in enumerate(islice(best.items(), TOP_K), 1):
        passage = bundle.passage(row)
        document = bundle.documents[passage.doc_id]
        also = [{"file": file, "start": span.start, "end": span.end} for file, span in bundle.repeats_of(row)]
        hits.append(
            {
                "rank": rank,
                "score": round(score, 4),
                "file": document.source_path,
                "start": passage.span.start,
                "end": passage.span.end,
                "text": bundle.text_of(passage),
                "document": document.title.value if document.title else None,
                "also_at": also,
            }
        )
    return {"question": question, "abstained": False, "reason": None, "answers": [], "hits": hits}


def gold_files(bundle: Bundle, documents: Iterable[GoldDocument]) -> dict[str, str]:
    """Return path in the index → file name of the gold set, matched by the checksum of the file.

    Raises:
        InputError: the index lacks a file that the gold set asks about.
    """
    names = {document.sha256: document.file for document in documents}
    paths = {document.source_path: document.source_sha256 for document in bundle.documents}
    found = {path: names[sha256] for path, sha256 in paths.items() if sha256 in names}
    missing = sorted(set(names.values()) - set(found.values()))
    if missing:
        raise InputError(
            "The index lacks {names} in the version that the gold set was made for; build it from the folder of "
            "the corpus (`yinju build seeds`).",
            names=", ".join(missing),
        )
    return found


def renamed(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a contract object with the files called as the gold set calls them."""

    def place(raw: Mapping[str, Any]) -> dict[str, Any]:
        return {**raw, "file": names.get(str(raw["file"]), str(raw["file"]))}

    hits = [{**place(hit), "also_at": [place(other) for other in hit["also_at"]]} for hit in given["hits"]]
    answers = [{**item, "citation": place(item["citation"])} for item in given["answers"]]
    return {**given, "hits": hits, "answers": answers}
