"""A conversation: each question answered as it is meant after the ones before."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Answer
from retriever.answer.assistant import Assistant
from retriever.dialogue.carry import Carried, Said, carry
from retriever.engine import Engine
from retriever.query.places import bare_mention
from retriever.search.filters import Filters

__all__ = ["Conversation", "Turn", "said", "understood"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What was ``typed``, the question in full that it was ``understood`` as, the words ``taken`` over, the answer."""

    typed: str
    understood: str
    taken: tuple[str, ...]
    answer: Answer

    @property
    def went_on(self) -> bool:
        """Whether the question stands on the one before."""
        return self.understood != self.typed


class Conversation:
    """Questions put to one assistant, each after the ones before. Not shared between threads."""

    def __init__(self, assistant: Assistant, before: Said | None = None) -> None:
        """Begin; ``before`` is the question to go on from, None for none."""
        self._assistant = assistant
        self._before = before

    @property
    def before(self) -> Said | None:
        """The question that the next one may stand on."""
        return self._before

    def ask(self, typed: str, top_k: int = 20, filters: Filters | None = None) -> Turn:
        """Answer ``typed`` as it is meant here. Raises as :meth:`retriever.answer.assistant.Assistant.ask`.

        Words that ask the corpus nothing (a greeting) leave the question before in place.
        """
        carried = understood(self._assistant.engine, typed, self._before)
        answer = self._assistant.ask(carried.text, top_k, filters)
        self._before = said(self._assistant.engine, carried.text, answer) or self._before
        return Turn(typed, carried.text, carried.taken, answer)

    def take_back(self, before: Said | None) -> None:
        """Go on from ``before`` instead, as after a saved conversation or one that is begun anew (None)."""
        self._before = before


def understood(engine: Engine, typed: str, before: Said | None) -> Carried:
    """Return what ``typed`` asks after ``before``."""
    query = engine.analyse(typed)
    return carry(typed, query.language, query.places, before)


def said(engine: Engine, question: str, answer: Answer) -> Said | None:
    """Return what the next question may stand on after ``question``; None when it asked the corpus nothing."""
    if not (answer.hits or answer.items):
        return None
    query, title = engine.analyse(question), None
    if answer.items:
        stated = engine.corpus.documents[answer.items[0].citation.doc_id].title
        title = stated.value if stated else None
    mentions = tuple(dict.fromkeys(bare_mention(place.mention) for place in query.places))
    return Said(query.text, query.language, mentions, title)
