"""Derive the conversion dictionaries of ``index/language/vocabulary`` from OpenCC's and from what the mainland writes.

OpenCC's regional phrases are made for software texts: applied to policy documents they turn 建立 into 创建, 蚌埠 into
蚌端口 and 工作列入 into 任务栏入. A phrase is kept only where counting says that it is foreign to the mainland:

* ``characters.txt`` (applied first): Traditional characters and variants with the phrases that decide between them, and
  regional phrases written with at least one Traditional character, when the mainland's own word is at least
  ``DOMINANCE_TRADITIONAL`` times as frequent there;
* ``words.txt`` (applied to the Simplified result): regional phrases in Simplified characters, when the mainland hardly
  ever has these characters in a row (``RARE`` per character of text) and its own word ``DOMINANCE`` times as often.

In both, a phrase that mainland text has more than once must be ``REGIONAL`` times as frequent in Taiwan's.

    python scripts/derive_vocabulary.py DATA   # DATA: the folder with prc_law_articles.jsonl.xz and the others
"""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import opencc

DOMINANCE = 5
DOMINANCE_TRADITIONAL = 10
RARE = 0.5e-6
REGIONAL = 1.5
MAINLAND = {"prc_law_articles": "text", "gov_work_report_parallel": "zh", "news": "text"}
TAIWAN = {"tw_law_articles": "text", "drcd_pairs": "passage"}
NEWS_CHARACTERS = 25_000_000
LEFT_OUT = frozenset({"電覆"})
"""Rare words that a longest match cuts out of common ones: 電覆 (to reply by wire) out of 光電覆蓋率."""

OUT = Path(__file__).resolve().parent.parent / "index" / "language" / "vocabulary"
OPENCC = Path(opencc.__file__).parent / "clib"


def entries(name: str) -> Iterator[tuple[str, str]]:
    """Yield (key, first value) of one of OpenCC's dictionaries."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "dictionary.txt"
        source = OPENCC / "share" / "opencc" / f"{name}.ocd2"
        tool: list[str | Path] = [OPENCC / "bin" / "opencc_dict", "-i", source, "-o", text, "-f", "ocd2", "-t", "text"]
        subprocess.run(tool, check=True, capture_output=True)
        for line in text.read_text(encoding="utf-8").splitlines():
            key, values = line.split("\t")
            yield key, values.split(" ")[0]


def corpus(data: Path, fields: dict[str, str]) -> str:
    """Return the texts of several files, one per line; news up to ``NEWS_CHARACTERS``."""
    texts = []
    for name, field in fields.items():
        size = 0
        with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                texts.append(json.loads(line)[field])
                size += len(texts[-1])
                if name == "news" and size > NEWS_CHARACTERS:
                    break
    return "\n".join(texts)


def longest_match(text: str, table: dict[str, str]) -> str:
    """Convert as OpenCC does: the longest key at each place, from left to right."""
    longest = max(map(len, table), default=0)
    made, at = [], 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            if text[at : at + size] in table:
                made.append(table[text[at : at + size]])
                at += size
                break
        else:
            made.append(text[at])
            at += 1
    return "".join(made)


def close(table: dict[str, str]) -> None:
    """Make the conversion stable: a value that would be converted again stands for itself."""
    changed = True
    while changed:
        changed = False
        for value in sorted(set(table.values())):
            if longest_match(value, table) != value:
                table[value] = value
                changed = True


def main() -> None:
    """Write both dictionaries."""
    data = Path(sys.argv[1])
    simplified = opencc.OpenCC("t2s").convert
    mainland = corpus(data, MAINLAND)
    taiwan = simplified(corpus(data, TAIWAN))

    def regional(here: int, there: int) -> bool:
        return here <= 1 or there / len(taiwan) >= REGIONAL * here / len(mainland)

    def foreign(key: str, value: str, dominance: int) -> bool:
        here = mainland.count(key)
        return here * dominance <= mainland.count(value) and regional(here, taiwan.count(key))

    characters: dict[str, str] = {}
    for name in ("TSCharacters", "TSCharactersExt"):
        characters.update({key: value for key, value in entries(name) if len(key) == 1})
    phrases = {key: value for key, value in entries("TSPhrases") if key not in LEFT_OUT}
    for name in ("TWVariantsRevPhrases", "HKVariantsRevPhrases"):
        for key, value in entries(name):
            phrases.setdefault(key, simplified(value))
    for name in ("TWVariantsRev", "HKVariantsRev"):
        for key, value in entries(name):
            made = longest_match(value, characters)
            if key in characters or made == key:
                continue
            # 著 and 么 are the mainland's own characters as well: only what no phrase decides is counted.
            decided = sorted({p for p in map(simplified, phrases) if key in p}, key=len, reverse=True)
            counts = []
            for text in (mainland, taiwan):
                for phrase in decided:
                    text = text.replace(phrase, "")
                counts.append(text.count(key))
            if counts[0] * DOMINANCE_TRADITIONAL <= mainland.count(made) and regional(*counts):
                characters[key] = made
    words: dict[str, str] = {}
    for name in ("TWPhrasesRev", "HKPhrasesRev"):
        for key, value in entries(name):
            source, target = simplified(key), simplified(value)
            if source == target:
                continue
            if mainland.count(source) <= RARE * len(mainland) and foreign(source, target, DOMINANCE):
                words.setdefault(source, target)
            if source != key and foreign(source, target, DOMINANCE_TRADITIONAL):
                phrases.setdefault(key, target)
    table = {**characters, **phrases}
    close(table)
    close(words)
    OUT.mkdir(exist_ok=True)
    for name, entries_of in (("characters", table), ("words", words)):
        lines = [f"{key}\t{value}\n" for key, value in sorted(entries_of.items())]
        (OUT / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(lines)} entries")


if __name__ == "__main__":
    main()
