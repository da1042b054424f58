"""Whether whoever sent a request is still there, while it is worked on in a thread that cannot be interrupted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.types import Message, Receive

from ui.service.requests import request_ended

__all__ = ["watched"]


@asynccontextmanager
async def watched(receive: Receive) -> AsyncIterator[Receive]:
    """Give what stands for ``receive`` inside; :data:`ui.service.requests.request_ended` is set when it is over.

    That is when the block has ended, or the other side has gone. A body is read no further ahead than one message.
    """
    ended = threading.Event()
    messages: asyncio.Queue[Message] = asyncio.Queue(maxsize=1)

    async def listen() -> None:
        message: Message = {}
        while True:
            if not ended.is_set():
                message = await receive()
            if message["type"] == "http.disconnect":
                ended.set()
            await messages.put(message)  # whoever asks again after the end is told it again

    token = request_ended.set(ended)
    listening = asyncio.create_task(listen())
    try:
        yield messages.get
    finally:
        ended.set()
        request_ended.reset(token)
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
