"""Who may do what: a token where there are tokens, else reading alone where everybody may read."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from starlette.requests import Request

from index.messages import Message
from ui.api.http.problems import Problem
from ui.service.attempts import Attempts
from ui.service.tokens import Refused, Role, Tokens

__all__ = ["Access"]


@dataclass(frozen=True, slots=True)
class Access:
    """``open`` lets everybody read who can reach the server, as long as there are no tokens."""

    tokens: Tokens
    open: bool
    attempts: Attempts = field(default_factory=Attempts)

    def require(self, request: Request, role: Role) -> None:
        """Raise Problem or Refused unless the request may do what ``role`` may."""
        if not self.tokens:
            if role is Role.READ and self.open:
                return
            raise Problem(
                403,
                "no-tokens",
                Message("This needs a token, and the server knows none: start it with --tokens FILE."),
            )
        address = request.client.host if request.client else ""
        if (seconds := self.attempts.wait(address)) > 0:
            raise Problem(
                429,
                "attempts",
                Message("Too many wrong tokens came from your address: try again in a minute."),
                {"retry-after": str(math.ceil(seconds))},
            )
        given = request.headers.get("authorization")
        try:
            self.tokens.require(given, role)
        except Refused as refused:
            if refused.status == 401 and given:
                self.attempts.failed(address)
            raise
