"""The development questions as questions to a corpus: their paragraphs put together as documents, among others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from index.types import Span
from scripts.training.corpus import rows

__all__ = ["UnseenQuestion", "unseen_documents"]


@dataclass(frozen=True, slots=True)
class UnseenQuestion:
    """A question whose answer is a range of ``file``."""

    text: str
    kind: str
    file: str
    answer: Span


def unseen_documents(bench: Path, distractors: Path | None, folder: Path) -> list[UnseenQuestion]:
    """Write the documents of ``qa-written-dev`` and the ``distractors`` into ``folder``; the questions they answer.

    Left out are distractors that hold the questions' own documents.

    Args:
        bench: the folder that holds ``qa-written-dev``.
        distractors: a file of JSON lines (.xz) with "id" and "text", or None.
        folder: where one text file for each document goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked = list(rows(bench / "qa-written-dev", "questions"))
    own = {row["doc"] for row in asked}
    documents: dict[str, dict[str, str]] = defaultdict(dict)
    for row in asked:
        documents[f"{row['doc'] or ''}|{row['title']}"].setdefault(row["text"].strip("\n"), row["heading"])
    names = {key: f"unseen-{number:03}.txt" for number, key in enumerate(documents)}
    texts = {names[key]: _joined(key.split("|", 1)[1], paragraphs) for key, paragraphs in documents.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    if distractors is not None:
        for row in rows(distractors.parent, distractors.name.removesuffix(".jsonl.xz")):
            if row["id"] not in own:
                (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8", newline="")
    found = []
    for row in asked:
        name = names[f"{row['doc'] or ''}|{row['title']}"]
        if row["kind"] != "none":
            start = texts[name].find(row["evidence"], texts[name].find(row["text"].strip("\n")))
            answer = row["answer"] or row["evidence"]
            start = texts[name].find(answer, start)
            found.append(UnseenQuestion(row["question"], row["kind"], name, Span(start, start + len(answer))))
    return found


def _joined(title: str, paragraphs: dict[str, str]) -> str:
    """Title, and every paragraph under those of its headings that change."""
    lines = [title, ""]
    above: list[str] = []
    for text, heading in paragraphs.items():
        path = heading.split(" › ") if heading else []
        for depth, name in enumerate(path):
            if path[: depth + 1] != above[: depth + 1] and not text.startswith(name):
                lines.append(name)
        above = path
        lines += [text, ""]
    return "\n".join(lines)
