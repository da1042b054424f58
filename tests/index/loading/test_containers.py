"""Files in files: ZIP archives and mails, their names, and what is not unpacked."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loading import find_files, load_file
from index.loading.containers import inner_bytes
from index.loading.mail import read_eml, read_mhtml
from tests.index.loading.writers import Block, as_docx, packed

TEXT = "第一条 为了规范口岸开放,制定本条例。"


def _read(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts of the files in a folder by name, and why others are left out."""
    skipped: list[tuple[str, str]] = []
    texts = {}
    for file in find_files([folder], skipped):
        try:
            texts[file.name] = load_file(file.path, name=file.name).text
        except LoadError as error:
            skipped.append((file.name, error.message))
    return texts, dict(skipped)


def _zip(folder: Path, members: Mapping[str, str | bytes], name: str = "a.zip") -> Path:
    path = folder / name
    path.write_bytes(packed(members))
    return path


def test_members_are_files_by_the_path_behind_the_archive(tmp_path: Path) -> None:
    (tmp_path / "案").mkdir()
    passed = {"内/": "", "p.dwg": "x", ".git/x.txt": "y", "__MACOSX/._c.txt": "z"}
    _zip(tmp_path / "案", {"内/b.docx": as_docx([Block(TEXT)]), "c.txt": TEXT, **passed})
    texts, skipped = _read(tmp_path)
    assert texts == {"案/a.zip/c.txt": TEXT, "案/a.zip/内/b.docx": TEXT}
    assert set(skipped) == {"案/a.zip/p.dwg"}
    assert inner_bytes(tmp_path / "案/a.zip/c.txt", "c") == TEXT.encode()


def test_archives_in_archives_are_opened_up_to_a_depth(tmp_path: Path) -> None:
    members: Mapping[str, str | bytes] = {"t.txt": TEXT}
    for name in ("d.zip", "c.zip", "b.zip"):
        members = {name: packed(members), f"{name}.txt": TEXT}
    _zip(tmp_path, members)
    texts, skipped = _read(tmp_path)
    assert set(texts) == {"a.zip/b.zip.txt", "a.zip/b.zip/c.zip.txt", "a.zip/b.zip/c.zip/d.zip.txt"}
    assert list(skipped) == ["a.zip/b.zip/c.zip/d.zip"]
    assert "packed more than 3 times over: unpack it first" in skipped["a.zip/b.zip/c.zip/d.zip"]


def _named(raw: bytes, *, flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive with one stored member whose name is ``raw``, byte by byte by the format's specification."""
    data = TEXT.encode()
    common = struct.pack(
        "<HHHHHIIIHH", 20, flags, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(raw), len(extra)
    )
    local = b"PK\3\4" + common + raw + extra + data
    central = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _unicode(raw: bytes, name: str) -> bytes:
    said = struct.pack("<BI", 1, zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(said)) + said


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_named("政策/宜春市方案.txt".encode("gbk")), "政策/宜春市方案.txt"),
        (_named("政策/臺北市方案說明.txt".encode("big5")), "政策/臺北市方案說明.txt"),
        (_named("方案.txt".encode()), "方案.txt"),
        (_named("方案.txt".encode(), flags=0x800), "方案.txt"),
        (_named("方案.txt".encode("gbk"), extra=_unicode("方案.txt".encode("gbk"), "真名.txt")), "真名.txt"),
        (_named("方案.txt".encode("gbk"), extra=_unicode(b"other", "假名.txt")), "方案.txt"),
        (_named("a\\方案.txt".encode("gbk")), "a/方案.txt"),
    ],
    ids=range(7),
)
def test_names_are_decoded_as_they_were_meant(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert _read(tmp_path)[0] == {f"a.zip/{name}": TEXT}


@pytest.mark.parametrize("name", [b"../out.txt", b"/etc/out.txt", b"C:\\out.txt", b"a/../../out.txt"])
def test_names_that_lead_out_of_the_archive_are_refused_by_name(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(_named(name))
    texts, skipped = _read(tmp_path)
    assert not texts
    ((told, reason),) = skipped.items()
    assert told.startswith("a.zip/")
    assert told.endswith("out.txt")
    assert "names a place outside of its archive: pack it anew" in reason


def test_encrypted_members_are_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    archive = packed({"a.txt": TEXT, "b.txt": TEXT})
    at = archive.index(b"PK\1\2")
    damaged = bytearray(archive)
    damaged[at + 8] |= 1
    damaged[6] |= 1
    (tmp_path / "a.zip").write_bytes(damaged)
    texts, skipped = _read(tmp_path)
    assert set(texts) == {"a.zip/b.txt"}
    assert skipped == {"a.zip/a.txt": "a.zip/a.txt is protected by a password: save it without one."}


def test_bombs_are_refused_by_name_before_they_are_unpacked(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        with out.open("bomb.txt", "w", force_zip64=True) as member:
            for _ in range(257):
                member.write(bytes(1 << 20))
        out.writestr("a.txt", TEXT)
    (tmp_path / "a.zip").write_bytes(made.getvalue())
    texts, skipped = _read(tmp_path)
    assert set(texts) == {"a.zip/a.txt"}
    assert skipped["a.zip/bomb.txt"] == "a.zip/bomb.txt unpacks to more than 256 MiB: split it into several files."


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("index.loading.zip_archive._MOST_MEMBERS", "holds more than 1 members"),
        ("index.loading.containers._MOST_FILES", "holds more than 1 members"),
        ("index.loading.zip_archive._MOST_IN_ALL", "unpacks to more than 0 MiB"),
    ],
)
def test_archives_of_more_than_is_unpacked_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, reason: str
) -> None:
    monkeypatch.setattr(limit, 1)
    _zip(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    assert reason in _read(tmp_path)[1]["a.zip"]


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", packed({"a.txt": TEXT})[:-10], _named("方案.txt".encode("gbk"), flags=0x800)],
    ids=range(4),
)
def test_a_damaged_archive_is_left_out_and_the_rest_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    texts, skipped = _read(tmp_path)
    assert (set(texts), set(skipped)) == ({"b.txt"}, {"a.zip"})
    assert "damaged or no ZIP" in skipped["a.zip"]


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": TEXT * 50, "b.txt": TEXT}))
    data[40] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    texts, skipped = _read(tmp_path)
    assert (set(texts), set(skipped)) == ({"a.zip/b.txt"}, {"a.zip/a.txt"})


def test_a_member_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"a.txt": TEXT})
    (found,) = find_files([tmp_path])
    path.write_bytes(packed({"other.txt": TEXT}))
    with pytest.raises(LoadError, match="does not exist"):
        load_file(found.path, name=found.name)
    path.unlink()
    with pytest.raises(LoadError, match="does not exist"):
        load_file(found.path, name=found.name)


def test_a_folder_may_be_called_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "x.zip").mkdir()
    (tmp_path / "x.zip/a.txt").write_text(TEXT, encoding="utf-8")
    assert _read(tmp_path)[0] == {"x.zip/a.txt": TEXT}


def _mail(*parts: str, head: str = "") -> bytes:
    subject = _b64("关于报送方案的函", "gbk")
    top = f"From: =?utf-8?b?{_b64('市发改委')}?= <a@b.cn>\r\nSubject: =?gbk?b?{subject}?=\r\n{head}"
    if len(parts) == 1:
        return f"{top}{parts[0]}".encode()
    body = "".join(f"--B\r\n{part}\r\n" for part in parts)
    return f'{top}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n{body}--B--\r\n'.encode()


def _b64(text: str | bytes, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding) if isinstance(text, str) else text).decode()


def _part(kind: str, content: bytes, name: str = "") -> str:
    said = f'Content-Disposition: attachment; filename="=?utf-8?b?{_b64(name)}?="\r\n' if name else ""
    return f"Content-Type: {kind}\r\n{said}Content-Transfer-Encoding: base64\r\n\r\n{_b64(content)}"


PAGE = "<html><body><h2>一、目标</h2><p>2025年达到60%。</p></body></html>"


def test_a_mail_is_its_subject_and_body_and_its_attachments_are_files(tmp_path: Path) -> None:
    inner = _mail(_part("text/plain; charset=utf-8", b"inner"))
    data = _mail(
        _part("text/html; charset=gb2312", PAGE.encode("gbk")),
        _part("application/octet-stream", as_docx([Block(TEXT)]), "附件.docx"),
        _part("application/octet-stream", TEXT.encode(), "附件.txt"),
        _part("application/octet-stream", TEXT.encode(), "附件.txt"),
        f"Content-Type: message/rfc822\r\n\r\n{inner.decode()}",
        head="Date: Mon, 3 Mar 2025 09:00:00 +0800\r\n",
    )
    (tmp_path / "mail.eml").write_bytes(data)
    texts, skipped = _read(tmp_path)
    assert not skipped
    sent = ["From: 市发改委 <a@b.cn>", "Date: Mon, 03 Mar 2025 09:00:00 +0800"]
    assert texts.pop("mail.eml").split("\n") == ["关于报送方案的函", *sent, "一、目标", "2025年达到60%。"]
    assert texts.pop("mail.eml/关于报送方案的函.eml").endswith("inner")
    assert texts == {"mail.eml/附件.docx": TEXT, "mail.eml/附件.txt": TEXT, "mail.eml/附件 (2).txt": TEXT}


def test_headings_of_a_mail_are_its_subject_and_those_of_its_page() -> None:
    found = read_eml(_mail(_part("text/html", PAGE.encode())), "a")
    assert [(h.level, h.span.of(found.text)) for h in found.headings] == [(1, "关于报送方案的函"), (2, "一、目标")]


def test_headers_in_bytes_are_decoded_as_they_look() -> None:
    found = read_eml("Subject: 关于报送碳达峰实施方案的函\r\n\r\n正文内容".encode("gbk"), "a")
    assert found.text == "关于报送碳达峰实施方案的函\n正文内容"


def test_a_saved_page_is_its_page() -> None:
    style = "Content-Type: text/css\r\n\r\nbody {}"
    data = _mail(_part("text/html; charset=gb2312", PAGE.encode("gbk")), style)
    found = read_mhtml(data.replace(b"multipart/mixed", b"multipart/related"), "a.mht")
    assert (found.text, found.encoding) == ("一、目标\n2025年达到60%。", "gb18030")
    assert [h.level for h in found.headings] == [2]


@pytest.mark.parametrize("data", [b"", b"no mail", b"<html>", b"\xff\xfe" * 99, b"X-Empty: \r\n\r\n", bytes(99)])
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(LoadError, match=r"^a\.eml is damaged or no EML"):
        read_eml(data, "a.eml")
    with pytest.raises(LoadError, match=r"^a\.mht is damaged or no MHTML"):
        read_mhtml(data, "a.mht")


def test_mails_of_very_many_parts_in_each_other_are_refused_or_read() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(3_000))
    found = None
    with suppress(LoadError):
        found = read_eml(f"Subject: x\r\n{deep}".encode(), "a")
    assert found is None or found.text.startswith("x")
