"""Lines of one paragraph put together: Chinese without a blank, other scripts with one, broken words made whole."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.lexicon import STOPWORDS, Lexicon
from index.loading.layout.segments import Char, is_wide

__all__ = ["join"]

_HYPHENS = frozenset("-\u2010\xad")
_SOFT = "\xad"
_WIDE_SHARE = 0.3
"""The share of Chinese characters from which a line may break a number or stand before a quotation mark."""


def join(lines: Sequence[Sequence[Char]]) -> list[Char]:
    """Return the characters of lines that one paragraph or cell consists of."""
    made: list[Char] = []
    for line in lines:
        if not line:
            continue
        if made:
            _close(made, line)
        made += line
    return made


def _close(made: list[Char], line: Sequence[Char]) -> None:
    """Prepare the end of ``made`` for ``line`` to follow: put a blank in, or take the hyphen of a broken word out."""
    last, first = made[-1].char, line[0].char
    if last in _HYPHENS and len(made) > 1 and made[-2].char.isalpha() and not is_wide(made[-2].char):
        if last == _SOFT or (first.islower() and _is_broken(_word_before(made), _word_after(line))):
            made.pop()
        return
    if is_wide(last) or is_wide(first) or last.isspace() or first.isspace():
        return
    words = last.isalpha() and first.isalpha()
    if last in "/-–—" or (not words and _is_mostly_wide(made[-40:]) and _is_mostly_wide(line[:40])):
        return
    made.append(Char(" ", made[-1].page, None))


def _is_mostly_wide(chars: Sequence[Char]) -> bool:
    return sum(is_wide(char.char) for char in chars) > _WIDE_SHARE * len(chars)


def _word_before(made: Sequence[Char]) -> str:
    end = start = len(made) - 1
    while start and made[start - 1].char.isascii() and made[start - 1].char.isalpha():
        start -= 1
    return "".join(char.char for char in made[start:end])


def _word_after(line: Sequence[Char]) -> str:
    end = 0
    while end < len(line) and line[end].char.isascii() and line[end].char.isalpha():
        end += 1
    return "".join(char.char for char in line[:end])


def _is_broken(before: str, after: str) -> bool:
    """Whether two pieces are one word broken at the end of a line, and not a compound that has a hyphen of its own."""
    if _is_word(before + after):
        return True
    return not (_is_word(before) and _is_word(after))


def _is_word(word: str) -> bool:
    lower = word.lower()
    return lower in STOPWORDS or Lexicon.load().entry((lower,)) is not None
