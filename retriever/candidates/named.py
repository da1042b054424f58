"""What a question names: titles in 《》, Latin words in Chinese, capitalised words in English.

A question about a named thing is answered only by a text that names it; words near in meaning do not stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.language.normalise import normalise_text

__all__ = ["Name", "names_in"]

Translate = Callable[[str], Sequence[tuple[str, Sequence[str]]]]

_TITLE = re.compile(r"《([^《》]{2,60})》")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+/&-][A-Za-z0-9]+)*")
_CAPITALISED = re.compile(r"[A-Z][\w'’.&+-]*(?:\s+(?:(?:of|the|and|for|on|in)\s+)*[A-Z][\w'’.&+-]*)*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.?!:;]\s+|[\"“‘(]\s*)$")
_SMALL = frozenset(("of", "the", "and", "for", "on", "in"))
_COMMON_NAMES = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday i five-year plan china chinese prc"
)
_CALENDAR = frozenset(_COMMON_NAMES.split())


@dataclass(frozen=True, slots=True)
class Name:
    """A thing that a question names, as ``parts`` that must all be said, each by one of its normalised forms."""

    parts: tuple[tuple[str, ...], ...]

    def said_in(self, text: str) -> float:
        """Return the share (0..1) of the parts that ``text`` (normalised) says."""
        return sum(any(form in text for form in forms) for forms in self.parts) / len(self.parts)


def names_in(text: str, language: str, translate: Translate, leave_out: Collection[str] = ()) -> tuple[Name, ...]:
    """Return what a question ``text``, as asked, names; ``leave_out`` are lower-case names of places, no names here."""
    found = list(_english(text, translate, leave_out)) if language == "en" else list(_chinese(text, translate))
    return tuple(dict.fromkeys(found))


def _chinese(text: str, translate: Translate) -> Iterator[Name]:
    for title in _TITLE.findall(text):
        plain = normalise_text(title)
        yield Name(tuple((pair,) for pair in map("".join, pairwise(plain))) or ((plain,),))
    for word in _LATIN.findall(_TITLE.sub(" ", text)):
        if len(word) > 1:
            yield _name([word], translate)


def _english(text: str, translate: Translate, leave_out: Collection[str]) -> Iterator[Name]:
    words = [w for w in _WORD.findall(text) if w.lower() not in _SMALL]
    if all(w[0].isupper() for w in words):
        return  # written like a headline: capitals name nothing
    for run in _CAPITALISED.finditer(text):
        said = run.group().split()
        if _SENTENCE_START.search(text[: run.start()]):
            said = said[1:]  # any word begins a sentence with a capital
        kept = [w for w in said if not _is_common(w, leave_out)]
        if kept:
            yield _name(kept, translate)


def _is_common(word: str, leave_out: Iterable[str]) -> bool:
    plain = re.sub(r"['’]s?$", "", word.lower()).strip(".")
    return plain in _SMALL or plain in _CALENDAR or any(plain in place.split() for place in leave_out)


def _name(words: Sequence[str], translate: Translate) -> Name:
    plain = normalise_text(" ".join(words)).lower()
    said = [(word, *forms) for word, forms in translate(plain)]
    covered = {part for word, *_ in said for part in word.split()}
    rest = [(word,) for word in plain.split() if word not in covered and not any(word.startswith(c) for c in covered)]
    return Name(tuple(said) + tuple(rest))
