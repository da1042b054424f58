"""Files of old and foreign office formats, converted by LibreOffice where it is installed.

It runs without a window, with a profile of its own that runs no macros and loads nothing that a document links to, in a
process group that ends with the conversion, however that ends. What only bears the suffix of such a format (a page
saved as ``.doc``, a table as ``.xls``) is read as what it is, without it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from index.errors import LoadError
from index.loading.csv_file import read_csv
from index.loading.docx import read_docx
from index.loading.extracted import Extracted
from index.loading.html import read_html
from index.loading.package import OLE
from index.loading.refusals import damaged, protected
from index.loading.rtf import read_rtf
from index.loading.xlsx import read_xlsx

__all__ = ["read_sheet", "read_writing"]

_SECONDS = 55
"""A conversion takes two seconds; one that takes longer than this is stuck."""
_KIBIBYTES = 4 << 20
"""Address space that it may take; a running one maps some 1.5 GiB."""
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "/opt/libreoffice/program/soffice")
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0"},
    # A proxy that nobody is behind: nothing is fetched.
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}


class _Kind(NamedTuple):
    """A format that LibreOffice converts: its name, suffix and filter there, the streams that one of its files has."""

    name: str
    suffix: str
    filter: str
    streams: tuple[str, ...]


_DOC = _Kind("DOC", "doc", "MS Word 97", ("WordDocument",))
_XLS = _Kind("XLS", "xls", "MS Excel 97", ("Workbook", "Book"))


def read_writing(data: bytes, name: str) -> Extracted:
    """Read a DOC or WPS file. Raises LoadError as :func:`_converted` and the readers of other formats do."""
    if data.startswith(OLE):
        return read_docx(_converted(data, name, _DOC, "docx"), name)
    return _disguised(data, name, "DOC", read_docx)


def read_sheet(data: bytes, name: str) -> Extracted:
    """Read an XLS or ET file. Raises LoadError as :func:`_converted` and the readers of other formats do."""
    if data.startswith(OLE):
        return read_xlsx(_converted(data, name, _XLS, "xlsx"), name)
    return _disguised(data, name, "XLS", read_xlsx, read_csv)


def _disguised(
    data: bytes,
    name: str,
    kind: str,
    packed: Callable[[bytes, str], Extracted],
    other: Callable[[bytes, str], Extracted] | None = None,
) -> Extracted:
    """Read what a file really is: a ZIP archive by ``packed``, RTF, a page, or else by ``other``."""
    head = data[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK"):
        return packed(data, name)
    if head.startswith(b"{\\rtf"):
        return read_rtf(data, name)
    if head.startswith(b"<"):
        return read_html(data, name)
    if other is None or b"\x00\x00" in head:
        raise damaged(name, kind)
    return other(data, name)


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def _settings() -> str:
    """Return the settings of the profile, as LibreOffice stores them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _converted(data: bytes, name: str, kind: _Kind, target: str) -> bytes:
    """Return ``data``, a file of ``kind``, as LibreOffice writes it in the format ``target``.

    Raises LoadError when the file is of another kind or LibreOffice is not installed, not done in time, or writes
    nothing.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise protected(name)
    if not any(stream.encode("utf-16-le") in data for stream in kind.streams):
        raise damaged(name, kind.name)
    program = _program()
    if program is None:
        raise LoadError(
            "{name} needs LibreOffice to be read: install it, or save the file as {target}.",
            name=name,
            target=target.upper(),
        )
    with tempfile.TemporaryDirectory(prefix="yinju-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        given, made = home / f"document.{kind.suffix}", home / "made" / f"document.{target}"
        given.write_bytes(data)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            *("--headless", "--nologo", "--norestore", "--nodefault", "--nolockcheck"),
            # Named, since what it does not recognise is read as plain text.
            f"--infilter={kind.filter}",
            *("--convert-to", target, "--outdir", os.fspath(made.parent), os.fspath(given)),
        ]
        if not _run(command, home):
            raise LoadError(
                "{name} was not converted by LibreOffice within {seconds} s: save the file as {target}.",
                name=name,
                seconds=_SECONDS,
                target=target.upper(),
            )
        if not made.is_file():
            raise LoadError(
                "{name} cannot be opened by LibreOffice, since it is damaged or protected by a password: open it "
                "yourself and save it as {target}.",
                name=name,
                target=target.upper(),
            )
        return made.read_bytes()


def _run(command: list[str], home: Path) -> bool:
    """Run a command with limits; whatever it started has ended when this returns: whether it ended by itself."""
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")}
    environment |= {"HOME": os.fspath(home), "TMPDIR": os.fspath(home)}
    if os.name == "posix":
        command = ["/bin/sh", "-c", f'ulimit -v {_KIBIBYTES} 2>/dev/null; exec "$0" "$@"', *command]
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        if os.name == "posix":
            # The group outlives its first process: the program is a script that starts another one.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
    return True
