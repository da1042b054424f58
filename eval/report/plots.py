"""The plots of a report as inline SVG, drawn here so that the page needs nothing from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.measures.selective import Bin
from eval.measures.statistics import Estimate
from eval.report.markup import Markup, join, tag

__all__ = ["calibration_plot", "interval_bar", "risk_coverage_plot"]

_WIDTH, _HEIGHT = 420, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 14, 44
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def interval_bar(estimate: Estimate, *, width: int = 150, harm: bool = False) -> Markup:
    """A bar from 0 to the value on a scale to 1, with its interval as a whisker; ``harm`` colours lower-is-better."""
    scale = width - 2

    def at(value: float) -> str:
        return f"{1 + scale * min(max(value, 0.0), 1.0):.1f}"

    line = f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}], n = {estimate.n}"
    return tag(
        "svg",
        tag("title", line),
        tag("rect", x=1, y=4, width=scale, height=8, class_="track"),
        tag("rect", x=1, y=4, width=f"{float(at(estimate.value)) - 1:.1f}", height=8, class_="harm" if harm else "bar"),
        tag("line", x1=at(estimate.low), x2=at(estimate.high), y1=8, y2=8, class_="whisker"),
        tag("line", x1=at(estimate.low), x2=at(estimate.low), y1=4, y2=12, class_="whisker"),
        tag("line", x1=at(estimate.high), x2=at(estimate.high), y1=4, y2=12, class_="whisker"),
        width=width,
        height=16,
        viewBox=f"0 0 {width} 16",
        role="img",
    )


def risk_coverage_plot(curve: Sequence[float], answered: float, area: float) -> Markup:
    """Risk at every coverage; ``answered`` is the coverage at which the system stops answering by itself."""
    top = min(1.0, max(0.1, *curve) * 1.15)
    x, y = _axes(1.0, top)
    size = len(curve)
    points = " ".join(f"{x((at + 1) / size):.1f},{y(risk):.1f}" for at, risk in enumerate(curve))
    stop = x(answered)
    return _plot(
        "Risk-coverage curve",
        f"Errors among the surest questions, by how many are answered; area {area:.3f}.",
        _frame(x, y, top, "share of questions answered, surest first", "share wrong among them"),
        tag("line", x1=f"{stop:.1f}", x2=f"{stop:.1f}", y1=_TOP, y2=_HEIGHT - _BOTTOM, class_="stop"),
        tag(
            "text",
            f"refuses beyond {answered:.0%}",
            x=f"{stop - 5:.1f}" if answered > 0.5 else f"{stop + 5:.1f}",
            y=_TOP + 12 if curve[-1] < top / 2 else _HEIGHT - _BOTTOM - 8,
            text_anchor="end" if answered > 0.5 else "start",
            class_="note",
        ),
        tag("polyline", points=points, class_="curve"),
    )


def calibration_plot(bins: Sequence[Bin], error: float) -> Markup:
    """Accuracy by confidence; a dot per bin, its area by how many answers it holds; the diagonal is perfect."""
    x, y = _axes(1.0, 1.0)
    most = max(part.count for part in bins)
    dots = [
        tag(
            "circle",
            tag("title", f"{part.count} answers: confidence {part.confidence:.2f}, right {part.accuracy:.2f}"),
            cx=f"{x(part.confidence):.1f}",
            cy=f"{y(part.accuracy):.1f}",
            r=f"{3 + 9 * (part.count / most) ** 0.5:.1f}",
            class_="dot",
        )
        for part in bins
    ]
    labels = [
        tag(
            "text",
            part.count,
            x=f"{x(part.confidence):.1f}",
            y=f"{y(part.accuracy) + (24 if part.accuracy > 0.85 else -15):.1f}",
            text_anchor="middle",
            class_="note",
        )
        for part in bins
    ]
    return _plot(
        "Calibration",
        f"How often answers of a confidence are right; a dot's label counts its answers; expected error {error:.3f}.",
        _frame(x, y, 1.0, "confidence of the first answer", "share right"),
        tag("line", x1=x(0), y1=y(0), x2=x(1), y2=y(1), class_="diagonal"),
        *dots,
        *labels,
    )


Scale = Callable[[float], float]


def _axes(right: float, top: float) -> tuple[Scale, Scale]:
    across, up = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return (lambda value: _LEFT + across * value / right), (lambda value: _HEIGHT - _BOTTOM - up * value / top)


def _frame(x: Scale, y: Scale, top: float, below: str, beside: str) -> Markup:
    parts = []
    for share in _TICKS:
        across, up = x(share), y(share * top)
        parts += [
            tag("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=f"{up:.1f}", y2=f"{up:.1f}", class_="grid"),
            tag("text", f"{share * top:.2f}", x=_LEFT - 6, y=f"{up + 4:.1f}", text_anchor="end"),
            tag("text", f"{share:.2f}", x=f"{across:.1f}", y=_HEIGHT - _BOTTOM + 16, text_anchor="middle"),
        ]
    middle = (_HEIGHT - _BOTTOM + _TOP) / 2
    return join(
        *parts,
        tag("text", below, x=(_LEFT + _WIDTH - _RIGHT) / 2, y=_HEIGHT - 8, text_anchor="middle", class_="axis"),
        tag("text", beside, text_anchor="middle", class_="axis", transform=f"translate(13 {middle}) rotate(-90)"),
    )


def _plot(name: str, caption: str, *children: object) -> Markup:
    drawing = tag(
        "svg", *children, width=_WIDTH, height=_HEIGHT, viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img", aria_label=name
    )
    return tag("figure", tag("h3", name), drawing, tag("figcaption", caption))
