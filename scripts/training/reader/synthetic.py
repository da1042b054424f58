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
LONGEST = 380
NEGATIVES = 0.4
_RUN = re.compile(r"\d[\d.,]*[%％]?[一-鿿]{0,2}|[一-鿿]{3,14}")
_WORD = re.compile(r"[\d.,]+(?:%|％|[万亿]?[一-鿿])?")


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
            if not re.match(r"[\d一-鿿]", text[start]) or (
                start and re.match(r"\d", text[start]) and re.match(r"[\d.]", text[start - 1])
            ):
                continue
            for told in order:
                if told == asking or text[start : start + SHORTEST] not in sentences[told]:
                    continue
                other = sentences[told]
                size = SHORTEST
                while (
                    size < LONGEST_SPAN
                    and start + size < len(text)
                    and text[start : start + size + 1] in other
                    and re.match(r"[\w%％.]", text[start + size])
                ):
                    size += 1
                while (
                    start
                    and size < LONGEST_SPAN
                    and re.match(r"\w", text[start - 1])
                    and text[start - 1 : start + size] in other
                ):
                    start, size = start - 1, size + 1
                part = text[start : start + size]
                if re.fullmatch(r"[\w%％.]+", part) and (re.search(r"\d", part) or size >= 4 or rng.random() < 0.4):
                    return asking, told, part
    return None


def _asking(text: str, part: str, rng: random.Random) -> str:
    """The sentence as a question for the part."""
    word = (
        rng.choice(("多少", "几", "什么"))
        if re.search(r"\d", part)
        else rng.choice(("什么", "哪里", "谁", "哪个", "____"))
    )
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
        size, low, high = spans[told].size, told, told
        want = rng.randint(90, LONGEST)
        while size < want:
            grown = False
            for step in rng.sample((-1, 1), 2):
                at = low - 1 if step < 0 else high + 1
                if 0 <= at < len(spans) and at != asking and size + spans[at].size <= LONGEST:
                    low, high, size, grown = min(low, at), max(high, at), size + spans[at].size, True
                    break
            if not grown:
                break
        passage = text[spans[low].start : spans[high].end]
        if rng.random() < NEGATIVES:
            left = "".join(s for i, s in enumerate(sentences) if i != asking and part not in s)
            return (
                varied(Example(question, title, left[:LONGEST], False, source="twice"), rng) if len(left) > 50 else None
            )
        offset = spans[told].start - spans[low].start
        inner = sentences[told].index(part)
        if passage.count(part) > 1 and rng.random() < 0.7:
            return None
        end = offset + len(sentences[told].rstrip())
        answer = Span(offset + inner, offset + inner + len(part))
        return varied(Example(question, title, passage, True, Span(offset, end), answer, source="twice"), rng)

    return make


def said_in_english(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
) -> Callable[[int, random.Random], Example | None]:
    """Makes examples of (title, pairs of Chinese and English in their order)."""

    def make(number: int, rng: random.Random) -> Example | None:
        title, pairs = groups[number]
        at = rng.randrange(len(pairs))
        chinese, english = pairs[at]
        if not 8 <= len(chinese) <= 330:
            return None
        parts = [part for part in re.split(r"(?<=[.;:])\s+", english) if len(part) > 25]
        sections = [part for part in re.split(r"\n", chinese) if part.strip()]
        evidence = chinese
        if len(parts) > 1 and len(sections) == len(english.strip().split("\n")) and len(sections) > 1:
            line = rng.randrange(len(sections))
            evidence, english = sections[line], english.strip().split("\n")[line]
        question = english if len(english) < 260 else (parts[0] if parts else english[:260])
        if question != english and evidence == chinese:
            evidence = chinese if len(chinese) < 120 else sentence_spans(chinese)[0].of(chinese)
        question = _shortened(question.strip()[:260], rng)
        low, high, size = at, at, len(chinese)
        while size < LONGEST and rng.random() < 0.85:
            near = [i for i in (low - 1, high + 1) if 0 <= i < len(pairs) and size + len(pairs[i][0]) <= LONGEST]
            if not near:
                break
            chosen = rng.choice(near)
            low, high, size = min(low, chosen), max(high, chosen), size + len(pairs[chosen][0])
        if rng.random() < NEGATIVES:
            others = [i for i in range(len(pairs)) if not low <= i <= high]
            if not others:
                return None
            start = rng.choice(others)
            text = ""
            for i in range(start, len(pairs)):
                if low <= i <= high or len(text) + len(pairs[i][0]) > LONGEST:
                    break
                text += pairs[i][0]
            return varied(Example(question, title, text, False, source="english"), rng) if len(text) > 20 else None
        before = "".join(pairs[i][0] for i in range(low, at))
        passage = before + "".join(pairs[i][0] for i in range(at, high + 1))
        start = len(before) + chinese.index(evidence)
        span = Span(start, start + len(evidence.rstrip()))
        return varied(Example(question, title, passage, True, span, None, source="english"), rng)

    return make


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
    reports: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(data, "gov_work_report_parallel"):
        reports[f"{row['year']}年政府工作报告"].append((row["zh"], row["en"]))
    return Stream(
        [
            Source("news", len(news), said_twice(news), 0.34),
            Source("documents", len(chunks), said_twice(chunks), 0.12),
            Source("laws", len(laws), said_in_english(laws), 0.38),
            Source("reports", len(_windows(reports, 30)), said_in_english(_windows(reports, 30)), 0.16),
        ],
        seed,
    )


def _windows(groups: Mapping[str, Sequence[tuple[str, str]]], size: int) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Runs of pairs, so that long texts are drawn from as often as their length asks for."""
    return [(title, pairs[i : i + size]) for title, pairs in groups.items() for i in range(0, len(pairs), size)]
