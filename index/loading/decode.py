"""From bytes to text: which encoding a file is in, found out from its bytes.

In order: a byte order mark; strict UTF-8; what the file itself declares (HTML), when it decodes and looks like prose;
then the legal candidates, the one whose text looks most like prose. General detectors were tried and guess wrongly on
short Chinese texts; with four legal encodings, decoding strictly and counting common characters is reliable.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from index.errors import LoadError
from index.loading.characters import plausibility
from index.messages import Message

__all__ = ["Decoded", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", Message("a PDF")),
    (b"PK\x03\x04", Message("a ZIP archive (Word, Excel and EPUB files are such)")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Message("an old Office document")),
    (b"{\\rtf", Message("a rich text (RTF) document")),
    (b"\x89PNG\r\n\x1a\n", Message("a PNG image")),
    (b"\xff\xd8\xff", Message("a JPEG image")),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_CANDIDATES = ("gb18030", "big5hkscs", "cp950", *_WIDE)
# gb2312 and gbk are subsets of gb18030; what calls itself Big5 may hold Hong Kong characters.
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
# Python's tables give the symbols of row A1/A2 other code points than every system that writes Big5 (WHATWG Encoding).
_BIG5_SYMBOLS = dict(zip("∼¥¢£", "～￥￠￡", strict=True))

# What a page may declare beside the candidates: encodings of the WHATWG Encoding standard by their Python names. Python
# knows more: some are no text encodings (hex), some raise other errors (undefined), and punycode takes quadratic time.
_DECLARABLE = frozenset(
    {
        "ascii", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866",
        "cp874", "euc_jp", "euc_kr", "iso2022_jp", "iso8859-1", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
        "iso8859-16", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8",
        "iso8859-9", "koi8-r", "koi8-u", "cp932", "cp949", "mac-cyrillic", "mac-roman", "shift_jis", "utf-16",
        "utf-8", *_CANDIDATES,
    }
)  # fmt: skip

_SAMPLE = 32_768
# Right decodings of prose score .7 to 1, wrong ones below .3 (measured in tests/index/loading/test_decode.py).
_PROSE = 0.4
# One wrong byte in a thousand is a damaged file, not a wrong encoding: it is read with U+FFFD in that place.
_DAMAGE = 1_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """The text, without its byte order mark, and the Python name of the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Decode ``data``; ``declared`` is an encoding that the file names itself, ``name`` is for messages.

    Raises LoadError when the bytes are empty, binary, or in none of the legal encodings. Newlines stay as they are.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise LoadError(
                "{name} is {kind}, not text: save its text as .txt, .md or .html in UTF-8.", name=name, kind=kind
            )
    decoded = _decode(data, declared)
    if decoded is None:
        if b"\x00" in data[:_SAMPLE]:
            raise _binary(name)
        raise LoadError("{name} is in none of UTF-8, UTF-16, GB18030 and Big5: save it in UTF-8.", name=name)
    text = decoded.text
    if not text or text.isspace():
        raise LoadError("{name} is empty: leave it out, or fetch it again.", name=name)
    head = text[:_SAMPLE]
    if len(_CONTROL.findall(head)) * 50 > len(head):
        raise _binary(name)
    return decoded


def _binary(name: str) -> LoadError:
    return LoadError("{name} is binary, not text: save its text as .txt, .md or .html in UTF-8.", name=name)


def _decode(data: bytes, declared: str | None) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data[len(bom) :], encoding)
            return Decoded(text, encoding) if text is not None else _repaired(data[len(bom) :], encoding)
    wide = b"\x00" in data[:_SAMPLE]
    text = None if wide else _strict(data, "utf-8")
    # A few short texts are legal in UTF-8 and in another encoding: below U+0800 UTF-8 takes two bytes, as GB18030 and
    # Big5 do, and UTF-16 without a NUL can be ASCII with control characters.
    if text is not None and (text.isascii() or max(text) >= "\u0800") and not _CONTROL.search(text[:_SAMPLE]):
        return Decoded(text, "utf-8")
    sample = _sample(data)
    scores = {encoding: _score(sample, encoding) for encoding in (_WIDE if wide else _CANDIDATES)}
    if text is not None:
        scores["utf-8"] = max(_PROSE, _score(sample, "utf-8"))
    ranked = sorted(scores, key=lambda encoding: -scores[encoding])
    own = _codec(declared)
    if own is not None and scores.get(own, 0.0) >= _PROSE:
        ranked.insert(0, own)
    plausible = [encoding for encoding in ranked if scores[encoding] >= _PROSE]
    for encoding in plausible:
        text = _strict(data, encoding)
        if text is not None:
            return Decoded(text, encoding)
    if own is not None and own not in scores and (text := _strict(data, own)) is not None:
        return Decoded(text, own)
    for encoding in ("utf-8", *plausible):
        repaired = None if wide and encoding not in _WIDE else _repaired(data, encoding)
        if repaired is not None:
            return repaired
    return None


def _codec(declared: str | None) -> str | None:
    """Return Python's name for a declared text encoding, None when there is none of that name."""
    try:
        encoding = codecs.lookup(declared or "").name
    except (LookupError, ValueError):  # ValueError: a name with a NUL
        return None
    encoding = _ALIASES.get(encoding, encoding)
    return encoding if encoding in _DECLARABLE else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return _as_written(text, encoding)


def _as_written(text: str, encoding: str) -> str:
    if encoding == "big5hkscs":
        for char, written in _BIG5_SYMBOLS.items():
            text = text.replace(char, written)
    return text


def _repaired(data: bytes, encoding: str) -> Decoded | None:
    """Decode with U+FFFD for wrong bytes, when they are few."""
    text = data.decode(encoding, errors="replace")
    wrong = text.count("\ufffd")
    if wrong > max(1, len(text) // _DAMAGE) or len(text) < 2 * wrong * 10:
        return None
    return Decoded(_as_written(text, encoding), encoding)


def _sample(data: bytes) -> bytes:
    """Return a stretch that says most: from the first non-ASCII byte on (on a boundary of UTF-16 units)."""
    first = _NON_ASCII.search(data)
    start = first.start() if first else 0
    return data[start - start % 2 : start - start % 2 + _SAMPLE]


def _score(sample: bytes, encoding: str) -> float:
    wide = encoding in _WIDE
    if wide and len(sample) < 2:
        return -2.0
    # An odd first byte is the ASCII character before: harmless, since ASCII is not counted outside UTF-16.
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, final=False)
    return plausibility(text, ascii_counts=wide)
