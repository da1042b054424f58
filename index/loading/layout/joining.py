"""Lines of one paragraph put together: Chinese without a blank, other scripts with one, broken words made whole."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.lexicon import STOPWORDS, Lexicon
from index.loading.layout.segments import Char, is_wide, text_of

__all__ = ["in_chinese", "join"]

_HYPHENS = frozenset("-\u2010\xad")
_SOFT = "\xad"
_WIDE_SHARE = 0.3
"""The share of Chinese characters from which a line is Chinese that holds Latin words or figures."""

_NEAR = 80
"""Characters on either side of a line break that are looked at for it: about two lines."""

_LONGEST_WORD = 200


def join(lines: Sequence[Sequence[Char]]) -> list[Char]:
    """Return the characters of lines that one paragraph or cell consists of."""
    made: list[Char] = []
    blank = False
    for line in lines:
        end = len(line)
        while end and line[end - 1].char.isspace():
            end -= 1
        if not end:
            continue
        if made:
            _close(made, line[:end], blank)
        made += line[:end]
        blank = end < len(line)
    return made


def _close(made: list[Char], line: Sequence[Char], blank: bool) -> None:
    """Prepare the end of ``made`` for ``line`` to follow: put a blank in, or take the hyphen of a broken word out.

    ``blank`` tells that the file has a blank there. Chinese layout breaks Latin words and numbers anywhere, so that in
    it nothing else parts two words.
    """
    last, first = made[-1].char, line[0].char
    if last in _HYPHENS and len(made) > 1 and made[-2].char.isalpha() and not is_wide(made[-2].char):
        if last == _SOFT or (first.islower() and _is_broken(_word_before(made), _word_after(line))):
            made.pop()
        return
    if is_wide(last) or is_wide(first) or first.isspace():
        return
    if last in "/-–—" or (not blank and _breaks_anywhere(made, line)):
        return
    made.append(Char(" ", made[-1].page, None))


def in_chinese(before: str, after: str) -> bool:
    """Whether a line ends with ``before`` in Chinese text, whose layout breaks the words and numbers in it anywhere."""
    last, first = before[-_NEAR:], after[:_NEAR]
    if sum(map(is_wide, last)) > _WIDE_SHARE * len(last) and any(map(is_wide, first)):
        return True
    return before[-1].isdigit() and after[0].isdigit() and any(map(is_wide, last + first))


def _breaks_anywhere(made: Sequence[Char], line: Sequence[Char]) -> bool:
    """Whether a line break between two letters or figures parts no words: in Chinese text, and in an address."""
    if in_chinese(text_of(made[-_NEAR:]), text_of(line[:_NEAR])):
        return True
    if made[-1].char.isdigit() and line[0].char.isdigit():
        return False
    word = text_of(made[-_LONGEST_WORD:]).rpartition(" ")[2]
    return "://" in word or "www." in word


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
