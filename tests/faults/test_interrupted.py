"""Whatever ends a build or a change, at whichever step: one whole generation answers, and doing it again works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.steps import ACTIONS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each step is a forked process")


def interrupted(action: str, fault: str, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the action did when nothing happened to it, and what each interruption left."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.steps", action, fault, str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    whole, *steps = map(json.loads, done.stdout.splitlines())
    assert whole["ended"] == "done"
    assert len(steps) == whole["steps"] > 2
    return whole, steps


def stands(whole: dict[str, Any], step: dict[str, Any]) -> None:
    """What holds after every interruption."""
    assert "damaged" not in step, step
    assert step["left"] in (whole["before"], whole["after"]), step
    assert step["again"] == whole["after"], step
    assert step["unfinished"] == [], step


@pytest.mark.parametrize("action", ACTIONS)
def test_a_process_killed_at_any_step_leaves_a_whole_generation(action: str, tmp_path: Path) -> None:
    whole, steps = interrupted(action, "kill", tmp_path)
    for step in steps:
        assert step["ended"] == "signal 9", step
        stands(whole, step)
    lefts = [step["left"] for step in steps]
    assert lefts == sorted(lefts, key=lambda left: left == whole["after"]), (
        "there is one moment at which it becomes new"
    )


@pytest.mark.parametrize("action", [action for action in ACTIONS if action not in ("add", "remove")])
def test_a_disk_that_is_full_at_any_step_is_said_and_the_old_generation_answers(action: str, tmp_path: Path) -> None:
    whole, steps = interrupted(action, "full", tmp_path)
    for step in steps:
        stands(whole, step)
        assert step["ended"] in ("done", "StorageError"), step
        if step["ended"] == "StorageError":
            assert "no room left" in step["said"], step
        else:
            assert step["left"] == whole["after"], step
    assert sum(step["ended"] == "StorageError" for step in steps) > 1
