"""Encodings: every legal one of every seed, snippets, and what is refused."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.language.script import to_traditional
from index.loading.decode import decode

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
TEXTS = [path.read_bytes().decode("utf-8") for path in SEEDS]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
BIG5 = ["big5", "cp950", "big5hkscs"]


@pytest.mark.parametrize("encoding", UNICODE + BIG5)
@pytest.mark.parametrize("index", range(len(TEXTS)))
def test_seed_in_every_encoding(index: int, encoding: str) -> None:
    text = TEXTS[index]
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = to_traditional(text).encode(encoding, "ignore")
        # Byte pair A145 is U+2027 to Windows and U+2022 to the standard's tables; the latter is what we read.
        text = data.decode(encoding).replace("‧", "•")
    assert decode(data, "seed").text == text


@pytest.mark.parametrize("encoding", [*UNICODE, *BIG5])
def test_snippets_of_twenty_characters(encoding: str) -> None:
    rng = random.Random(encoding)
    wrong = []
    for _ in range(300):
        text = rng.choice(TEXTS)
        start = rng.randrange(len(text) - 20)
        snippet = text[start : start + 20]
        snippet = to_traditional(snippet) if encoding in BIG5 or rng.random() < 0.5 else snippet
        try:
            data = snippet.encode(encoding)
        except UnicodeEncodeError:
            continue
        if decode(data, "snippet").text != snippet:
            wrong.append(snippet)
    assert wrong == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8", "utf-32"])
def test_english_text(encoding: str) -> None:
    text = "What share of new factory roofs should carry solar panels by 2025?\r\n"
    assert decode(text.encode(encoding), "page").text == text


def test_mark_is_no_part_of_the_text_and_newlines_stay() -> None:
    assert decode("\ufeff甲\r\n乙\r丙\n".encode(), "x").text == "甲\r\n乙\r丙\n"
    assert decode("\ufeff甲\r\n".encode("utf-16-be"), "x").text == "甲\r\n"


def test_symbols_of_big5_are_those_that_windows_writes() -> None:
    text = "能源消費總量５～１０，￥三萬，①②"
    assert decode(text.replace("①②", "").encode("cp950"), "x").text == text.replace("①②", "")
    assert decode("①建築節能的目標".encode("big5hkscs"), "x").text == "①建築節能的目標"


def test_mostly_ascii_with_a_few_han() -> None:
    text = "x = 1; y = 2\n" * 5_000 + "# 能源消费总量的目标和任务\n" + "z = 3\n" * 5_000
    for encoding in ("gb18030", "utf-8", "utf-16-le"):
        assert decode(text.encode(encoding), "x").text == text


def test_declared_encoding_counts_when_it_decodes() -> None:
    text = "日本語のテキスト、これはテストです。" * 3
    assert decode(text.encode("euc_jp"), "x", "euc-jp").text == text
    # A page that calls itself gb2312 and is UTF-8 is UTF-8.
    assert decode("能源".encode(), "x", "gb2312").text == "能源"
    assert decode("能源消费总量".encode("gb18030"), "x", "nonsense").text == "能源消费总量"
    assert decode("能源消费总量".encode("gb18030"), "x", "base64").text == "能源消费总量"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_one_damaged_byte_does_not_lose_the_file(encoding: str) -> None:
    data = bytearray(TEXTS[2].encode(encoding))
    data = data[:-1]  # cut within a character or a newline
    data.insert(len(data) // 2, 0xFF)
    text = decode(bytes(data), "x").text
    assert text[:1000] == TEXTS[2][:1000]
    assert 1 <= text.count("\ufffd") <= 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff".encode(), "empty"),
        ("\u3000\n".encode(), "empty"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04....", "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "old Office"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00" * 100, "binary"),
        (b"abc\x01\x02\x03\x04" * 50, "binary"),
        ("Все люди рождаются свободными".encode("koi8-r"), "none of UTF-8"),
        (b"\xff" * 100, "none of UTF-8"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message) as caught:
        decode(data, "文件.txt")
    said = str(caught.value)
    assert said.startswith("文件.txt")
    assert said.endswith(".")
    assert ":" in said, "a remedy follows"


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_load_error(data: bytes) -> None:
    try:
        decoded = decode(data, "x")
    except LoadError:
        return
    assert decoded.text.strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_in_utf_8_with_a_mark(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8-sig"), "x") == (text, "utf-8")
