"""Bytes changed, cut off and doubled in files of every format: read, or refused with a sentence, and nothing else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loading import find_files, load_file
from index.loading.csv_file import read_csv
from index.loading.mail import attachments, read_eml, read_mhtml
from index.loading.odt import read_odt
from index.loading.ofd import read_ofd
from index.loading.rtf import read_rtf
from index.loading.xlsx import read_xlsx
from tests.index.loading.writers import Block, as_odt, as_ofd, as_rtf, as_xlsx, packed

BLOCKS = (
    Block("实施方案", 1),
    Block("到2025年，新型储能装机达到60万千瓦。" * 4),
    Block(rows=(("指标", "2025年"), ("储能", "60"))),
)
MAIL = (
    b'Subject: =?gbk?b?uq8=?=\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; '
    b"charset=utf-8\r\n\r\n<h1>\xe5\x87\xbd</h1><p>x</p>\r\n--B\r\nContent-Type: text/plain\r\nContent-Disposition: "
    b'attachment; filename="a.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--B--\r\n'
)
SEEDS: dict[str, tuple[Callable[[bytes, str], object], bytes]] = {
    "odt": (read_odt, as_odt(BLOCKS)),
    "ofd": (read_ofd, as_ofd(BLOCKS)),
    "rtf": (read_rtf, as_rtf(BLOCKS)),
    "xlsx": (read_xlsx, as_xlsx(BLOCKS)),
    "csv": (read_csv, '指标,"2025\n年"\n储能,60\n'.encode("gb18030")),
    "eml": (read_eml, MAIL),
    "attachments": (attachments, MAIL),
    "mht": (read_mhtml, MAIL),
}
COUNT = 150


def _mutations(data: bytes, chance: random.Random) -> Iterator[bytes]:
    for _ in range(COUNT):
        changed = bytearray(data)
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at:]
        elif kind == 2:
            del changed[at : at + chance.randrange(1, 9)]
        else:
            changed[at:at] = changed[at : at + chance.randrange(1, 99)]
        yield bytes(changed)


def _members(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Packed files whose XML is changed, which changes of the packed bytes hardly reach."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in members.items():
        for changed in _mutations(content, chance):
            yield packed({**members, name: changed})


def _refusal(read: Callable[[], object]) -> str | None:
    """Return why a file is refused, None when it is read."""
    try:
        read()
    except LoadError as error:
        return str(error)
    return None


@pytest.mark.parametrize("kind", SEEDS)
def test_a_changed_file_is_read_or_refused_with_its_name(kind: str) -> None:
    read, data = SEEDS[kind]
    chance = random.Random(kind)
    changes = [*_mutations(data, chance), *(_members(data, chance) if data.startswith(b"PK") else ())]
    refusals = [_refusal(partial(read, changed, "a.file")) for changed in changes]
    assert all(refusal is None or refusal.startswith("a.file") for refusal in refusals)
    assert any(refusals) or kind in ("attachments", "csv"), "these are read whatever they hold"


def test_a_changed_archive_costs_at_most_its_members(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("其余的照读。", encoding="utf-8")
    archive = packed({"甲/a.txt": "文", "m.eml": MAIL, "z.zip": packed({"c.txt": "内"})})
    for changed in _mutations(archive, random.Random(1)):
        (tmp_path / "a.zip").write_bytes(changed)
        found = find_files([tmp_path], [])
        refused = {file.name: _refusal(partial(load_file, file.path, name=file.name)) for file in found}
        assert refused.pop("b.txt") is None
        assert all(name.startswith("a.zip/") for name in refused)
