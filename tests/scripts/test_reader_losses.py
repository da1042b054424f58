"""What training minimises, against sums made by hand; and the layers that imitate the shipped file."""

import math

import pytest
import torch
from torch import Tensor

from scripts.training.reader.feed import UNREADABLE, Batch
from scripts.training.reader.loop import Phase
from scripts.training.reader.losses import blurred, of_hidden, of_targets, of_teacher
from scripts.training.reader.model import Matrix, ReaderModel, Table
from scripts.training.reader.packing import ABSENT, UNKNOWN
from scripts.training.reader.wheel import Sizes
from tests.retriever.reader.tiny import tiny_model


def batch_of(spans: Tensor, relevant: list[int], verdict: list[int], claim: list[int]) -> Batch:
    """Two examples of three pieces, the second of which no head may point at."""
    allowed = torch.ones(2, 3, 8, dtype=torch.bool)
    allowed[:, 1] = False
    ids = torch.full((2, 3), 5)
    targets = (torch.tensor(values) for values in (relevant, verdict, claim))
    return Batch(ids, torch.ones_like(ids), allowed, spans, *targets)


def example() -> tuple[Tensor, Tensor, Batch]:
    """Logits of spans and texts with their targets: see the sums below."""
    targets = torch.full((2, 8), UNKNOWN)
    targets[0, 0], targets[1, 0] = 2, ABSENT
    spans = torch.zeros(2, 3, 8)
    spans[0, :, 0] = torch.tensor([0.0, 50.0, math.log(3)])
    spans[:, :, 5] = 7.0
    text = torch.zeros(2, 6)
    text[0, 0], text[1, 0] = math.log(3), 9.0
    text[1, 3] = math.log(2)
    return spans, text, batch_of(targets, [1, UNKNOWN], [UNKNOWN, 2], [UNKNOWN, 0])


def test_losses_are_means_over_the_known_targets() -> None:
    span, relevance, judged = of_targets(*example())
    assert float(span) == pytest.approx((-math.log(3 / 4) - math.log(1 / 2)) / 2)
    assert float(relevance) == pytest.approx(-math.log(3 / 4))
    assert float(judged) == pytest.approx(-math.log(2 / 5) + 0.5 * -math.log(1 / 2))


def test_targets_that_are_not_known_teach_nothing() -> None:
    spans, text, _ = example()
    spans.requires_grad_()
    text.requires_grad_()
    unknown = batch_of(torch.full((2, 8), UNKNOWN), [UNKNOWN] * 2, [UNKNOWN] * 2, [UNKNOWN] * 2)
    for losses in (
        of_targets(spans, text, unknown),
        of_teacher(spans, text, torch.randn(2, 3, 8), torch.randn(2, 6), unknown),
    ):
        assert [float(loss.detach()) for loss in losses] == [0.0, 0.0, 0.0]
        (gradient,) = torch.autograd.grad(sum(losses), spans)
        assert not gradient.any()


def test_a_piece_that_is_not_allowed_is_never_taught() -> None:
    spans, text, batch = example()
    spans.requires_grad_()
    (gradient,) = torch.autograd.grad(of_targets(spans, text, batch)[0], spans)
    assert not gradient[:, 1].any()
    assert gradient[0, 2, 0] < 0 < gradient[0, 0, 0]


def test_the_teacher_is_followed_where_targets_are_known() -> None:
    spans, text, batch = example()
    told_spans, told_text = torch.zeros(2, 3, 8), torch.zeros(2, 6)
    span, relevance, judged = of_teacher(spans, text, told_spans, told_text, batch)
    half = -0.5 * math.log(3 / 4) - 0.5 * math.log(1 / 4)
    assert float(span) == pytest.approx((half + math.log(2)) / 2)
    assert float(relevance) == pytest.approx(half)
    verdicts = -(3 * math.log(1 / 5) + math.log(2 / 5)) / 4
    assert float(judged) == pytest.approx(verdicts + 0.5 * math.log(2))


def test_who_says_what_the_teacher_says_learns_nothing_more() -> None:
    spans, text, batch = example()
    spans.requires_grad_()
    text.requires_grad_()
    losses = of_teacher(spans, text, spans.detach(), text.detach(), batch)
    for gradient in torch.autograd.grad(sum(losses), [spans, text]):
        assert gradient.abs().max() < 1e-6


def test_only_pieces_with_a_meaning_are_hidden() -> None:
    ids = torch.tensor([[0, 1, 2, 3, 4, 5, 60]])
    generator = torch.Generator().manual_seed(1)
    assert torch.equal(blurred(ids, 0.0, generator), ids)
    assert blurred(ids, 1.0, generator).tolist() == [[0, 1, 2, 3, *[UNREADABLE] * 3]]
    share = (blurred(torch.full((100, 100), 9), 0.3, generator) == UNREADABLE).float().mean()
    assert 0.27 < float(share) < 0.33


def test_hidden_pieces_are_guessed_by_likeness_to_the_rows() -> None:
    model = ReaderModel(Sizes(16, 1, 2, 16, 50, 64, 2, 1e-12))
    model.table = Table(50, 16)
    ids = torch.randint(4, 50, (4, 40))
    batch = Batch(ids, torch.ones_like(ids), *[torch.empty(0)] * 5)
    loss = of_hidden(model, batch, torch.Generator().manual_seed(1))
    assert float(loss.detach()) == pytest.approx(math.log(50)), "rows that are all the same tell nothing apart"
    (gradient,) = torch.autograd.grad(loss, model.table.weight)
    assert gradient.any()


def test_the_rate_rises_and_ends_at_nothing() -> None:
    phase = Phase("a", rate=1.0, warmup=0.1)
    assert [round(phase.rate_at(p), 3) for p in (0.0, 0.05, 0.1, 0.55, 1.0)] == [0.0, 0.5, 1.0, 0.5, 0.0]


def test_a_phase_is_wanted_when_it_has_minutes_or_steps() -> None:
    assert [phase.wanted for phase in (Phase("a"), Phase("a", 0.1), Phase("a", steps=1))] == [False, True, True]


def imitating(weight: Tensor, states: Tensor) -> tuple[Tensor, Tensor]:
    """What a layer says plainly and imitating."""
    layer = Matrix(weight.shape[1], weight.shape[0], bias=False)
    layer.weight.data = weight
    with torch.no_grad():
        plain = layer(states)
        layer.imitating = True
        return plain, layer(states)


def test_an_imitating_layer_differs_by_no_more_than_half_steps() -> None:
    torch.manual_seed(1)
    weight, states = torch.randn(7, 24), torch.randn(3, 5, 24)
    plain, rounded = imitating(weight, states)
    step = (states.amax((1, 2)) - states.amin((1, 2)))[:, None, None] / 255 / 2
    scale = weight.abs().amax(1) / 63 / 2
    bound = step * weight.abs().sum(1) + states.abs().sum(-1, keepdim=True) * scale + 24 * step * scale
    assert (plain - rounded).abs().sub(bound).max() < 1e-5
    assert not torch.allclose(plain, rounded, atol=1e-4)


def test_an_imitating_layer_is_exact_on_the_steps_of_the_shipped_file() -> None:
    weight, states = torch.randint(-63, 64, (4, 8)).float(), torch.randint(0, 256, (2, 3, 8)).float()
    weight[:, 0], states[:, 0, 0], states[:, 0, 1] = 63.0, 255.0, 0.0
    plain, rounded = imitating(weight * 0.5, states * 0.25)
    assert torch.allclose(plain, rounded, rtol=1e-5)


def test_gradients_pass_through_the_rounding() -> None:
    layer = Matrix(4, 3)
    layer.imitating = True
    states = torch.randn(1, 2, 4, requires_grad=True)
    layer(states).sum().backward()
    assert layer.weight.grad is not None
    assert states.grad is not None
    assert torch.allclose(states.grad, layer.weight.sum(0).expand(1, 2, 4), atol=layer.weight.abs().max().item() / 20)
    assert torch.allclose(layer.bias.grad, torch.full((3,), 2.0))


def test_a_model_imitates_in_every_layer_and_stops_again() -> None:
    model = tiny_model()
    ids, types = torch.randint(4, 40, (2, 16)), torch.tensor([[0] * 5 + [1] * 11] * 2)
    with torch.no_grad():
        plain = model(ids, types)[0]
        model.imitate(True)
        rounded = model(ids, types)[0]
        model.imitate(False)
        assert torch.equal(model(ids, types)[0], plain)
    assert sum(isinstance(module, Matrix) for module in model.modules()) == 2 * 6
    assert 0 < (plain - rounded).abs().max() < 0.35
