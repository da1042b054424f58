"""Train the English-Chinese lexicon: ``python -m scripts.train_lexicon --data DIR``.

Parallel text and the dictionary are aligned by IBM Model 1 in both directions; frequent pairs of words and whole
glosses of the dictionary become phrases. The output is one deterministic file of tab-separated lines, sorted by entry.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import rjieba

from index.language.lexicon import LEXICON_FILE, LONGEST_PHRASE, STOPWORDS, forms, words_of
from scripts.training.align import Bitext, Table, agreed, model1
from scripts.training.corpus import glosses, normalise, normalise_english, rows

PARALLEL = (
    ("tw_law_parallel", "zh", 0.4),
    ("gov_work_report_parallel", "zh", 1.0),
    ("tatoeba_parallel", "zh", 1.0),
    ("ntrex_parallel", "zh_hans", 1.0),
)
"""Files of parallel text, their Chinese fields, and how much a pair of each counts: the law has most of the pairs."""

LONGEST_SENTENCE = 60
"""Sentence pairs with more distinct content words than this on a side are left out: Model 1 learns little from them."""

MOST_TRANSLATIONS = 8
LEAST_PROBABILITY = 0.025

PHRASE_COUNT = 10
"""Two neighbouring content words that stand together this often are aligned as a phrase beside the two words."""

PHRASE_CERTAINTY = 0.4
"""Least probability of the best translation of such a phrase; others say no more than their words."""

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_TERM = re.compile(r"[㐀-鿿豈-﫿a-z0-9]+")
_FUNCTION = frozenset("的了是在和与及或之其以为于由对将把被就也都而但并所者这那有不个们着过地得从到向等其中可应")

Pair = tuple[list[str], list[str], float]


def chinese_words(text: str) -> list[str]:
    """Distinct jieba words of the Han runs of a normalised text, single function characters left out."""
    words = (word for run in _HAN.findall(text) for word in rjieba.cut(run, False))
    return list(dict.fromkeys(word for word in words if word not in _FUNCTION))


def english_words(text: str) -> list[str]:
    """Content words of an English text in lower case, in order; a stop word or number leaves an empty string."""
    return ["" if word in STOPWORDS or word[0].isdigit() or len(word) < 2 else word for word in words_of(text)]


def with_phrases(words: list[str], known: Container[str]) -> list[str]:
    """Distinct words, and the known phrases of two neighbouring words among them."""
    pairs = (f"{first} {second}" for first, second in pairwise(words) if first and second)
    return list(dict.fromkeys([*(word for word in words if word), *(pair for pair in pairs if pair in known)]))


def sentence_pairs(data: Path) -> Iterator[Pair]:
    """(English words, Chinese words, weight) of every usable sentence pair and dictionary gloss."""
    for name, field, weight in PARALLEL:
        seen: set[tuple[str, str]] = set()
        for row in rows(data, name):
            key = (row["en"], row[field])
            if key in seen or row.get("same_version") is False:
                continue
            seen.add(key)
            yield english_words(normalise_english(row["en"])), chinese_words(normalise(row[field])), weight
    for row in rows(data, "cedict"):
        word = normalise(row["simp"])
        if not _TERM.fullmatch(word):
            continue
        parts = chinese_words(word)
        for gloss in glosses(row["defs"]):
            english = english_words(normalise_english(gloss))
            content = sum(word != "" for word in english)
            if 0 < content <= 6:
                yield english, [word], content**-0.5
                if len(parts) > 1:
                    yield english, parts, 0.5


def phrases(data: Path) -> dict[str, Counter[str]]:
    """Whole glosses of two to `LONGEST_PHRASE` words with the dictionary words that they explain."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(data, "cedict"):
        for gloss in glosses(row["defs"]):
            words = words_of(normalise_english(gloss))
            if 2 <= len(words) <= LONGEST_PHRASE and words[0] not in STOPWORDS and words[-1] not in STOPWORDS:
                word = normalise(row["simp"])
                if _HAN.fullmatch(word):
                    found[" ".join(words)][word] += 1
    return found


def lemmas(counts: Counter[str]) -> dict[str, str]:
    """Every word with its base form: the first other form that is common enough, else itself."""
    chosen: dict[str, str] = {}
    for word, count in counts.items():
        base = next((form for form in forms(word) if form != word and counts[form] >= max(2, count / 20)), word)
        chosen[word] = base
    return chosen


def train(data: Path, *, iterations: int = 6) -> dict[str, list[tuple[str, float]]]:
    """Translations of every English entry, most probable first."""
    pairs = list(sentence_pairs(data))
    base = lemmas(Counter(word for english, _, _ in pairs for word in english if word))
    texts = [[base.get(word, "") for word in english] for english, _, _ in pairs]
    neighbours = Counter(f"{a} {b}" for words in texts for a, b in pairwise(words) if a and b)
    known = {phrase for phrase, count in neighbours.items() if count >= PHRASE_COUNT}
    bitext = [(words, chinese, share) for words, (_, chinese, share) in zip(texts, pairs, strict=True)]
    entries = _align(bitext, frozenset(), iterations)
    for entry, translations in _align(bitext, known, iterations).items():
        if " " in entry and translations[0][1] >= PHRASE_CERTAINTY:
            entries[entry] = translations
    for phrase, explained in phrases(data).items():
        entries[phrase] = _mixed(entries.get(phrase, []), explained)
    return entries


def _align(bitext: Iterable[Pair], known: Container[str], iterations: int) -> dict[str, list[tuple[str, float]]]:
    """Translations of words and of the `known` phrases.

    A phrase takes probability from its words, so the words' own translations are best learned without phrases.
    """
    english_ids: dict[str, int] = {"": 0}
    chinese_ids: dict[str, int] = {"": 0}
    source, target, weight = [], [], []
    for words, chinese, share in bitext:
        english = with_phrases(words, known)
        if not 0 < len(english) <= LONGEST_SENTENCE or not 0 < len(chinese) <= LONGEST_SENTENCE:
            continue
        source.append(np.array([english_ids.setdefault(word, len(english_ids)) for word in english], dtype=np.int64))
        target.append(np.array([chinese_ids.setdefault(word, len(chinese_ids)) for word in chinese], dtype=np.int64))
        weight.append(share)
    forward = model1(Bitext(source, target, weight), iterations=iterations)
    backward = model1(Bitext(target, source, weight), iterations=iterations)
    return _prune(agreed(forward, backward), list(english_ids), list(chinese_ids))


def _mixed(aligned: list[tuple[str, float]], explained: Counter[str]) -> list[tuple[str, float]]:
    """Half of what the alignment says and half of what the dictionary says, or all of the one that says anything."""
    half = 0.5 if aligned else 1.0
    shares: dict[str, float] = defaultdict(float)
    for term, probability in aligned:
        shares[term] += half * probability
    for term, count in explained.items():
        shares[term] += half * count / sum(explained.values())
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:MOST_TRANSLATIONS]


def _prune(table: Table, english: list[str], chinese: list[str]) -> dict[str, list[tuple[str, float]]]:
    entries: dict[str, list[tuple[str, float]]] = defaultdict(list)
    keep = np.flatnonzero(table.probability >= LEAST_PROBABILITY)
    for at in keep[np.lexsort((table.target[keep], -table.probability[keep]))]:
        translations = entries[english[table.source[at]]]
        if len(translations) < MOST_TRANSLATIONS:
            translations.append((chinese[table.target[at]], float(table.probability[at])))
    return dict(entries)


def write(entries: dict[str, list[tuple[str, float]]], path: Path) -> None:
    """Write the lexicon as sorted lines ``entry TAB term,permille,…``; the same entries give the same bytes."""
    lines = []
    for entry in sorted(entries):  # ASCII, so that code points sort as bytes do
        total = sum(probability for _, probability in entries[entry])
        shares = [(term, round(1000 * probability / total)) for term, probability in entries[entry]]
        packed = ",".join(f"{term},{share}" for term, share in shares if share > 0)
        lines.append(f"{entry}\t{packed}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def main() -> None:
    """Parse the command line, train and write the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the training files (*.jsonl.xz)")
    parser.add_argument("--out", type=Path, default=LEXICON_FILE)
    parser.add_argument("--iterations", type=int, default=6)
    options = parser.parse_args()
    entries = train(options.data, iterations=options.iterations)
    write(entries, options.out)
    print(f"{len(entries)} entries, {options.out.stat().st_size / 1e6:.2f} MB in {options.out}")


if __name__ == "__main__":
    main()
