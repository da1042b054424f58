"""Measure everything that docs/evaluation.md reports, and write it there: ``python -m scripts.measure [BENCH]``.

BENCH is the folder of the public benchmarks; without it their tables stay as they are. The seeds are indexed anew.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "evaluation.md"
SYSTEMS = {"hybrid": "whole system", "lexical": "BM25 alone", "dense": "vectors alone"}
BENCHMARKS = ("drcd-hant", "mlqa-en-zh", "lecoqa-laws")
BENCH_FIGURES = ("nDCG@10", "RR", "Success@5", "R@100")
SLICE_FIGURES = ("Success@5", "RR@20", "TopAnswerRight", "TopAnswerEM", "WronglyRefused", "WronglyAnswered")

Figures = Mapping[str, Mapping[str, float]]


def yinju(*arguments: str) -> str:
    """What ``yinju ARGUMENTS`` prints."""
    command = [sys.executable, "-c", "from ui.cli.app import main; main()", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    return "\n".join([row(*head), row(*("---" for _ in head)), *(row(*cells) for cells in rows)])


def shown(figures: Figures, name: str) -> str:
    """A figure with its interval, a dash where it does not apply."""
    if name not in figures:
        return "–"
    places = 1 if name.endswith(" ms") else 3
    value, low, high = (figures[name][key] for key in ("value", "low", "high"))
    return f"{value:.{places}f} ({low:.{places}f}–{high:.{places}f})"


def seeds() -> str:
    """The reporting half under every system, and the whole system by kind and language."""
    found: dict[str, dict[str, Any]] = {
        name: json.loads(yinju("eval", "--index", "var/index", "--system", name, "--json")) for name in SYSTEMS
    }
    whole = found["hybrid"]
    rows = [
        [f"`{name}`", str(whole["figures"][name]["n"]), *(shown(run["figures"], name) for run in found.values())]
        for name in whole["figures"]
    ]
    figures = table(["figure", "n", *SYSTEMS.values()], rows)
    slices = [
        [part["value"], str(max(f["n"] for f in part["figures"].values())),
         *(shown(part["figures"], name) for name in SLICE_FIGURES)]
        for part in whole["slices"]
        if part["by"] in ("kind", "language")
    ]  # fmt: skip
    by_slice = table(["slice", "n", *(f"`{name}`" for name in SLICE_FIGURES)], slices)
    return f"{figures}\n\nThe whole system by kind and language of the question:\n\n{by_slice}"


def benchmarks(folder: Path) -> str:
    """Every public benchmark under every system; the whole system is tested against BM25 alone."""
    rows = []
    for name in BENCHMARKS:
        runs: dict[str, dict[str, Any]] = {}
        for at, system in enumerate(SYSTEMS):
            saved = f"var/bench/{name}-{system}.json"
            again = ("--reuse",) if at else ()
            runs[system] = json.loads(
                yinju("eval", "--beir", str(folder / name), *again, "--system", system, "--save", saved, "--json")
            )
        compared = json.loads(
            yinju("eval", "compare", f"var/bench/{name}-lexical.json", f"var/bench/{name}-hybrid.json", "--json")
        )
        verdicts = {change["figure"]: change["verdict"] for change in compared["overall"]}
        for figure in BENCH_FIGURES:
            head = [name, str(runs["hybrid"]["benchmark"]["questions"])] if figure == BENCH_FIGURES[0] else ["", ""]
            cells = [shown(run["figures"], figure) for run in runs.values()]
            rows.append([*head, f"`{figure}`", *cells, verdicts[figure]])
        rows.append(["", "", "`p50 ms`", *(shown(run["figures"], "p50 ms") for run in runs.values()), ""])
    return table(["benchmark", "queries", "figure", *SYSTEMS.values(), "against BM25 alone"], rows)


def fill(text: str, part: str, content: str) -> str:
    """Replace what stands between the markers of ``part``."""
    pattern = re.compile(rf"(<!-- {part} -->\n).*?(\n<!-- /{part} -->)", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{PAGE} lacks the markers <!-- {part} --> and <!-- /{part} -->")
    return pattern.sub(lambda match: match[1] + content + match[2], text)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bench", nargs="?", type=Path, help="folder of the public benchmarks")
    options = parser.parse_args()
    yinju("build", "seeds", "--index", "var/index")
    today = datetime.date.today().isoformat()
    text = fill(PAGE.read_text(encoding="utf-8"), "seeds", f"On {today}:\n\n{seeds()}")
    if options.bench is not None:
        text = fill(text, "benchmarks", f"On {today}:\n\n{benchmarks(options.bench)}")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
