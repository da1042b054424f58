"""A conversation on disk loses nothing but the line that a kill cut short."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import InputError, StorageError
from retriever.dialogue.carry import Said
from retriever.dialogue.saved import SavedTurn, append, read

ANSWER = {"question": "由谁负责?", "answers": [], "abstained": True, "reason": "没有", "hits": []}
FIRST = SavedTurn("甲?", "甲?", ANSWER, Said("甲?", "zh", ("南陵市",), "方案"))
SECOND = SavedTurn("由谁负责?", "甲由谁负责", ANSWER, None)


def test_turns_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    for turn in (FIRST, SECOND):
        append(path, turn)
    assert read(path) == [FIRST, SECOND]


def test_a_line_cut_short_is_passed_over_and_the_next_one_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    append(path, FIRST)
    whole = path.read_bytes()
    append(path, SECOND)
    path.write_bytes(path.read_bytes()[: len(whole) + 9])
    assert read(path) == [FIRST]
    append(path, SECOND)
    assert read(path) == [FIRST, SECOND]


def test_no_file_is_no_conversation_yet(tmp_path: Path) -> None:
    assert read(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize("line", [b"[]\n", b'{"typed": "a"}\n', b"\xff\n", b"{\n"])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "other.jsonl"
    path.write_bytes(line)
    with pytest.raises(InputError, match="no turn of a conversation"):
        read(path)
    assert path.read_bytes() == line


def test_a_folder_is_no_file_to_save_in(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        append(tmp_path, FIRST)
