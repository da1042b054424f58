"""How long a question to an existing index takes as a whole process: ``python -m scripts.bench_question [INDEX]``.

Prints the median and the least of some runs, by the clock and by the processor, with and without answers. Run it on a
machine that does nothing else; the first run of each is not counted, since it compiles and fills caches.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

QUESTION = "宜春2025年新型储能装机目标"
COMMAND = (sys.executable, "-c", "from ui.cli.app import main; main()")


def run(command: str, index: str) -> tuple[float, float]:
    """Return the seconds of one process by the clock and by the processor."""
    before, started = os.times(), time.perf_counter()
    subprocess.run([*COMMAND, command, QUESTION, "--index", index], check=True, stdout=subprocess.DEVNULL)
    took, after = time.perf_counter() - started, os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return took, used


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", nargs="?", default="var/index", help="folder of the index (var/index)")
    parser.add_argument("--runs", type=int, default=9, help="processes of each command (9)")
    given = parser.parse_args()
    print(f"{'command':<10}{'clock, median':>15}{'least':>8}{'processor, median':>20}{'least':>8}")
    for command in ("search", "ask"):
        run(command, given.index)
        clock, processor = zip(*(run(command, given.index) for _ in range(given.runs)), strict=True)
        cells = [f"{pick(times):.2f} s" for times in (clock, processor) for pick in (statistics.median, min)]
        print(f"{command:<10}{cells[0]:>15}{cells[1]:>8}{cells[2]:>20}{cells[3]:>8}")


if __name__ == "__main__":
    main()
