"""How far a file has been read: told by formats that take long for each page, heard by whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["heard_by", "tell"]

Listener = Callable[[int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(done: int, total: int) -> None:
    """Tell that ``done`` of ``total`` pages of the file being read are done.

    A file of which nothing is told for :data:`index.loading.loader.SECONDS` is given up, so a format that may take
    that long calls this after every page.
    """
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Call ``listener`` with what :func:`tell` is told while the block runs."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
