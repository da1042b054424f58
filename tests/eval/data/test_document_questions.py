"""Documents with questions: what is read, and every line that is refused."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from eval.data.document_questions import read_document_questions, write_documents
from index.errors import LoadError
from index.types import Span

TEXT = "青山市实行垃圾分类。\r\n到2030年回收率达到60%。"
START = TEXT.index("60%")
DOCUMENT = {"file": "甲.txt", "text": TEXT, "source": "ignored"}
QUESTION: dict[str, Any] = {
    "id": "a",
    "question": "回收率達到多少?",
    "file": "甲.txt",
    "start": START,
    "end": START + 3,
    "answer": "60%",
}


def folder(root: Path, documents: list[Any], questions: list[Any], suffix: str = "") -> Path:
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[suffix]
    for name, rows in (("documents.jsonl", documents), ("questions.jsonl", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (root / (name + suffix)).write_bytes(pack(text.encode()))
    return root


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
def test_every_packing_reads_alike(tmp_path: Path, suffix: str) -> None:
    found = read_document_questions(folder(tmp_path, [DOCUMENT], [QUESTION], suffix))
    assert found.texts == {"甲.txt": TEXT}
    (question,) = found.questions
    assert (question.id, question.script, question.answerable, question.answers) == ("a", "hant", True, (("60%",),))
    assert [(place.file, place.span) for place in question.evidence] == [("甲.txt", Span(START, START + 3))]


def test_a_question_without_an_id_is_named_by_its_line(tmp_path: Path) -> None:
    nameless = {key: value for key, value in QUESTION.items() if key != "id"}
    found = read_document_questions(folder(tmp_path, [DOCUMENT], [QUESTION, nameless]))
    assert [question.id for question in found.questions] == ["a", "q2"]


def test_files_hold_the_texts_to_the_code_point(tmp_path: Path) -> None:
    write_documents({"甲.txt": TEXT}, tmp_path)
    assert (tmp_path / "甲.txt").read_bytes().decode("utf-8") == TEXT, "line ends are not translated"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": " "}, "question is ' '"),
        ({"file": "乙.txt"}, "unknown file '乙.txt'"),
        ({"start": START + 3}, "the answer runs from"),
        ({"end": len(TEXT) + 1}, f"in a text of {len(TEXT)} code points"),
        ({"start": True}, "the answer runs from True"),
        ({"answer": "61%"}, "is '60%' and not the answer '61%'"),
        ({}, "the id 'a' stands there twice"),
    ],
)
def test_a_broken_question_is_named_with_its_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    broken = folder(tmp_path, [DOCUMENT], [QUESTION, QUESTION | change])
    with pytest.raises(LoadError, match=r"questions\.jsonl:2: ") as caught:
        read_document_questions(broken)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["../甲.txt", "a/甲.txt", "a\\甲.txt", "..", ""])
def test_a_document_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(LoadError, match=r"documents\.jsonl:1: "):
        read_document_questions(folder(tmp_path, [DOCUMENT | {"file": name}], [QUESTION]))


def test_several_broken_lines_are_counted(tmp_path: Path) -> None:
    broken = folder(tmp_path, [DOCUMENT, DOCUMENT], [QUESTION | {"file": "乙.txt"}])
    with pytest.raises(LoadError, match=r"documents\.jsonl:2: .* twice; .*\(1 more lines like it\)"):
        read_document_questions(broken)


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"Line 1 of .*questions\.jsonl is not a JSON object"):
        read_document_questions(folder(tmp_path, [DOCUMENT], [["a"]]))


def test_without_questions_nothing_is_measured(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no question"):
        read_document_questions(folder(tmp_path, [DOCUMENT], []))
