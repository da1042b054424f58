"""Examples by rule, to learn on before the written questions: what is said twice, and what is said in English.

Said twice: a sentence with a stretch taken out asks for it; another sentence of the same text that holds the stretch
answers (recurring span selection: Ram et al., 2021, "Few-Shot Question Answering by Pretraining Span Selection").
Said in English: a translated sentence or article is the question, its Chinese counterpart among its neighbours the
evidence.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from index.types import Span
from scripts.training.corpus import rows
from scripts.training.reader.rewrite import Example, sentence_spans
from scripts.training.reader.stream import Source, Stream, varied

SHORTEST, LONGEST_SPAN = 3, 14
"""Characters of a stretch that two sentences share."""

LONGEST = 380
NEGATIVES = 0.4
"""Part of the examples whose passage is of the same text but does not answer."""

Pairs = Sequence[tuple[str, str]]
"""Chinese and English that say the same, in the order of their text."""


def _repeated(sentences: Sequence[str], rng: random.Random) -> tuple[int, int, str] | None:
    """Two sentences and a stretch that both hold: a number with its unit, or Chinese characters."""
    order = list(range(len(sentences)))
    rng.shuffle(order)
    for asking in order[:4]:
        text = sentences[asking]
        if not 16 <= len(text) <= 110:
            continue
        starts = list(range(len(text) - SHORTEST))
        rng.shuffle(starts)
        for start in starts[:30]:
            if not _may_begin(text, start):
                continue
            for told in order:
                if told == asking or text[start : start + SHORTEST] not in sentences[told]:
                    continue
                # A stretch that will not do is looked for in further sentences from where it has grown to.
                start, part = _grown(text, start, sentences[told])
                if re.fullmatch(r"[\w%％.]+", part) and (
                    re.search(r"\d", part) or len(part) >= 4 or rng.random() < 0.4
                ):
                    return asking, told, part
    return None


def _may_begin(text: str, start: int) -> bool:
    """Whether a number or Chinese character begins here, and no number goes on."""
    if not re.match(r"[\d一-鿿]", text[start]):
        return False
    return not (start and text[start].isdecimal() and re.match(r"[\d.]", text[start - 1]))


def _grown(text: str, start: int, other: str) -> tuple[int, str]:
    """Start and text of the stretch from ``start`` on, grown to either side while ``other`` holds it, too."""
    end = start + SHORTEST
    while (
        end - start < LONGEST_SPAN
        and end < len(text)
        and text[start : end + 1] in other
        and re.match(r"[\w%％.]", text[end])
    ):
        end += 1
    while start and end - start < LONGEST_SPAN and re.match(r"\w", text[start - 1]) and text[start - 1 : end] in other:
        start -= 1
    return start, text[start:end]


def _asking(text: str, part: str, rng: random.Random) -> str:
    """The sentence as a question for the part."""
    numeric = re.search(r"\d", part)
    word = rng.choice(("多少", "几", "什么") if numeric else ("什么", "哪里", "谁", "哪个", "____"))
    asked = text.replace(part, word)
    pieces = re.split(r"[，,；;：:]", asked.strip("。！？；;\n "))
    held = [i for i, piece in enumerate(pieces) if word in piece]
    if len(pieces) > 1 and held and rng.random() < 0.6:
        low, high = rng.randint(0, held[0]), rng.randint(held[0], len(pieces) - 1)
        pieces = pieces[low : high + 1]
    asked = "，".join(pieces)
    return asked + ("？" if rng.random() < 0.5 else "")


def said_twice(texts: Sequence[tuple[str, str]]) -> Callable[[int, random.Random], Example | None]:
    """Makes examples of (title, text): the passage is the text around the sentence that holds the stretch, too."""

    def make(number: int, rng: random.Random) -> Example | None:
        title, text = texts[number]
        spans = sentence_spans(text)
        sentences = [span.of(text) for span in spans]
        found = _repeated(sentences, rng) if len(sentences) > 2 else None
        if found is None:
            return None
        asking, told, part = found
        question = _asking(sentences[asking], part, rng)
        low, high = _sentences_around([span.size for span in spans], told, asking, rng)
        passage = text[spans[low].start : spans[high].end]
        if rng.random() < NEGATIVES:
            left = "".join(sentence for sentence in sentences if part not in sentence)
            if len(left) <= 50:
                return None
            return varied(Example(question, title, left[:LONGEST], False, source="twice"), rng)
        if passage.count(part) > 1 and rng.random() < 0.7:
            return None
        offset = spans[told].start - spans[low].start
        evidence = Span(offset, offset + len(sentences[told].rstrip()))
        start = offset + sentences[told].index(part)
        answer = Span(start, start + len(part))
        return varied(Example(question, title, passage, True, evidence, answer, source="twice"), rng)

    return make


def _sentences_around(sizes: Sequence[int], told: int, asking: int, rng: random.Random) -> tuple[int, int]:
    """First and last sentence of a passage of random size around one sentence, without the one that asks."""
    size, low, high = sizes[told], told, told
    want = rng.randint(90, LONGEST)
    while size < want:
        sides = [low - 1 if step < 0 else high + 1 for step in rng.sample((-1, 1), 2)]
        near = [i for i in sides if 0 <= i < len(sizes) and i != asking and size + sizes[i] <= LONGEST]
        if not near:
            break
        low, high, size = min(low, near[0]), max(high, near[0]), size + sizes[near[0]]
    return low, high


def said_in_english(groups: Sequence[tuple[str, Pairs]]) -> Callable[[int, random.Random], Example | None]:
    """Makes examples of (title, pairs)."""

    def make(number: int, rng: random.Random) -> Example | None:
        title, pairs = groups[number]
        at = rng.randrange(len(pairs))
        chinese, english = pairs[at]
        if not 8 <= len(chinese) <= 330:
            return None
        asked, evidence = _corresponding(chinese, english, rng)
        question = _shortened(asked.strip()[:260], rng)
        low, high = _pairs_around(pairs, at, rng)
        if rng.random() < NEGATIVES:
            text = _apart(pairs, low, high, rng)
            return varied(Example(question, title, text, False, source="english"), rng) if len(text) > 20 else None
        before = "".join(text for text, _ in pairs[low:at])
        passage = before + "".join(text for text, _ in pairs[at : high + 1])
        start = len(before) + chinese.index(evidence)
        span = Span(start, start + len(evidence.rstrip()))
        return varied(Example(question, title, passage, True, span, None, source="english"), rng)

    return make


def _corresponding(chinese: str, english: str, rng: random.Random) -> tuple[str, str]:
    """An English question and the Chinese that says it: all, a line where both have as many, or the first sentences."""
    parts = [part for part in re.split(r"(?<=[.;:])\s+", english) if len(part) > 25]
    lines, translated = [line for line in chinese.split("\n") if line.strip()], english.strip().split("\n")
    evidence = chinese
    if len(parts) > 1 and len(lines) == len(translated) > 1:
        line = rng.randrange(len(lines))
        evidence, english = lines[line], translated[line]
    if len(english) < 260:
        return english, evidence
    if evidence == chinese and len(chinese) >= 120:
        evidence = sentence_spans(chinese)[0].of(chinese)
    return (parts[0] if parts else english[:260]), evidence


def _pairs_around(pairs: Pairs, at: int, rng: random.Random) -> tuple[int, int]:
    """First and last pair of a passage around one."""
    low, high, size = at, at, len(pairs[at][0])
    while size < LONGEST and rng.random() < 0.85:
        near = [i for i in (low - 1, high + 1) if 0 <= i < len(pairs) and size + len(pairs[i][0]) <= LONGEST]
        if not near:
            break
        chosen = rng.choice(near)
        low, high, size = min(low, chosen), max(high, chosen), size + len(pairs[chosen][0])
    return low, high


def _apart(pairs: Pairs, low: int, high: int, rng: random.Random) -> str:
    """Chinese of pairs in a row, none of them from ``low`` to ``high``; empty when there are no others."""
    others = [i for i in range(len(pairs)) if not low <= i <= high]
    text = ""
    for i in range(rng.choice(others), len(pairs)) if others else ():
        if low <= i <= high or len(text) + len(pairs[i][0]) > LONGEST:
            break
        text += pairs[i][0]
    return text


def _shortened(text: str, rng: random.Random) -> str:
    """The text, or some of its words in a row, or with a number asked for."""
    luck = rng.random()
    words = text.split()
    if luck < 0.35 and len(words) > 12:
        size = rng.randint(8, len(words) - 1)
        start = rng.randint(0, len(words) - size)
        return " ".join(words[start : start + size])
    if luck < 0.5:
        return re.sub(r"\b\d[\d,.]*%?", "how many", text, count=1)
    return text


def build_synthetic(data: Path, seed: int) -> Stream:
    """The stream of examples by rule."""
    news = [("", row["text"]) for number, row in enumerate(rows(data, "news")) if number % 2 == 0]
    policy = [(row["title"], row["text"]) for row in rows(data, "policy_docs")]
    chunks = [(title, text[i : i + 1600]) for title, text in policy for i in range(0, max(1, len(text) - 400), 1200)]
    law: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(data, "tw_law_parallel"):
        if row["same_version"]:
            law[row["law_zh"]].append((row["zh"] + "\n", row["en"]))
    laws = _windows({title: pairs for title, pairs in law.items() if len(pairs) > 3}, 12)
    spoken: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(data, "gov_work_report_parallel"):
        spoken[f"{row['year']}年政府工作报告"].append((row["zh"], row["en"]))
    reports = _windows(spoken, 30)
    return Stream(
        [
            Source("news", len(news), said_twice(news), 0.34),
            Source("documents", len(chunks), said_twice(chunks), 0.12),
            Source("laws", len(laws), said_in_english(laws), 0.38),
            Source("reports", len(reports), said_in_english(reports), 0.16),
        ],
        seed,
    )


def _windows(groups: Mapping[str, Pairs], size: int) -> list[tuple[str, Pairs]]:
    """Runs of pairs, so that long texts are drawn from as often as their length asks for."""
    return [(title, pairs[i : i + size]) for title, pairs in groups.items() for i in range(0, len(pairs), size)]
