"""Prove a gold set against its corpus and report what it covers: ``python -m eval.data.verify``.

The measuring instrument is checked before anything is measured with it: every quote stands where its offsets say,
every verbatim repeat of a quote inside its document is listed, no question is a copy of its evidence, the halves are
the documented ones. Each failure names file, line and remedy; the exit status is 1 when there is any.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from eval.data.questions import (
    GOLD,
    KINDS,
    SCRIPTS,
    SPLITS,
    Gold,
    GoldDocument,
    GoldQuestion,
    Problem,
    half_of,
    read_gold,
)
from index.errors import YinjuError
from index.loading import load_file
from index.types import Span

__all__ = ["MAX_COPIED", "Coverage", "check", "copied_run", "coverage", "main", "sections"]

MAX_COPIED = 12
"""The longest run of Han characters that a question may share with a quote: a long term's name, not a clause."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NUMERALS = "一二三四五六七八九十"
_TOP_HEADING = re.compile(rf"(?<!\S)([{_NUMERALS}]{{1,3}})、(\S{{2,30}})")
_PREAMBLE = "(before the first heading)"


@lru_cache(maxsize=1)
def _to_simplified() -> Any:
    from opencc import OpenCC  # a tenth of a second, needed by this check alone

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _han(text: str) -> str:
    """Return the Han characters of the text alone, compatibility forms folded, in Simplified script."""
    simplified: str = _to_simplified().convert(unicodedata.normalize("NFKC", text))
    return "".join(_HAN.findall(simplified))


def copied_run(question: str, quote: str) -> str:
    """Return the longest run of Han characters common to both, whatever script each is in.

    Both are folded (NFKC, Traditional to Simplified) and everything but Han characters is left out, so that neither
    another script nor a comma hides a copy.
    """
    left, right = _han(question), _han(quote)
    match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    return left[match.a : match.a + match.size]


def sections(text: str, document: GoldDocument) -> dict[str, tuple[Span, ...]]:
    """Return the top-level sections (一、二、…) of a document: heading → where it stands, once per copy.

    What comes before the first heading (press summary, notice, preamble) is a section of its own.
    """
    found: dict[str, list[Span]] = {}
    for span in document.spans:
        starts, titles, expected = [span.start], [_PREAMBLE], 0
        for heading in _TOP_HEADING.finditer(text, span.start, span.end):
            # Headings count upwards; a numeral out of turn stands in running text.
            if expected < len(_NUMERALS) and heading[1] == _NUMERALS[expected]:
                starts.append(heading.start())
                titles.append(heading[0])
                expected += 1
        for title, start, end in zip(titles, starts, [*starts[1:], span.end], strict=True):
            found.setdefault(title, []).append(Span(start, end))
    return {title: tuple(spans) for title, spans in found.items()}


class _Checker:
    """Collects the problems of one gold set; one method per rule."""

    def __init__(self, gold: Gold, texts: Mapping[str, str], folder: Path) -> None:
        self.gold = gold
        self.texts = texts
        self.documents = {document.title: document for document in gold.documents}
        self.questions_file = str(folder / "questions.jsonl")

    def problems(self) -> Iterator[Problem]:
        """Yield the problems of the set as a whole, then those of each question."""
        seen: dict[str, int] = {}
        previous = ""
        for question in self.gold.questions:
            for value, what in ((question.id, "id"), (question.question, "question")):
                if value in seen:
                    yield self._at(question, f"{what} {value!r} also stands on line {seen[value]}", "make it unique")
                seen.setdefault(value, question.line)
            if question.id < previous:
                yield self._at(question, f"{question.id} comes after {previous}", "sort the lines by id")
            previous = question.id
            yield from self._labels(question)
            yield from self._places(question)
            yield from self._answers(question)
            yield from self._copying(question)

    def _at(self, question: GoldQuestion, message: str, remedy: str) -> Problem:
        return Problem(self.questions_file, question.line, message, remedy)

    def _labels(self, question: GoldQuestion) -> Iterator[Problem]:
        prefix = KINDS[question.kind]
        if not re.fullmatch(rf"{prefix}-\d{{3}}", question.id):
            yield self._at(question, f"id {question.id!r} of a {question.kind} question", f"name it {prefix}-001 or so")
        elif question.split != half_of(question.id):
            message = f"{question.id} is in split {question.split!r}"
            yield self._at(question, message, f"put it into {half_of(question.id)!r}, where its id belongs")
        if SCRIPTS[question.script] != question.lang:
            yield self._at(question, f"script {question.script} with lang {question.lang}", "let them agree")
        han, latin = len(_HAN.findall(question.question)), len(re.findall(r"[A-Za-z]", question.question))
        if (question.script == "latn") != (latin > 2 * han):
            message = f"{question.id} is marked {question.script} with {han} Han and {latin} Latin letters"
            yield self._at(question, message, "mark the script that it is mainly written in")
        for title in question.documents:
            if title not in self.documents:
                yield self._at(question, f"no document {title!r}", "use a title of documents.jsonl")

    def _places(self, question: GoldQuestion) -> Iterator[Problem]:
        if question.answerable != bool(question.evidence):
            remedy = "give evidence to all but unanswerable questions"
            yield self._at(question, f"a {question.kind} question with {len(question.evidence)} places", remedy)
        numbers = sorted({place.group for place in question.evidence})
        if numbers != list(range(1, len(question.answers) + 1)):
            message = f"evidence groups {numbers} with {len(question.answers)} lists of answers"
            yield self._at(question, message, "number the groups 1, 2, … and give one list for each")
        holders = set()
        for place in question.evidence:
            text = self.texts.get(place.file)
            if text is None:
                yield self._at(question, f"no file {place.file!r} in the corpus", "name a file of documents.jsonl")
                continue
            if place.span.of(text) != place.quote:
                at = text.find(place.quote)
                remedy = f"the quote first stands at {at}" if at >= 0 else "cut the quote from the file, unchanged"
                yield self._at(question, f"{place.file}[{place.span.start}:{place.span.end}] is not the quote", remedy)
                continue
            if place.quote != place.quote.strip() or "\n" in place.quote:
                yield self._at(question, "a quote begins or ends in white space or runs over lines", "trim it")
            holder = [title for title in question.documents if self._holds(title, place.file, place.span)]
            if not holder:
                remedy = "name its document in documents"
                yield self._at(question, f"{place.quote!r} lies in none of the documents named", remedy)
            holders.update(holder)
            yield from self._repeats(question, place.file, place.quote, holder)
        if question.answerable:
            for title in sorted(set(question.documents) - holders):
                yield self._at(question, f"{title} is named but has no evidence", "add its evidence or leave it out")

    def _holds(self, title: str, file: str, span: Span) -> bool:
        return title in self.documents and self.documents[title].holds(file, span)

    def _repeats(self, question: GoldQuestion, file: str, quote: str, holders: list[str]) -> Iterator[Problem]:
        # The same list of bodies closes many items; there a repeat answers another question.
        if question.kind == "responsible":
            return
        known = {place.span for place in question.evidence if place.file == file}
        for title in holders:
            for own in self.documents[title].spans:
                for match in re.finditer(re.escape(quote), own.of(self.texts[file])):
                    span = Span(own.start + match.start(), own.start + match.end())
                    if not any(other.contains(span) for other in known):
                        message = f"{quote!r} also stands at {file}[{span.start}:{span.end}]"
                        yield self._at(question, message, "list that place in the same group")

    def _answers(self, question: GoldQuestion) -> Iterator[Problem]:
        groups = question.groups()
        for group, forms in enumerate(question.answers, 1):
            quotes = [place.quote for place in groups.get(group, ())]
            if forms and not any(forms[0] in quote for quote in quotes):
                remedy = "let the first form be cut from a quote of the group"
                yield self._at(question, f"answer {forms[0]!r} stands in no quote of group {group}", remedy)
            if len(set(forms)) != len(forms):
                yield self._at(question, f"group {group} gives an answer twice", "leave one out")

    def _copying(self, question: GoldQuestion) -> Iterator[Problem]:
        for quote in dict.fromkeys(place.quote for place in question.evidence):
            run = copied_run(question.question, quote)
            if len(run) > MAX_COPIED:
                message = f"{question.id} copies {len(run)} characters of its evidence ({run})"
                yield self._at(question, message, f"reword it to share at most {MAX_COPIED}")


def _read_texts(gold: Gold, seeds: Path, documents_file: str, problems: list[Problem]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for document in gold.documents:
        path = seeds / document.file
        if document.file not in texts:
            try:
                data = path.read_bytes()
            except OSError as error:
                remedy = "put the corpus there or name its folder with --seeds"
                problems.append(
                    Problem(documents_file, document.line, f"cannot read {path} ({error.strerror})", remedy)
                )
                continue
            if hashlib.sha256(data).hexdigest() != document.sha256:
                remedy = "restore the file that the offsets were made for"
                problems.append(Problem(documents_file, document.line, f"{path} has another sha256", remedy))
                continue
            try:
                texts[document.file] = load_file(path).text
            except YinjuError as error:
                problems.append(Problem(documents_file, document.line, f"cannot read {path} ({error})", "mend it"))
                continue
        if any(span.end > len(texts[document.file]) for span in document.spans):
            remedy = f"the file has {len(texts[document.file])} characters"
            problems.append(Problem(documents_file, document.line, f"{document.title} runs past its file", remedy))
    return texts


def check(folder: Path, seeds: Path) -> tuple[Gold, dict[str, str], list[Problem]]:
    """Check the gold set in ``folder`` against the corpus in ``seeds``.

    Returns:
        What could be read of it, the texts of the corpus by file name, and every problem found (none when it holds).
    """
    gold, problems = read_gold(folder)
    texts = _read_texts(gold, seeds, str(folder / "documents.jsonl"), problems)
    problems.extend(_Checker(gold, texts, folder).problems())
    return gold, texts, problems


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of questions: by kind and script, by half, and by (document, top-level section) of their evidence."""

    kinds: Mapping[tuple[str, str], int]
    splits: Mapping[tuple[str, str], int]
    sections: Mapping[tuple[str, str], int]

    def __str__(self) -> str:
        head = [*SCRIPTS, *SPLITS]
        rows = ["".join(f"{cell:>14}" for cell in ("kind", *head, "all"))]
        for kind in KINDS:
            cells = [self.kinds[kind, script] for script in SCRIPTS] + [self.splits[kind, half] for half in SPLITS]
            rows.append("".join(f"{cell:>14}" for cell in (kind, *cells, sum(cells[: len(SCRIPTS)]))))
        totals = [sum(self.kinds[kind, script] for kind in KINDS) for script in SCRIPTS]
        totals += [sum(self.splits[kind, half] for kind in KINDS) for half in SPLITS]
        rows.append("".join(f"{cell:>14}" for cell in ("all", *totals, sum(totals[: len(SCRIPTS)]))))
        last = ""
        for (title, section), count in self.sections.items():
            if title != last:
                rows.append(f"\n{title}")
                last = title
            rows.append(f"{count:>6}  {section}")
        return "\n".join(rows)


def coverage(gold: Gold, texts: Mapping[str, str]) -> Coverage:
    """Count the questions of each slice; a section counts the questions with evidence in it, zeros included."""
    by_section: Counter[tuple[str, str]] = Counter()
    for document in gold.documents:
        for title, spans in sections(texts[document.file], document).items():
            by_section[document.title, title] = sum(
                any(place.file == document.file and span.contains(place.span) for span in spans for place in q.evidence)
                for q in gold.questions
            )
    return Coverage(
        Counter((question.kind, question.script) for question in gold.questions),
        Counter((question.kind, question.split) for question in gold.questions),
        by_section,
    )


def main(arguments: list[str] | None = None) -> int:
    """Check a gold set, print what it covers and every problem; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.data.verify", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold set (default: %(default)s)")
    parser.add_argument("--seeds", type=Path, default=GOLD.parents[2] / "seeds", help="folder of the corpus")
    options = parser.parse_args(arguments)
    gold, texts, problems = check(options.gold, options.seeds)
    if len(texts) == len({document.file for document in gold.documents}):
        sys.stdout.write(f"{coverage(gold, texts)}\n\n")
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(gold.questions)} questions, {len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
