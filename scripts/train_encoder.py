"""Train the embedded encoder: ``python -m scripts.train_encoder --data DIR``.

From the training data to the shipped folder in one command: tokenizer, pairs, training, packing. The lexicon
(``scripts.train_lexicon``) comes first, because glossed pairs are made with it. Deterministic for a given number of
threads.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from index.encoders.registry import EMBEDDED_FOLDER
from index.language.lexicon import LEXICON_FILE, Lexicon
from scripts.training.loop import Settings, train
from scripts.training.pack import save
from scripts.training.pairs import build_pairs
from scripts.training.vocabulary import train_tokenizer

VOCABULARY = 60_000
SAMPLE_EVERY = 3
"""Every third news report, and a third as much of the law, is counted for the tokenizer."""


def reverse_lexicon(lexicon: Lexicon) -> Mapping[str, Sequence[tuple[str, float]]]:
    """English entries, with the probability that they mean it, by Chinese word."""
    reverse: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for entry in lexicon.entries():
        for term, probability in lexicon.lookup(entry):
            if probability > 0:
                reverse[term].append((entry, probability))
    return reverse


def second_round(first: Settings) -> Settings:
    """A warm restart (Loshchilov and Hutter, ICLR 2017): fresh moments, half the rate, more late interaction."""
    rate = first.learning_rate / 2
    return replace(first, steps=first.steps * 5 // 8, learning_rate=rate, late_every=2, seed=first.seed + 1)


def build(data: Path, lexicon: Lexicon, folder: Path, settings: Settings, *, vocabulary: int = VOCABULARY) -> None:
    """Train a model and write its folder."""
    tokenizer = train_tokenizer(data, size=vocabulary, every=SAMPLE_EVERY)
    print(f"tokenizer: {tokenizer.get_vocab_size()} pieces", flush=True)
    sets = build_pairs(data, tokenizer, reverse_lexicon(lexicon), seed=settings.seed)
    for pairs in sets:
        print(f"{pairs.name}: {len(pairs)} pairs", flush=True)
    trained = train(sets, tokenizer.get_vocab_size(), settings, print)
    again = second_round(settings)
    trained = train(sets, tokenizer.get_vocab_size(), again, print, start=trained)
    card = {
        "format": 1,
        "settings": [asdict(settings), asdict(again)],
        "pairs": {pairs.name: len(pairs) for pairs in sets},
    }
    save(trained, tokenizer, card, folder)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the training files (*.jsonl.xz)")
    parser.add_argument("--lexicon", type=Path, default=LEXICON_FILE)
    parser.add_argument("--out", type=Path, default=EMBEDDED_FOLDER)
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--threads", type=int, default=2, help="part of the recipe: others round otherwise")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    settings = replace(Settings(), steps=options.steps, seed=options.seed)
    build(options.data, Lexicon.load(options.lexicon), options.out, settings)


if __name__ == "__main__":
    main()
