"""Which pieces of the base's vocabulary Chinese (both scripts) and English need, and a tokenizer of those alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import opencc
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from scripts.training.corpus import rows

SOURCES: tuple[tuple[str, str, int], ...] = (
    ("qa_written", "text", 4),
    ("qa_written", "question", 1),
    ("qa_written", "title", 4),
    ("claims_written", "sentence", 1),
    ("policy_docs", "text", 1),
    ("drcd_pairs", "passage", 2),
    ("drcd_pairs", "question", 1),
    ("cmrc_pairs", "passage", 1),
    ("lecoqa_pairs", "passage", 1),
    ("news", "text", 12),
    ("prc_law_articles", "text", 8),
    ("tw_law_articles", "text", 10),
    ("tw_law_parallel", "en", 12),
    ("gov_work_report_parallel", "zh", 1),
    ("gov_work_report_parallel", "en", 1),
    ("tatoeba_parallel", "en", 1),
    ("ntrex_parallel", "en", 1),
    ("ntrex_parallel", "zh_hans", 1),
    ("ntrex_parallel", "zh_hant", 1),
    ("cedict", "trad", 4),
    ("cedict", "simp", 4),
)
"""File, field, and every how many rows one is counted: some 20 million tokens."""

OTHER_SCRIPT = {"policy_docs": "s2t", "qa_written": "s2t", "gov_work_report_parallel": "s2t", "cmrc_pairs": "s2t"}
"""Sources that are counted a second time in the other script."""

BOUNDARIES = r"[0-9]+|的|\p{P}|(?!▁)\p{S}"
"""What is always a piece of its own: runs of digits, 的, each mark and sign.

A span then never has to end inside a piece such as ``。2023`` or ``以上的``."""


def make_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """The base's unigram tokenizer over these pieces (``<s> <pad> </s> <unk>`` first), without special tokens.

    Offsets of its encodings are code points of the text given, before NFKC.
    """
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(),
            pre_tokenizers.Split(Regex(BOUNDARIES), behavior="isolated"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def sample(data: Path) -> Iterator[str]:
    """The texts that are counted."""
    for name, field, step in SOURCES:
        converter = opencc.OpenCC(OTHER_SCRIPT[name]) if name in OTHER_SCRIPT else None
        for row in islice(rows(data, name), 0, None, step):
            text = str(row[field])
            yield text
            if converter is not None:
                yield converter.convert(text)


def count(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """How often each piece occurs in the texts."""
    found: Counter[int] = Counter()
    waiting = iter(texts)
    while batch := list(islice(waiting, 2000)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            found.update(encoding.ids)
    return Counter({str(tokenizer.id_to_token(i)): n for i, n in found.items()})


def needed(pieces: Sequence[str], counts: Counter[str], floor: int) -> frozenset[str]:
    """Pieces that occur at least ``floor`` times, and every single character of ASCII and of the Han block."""
    always = {p for p in pieces if len(p) == 1 and (p.isascii() or "㐀" <= p <= "鿿" or "＀" <= p <= "￯" or p in "▁‰℃°")}
    return frozenset(always | {piece for piece, n in counts.items() if n >= floor})
