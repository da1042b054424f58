"""Bearer tokens (RFC 6750): who may read, and who may change the corpus too.

They come from a file or the environment, one ``ROLE:TOKEN`` or ``ROLE:TOKEN:UNTIL`` a line (in the environment a
comma will do), where ROLE is ``read`` or ``write`` (which may read too) and UNTIL the last day that it is good for.
Only their SHA-256 is kept, and all are compared, each in constant time: how long an answer takes tells nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from index.errors import InputError
from index.messages import Message

__all__ = ["Refused", "Role", "Tokens"]

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,512}=*", re.ASCII)
"""The characters of RFC 6750; sixteen at least, so that none can be guessed."""


class Role(str, Enum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


class Refused(Exception):
    """A request that its token does not allow: ``status`` is that of HTTP, ``message`` says why."""

    def __init__(self, status: int, message: Message) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Token:
    role: Role
    digest: bytes = field(repr=False)
    until: datetime.date | None


class Tokens:
    """The tokens that a server knows; false when it knows none."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """Read them. Raises InputError for a line that is none; the message shows its number, not the token."""
        self._tokens = [
            _parsed(line.strip(), number)
            for number, line in enumerate(lines, 1)
            if line.strip() and not line.lstrip().startswith("#")
        ]

    @classmethod
    def of(cls, path: Path | None, given: str | None) -> Tokens:
        """Read the file ``path`` and the text of the environment ``given``. Raises InputError."""
        lines = re.split(r"[\n,]", given) if given else []
        if path is not None:
            try:
                lines += path.read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(
                    "{path} cannot be read as a list of tokens: check the path and your permissions.", path=path
                ) from error
        return cls(lines)

    def __bool__(self) -> bool:
        return bool(self._tokens)

    def require(self, authorization: str | None, role: Role, today: datetime.date | None = None) -> None:
        """Raise Refused unless the ``Authorization`` header holds a token that allows ``role`` today."""
        scheme, _, given = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise Refused(401, Message("A token is needed: send the header Authorization: Bearer TOKEN."))
        digest = hashlib.sha256(given.strip().encode("utf-8", "surrogateescape")).digest()
        known = [token for token in self._tokens if hmac.compare_digest(token.digest, digest)]
        if not known:
            raise Refused(401, Message("The token is not known here: ask whoever runs the server for one."))
        now = today or datetime.date.today()
        good = [token for token in known if token.until is None or now <= token.until]
        if not good:
            raise Refused(401, Message("The token has expired: ask whoever runs the server for a new one."))
        if role is Role.WRITE and all(token.role is not Role.WRITE for token in good):
            raise Refused(403, Message("The token allows reading alone: changing the corpus needs one for writing."))


def _parsed(line: str, number: int) -> _Token:
    role, _, rest = line.partition(":")
    token, _, until = rest.partition(":")
    try:
        last = datetime.date.fromisoformat(until) if until else None
        if not _TOKEN.fullmatch(token):
            raise ValueError("characters or length")
        return _Token(Role(role.strip().lower()), hashlib.sha256(token.encode()).digest(), last)
    except ValueError as error:
        raise InputError(
            "Line {number} of the tokens is none: write read:TOKEN or write:TOKEN, a token of at least 16 letters "
            "and digits, and where wanted :2027-12-31 behind it.",
            number=number,
        ) from error
