"""A tiny training from data files to a folder that loads: fast, deterministic, and better than chance."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from index.encoders import load_encoder
from index.language.lexicon import Lexicon
from scripts.train_lexicon import train as train_lexicon
from scripts.train_lexicon import write
from scripts.training.align import Bitext, agreed, model1
from scripts.training.pairs import Ragged, take
from scripts.training.vocabulary import make_tokenizer

NEEDED = "training the encoder needs torch, which the extra `models` brings"
WORDS = [
    ("猫", "cat"),
    ("狗", "dog"),
    ("房子", "house"),
    ("太阳", "sun"),
    ("月亮", "moon"),
    ("水", "water"),
    ("火", "fire"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Training files of a few made-up rows each, in the format of the real ones."""
    folder = tmp_path_factory.mktemp("data")
    pairs = [(a, b) for a in WORDS for b in WORDS if a != b]
    body = [f"{a[0]}和{b[0]}在这里。{b[0]}很大。我们看见{a[0]}。今天有{b[0]}。后来没有{a[0]}了。" for a, b in pairs]
    english = [f"The {a[1]} and the {b[1]} are here. We see the {a[1]} with that {b[1]}." for a, b in pairs]
    files = {
        "prc_law_articles": [{"law": "动物法", "chapter": "总则", "article": "一", "text": text} for text in body],
        "tw_law_articles": [{"law": "動物法", "chapter": None, "article": "1", "text": text} for text in body],
        "tw_law_parallel": [
            {"law_zh": "动物法", "law_en": "Animal Act", "zh": z, "en": e, "same_version": True}
            for z, e in zip(body, english, strict=True)
        ],
        "gov_work_report_parallel": [{"year": 2020, "zh": z, "en": e} for z, e in zip(body, english, strict=True)],
        "news": [{"date": "2023-01-01", "text": text} for text in body],
        "cedict": [{"trad": z, "simp": z, "pinyin": "", "defs": [e]} for z, e in WORDS],
        "tatoeba_parallel": [{"zh": f"我看见{z}", "en": f"I see a {e}"} for z, e in WORDS],
        "ntrex_parallel": [
            {"en": f"One {e} there", "zh_hans": f"那里有{z}", "zh_hant": f"那裡有{z}"} for z, e in WORDS
        ],
        "drcd_pairs": [{"question": f"哪裡有{z}", "passage": f"那裡有{z}。", "answer": "那裡"} for z, _ in WORDS],
        "cmrc_pairs": [{"question": f"哪里有{z}", "passage": f"这里有{z}。", "answer": "这里"} for z, _ in WORDS],
        "lecoqa_pairs": [{"question": f"谁管{z}", "title": "动物法", "passage": f"{z}归我们管。"} for z, _ in WORDS],
    }
    for name, rows in files.items():
        with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return folder


@pytest.fixture(scope="module")
def lexicon(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("lexicon") / "en-zh.tsv"
    write(train_lexicon(data), path)
    return Lexicon.load(path)


def test_lexicon_learns_every_word(lexicon: Lexicon) -> None:
    for chinese, english in WORDS:
        assert lexicon.lookup(english)[0][0] == chinese


def test_training_is_deterministic_and_its_folder_loads(data: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason=NEEDED)
    from scripts.train_encoder import build
    from scripts.training.loop import Settings

    torch.set_num_threads(1)
    settings = Settings(dim=16, steps=60, batch=32, warm_up=2, late_batch=8)
    for name in ("one", "two"):
        build(data, lexicon, tmp_path / name, settings, vocabulary=600)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("one", "two"))
    assert one == two
    encoder = load_encoder(str(tmp_path / "one"))
    scores = encoder.encode_queries([e for _, e in WORDS]) @ encoder.encode_passages([z for z, _ in WORDS]).T
    assert (scores.argmax(1) == np.arange(len(WORDS))).mean() >= 0.8


def test_model1_on_the_textbook_example() -> None:
    """das Haus / the house, das Buch / the book: EM must pull "the" to "das" (Koehn, Statistical MT, figure 4.4)."""
    das, haus, buch = 1, 2, 3
    source = [np.array([das, haus]), np.array([das, buch])]
    target = [np.array([1, 2]), np.array([1, 3])]
    forward = model1(Bitext(source, target, [1.0, 1.0]), iterations=15)
    backward = model1(Bitext(target, source, [1.0, 1.0]), iterations=15)
    table = agreed(forward, backward)
    best = {s: int(t) for s, t, p in zip(table.source, table.target, table.probability, strict=True) if p > 0.6}
    assert best == {das: 1, haus: 2, buch: 3}
    assert np.bincount(table.source, weights=table.probability)[1:] == pytest.approx([1, 1, 1])


def test_row_adam_first_step_is_the_learning_rate_and_leaves_other_rows_alone() -> None:
    torch = pytest.importorskip("torch", reason=NEEDED)
    from scripts.training.loop import RowAdam

    table = torch.zeros(3, 2, requires_grad=True)
    (table[1] * torch.tensor([2.0, -0.5])).sum().backward()
    RowAdam(table).step(torch.tensor([1]), 0.1)
    assert table.detach().numpy() == pytest.approx(np.array([[0, 0], [-0.1, 0.1], [0, 0]]), abs=1e-6)
    assert table.grad is not None
    assert not table.grad.any()


def test_quantised_rows_keep_their_directions() -> None:
    pytest.importorskip("torch", reason=NEEDED)
    from scripts.training.pack import quantise

    rows = np.random.default_rng(3).normal(size=(200, 64)).astype(np.float32)
    packed = quantise(rows).astype(np.float32)
    cosine = (rows * packed).sum(1) / np.linalg.norm(rows, axis=1) / np.linalg.norm(packed, axis=1)
    assert cosine.min() > 0.999


def test_take_cuts_and_reorders() -> None:
    texts = Ragged(np.arange(6, dtype=np.int32), np.array([0, 1, 3, 6]))
    taken = take(texts, np.array([2, 0]), longest=2)
    assert taken.ids.tolist() == [3, 4, 0]
    assert taken.starts.tolist() == [0, 2, 3]


def test_tokenizer_keeps_words_and_numbers_whole_and_drops_punctuation() -> None:
    pieces = [("[UNK]", 0.0), ("太阳", -3.0), ("太", -9.0), ("阳", -9.0), ("solar", -5.0), ("2025", -5.0), ("%", -5.0)]
    tokens = make_tokenizer(pieces).encode("ＳＯＬＡＲ太阳,(2025)%", add_special_tokens=False).tokens
    assert tokens == ["solar", "太阳", "2025", "%"]
