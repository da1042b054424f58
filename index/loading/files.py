"""Finding files and reading them. A format is one reader and one row per suffix in ``_FORMATS``."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.errors import LoadError, unreadable
from index.loading.containers import SUFFIXES, holder, inner_bytes, inner_files
from index.loading.csv_file import read_csv
from index.loading.docx import read_docx
from index.loading.extracted import Extracted
from index.loading.html import read_html
from index.loading.images import read_pictures
from index.loading.libreoffice import read_sheet, read_writing
from index.loading.mail import read_eml, read_mhtml
from index.loading.markdown import read_markdown
from index.loading.odt import read_odp, read_ods, read_odt
from index.loading.ofd import read_ofd
from index.loading.pdf import read_pdf
from index.loading.plain import read_plain
from index.loading.recognition import installed_recognizer
from index.loading.rtf import read_rtf
from index.loading.xlsx import read_xlsx
from index.messages import Message
from index.types import SourceFile

__all__ = ["FoundFile", "find_files", "load_file", "supported_suffixes"]

_log = logging.getLogger(__name__)


class _Format(NamedTuple):
    media: str
    read: Callable[[bytes, str], Extracted]


def _archive(data: bytes, name: str) -> Extracted:
    """Refuse an archive itself: the files in it are read, each by its own name."""
    raise _nothing_in(name)


def _nothing_in(name: str) -> LoadError:
    return LoadError("{name} holds no file that can be read: unpack it, or fetch it again.", name=name)


def _pdf(data: bytes, name: str) -> Extracted:
    """Read a PDF, with text recognition of the pages that are pictures where that is installed."""
    return read_pdf(data, name, recognize=installed_recognizer())


_PLAIN = _Format("text/plain", read_plain)
_MARKDOWN = _Format("text/markdown", read_markdown)
_HTML = _Format("text/html", read_html)
_DOCX = _Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", read_docx)
_PDF = _Format("application/pdf", _pdf)
_XLSX = _Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", read_xlsx)
_CSV = _Format("text/csv", read_csv)
_MHTML = _Format("multipart/related", read_mhtml)
_JPEG = _Format("image/jpeg", read_pictures)
_TIFF = _Format("image/tiff", read_pictures)
_WRITING = _Format("application/msword", read_writing)
_SHEET = _Format("application/vnd.ms-excel", read_sheet)
_FORMATS = {
    ".txt": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".docx": _DOCX,
    ".pdf": _PDF,
    ".odt": _Format("application/vnd.oasis.opendocument.text", read_odt),
    ".ofd": _Format("application/ofd", read_ofd),
    ".rtf": _Format("application/rtf", read_rtf),
    ".xlsx": _XLSX,
    ".xlsm": _XLSX,
    ".odp": _Format("application/vnd.oasis.opendocument.presentation", read_odp),
    ".ods": _Format("application/vnd.oasis.opendocument.spreadsheet", read_ods),
    ".doc": _WRITING,
    ".wps": _WRITING,
    ".xls": _SHEET,
    ".et": _SHEET,
    ".eml": _Format("message/rfc822", read_eml),
    ".mht": _MHTML,
    ".mhtml": _MHTML,
    ".zip": _Format("application/zip", _archive),
    ".png": _Format("image/png", read_pictures),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".csv": _CSV,
    ".tsv": _CSV,
}
# Beyond these a file is a dump of many documents, and reading it takes several times its size of memory.
_MAX_BYTES = 1 << 28
_MAX_CHARACTERS = 32_000_000
_OPENED = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FoundFile(NamedTuple):
    """A file to read: where it is, and the stable name that citations give it (``/`` between folders)."""

    path: Path
    name: str


def supported_suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be read, lowercase, with their dot."""
    return tuple(_FORMATS)


def load_file(path: Path, *, name: str | None = None) -> SourceFile:
    """Read one file; ``name`` is what citations call it (the file's own name by default).

    Raises LoadError when it cannot be read, is of another format, or holds no text.
    """
    shown = name if name is not None else _readable(path.name)
    form, data = _content(path, shown)
    try:
        read = form.read(data, shown)
    except LoadError:
        raise
    except MemoryError as error:
        raise LoadError("{name} takes too much memory to read: split it, or save it anew.", name=shown) from error
    except Exception as error:  # whatever a parser makes of a damaged file, the others are still read
        raise unreadable(shown, error) from error
    if len(read.text) > _MAX_CHARACTERS:
        raise LoadError(
            "{name} holds more than {most} characters: split it into one file per document.",
            name=shown,
            most=f"{_MAX_CHARACTERS:,}",
        )
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(shown, read.text, digest, read.encoding, form.media, read.headings, read.pages, read.remarks)


def _content(path: Path, shown: str) -> tuple[_Format, bytes]:
    """Return the format of a file by its name, and its bytes. Raises LoadError as :func:`load_file` does."""
    try:
        if holder(path) is not None:
            return _format(path, shown), inner_bytes(path, shown)
        _must_be_file(path.stat(), shown)
        form = _format(path, shown)
        # Since the look at it, a pipe can have taken its place, and to open one waits for the other end.
        with os.fdopen(os.open(path, _OPENED), "rb") as file:
            info = os.fstat(file.fileno())
            _must_be_file(info, shown)
            data = file.read(min(info.st_size, _MAX_BYTES) + 1)
            if info.st_size < len(data) <= _MAX_BYTES:  # it grows
                data += file.read(_MAX_BYTES)
        if len(data) > _MAX_BYTES:
            raise LoadError("{name} is larger than 256 MiB: split it into one file per document.", name=shown)
        return form, data
    except FileNotFoundError as error:
        raise LoadError(
            "{name} does not exist (any more): check the path {path}.", name=shown, path=_readable(path)
        ) from error
    except PermissionError as error:
        raise LoadError(
            "{name} may not be read: give yourself permission to read {path}.", name=shown, path=_readable(path)
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        reason = getattr(error, "strerror", None) or error
        raise LoadError(
            "{name} cannot be read ({reason}): check the disk and the path.", name=shown, reason=reason
        ) from error


def _must_be_file(info: os.stat_result, shown: str) -> None:
    if stat.S_ISDIR(info.st_mode):
        raise LoadError("{name} is a folder, not a file: name the files in it, or build from the folder.", name=shown)
    if not stat.S_ISREG(info.st_mode):
        raise LoadError("{name} is a device or pipe, not a file: save its content to a file first.", name=shown)


def _format(path: Path, shown: str) -> _Format:
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        kind = Message("a {suffix} file", suffix=path.suffix) if path.suffix else Message("without a suffix")
        raise LoadError(
            "{name} is {kind}, which cannot be read: convert it to one of {suffixes}.",
            name=shown,
            kind=kind,
            suffixes=", ".join(_FORMATS),
        )
    return form


def find_files(
    paths: Sequence[Path], skipped: list[tuple[str, str]] | None = None, *, follow_links: bool = False
) -> list[FoundFile]:
    """Return the files at ``paths``: files as named, folders with all below them, in a fixed order, each file once.

    In folders, hidden files and folders and office lock files are passed over; links are followed where they lead to
    what is in the folder, with ``follow_links`` anywhere; loops are not. A path that is given may be a link. Names are
    relative to the folder given; the folder's own name goes before them where two files would have the same. With
    ``skipped``, every path that is gone, folder that may not be listed, entry that is no file, link that is not
    followed and file of another format goes there with its reason; without it these are logged, and a path that is gone
    raises LoadError.
    """
    found: list[tuple[Path, str, str]] = []  # path, short name, long name
    problems = _Problems(skipped)
    seen: set[tuple[int, int]] = set()
    for root in paths:
        try:
            info = root.stat()
        except (OSError, ValueError) as error:
            gone = Message("{name} does not exist or may not be read: check the path.", name=_readable(root))
            if skipped is None:
                raise LoadError(gone) from error
            problems.add(_readable(root), gone)
            continue
        if stat.S_ISDIR(info.st_mode):
            base = _readable(root.resolve().name)
            walked = sorted(_walk(root, seen, problems, follow_links), key=lambda item: item[1])
            found += [(path, "/".join(parts), "/".join((base, *parts))) for path, parts in walked]
        elif (info.st_dev, info.st_ino) not in seen:
            seen.add((info.st_dev, info.st_ino))
            found.append((root, _readable(root.name), _readable(root)))
    short = Counter(name for _, name, _ in found)
    long = Counter(name for _, _, name in found)
    files = (
        FoundFile(path, name if short[name] == 1 else wider if long[wider] == 1 else _readable(path))
        for path, name, wider in found
    )
    return [inner for file in files for inner in _unpacked(file, problems)]


def _unpacked(file: FoundFile, problems: _Problems) -> list[FoundFile]:
    """Return a file, or those that it holds; what of them is not read goes to ``problems``."""
    if file.path.suffix.lower() not in SUFFIXES:
        return [file]
    found = [] if file.path.suffix.lower() == ".zip" else [file]
    told = False
    try:
        for inner in inner_files(file.path, file.name):
            try:
                if inner.refused is not None:
                    raise inner.refused
                _format(inner.path, inner.name)
            except LoadError as error:
                problems.add(inner.name, error.message)
                told = True
            else:
                found.append(FoundFile(inner.path, inner.name))
        if not found and not told:
            problems.add(file.name, _nothing_in(file.name).message)
    except (LoadError, OSError) as error:
        if file in found:  # a mail: reading it says what is wrong
            return [file]
        reason = getattr(error, "strerror", None)
        failed = Message(
            "{name} cannot be read ({reason}): check the disk and the path.", name=file.name, reason=reason
        )
        problems.add(file.name, error.message if isinstance(error, LoadError) else failed)
    return found


class _Problems:
    """Where reasons for leaving something out go: a list, or the log."""

    def __init__(self, skipped: list[tuple[str, str]] | None) -> None:
        self._skipped = skipped

    def add(self, name: str, reason: str) -> None:
        if self._skipped is None:
            _log.warning("%s", reason)
        else:
            self._skipped.append((name, reason))


def _walk(
    root: Path, seen: set[tuple[int, int]], problems: _Problems, follow_links: bool
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the supported files below ``root`` with the parts of their relative names."""
    within = None if follow_links else root.resolve()
    waiting: list[tuple[str, tuple[str, ...]]] = [(os.fspath(root), ())]
    while waiting:
        folder, parts = waiting.pop()
        try:
            info = Path(folder).stat()
            if (info.st_dev, info.st_ino) in seen:
                continue
            seen.add((info.st_dev, info.st_ino))
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            name = "/".join(parts) or _readable(folder)
            problems.add(
                name,
                Message(
                    "{name} cannot be listed ({reason}): give yourself permission, or leave it out.",
                    name=name,
                    reason=error.strerror,
                ),
            )
            continue
        for entry in listed:
            if entry.name.startswith((".", "~$")):
                continue
            named = (*parts, _readable(entry.name))
            try:
                if within is not None and entry.is_symlink() and _leads_out(entry, within):
                    problems.add(
                        "/".join(named),
                        Message(
                            "{name} is a link to a place outside of the folder: name that place too, or add "
                            "--follow-symlinks.",
                            name="/".join(named),
                        ),
                    )
                elif entry.is_dir():
                    waiting.append((entry.path, named))
                elif _wanted(entry, "/".join(named), problems):
                    info = entry.stat()
                    if (info.st_dev, info.st_ino) not in seen:
                        seen.add((info.st_dev, info.st_ino))
                        yield Path(entry.path), named
            except OSError as error:
                name = "/".join(named)
                problems.add(
                    name,
                    Message(
                        "{name} cannot be read ({reason}): check the disk and the path.",
                        name=name,
                        reason=error.strerror,
                    ),
                )


def _leads_out(link: os.DirEntry[str], within: Path) -> bool:
    """Whether a link leads to something that is there, and not in the folder ``within``."""
    try:
        return not Path(link.path).resolve(strict=True).is_relative_to(within)
    except (OSError, RuntimeError):  # broken, or a loop: RuntimeError until Python 3.13
        return False


def _wanted(entry: os.DirEntry[str], name: str, problems: _Problems) -> bool:
    """Whether an entry that is no folder is to be read; what is not goes to ``problems``."""
    if entry.is_file():
        try:
            _format(Path(entry.name), name)
        except LoadError as error:
            problems.add(name, error.message)
            return False
        return True
    if entry.is_symlink() and not Path(entry.path).exists():
        path = _readable(Path(entry.path).readlink())
        problems.add(name, Message("{name} does not exist (any more): check the path {path}.", name=name, path=path))
    else:
        problems.add(
            name, Message("{name} is a device or pipe, not a file: save its content to a file first.", name=name)
        )
    return False


def _readable(path: str | Path) -> str:
    """Return a path as text that can be written out, also where its bytes are not UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace").replace(os.sep, "/")
