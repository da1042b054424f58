"""Training pairs: texts that belong together, as token ids, one set per source.

Every set is built in a fixed order from a seeded generator, so that the same data gives the same pairs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import rjieba
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scripts.training.corpus import glosses, normalise, normalise_english, rows, sentences

TextPair = tuple[str, str]
Reverse = Mapping[str, Sequence[tuple[str, float]]]
"""English entries, with weights, by Chinese word: the lexicon turned round."""

LONGEST_TEXT = 192
"""Characters of a Chinese text that are used, about 96 tokens; English texts may have two and a half times as many."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of many texts: text *i* is ``ids[starts[i]:starts[i + 1]]``; ids are int32, starts int64."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return self.starts.size - 1


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of one source. Equal texts have equal keys (CRC-32), so that a repeat is never taken for a negative.

    `share` is the part of the training steps that draw from this set, relative to the other sets.
    """

    name: str
    left: Ragged
    right: Ragged
    left_key: NDArray[np.int64]
    right_key: NDArray[np.int64]
    share: float

    def __len__(self) -> int:
        return len(self.left)


def ragged(tokenizer: Tokenizer, texts: Sequence[str]) -> Ragged:
    """Tokenise texts into one flat array."""
    parts = [np.array(e.ids, dtype=np.int32) for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    starts = np.concatenate(([0], np.cumsum([part.size for part in parts], dtype=np.int64)))
    return Ragged(np.concatenate(parts) if parts else np.zeros(0, np.int32), starts)


def _cut(text: str) -> str:
    return text[:LONGEST_TEXT]


def law_titles(data: Path) -> Iterator[TextPair]:
    """Law title and chapter → article."""
    for name in ("prc_law_articles", "tw_law_articles"):
        for row in rows(data, name):
            if len(row["text"]) >= 12:
                yield normalise(f"{row['law']} {row['chapter'] or ''}"), _cut(normalise(row["text"]))


def law_cloze(data: Path, dice: random.Random) -> Iterator[TextPair]:
    """One sentence of an article → the law's title with the rest of it (inverse cloze; Lee et al., ACL 2019)."""
    for name in ("prc_law_articles", "tw_law_articles"):
        for row in rows(data, name):
            parts = sentences(normalise(row["text"]))
            if len(parts) >= 2:
                chosen = dice.randrange(len(parts))
                rest = parts if dice.random() < 0.15 else parts[:chosen] + parts[chosen + 1 :]
                yield parts[chosen], normalise(row["law"]) + " " + _cut("".join(rest))


def news_leads(data: Path, dice: random.Random) -> Iterator[TextPair]:
    """First sentence of a report → a later stretch of it."""
    for row in rows(data, "news"):
        parts = sentences(normalise(row["text"]))
        if len(parts) >= 4:
            start = dice.randrange(1, len(parts) - 1)
            yield _cut(parts[0]), _cut("".join(parts[start:]))


def news_cloze(data: Path, dice: random.Random) -> Iterator[TextPair]:
    """One sentence of a report → its neighbours."""
    for row in rows(data, "news"):
        parts = sentences(normalise(row["text"]))
        if len(parts) >= 5:
            chosen = dice.randrange(len(parts))
            low = max(0, chosen - 2)
            yield parts[chosen], _cut("".join(parts[low:chosen] + parts[chosen + 1 : chosen + 4]))


def parallel_laws(data: Path) -> Iterator[TextPair]:
    """English article ↔ Chinese article, and English title of the law ↔ Chinese title."""
    titles: set[tuple[str, str]] = set()
    for row in rows(data, "tw_law_parallel"):
        title = (row["law_en"] or "", row["law_zh"])
        if title[0] and title not in titles:
            titles.add(title)
            yield normalise_english(title[0]), normalise(title[1])
        if row["same_version"] and len(row["en"]) >= 20:
            yield normalise_english(row["en"])[: 5 * LONGEST_TEXT // 2], _cut(normalise(row["zh"]))


def parallel_general(data: Path) -> Iterator[TextPair]:
    """English ↔ Chinese sentences outside the law."""
    for row in rows(data, "gov_work_report_parallel"):
        yield normalise_english(row["en"])[: 5 * LONGEST_TEXT // 2], _cut(normalise(row["zh"]))
    for row in rows(data, "tatoeba_parallel"):
        yield normalise_english(row["en"]), normalise(row["zh"])
    for row in rows(data, "ntrex_parallel"):
        yield normalise_english(row["en"]), normalise(row["zh_hans"])
        yield normalise_english(row["en"]), normalise(row["zh_hant"])


def dictionary(data: Path) -> Iterator[TextPair]:
    """Gloss ↔ word of CC-CEDICT, every gloss by itself."""
    for row in rows(data, "cedict"):
        word = normalise(row["simp"])
        for gloss in glosses(row["defs"])[:5]:
            yield normalise_english(gloss), word


def questions(data: Path) -> Iterator[TextPair]:
    """Question → passage."""
    for name in ("drcd_pairs", "cmrc_pairs"):
        for row in rows(data, name):
            yield normalise(row["question"]), normalise(row["passage"])[: 3 * LONGEST_TEXT]
    for row in rows(data, "lecoqa_pairs"):
        yield normalise(row["question"]), normalise(f"{row['title']} {row['passage']}")[: 3 * LONGEST_TEXT]


def glossed(pairs: Iterable[TextPair], reverse: Reverse, dice: random.Random, *, most: int = 14) -> Iterator[TextPair]:
    """English word-for-word glosses of the left sides → the right sides.

    A bag of words knows no order, so that a question glossed word by word is as good to it as a translated one. Each
    word keeps one English entry, drawn by its weight; at most `most` words are kept.
    """
    for left, right in pairs:
        words = [word for word in rjieba.cut(left, False) if word in reverse]
        if len(words) < 2:
            continue
        if len(words) > most:
            start = dice.randrange(len(words) - most + 1)
            words = words[start : start + most]
        english = [dice.choices([e for e, _ in reverse[w]], [p for _, p in reverse[w]])[0] for w in words]
        yield " ".join(english), right


def _every(pairs: Iterable[TextPair], step: int) -> Iterator[TextPair]:
    return (pair for number, pair in enumerate(pairs) if number % step == 0)


def build_pairs(data: Path, tokenizer: Tokenizer, reverse: Reverse, *, seed: int) -> list[PairSet]:
    """All pair sets that are not empty, in a fixed order."""

    def dice(name: str) -> random.Random:
        return random.Random(f"{seed}/{name}")

    sources: list[tuple[str, float, Callable[[], Iterable[TextPair]]]] = [
        ("questions", 1.4, lambda: questions(data)),
        ("dictionary", 2.0, lambda: dictionary(data)),
        ("parallel_general", 1.0, lambda: parallel_general(data)),
        ("parallel_laws", 1.6, lambda: parallel_laws(data)),
        ("law_titles", 1.2, lambda: _every(law_titles(data), 3)),
        ("law_cloze", 1.6, lambda: _every(law_cloze(data, dice("law_cloze")), 2)),
        ("news_leads", 0.8, lambda: news_leads(data, dice("news_leads"))),
        ("news_cloze", 1.4, lambda: news_cloze(data, dice("news_cloze"))),
        ("glossed_questions", 0.8, lambda: glossed(questions(data), reverse, dice("glossed_questions"))),
        ("glossed_news", 1.6, lambda: glossed(news_cloze(data, dice("gn")), reverse, dice("glossed_news"))),
        ("glossed_laws", 0.8, lambda: glossed(_every(law_cloze(data, dice("gl")), 5), reverse, dice("glossed_laws"))),
    ]
    sets = (make_set(name, share, make(), tokenizer) for name, share, make in sources)
    return [pairs for pairs in sets if len(pairs)]


def make_set(name: str, share: float, pairs: Iterable[TextPair], tokenizer: Tokenizer) -> PairSet:
    """Tokenise pairs; those with an empty side are dropped."""
    kept = list(pairs)
    left = ragged(tokenizer, [a for a, _ in kept])
    right = ragged(tokenizer, [b for _, b in kept])
    full = np.flatnonzero((np.diff(left.starts) > 0) & (np.diff(right.starts) > 0))
    return PairSet(
        name,
        take(left, full),
        take(right, full),
        np.array([crc32(kept[i][0].encode()) for i in full], dtype=np.int64),
        np.array([crc32(kept[i][1].encode()) for i in full], dtype=np.int64),
        share,
    )


def take(texts: Ragged, which: NDArray[np.int64], longest: int | None = None) -> Ragged:
    """The chosen texts, cut to at most `longest` tokens."""
    lengths = np.diff(texts.starts)[which]
    if longest is not None:
        lengths = np.minimum(lengths, longest)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    within = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    return Ragged(texts.ids[np.repeat(texts.starts[:-1][which], lengths) + within], starts)
