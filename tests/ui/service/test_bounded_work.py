"""Work off the event loop is bounded: so much at once, so much waiting, so long."""

from __future__ import annotations

import asyncio
import threading

import pytest

from index.errors import InputError
from tests.ui.running import in_a_loop
from ui.service.bounded_work import BoundedWork, OutOfTime, Overloaded


def test_results_and_errors_come_back() -> None:
    async def main() -> None:
        work = BoundedWork()
        assert await work.run(divmod, 7, 2) == (3, 1)

        def fail() -> None:
            raise InputError("No.")

        with pytest.raises(InputError, match=r"No\."):
            await work.run(fail)

    in_a_loop(main())


def test_no_more_runs_at_once_than_allowed_and_the_rest_is_sent_away() -> None:
    running, most = 0, 0
    lock, release = threading.Lock(), threading.Event()

    def piece() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        release.wait(30)
        with lock:
            running -= 1

    async def main() -> None:
        work = BoundedWork(at_once=2, waiting=3)
        pieces = [asyncio.create_task(work.run(piece)) for _ in range(5)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded, match="3 requests are waiting"):
            await work.run(piece)
        release.set()
        await asyncio.gather(*pieces)

    in_a_loop(main())
    assert most == 2


def test_whoever_waits_too_long_is_told_and_the_place_is_kept_until_the_thread_ends() -> None:
    release, ended = threading.Event(), threading.Event()

    def slow() -> None:
        release.wait(30)
        ended.set()

    async def main() -> None:
        work = BoundedWork(at_once=1, seconds=0.05)
        with pytest.raises(OutOfTime, match=r"0\.05 seconds"):
            await work.run(slow)
        with pytest.raises(OutOfTime):
            await work.run(int)  # the only place is still taken
        release.set()
        await asyncio.to_thread(ended.wait, 30)
        assert await work.run(int) == 0

    in_a_loop(main())
