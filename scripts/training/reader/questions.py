"""Questions to learn from: written ones, answered and near misses; public ones, answered; lay questions on law."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Span
from scripts.training.corpus import rows
from scripts.training.reader.documents import OWN, Paragraph, document_of, span_in
from scripts.training.reader.rewrite import Example, sentence_spans

TWO_FOLD = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a paragraph; without ``evidence`` the paragraph does not answer it, or it is not known where."""

    text: str
    language: str
    kind: str
    paragraph: Paragraph
    evidence: Span | None
    answer: Span | None

    def example(self) -> Example:
        """The question with its paragraph as it stands."""
        relevant = self.kind != "none"
        paragraph = self.paragraph
        return Example(
            self.text, paragraph.context, paragraph.text, relevant, self.evidence, self.answer, source=self.kind
        )


def question_of(row: Mapping[str, str]) -> Question:
    """A written question; where no shorter answer is given, the answer is the evidence."""
    paragraph = Paragraph(document_of(row), row["title"], row["heading"], row["text"])
    evidence = span_in(row["text"], row["evidence"])
    answer = span_in(row["text"], row["answer"], evidence) if evidence else None
    return Question(row["question"], row["lang"], row["kind"], paragraph, evidence, answer or evidence)


def written(data: Path) -> list[Question]:
    """The written questions: of the training data, and those that this project has written by reading."""
    files = ((data, "qa_written"), (OWN, "qa_read"))
    found = [question_of(row) for folder, name in files for row in rows(folder, name) if not row.get("development")]
    return found + [question_of(row) for row in _on_encyclopedia(data)]


def _on_encyclopedia(data: Path) -> Iterator[dict[str, str]]:
    """Rows of questions on stretches of the passages of DRCD and CMRC, which are not kept with the project."""
    passages = {name: [row["passage"] for row in rows(data, name)] for name in ("drcd_pairs", "cmrc_pairs")}
    for row in rows(OWN, "encyclopedia_read"):
        text = passages[row["of"]][row["row"]][row["start"] : row["end"]]
        yield {**row, "doc": f"wiki:{text[:16]}", "title": "", "heading": "", "text": text}


def public(data: Path) -> list[Question]:
    """DRCD and CMRC: the sentence that holds the answer and shares most with the question is the evidence."""
    found = []
    for name, language in (("drcd_pairs", "zh-Hant"), ("cmrc_pairs", "zh-Hans")):
        for number, row in enumerate(rows(data, name)):
            text, answer = row["passage"], row["answer"]
            held = [
                (_shared(span.of(text), row["question"]), -span.start, span, inner)
                for span in sentence_spans(text)
                if (inner := span_in(text, answer, span)) is not None
            ]
            whole = span_in(text, answer)
            if held:
                _, _, evidence, inner = max(held)
            elif whole is not None:
                evidence = inner = whole
            else:
                continue
            paragraph = Paragraph(f"{name}:{number}", "", "", text)
            found.append(Question(row["question"], language, name, paragraph, _trimmed(text, evidence), inner))
    return found


def lay(data: Path) -> list[Question]:
    """LeCoQA: a lay question and the article that answers it, without spans."""
    return [
        Question(
            row["question"], "zh-Hans", "lecoqa", Paragraph(row["title"], row["title"], "", row["passage"]), None, None
        )
        for row in rows(data, "lecoqa_pairs")
    ]


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters."""
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _shared(sentence: str, question: str) -> int:
    return len(set(bigrams(sentence)) & set(bigrams(question)))


def _trimmed(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(span.start, end)


def form_scores(questions: Sequence[Question]) -> list[float]:
    """How much the form of each question alone looks like a near miss: log-odds of its bigrams, learnt on the others.

    Naive Bayes over bigrams, in two halves that score each other; by language, because forms differ.
    """
    scores = [0.0] * len(questions)
    for language in sorted({question.language for question in questions}):
        numbers = [i for i, question in enumerate(questions) if question.language == language]
        for half in range(TWO_FOLD):
            model = _naive_bayes([questions[i] for n, i in enumerate(numbers) if n % TWO_FOLD != half])
            for n, i in enumerate(numbers):
                if n % TWO_FOLD == half:
                    grams = set(bigrams(questions[i].text))
                    scores[i] = sum(model.get(gram, 0.0) for gram in grams)
    return scores


def _naive_bayes(questions: Sequence[Question]) -> dict[str, float]:
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    totals = [1, 1]
    for question in questions:
        side = int(question.kind == "none")
        counts[side].update(set(bigrams(question.text)))
        totals[side] += 1
    grams = {gram for gram in counts[0] | counts[1] if counts[0][gram] + counts[1][gram] > 2}
    return {
        gram: math.log((counts[1][gram] + 0.5) / totals[1]) - math.log((counts[0][gram] + 0.5) / totals[0])
        for gram in grams
    }


def negatives_wanted(questions: Sequence[Question], share: float, buckets: int = 10) -> list[float]:
    """How many mined negatives each answered question needs so that ``share`` of the examples of its form are negative.

    Questions are put into buckets by language and `form_scores`; where written near misses alone exceed the share, the
    answered ones get none. Near misses themselves get 0.
    """
    scores = form_scores(questions)
    wanted = [0.0] * len(questions)
    for language in sorted({question.language for question in questions}):
        numbers = sorted((i for i, q in enumerate(questions) if q.language == language), key=lambda i: scores[i])
        for bucket in range(buckets):
            held = numbers[bucket * len(numbers) // buckets : (bucket + 1) * len(numbers) // buckets]
            answered = [i for i in held if questions[i].kind != "none"]
            missing = share / (1 - share) * len(answered) - (len(held) - len(answered))
            for i in answered:
                wanted[i] = max(0.0, missing / len(answered))
    return wanted
