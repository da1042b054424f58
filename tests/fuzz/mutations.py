"""Files that lie: valid ones cut, flipped, repeated, nested and exchanged, the same ones in every run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from tests.fuzz.samples import SAMPLES, STUBS, zipped

__all__ = ["corpus"]

_ODD = (
    b"\x00", b"\xff", b"\xfe\xff", b"<", b">", b"&", b"<!--", b"]]>", b"\"", b"'", b"\\", b"{", b"(", b"\n", b"\x1b",
    b"\xf0\x9f\x99\x82", b"\xed\xa0\x80", b"9" * 5_000, b"-1", b"\xc2\xb2", b"1e999", b"../../etc/passwd", b"%00",
    b"&#x110000;", b"&lol;", b" " * 2_000, b"\t" * 500, "一".encode() * 3_000,
)  # fmt: skip
_ELEMENT = re.compile(rb"<([A-Za-z][\w:]*)\b[^<>]*(?:/>|>[^<]*</\1>)")
_VALUE = re.compile(rb"\"[^\"<>]{0,60}\"")


def corpus(suffix: str, many: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of ``many`` files of a suffix, besides those that are of another kind altogether."""
    samples = _made(suffix)
    for number, sample in enumerate(samples):
        yield f"whole-{number}{suffix}", sample
    for other in SAMPLES:
        if other != suffix:
            yield f"is{other}{suffix}", _made(other)[0]
    stubs = STUBS[suffix]() if suffix in STUBS else []
    yield from ((f"stub-{number}{suffix}", stub) for number, stub in enumerate(stubs))
    samples = (*samples, *stubs)
    yield from ((f"{name}{suffix}", data) for name, data in _BLANKS.items())
    for number in range(many):
        random = Random(f"{suffix}/{number}")
        data = random.choice(samples)
        if zipfile.is_zipfile(io.BytesIO(data)) and random.random() < 0.7:
            data = _inside(data, random)
        else:
            data = _changed(data, random)
        yield f"{number:03}{suffix}", data


@cache
def _made(suffix: str) -> tuple[bytes, ...]:
    return tuple(SAMPLES[suffix]())


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANKS = {
    "empty": b"",
    "blank": b" \n" * 100,
    "nul": bytes(4_096),
    "high": b"\xff" * 4_096,
    "every": bytes(range(256)) * 20,
    "ole": _OLE.ljust(4_096, b"\0"),
    "locked": _OLE.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(4_096, b"\0"),
    "nothing": zipped({}),
    "hidden": zipped({".a.txt": b"a", "__MACOSX/b.txt": b"b", "c/": b""}),
    "bomb": zipped({"word/document.xml": b"<a>" + b" " * 50_000_000, "content.xml": b"<a>" * 2_000_000}),
}


def _inside(data: bytes, random: Random) -> bytes:
    """Change one member of an archive, so that its checksums are right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    name = random.choice(sorted(members))
    chance = random.random()
    if chance < 0.05:
        del members[name]
    elif chance < 0.1:
        members[f"../{name}"] = members.pop(name)
    else:
        members[name] = _changed(members[name], random)
    return zipped(members)


def _changed(data: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 5))):
        data = random.choice(_CHANGES)(data, random)
    return data


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 4, 40)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _drop(data: bytes, random: Random) -> bytes:
    start, end = _two(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, random: Random) -> bytes:
    start, end = _two(data, random)
    times = min(random.choice((2, 50, 3_000)), 1 + 300_000 // (end - start + 1))
    return data[:start] + data[start:end] * times + data[end:]


def _put(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_ODD) * random.choice((1, 1, 20)) + data[at:]


def _value(data: bytes, random: Random) -> bytes:
    """Give an attribute an odd value."""
    found = list(_VALUE.finditer(data))
    if not found:
        return _put(data, random)
    match = random.choice(found)
    return data[: match.start() + 1] + random.choice(_ODD).replace(b'"', b"") + data[match.end() - 1 :]


def _many(data: bytes, random: Random) -> bytes:
    """Repeat an element many times, beside itself or within itself."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return _repeat(data, random)
    match = random.choice(found)
    times = random.choice((10, 400, 4_000))
    if random.random() < 0.5:
        within = b"<%s>" % match[1] * times + match[0] + b"</%s>" % match[1] * times
    else:
        within = match[0] * min(times, 1 + 300_000 // len(match[0]))
    return data[: match.start()] + within + data[match.end() :]


def _swap(data: bytes, random: Random) -> bytes:
    """Exchange two tags."""
    found = list(_ELEMENT.finditer(data))
    if len(found) < 2:
        return _flip(data, random)
    one, two = sorted(random.sample(found, 2), key=lambda match: match.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


def _two(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 8, 100, 1_000)))


_CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _cut,
    _flip,
    _drop,
    _repeat,
    _put,
    _value,
    _many,
    _many,
    _swap,
)
