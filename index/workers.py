"""Normalising and tokenising in other processes, in order.

A worker is a plain child process (:mod:`index.child_processes`) that reads arrays from one pipe and writes arrays to
another, and ends when its pipe closes, also when its parent was killed.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from index.child_processes import end_child, start_child
from index.errors import YinjuError
from index.language.normalise import normalise_text
from index.language.tokens import tokenise
from index.store.strings import Strings

__all__ = ["Prepared", "prepare", "prepare_all", "serve"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch of texts, normalised and tokenised.

    The terms of text *i* are the next ``lengths[i]`` numbers of ``flat``, each a position in ``terms``.
    """

    normalised: Sequence[str]
    terms: Sequence[str]
    flat: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]


def prepare(texts: Sequence[str], *, grams: bool) -> Prepared:
    """Normalise and tokenise ``texts`` in this process."""
    normalised = [normalise_text(text) for text in texts]
    numbers: defaultdict[str, int] = defaultdict()
    # A term met for the first time gets the next number.
    numbers.default_factory = numbers.__len__
    flat: list[int] = []
    lengths = np.zeros(len(texts), dtype=np.int32)
    for row, text in enumerate(normalised):
        terms = tokenise(text, grams=grams)
        lengths[row] = len(terms)
        flat += [numbers[term] for term in terms]
    return Prepared(normalised, list(numbers), np.array(flat, dtype=np.int32), lengths)


def prepare_all(
    batches: Iterable[Sequence[str]], *, grams: bool, workers: int
) -> Iterator[tuple[Sequence[str], Prepared]]:
    """Yield every batch with what :func:`prepare` makes of it, in order, ``workers`` batches at a time.

    With no workers all is done here. Raises YinjuError when a worker ends early.
    """
    if workers < 1:
        for batch in batches:
            yield batch, prepare(batch, grams=grams)
        return
    children = [_Worker(grams) for _ in range(workers)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for child in children:
        idle.put(child)

    def work(batch: Sequence[str]) -> Prepared:
        child = idle.get()
        try:
            return child(batch)
        finally:
            idle.put(child)

    try:
        with ThreadPoolExecutor(workers) as pool:
            yield from _in_order(pool, work, batches, ahead=2 * workers)
    finally:
        for child in children:
            child.close()


def _in_order(
    pool: ThreadPoolExecutor,
    work: Callable[[Sequence[str]], Prepared],
    batches: Iterable[Sequence[str]],
    ahead: int,
) -> Iterator[tuple[Sequence[str], Prepared]]:
    waiting: deque[tuple[Sequence[str], Future[Prepared]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(work, batch)))
            if len(waiting) > ahead:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        for _, future in waiting:
            future.cancel()


class _Worker:
    """A child process that runs :func:`serve`."""

    def __init__(self, grams: bool) -> None:
        self._process = start_child(f"from index.workers import serve; serve(grams={grams})")

    def __call__(self, texts: Sequence[str]) -> Prepared:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        try:
            _send(asked, Strings.pack(texts))
            normalised = _receive_strings(answered)
            terms = _receive_strings(answered)
            return Prepared(normalised, terms, _receive(answered), _receive(answered))
        except (OSError, EOFError, ValueError) as error:
            raise YinjuError(
                "A worker process of the build ended early, perhaps for want of memory: build again with fewer workers."
            ) from error

    def close(self) -> None:
        """End the process."""
        end_child(self._process)


def serve(*, grams: bool) -> None:
    """Answer batches from standard input on standard output until it closes: the other end of a worker."""
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            texts = _receive_strings(asked)
        except EOFError:
            return
        made = prepare(texts, grams=grams)
        try:
            _send(answered, Strings.pack(made.normalised), Strings.pack(made.terms), made.flat, made.lengths)
        except BrokenPipeError:
            # The parent was killed. An ordinary end would flush into the pipe once more, and complain.
            os._exit(0)


def _send(file: IO[bytes], *items: Strings | npt.NDArray[Any]) -> None:
    for item in items:
        for array in (item.blob, item.offsets) if isinstance(item, Strings) else (item,):
            file.write(array.dtype.str.encode("ascii").ljust(8) + len(array).to_bytes(8, "little"))
            file.write(array.data)
    file.flush()


def _receive(file: IO[bytes]) -> npt.NDArray[Any]:
    head = _exactly(file, 16)
    dtype = np.dtype(head[:8].decode("ascii").strip())
    size = int.from_bytes(head[8:], "little")
    return np.frombuffer(_exactly(file, size * dtype.itemsize), dtype=dtype)


def _receive_strings(file: IO[bytes]) -> list[str]:
    return list(Strings(_receive(file), _receive(file)))


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data
