"""The tokenizer of the embedded encoder: a unigram model whose pieces are words.

A static encoder has no context, so a word that is cut up has no meaning of its own. The pieces are therefore counted,
not learned by pruning: Chinese words as jieba finds them in the training text, the characters of that text, whole
English words of the parallel text and the dictionary, numbers, and short English pieces for the rest. The most probable
segmentation under their relative frequencies (Viterbi, as in SentencePiece's unigram model; Kudo, ACL 2018) is what
jieba itself computes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
import rjieba
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from scripts.training.corpus import CHINESE_SOURCES, ENGLISH_SOURCES, glosses, normalise, normalise_english, rows

UNKNOWN = "[UNK]"
WORD = r"\p{Han}+|[0-9]+|[\p{Latin}\p{M}]+|[\p{Greek}]+|[\p{Cyrillic}]+|[%℃°$¥€]"
"""What is a word: runs of Han, digits and letters, and a few signs with a meaning. Other punctuation is dropped."""

LONGEST_HAN = 6
ENGLISH_FLOOR = -11.0
"""Log-probability below which no whole English word falls: two shorter pieces together never win against it."""

GENERAL_SHARE = 0.3
"""Part of jieba's own word frequencies that is added to the counts of dictionary words: the text is mostly law."""

_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[a-zà-öø-ÿ]+")
_DIGITS = re.compile(r"[0-9]+")
_ORDINAL = re.compile(r"第?[〇零一二三四五六七八九十百千两]{2,}[条章节款项]?")


def sample_texts(data: Path, every: int) -> Iterator[str]:
    """Every `every`-th report, a third as much of the law, and all of the short sources, normalised."""
    for name, field in CHINESE_SOURCES:
        step = {"news": every, "drcd_pairs": 1, "cmrc_pairs": 1}.get(name, 3 * every if "law" in name else 1)
        for number, row in enumerate(rows(data, name)):
            if number % step == 0:
                yield normalise(row[field])


def count_chinese(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Counts of Han words with their characters, and of digit runs, in normalised texts."""
    words: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for text in texts:
        numbers.update(run for run in _DIGITS.findall(text) if len(run) <= 4)
        for run in _HAN.findall(text):
            words.update(rjieba.cut(run, False))
    return words, numbers


def count_english(data: Path) -> Counter[str]:
    """Counts of English words in the parallel text and in the glosses of the dictionary (each gloss counts 3)."""
    words: Counter[str] = Counter()
    for name, field in ENGLISH_SOURCES:
        for row in rows(data, name):
            words.update(_LATIN.findall(normalise_english(row[field])))
    for row in rows(data, "cedict"):
        for gloss in glosses(row["defs"]):
            words.update(dict.fromkeys(_LATIN.findall(normalise_english(gloss)), 3))
    return words


def _best(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _subwords(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    """The most frequent substrings of 2 to 6 letters, counted once per word: pieces for words out of the vocabulary."""
    found: Counter[str] = Counter()
    for word in counts:
        if len(word) > 3:
            found.update({word[i : i + n] for n in range(2, 7) for i in range(len(word) - n + 1)})
    weighted = Counter({piece: count * (len(piece) - 1) for piece, count in found.items()})
    return _best(weighted, limit)


def build_pieces(
    words: Counter[str], numbers: Counter[str], english: Counter[str], *, size: int, english_share: float = 0.36
) -> list[tuple[str, float]]:
    """Pieces with log-probabilities, `[UNK]` first; `size` pieces at most.

    A share of `english_share` goes to whole English words, 1,600 pieces to English subwords, 1,400 to numbers, and the
    rest to Han characters and words by their count.
    """
    total = float(sum(words.values()))
    english_total = float(sum(english.values()))
    pieces: dict[str, float] = {UNKNOWN: 0.0}
    floor = -20.0
    for letter in "abcdefghijklmnopqrstuvwxyz":
        pieces[letter] = -13.0
    for digit in "0123456789":
        pieces[digit] = -9.0
    for sign in "%℃°$¥€":
        pieces[sign] = -8.0
    number_total = float(sum(numbers.values()))
    for number, count in _best(numbers, 1400):
        pieces[number] = max(math.log(count / number_total), -12.0)
    for word, count in _best(english, int(size * english_share)):
        pieces[word] = max(math.log(count / english_total), ENGLISH_FLOOR)
    for piece, _ in _subwords(english, 1600):
        pieces.setdefault(piece, ENGLISH_FLOOR - 2.5 + 0.2 * len(piece))
    characters: Counter[str] = Counter()
    for word, count in words.items():
        for character in word:
            characters[character] += count
    for character, count in _best(characters, 7000):
        pieces[character] = max(math.log(max(words[character], count * 0.01) / total), floor)
    long_words = {w: c for w, c in words.items() if 1 < len(w) <= LONGEST_HAN and not _ORDINAL.fullmatch(w)}
    for word, count in _best(Counter(long_words), size):
        if len(pieces) >= size:
            break
        pieces[word] = math.log(count / total)
    return list(pieces.items())


def make_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A `tokenizers` unigram tokenizer over normalised text, without special tokens."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORD), behavior="removed", invert=True)
    return tokenizer


def train_tokenizer(data: Path, *, size: int, every: int) -> Tokenizer:
    """Count the words of the training text and build the tokenizer; deterministic."""
    words, numbers = count_chinese(sample_texts(data, every))
    jieba.initialize()
    for row in rows(data, "cedict"):
        for word in _HAN.findall(normalise(row["simp"])):
            words[word] += 1 + int(GENERAL_SHARE * (jieba.get_FREQ(word) or 0))
    return make_tokenizer(build_pieces(words, numbers, count_english(data), size=size))
