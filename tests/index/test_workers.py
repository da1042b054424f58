"""Other processes give what this one gives, in order, and one that dies is told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import child_processes
from index.errors import YinjuError
from index.language.normalise import normalise_text
from index.language.tokens import tokenise
from index.workers import prepare, prepare_all

ROOT = Path(__file__).resolve().parents[2]
BATCHES = [[f"第{number}條 光伏覆蓋率", "", "Targets\ud800 \0 50%"] for number in range(9)]


@pytest.mark.parametrize("grams", [False, True])
@pytest.mark.parametrize("count", [0, 2])
def test_same_in_any_process(count: int, grams: bool) -> None:
    made = list(prepare_all(iter(BATCHES), grams=grams, workers=count))
    assert [batch for batch, _ in made] == BATCHES
    for batch, prepared in made:
        assert list(prepared.normalised) == [normalise_text(text) for text in batch]
        terms = [prepared.terms[number] for number in prepared.flat]
        assert terms == [term for text in prepared.normalised for term in tokenise(text, grams=grams)]
        assert prepared.lengths.sum() == len(terms)


def test_terms_of_a_batch_are_distinct() -> None:
    prepared = prepare(["光伏 光伏", "光伏 储能"], grams=False)
    assert prepared.terms == ["光伏", "储能"]
    assert prepared.flat.tolist() == [0, 0, 0, 1]
    assert prepared.lengths.tolist() == [2, 2]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_worker_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **options))  # type: ignore[call-overload]  # passed through as they came
        return started[-1]

    monkeypatch.setattr(child_processes.subprocess, "Popen", start)

    def batches() -> Iterator[list[str]]:
        yield ["光伏"]
        started[0].send_signal(signal.SIGKILL)
        started[0].wait()
        yield from BATCHES

    with pytest.raises(YinjuError, match="fewer workers"):
        list(prepare_all(batches(), grams=False, workers=1))


def test_script_without_main_guard_may_build() -> None:
    code = (
        "from index.workers import prepare_all\n"
        "print(sum(len(made.flat) for _, made in prepare_all([['光伏 储能']] * 3, grams=False, workers=2)))\n"
    )
    done = subprocess.run([sys.executable], input=code, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "6\n"
    assert done.stderr == ""
