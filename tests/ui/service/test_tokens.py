"""Bearer tokens: who may read, who may write, and what is said to everybody else."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from index.errors import InputError
from ui.service.tokens import Refused, Role, Tokens

READ, WRITE = "r" * 16, "w" * 16
DAY = datetime.date(2027, 1, 2)
TOKENS = Tokens([f"read:{READ}", "# a comment", "", f"write:{WRITE}:2027-01-02"])


def status(authorization: str | None, role: Role, today: datetime.date = DAY) -> int | None:
    try:
        TOKENS.require(authorization, role, today)
    except Refused as refused:
        return refused.status
    return None


def test_a_reader_reads_and_a_writer_does_both() -> None:
    assert status(f"Bearer {READ}", Role.READ) is None
    assert status(f"bearer {WRITE}", Role.READ) is None
    assert status(f"Bearer {WRITE}", Role.WRITE) is None


def test_a_reader_may_not_write() -> None:
    assert status(f"Bearer {READ}", Role.WRITE) == 403


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer ", f"Basic {READ}", f"Bearer {READ}x", "Bearer \udcff"])
def test_without_a_known_token_nothing_is_allowed(sent: str | None) -> None:
    assert status(sent, Role.READ) == 401


def test_a_token_is_good_until_the_end_of_its_last_day() -> None:
    assert status(f"Bearer {WRITE}", Role.WRITE, DAY) is None
    assert status(f"Bearer {WRITE}", Role.WRITE, DAY + datetime.timedelta(days=1)) == 401


def test_tokens_come_from_a_file_and_the_environment(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(f"read:{READ}\n", encoding="utf-8")
    both = Tokens.of(tmp_path / "tokens", f"write:{WRITE}, read:{'x' * 20}")
    both.require(f"Bearer {READ}", Role.READ)
    both.require(f"Bearer {WRITE}", Role.WRITE)
    both.require(f"Bearer {'x' * 20}", Role.READ)
    assert not Tokens.of(None, None)
    with pytest.raises(InputError, match="list of tokens"):
        Tokens.of(tmp_path / "missing", None)


@pytest.mark.parametrize("line", ["read", "read:short", f"admin:{READ}", f"read:{READ}:tomorrow", f"read:{READ} x"])
def test_a_line_that_is_no_token_is_told_by_its_number_alone(line: str) -> None:
    with pytest.raises(InputError, match="Line 2") as error:
        Tokens(["# first", line])
    assert READ not in str(error.value)


def test_what_is_kept_of_a_token_is_not_the_token() -> None:
    assert READ not in repr(TOKENS._tokens)
