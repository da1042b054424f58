"""Drafts being checked: each sentence by sentence, in turns with the others, kept in memory and dropped afterwards.

One thread works for all, so that however many drafts there are a question waits for one sentence at most, and a short
draft is not held up by a long one. Nothing is written to disk.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from index.errors import IndexBusy, InputError, YinjuError
from retriever.check.check_contract import report_object
from retriever.check.draft.sentences import Sentence, sentences_of
from retriever.check.verdict import PROBLEMS, Finding, Report, Verdict
from ui.office.draft_files import DraftFile
from ui.service.snapshot import Snapshot

__all__ = ["LONGEST", "Check", "Desk", "must_fit"]

LONGEST = 1_000_000
"""Code points of a draft, about a thousand pages."""

MOST_RUNNING = 8
"""Drafts that are checked at the same time, over all who use the page."""

MOST_HELD = 16
"""Drafts held for reading and downloads; beyond, the one that was not looked at for longest is forgotten."""

MOST_SENTENCES = 100_000
"""Sentences of all drafts that are held."""

KEPT = 1_800.0
"""Seconds after which a draft that nobody looks at is forgotten."""

TIME = 900.0
"""Seconds of work that one draft may take; what was found until then stays."""

SLICE = 0.03
"""Seconds of work before it is another draft's turn."""


def must_fit(text: str) -> None:
    """Raise InputError for the text of a draft that is longer than LONGEST."""
    if len(text) > LONGEST:
        raise InputError(
            "The draft is {size} characters long and at most {most} are taken here: check it in parts, or "
            "with `yinju check`.",
            size=f"{len(text):,}",
            most=f"{LONGEST:,}",
        )


@dataclass(eq=False)
class Check:
    """A draft and what was found so far.

    ``state`` is "running", "done", "cancelled", "late" (out of time) or "failed"; ``findings[i]`` is that of
    ``sentences[i]``, and only ever grows.
    """

    token: str
    draft: DraftFile
    snapshot: Snapshot
    sentences: tuple[Sentence, ...]
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[Verdict | None] = field(default_factory=Counter)
    state: str = "running"
    error: str | None = None
    seconds: float = 0.0
    looked_at: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def claims(self) -> int:
        """How many sentences have a verdict."""
        return len(self.findings) - self.counts[None]

    @property
    def problems(self) -> int:
        """How many of them have one of :data:`PROBLEMS`."""
        return sum(self.counts[verdict] for verdict in PROBLEMS)

    def report(self) -> dict[str, Any]:
        """Return what was found as the public JSON has it (:mod:`retriever.check.check_contract`)."""
        found = Report(tuple(self.findings), self.seconds * 1000)
        return report_object(found, self.snapshot.checker.corpus, self.draft.name)


class Desk:
    """Threads may share it."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Check] = OrderedDict()
        self._turns: deque[Check] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self, draft: DraftFile, snapshot: Snapshot) -> Check:
        """Begin to check ``draft``. Raises InputError when it is empty or too long, IndexBusy when too many run."""
        text = draft.draft.text
        if not re.search(r"[^\W_]", text):
            raise InputError("There is nothing to check: paste the text of a draft, or choose a file.")
        must_fit(text)
        check = Check(secrets.token_hex(16), draft, snapshot, tuple(sentences_of(draft.draft)))
        with self._changed:
            if len(self._turns) >= MOST_RUNNING:
                raise IndexBusy("{most} drafts are being checked already: try again in a minute.", most=MOST_RUNNING)
            self._held[check.token] = check
            self._turns.append(check)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
                self._thread.start()
            self._changed.notify()
        return check

    def get(self, token: str) -> Check:
        """Return the draft of a token. Raises InputError when it was dropped."""
        with self._changed:
            check = self._held.get(token)
            if check is None:
                raise InputError("The draft is not kept any more: check it again.")
            check.looked_at = time.monotonic()
            self._held.move_to_end(token)
            return check

    def cancel(self, token: str) -> Check:
        """Stop checking; what was found stays."""
        check = self.get(token)
        with self._changed:
            self._end(check, "cancelled")
        return check

    def drop(self, token: str) -> None:
        """Forget a draft; one that is not there is passed over."""
        with self._changed:
            check = self._held.pop(token, None)
            if check is not None:
                self._end(check, "cancelled")

    def _end(self, check: Check, state: str) -> None:
        if check.state == "running":
            check.state = state
            check.ended.set()

    def _forget(self) -> None:
        """Forget drafts that nobody looks at, then those looked at longest ago while there are too many."""
        now = time.monotonic()
        for check in list(self._held.values()):
            many = len(self._held) > MOST_HELD or sum(len(c.sentences) for c in self._held.values()) > MOST_SENTENCES
            idle = now - check.looked_at > KEPT
            if idle or (many and check.state != "running"):
                self._end(check, "cancelled")
                del self._held[check.token]

    def _work(self) -> None:
        """Check one sentence of each draft in turn while there are drafts."""
        try:
            while True:
                with self._changed:
                    self._forget()
                    if not self._held and not self._turns:
                        return
                    if not self._turns:
                        self._changed.wait(KEPT / 30)
                        continue
                    check = self._turns.popleft()
                going = False
                try:
                    going = self._turn(check)
                finally:
                    with self._changed:
                        if going:
                            self._turns.append(check)
                        else:
                            self._end(check, "failed")
        finally:
            with self._changed:
                self._thread = None

    def _turn(self, check: Check) -> bool:
        """Check sentences of one draft for a while; return whether some are left."""
        began = time.perf_counter()
        try:
            while check.state == "running":
                took = time.perf_counter() - began
                if len(check.findings) == len(check.sentences):
                    self._end(check, "done")
                elif check.seconds + took > TIME:
                    self._end(check, "late")
                elif took > SLICE:
                    return True
                else:
                    finding = check.snapshot.checker.finding(check.sentences[len(check.findings)])
                    check.counts[finding.verdict] += 1
                    check.findings.append(finding)
                    time.sleep(0)  # whoever waits for the interpreter to answer a question goes first
        except YinjuError as error:
            check.error = error.message
        finally:
            check.seconds += time.perf_counter() - began
        return False
