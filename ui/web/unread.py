"""Results that nobody fetches: Gradio keeps them for good, so that each that is begun and never read takes memory.

An event is unread from when it is begun until its result was delivered. Beyond so many, what is oldest is forgotten;
beyond so many of one session, it may begin no more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

__all__ = ["MOST_OF_SESSION", "MOST_UNREAD", "bound_unread"]

MOST_UNREAD = 256
"""Events whose results wait to be read, over all who use the endpoints."""

MOST_OF_SESSION = 64
"""The same of one session."""

Push = Callable[..., Awaitable[tuple[bool, Any, str]]]


def bound_unread(queue: Any, most: int = MOST_UNREAD, of_session: int = MOST_OF_SESSION) -> None:
    """Bound what the queue of a Gradio application holds for whoever began an event."""
    begin: Push = queue.push

    async def push(body: Any, *args: Any, **kwargs: Any) -> tuple[bool, Any, str]:
        unread = queue.pending_event_ids_session
        session = body.session_hash
        if session is not None and len(unread.get(session, ())) >= of_session:
            return False, "Read the results of what was begun before beginning more.", "queue_full"
        while unread and sum(map(len, unread.values())) >= most:
            oldest = next(iter(unread))
            queue.pending_messages_per_session.pop(oldest, None)
            await queue.clean_events(session_hash=oldest)
            unread.pop(oldest, None)
        return await begin(body, *args, **kwargs)

    queue.push = push
