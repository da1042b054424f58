from pathlib import Path

import pytest

from index.errors import InputError
from retriever.search.filters import Filters
from ui.cli.batch import BatchQuestion, read_batch


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(data)
    return path


def test_reads_lines_in_order_and_passes_ids_through(tmp_path: Path) -> None:
    path = write(tmp_path, '{"id": "b", "question": "一?"}\r\n\n{"id": 7, "question": "two", "more": 1}'.encode())
    assert read_batch(path) == [BatchQuestion("b", "一?"), BatchQuestion(7, "two")]


def test_a_line_may_have_filters_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, '{"id": 1, "question": "一?", "filters": {"places": ["宜春市"], "years": [2025]}}'.encode())
    assert read_batch(path) == [BatchQuestion(1, "一?", Filters(places=["宜春市"], years=[2025]))]


@pytest.mark.parametrize("filters", ["[]", '{"city": "宜春市"}', '{"years": [1]}', '"宜春市"', '{"issued_from": "x"}'])
def test_filters_that_are_none_are_named_with_their_line(tmp_path: Path, filters: str) -> None:
    path = write(tmp_path, f'\n{{"id": 1, "question": "q", "filters": {filters}}}'.encode())
    with pytest.raises(InputError, match="Line 2"):
        read_batch(path)


def test_byte_order_mark_and_line_separator_inside_a_string(tmp_path: Path) -> None:
    path = write(tmp_path, '\ufeff{"id": "a", "question": "前\u2028后"}\n'.encode())
    assert read_batch(path) == [BatchQuestion("a", "前\u2028后")]


@pytest.mark.parametrize(
    "line", ["not json", "[1]", '{"id": "a"}', '{"question": "q"}', '{"id": null, "question": "q"}', "[" * 9999]
)
def test_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, b'{"id": "a", "question": "q"}\n' + line.encode())
    with pytest.raises(InputError, match="Line 2"):
        read_batch(path)


def test_unreadable_and_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_batch(tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match="UTF-8"):
        read_batch(write(tmp_path, "问题".encode("gb18030")))
