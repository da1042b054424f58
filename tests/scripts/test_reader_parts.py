"""A model written in files of limited size is read again as it was, within the numbers that they hold."""

from pathlib import Path

import pytest
import torch

from scripts.training.reader import parts
from scripts.training.reader.model import FrozenTable, ReaderModel, Table
from scripts.training.reader.parts import read_parts, write_parts
from tests.retriever.reader.tiny import tiny_model


def weights(model: ReaderModel) -> dict[str, torch.Tensor]:
    return model.state_dict()


def test_a_model_in_parts_is_the_same_to_16_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGEST", 5000)
    model = tiny_model()
    write_parts(model, tmp_path, "small", levels=False)
    files = list(tmp_path.iterdir())
    assert len(files) > 10, "parts are put together by number, not by name"
    assert all(file.stat().st_size <= 5000 for file in files)
    again = weights(read_parts(tmp_path, "small"))
    assert again.keys() == weights(model).keys()
    for name, weight in weights(model).items():
        exact = name.startswith("table.")
        assert torch.equal(again[name], weight if exact else weight.half().float()), name


def test_a_teacher_is_written_in_8_bits_and_takes_the_table_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BIG", 1000)
    model, other = tiny_model(), tiny_model(seed=2)
    write_parts(model, tmp_path, "large", levels=True)
    again = weights(read_parts(tmp_path, "large", other))
    for name, weight in weights(model).items():
        if name.startswith("table."):
            assert torch.equal(again[name], weights(other)[name])
        elif weight.dim() == 2 and weight.numel() > 1000:
            step = weight.abs().amax(1, keepdim=True) / 127
            assert (again[name] - weight).abs().sub(0.6 * step).max() < 0, name
        else:
            assert torch.equal(again[name], weight.half().float()), name
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    write_parts(model, tmp_path / "whole", "large", levels=False)
    assert size < sum(file.stat().st_size for file in (tmp_path / "whole").iterdir())


def test_a_model_whose_table_is_learnt_is_not_written(tmp_path: Path) -> None:
    model = tiny_model()
    model.table = Table(model.sizes.vocabulary, model.sizes.hidden)
    with pytest.raises(ValueError, match="with_layers"):
        write_parts(model, tmp_path, "small", levels=False)
    write_parts(model.with_layers(range(2)), tmp_path, "small", levels=False)
    assert isinstance(read_parts(tmp_path, "small").table, FrozenTable)
