"""The draft check, whole, on written sentences: ``python -m scripts.measure_check --bench DIR --data DIR [--every N]``.

Each sentence of ``claims-written-dev`` is checked on its own against an index of the documents that they are about, put
together from the paragraphs of these sentences and of the questions of ``qa-written-dev``, and of `OTHERS` more of
``policy_docs``.

Right: found (verbatim, same words, supported) where a person says supported or same words, else the person's verdict.
An alarm is *differs*, *elsewhere* or *absent* on a sentence that is borne out; "to look at" is *review*. Let through:
found although it differs. In brackets the 95% interval of bootstrap samples.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.check.drafts import NO_CLAIM
from index.build import build_index
from retriever.check.checker import Checker
from retriever.check.verdict import FOUND, Verdict
from retriever.engine import Engine
from scripts.intervals import interval
from scripts.measure_judge import BORNE_OUT, Sentence, sentences
from scripts.training.corpus import rows

OTHERS = 60
ALARMS = ("differs", "elsewhere", "absent")


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence and the verdict on it, `NO_CLAIM` for none."""

    sentence: Sentence
    said: str

    @property
    def right(self) -> bool:
        """Whether the verdict is that of the person."""
        return self.said in FOUND if self.sentence.label in BORNE_OUT else self.said == self.sentence.label


def documents(bench: Path, data: Path, held: Sequence[Sentence]) -> Iterator[str]:
    """Texts of the documents that the sentences are about, and of others."""
    paragraphs: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for one in held:
        paragraphs[one.passage.title].add((one.passage.headings, one.passage.text))
    for row in rows(bench / "qa-written-dev", "questions"):
        if row["title"] in paragraphs:
            paragraphs[row["title"]].add((tuple(row["heading"].split(" › ")), row["text"]))
    for title, own in paragraphs.items():
        lines, above = [title], tuple[str, ...]()
        for headings, text in sorted(own):
            new = [h for i, h in enumerate(headings) if h and headings[: i + 1] != above[: i + 1]]
            lines += [heading for heading in new if not text.startswith(heading)]
            lines.append(text)
            above = headings
        yield "\n".join(lines)
    others = list(rows(data, "policy_docs"))
    for row in random.Random(4).sample(others, OTHERS):
        yield "\n".join(dict.fromkeys((row["title"], row["text"])))


def check(held: Sequence[Sentence], texts: Sequence[str], every: int) -> list[Checked]:
    """Index the texts and check every so many sentences."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number:04}.txt" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        build_index(paths, folder / "index")
        checker = Checker(Engine.open(folder / "index"))
        found = []
        for sentence in held[::every]:
            finding = max(checker.check(sentence.text).findings, key=lambda f: f.span.size)
            found.append(Checked(sentence, finding.verdict.value if finding.verdict else NO_CLAIM))
        return found


def report(title: str, checked: Sequence[Checked]) -> None:
    """Print the figures of these sentences, and what became of every label."""
    print(f"\n{title}: {len(checked)} sentences")
    true = [one for one in checked if one.sentence.label in BORNE_OUT]
    differing = [one for one in checked if one.sentence.label == "differs"]
    remarks = [one for one in checked if one.sentence.label == NO_CLAIM]
    _share("right", checked, lambda one: one.right)
    _share("true sentences alarmed", true, lambda one: one.said in ALARMS)
    _share("... told to differ or elsewhere", true, lambda one: one.said in ("differs", "elsewhere"))
    _share("true sentences to look at", true, lambda one: one.said == "review")
    _share("errors let through", differing, lambda one: one.said in FOUND)
    _share("errors told to differ or to look at", differing, lambda one: one.said in ("differs", "review"))
    _share("remarks that are left alone", remarks, lambda one: one.said == NO_CLAIM)
    names = (*(verdict.value for verdict in Verdict), NO_CLAIM)
    print(f"    {'':12}" + "".join(f"{name:>11}" for name in names))
    for attribute in ("label", "language"):
        groups: dict[str, list[Checked]] = defaultdict(list)
        for one in checked:
            groups[getattr(one.sentence, attribute)].append(one)
        for group, own in sorted(groups.items()):
            counts = Counter(one.said for one in own)
            print(
                f"    {group:12}"
                + "".join(f"{counts[name]:>11}" for name in names)
                + f"  right {sum(one.right for one in own) / len(own):.3f}"
            )


def _share(title: str, held: Sequence[Checked], holds: Callable[[Checked], bool]) -> None:
    if held:
        values = np.array([holds(one) for one in held], dtype=np.float64)
        print(f"  {title:36} {interval(len(values), lambda drawn: float(values[drawn].mean()))}")


def main() -> None:
    """Parse the command line, check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder with the benchmarks")
    parser.add_argument("--data", type=Path, required=True, help="folder with policy_docs")
    parser.add_argument("--every", type=int, default=1, help="check every so many sentences only")
    options = parser.parse_args()
    held = list(sentences(options.bench, 1))
    texts = list(documents(options.bench, options.data, held))
    started = time.process_time()
    checked = check(held, texts, options.every)
    report("claims-written-dev, checked in a corpus", checked)
    print(
        f"  {1000 * (time.process_time() - started) / len(checked):.0f} ms of processor time a sentence, with the index"
    )


if __name__ == "__main__":
    main()
