"""EML and MHTML: the text of a mail with its subject, and of a page saved as one file; a mail's attachments."""

from __future__ import annotations

import email.policy
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from index.errors import LoadError
from index.loading.decode import decode
from index.loading.extracted import Extracted
from index.loading.html import read_html
from index.loading.package import FAULTS
from index.loading.refusals import damaged
from index.types import HeadingHint, Span

__all__ = ["attachments", "read_eml", "read_mhtml"]

_FAULTS = (*FAULTS, MessageError, AttributeError, TypeError, AssertionError, LookupError)
"""What the parser throws for headers that are none."""
_HEADERS = ("From", "To", "Date")
_HEAD = 65_536
_MOST_ATTACHMENTS = 1_000


def read_eml(data: bytes, name: str) -> Extracted:
    """Read a mail: its subject as heading, from whom, to whom and when, then its page, or else its plain text.

    Raises LoadError when it is no mail.
    """
    message = _parsed(data, name, "EML")
    try:
        subject = _header(message, "Subject")
        lines = [f"{header}: {said}" for header in _HEADERS if (said := _header(message, header))]
        body = message.get_body(("html", "plain"))
        text = _body(body, name) if isinstance(body, EmailMessage) else None
    except _FAULTS as error:
        raise damaged(name, "EML") from error
    if not subject and not lines:
        raise damaged(name, "EML")
    top = "\n".join(filter(None, (subject, *lines)))
    heading = (HeadingHint(Span(0, len(subject)), 1),) if subject else ()
    if text is None:
        return Extracted(top, "utf-8", heading)
    shift = len(top) + 1
    headings = (HeadingHint(Span(h.span.start + shift, h.span.end + shift), h.level) for h in text.headings)
    return Extracted(f"{top}\n{text.text}", text.encoding, (*heading, *headings))


def read_mhtml(data: bytes, name: str) -> Extracted:
    """Read a page saved as one file; raises LoadError when it is none, and as HTML is refused."""
    message = _parsed(data, name, "MHTML")
    try:
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        if not isinstance(page, EmailMessage):
            raise damaged(name, "MHTML")
        content, charset = _payload(page), page.get_content_charset()
    except _FAULTS as error:
        raise damaged(name, "MHTML") from error
    return read_html(_declared(content, charset), name)


def attachments(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files attached to a mail by name, mails in it too. Raises LoadError when it is no mail."""
    message = _parsed(data, name, "EML")
    found: dict[str, bytes] = {}
    try:
        for part in message.iter_attachments():
            if len(found) >= _MOST_ATTACHMENTS or not isinstance(part, EmailMessage):
                break
            inner = part.get_content_type() == "message/rfc822"
            said = " ".join((part.get_filename() or "").split())
            said = said or (f"{_header(part.get_content(), 'Subject')}.eml" if inner else "")
            said = said.replace("/", "_").replace("\\", "_").strip(". ")
            if inner and not said.lower().endswith(".eml"):
                said += ".eml"
            if said:
                found[_unused(said, found)] = part.get_content().as_bytes() if inner else _payload(part)
    except _FAULTS as error:
        raise damaged(name, "EML") from error
    return found


def _parsed(data: bytes, name: str, kind: str) -> EmailMessage:
    head = data[:_HEAD].lstrip()
    # A header before anything else: what has none parses as a body without headers.
    if b":" not in head.partition(b"\n")[0]:
        raise damaged(name, kind)
    try:
        return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(head + data[_HEAD:])
    except _FAULTS as error:
        raise damaged(name, kind) from error


def _body(part: EmailMessage, name: str) -> Extracted | None:
    content, charset = _payload(part), part.get_content_charset()
    if not content.strip():
        return None
    if part.get_content_type() == "text/html":
        return read_html(_declared(content, charset), name)
    text, encoding = decode(content, name, charset)
    return Extracted(text, encoding, ())


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _declared(content: bytes, charset: str | None) -> bytes:
    """Return a page that says its encoding itself: what its part's header says wins over the page."""
    return f"<meta charset={charset}>".encode("ascii", "ignore") + content if charset else content


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as a line of text; one that was sent in bytes, against the rules, is decoded as they look."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if any("\udc80" <= char <= "\udcff" for char in raw):
        with suppress(LoadError):  # in no encoding: shown with the bytes that are wrong
            return " ".join(decode(raw.encode("utf-8", "surrogateescape"), name).text.split())
    return " ".join(str(message.get(name) or "").split())


def _unused(name: str, found: dict[str, bytes]) -> str:
    """Return ``name``, with a number before its suffix where it is taken."""
    stem, dot, suffix = name.rpartition(".")
    number, made = 1, name
    while made in found:
        number += 1
        made = f"{stem if dot else name} ({number}){dot}{suffix if dot else ''}"
    return made
