"""The drawings of a report as inline SVG, made of numbers alone. The table beside each of them says the same."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from examgen.reports.report import Distribution
from examgen.reports.statistics import Estimate

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640.0, 220.0, 34.0, 40.0, 18.0


def number(value: float, places: int = 1) -> str:
    """A number as people write it: without needless zeros, and with a real minus."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def histogram(distribution: Distribution, title: str) -> Markup:
    """How the points are distributed: a bar for each range, its count above it, and a line at the mean."""
    bars = distribution.bars
    most = max(bar.students for bar in bars)
    across = (_WIDTH - _LEFT) / len(bars)
    high = _HEIGHT - _BOTTOM - _TOP
    base = _HEIGHT - _BOTTOM
    parts = [f'<line class="axis" x1="{_LEFT:g}" y1="{base:g}" x2="{_WIDTH:g}" y2="{base:g}"/>']
    said = []
    for place, bar in enumerate(bars):
        x = _LEFT + place * across
        if bar.students:
            tall = high * bar.students / most
            parts.append(
                f'<rect class="bar" x="{x + 1.5:.2f}" y="{base - tall:.2f}" width="{across - 3:.2f}" height="{tall:.2f}"/>'
            )
            said.append(f'<text class="count" x="{x + across / 2:.2f}" y="{base - tall - 4:.2f}">{bar.students}</text>')
        said.append(f'<text class="tick" x="{x:.2f}" y="{base + 15:g}">{number(bar.low)}</text>')
    last = bars[-1]
    said.append(f'<text class="tick last" x="{_WIDTH:g}" y="{base + 15:g}">{number(last.high)}</text>')
    said.append(f'<text class="name" x="{(_LEFT + _WIDTH) / 2:g}" y="{_HEIGHT - 6:g}">points</text>')
    if distribution.mean is not None:
        x = _LEFT + (_WIDTH - _LEFT) * (distribution.mean.value - bars[0].low) / (last.high - bars[0].low)
        parts.append(f'<line class="mean" x1="{x:.2f}" y1="{_TOP - 6:g}" x2="{x:.2f}" y2="{base:g}"/>')
    return _svg([*parts, *said], _WIDTH, _HEIGHT, title, "histogram")


def interval(estimate: Estimate, low: float, high: float, marked: Iterable[float] = ()) -> Markup:
    """An estimate as a dot and its interval as a line, on a scale from ``low`` to ``high``."""
    width, height = 130.0, 18.0

    def at(value: float) -> float:
        return 5 + (width - 10) * (min(max(value, low), high) - low) / (high - low)

    middle = height / 2
    parts = [f'<line class="axis" x1="5" y1="{middle:g}" x2="{width - 5:g}" y2="{middle:g}"/>']
    parts += [
        f'<line class="axis" x1="{at(m):.1f}" y1="3" x2="{at(m):.1f}" y2="{height - 3:g}"/>'
        for m in (low, *marked, high)
    ]
    parts.append(
        f'<line class="range" x1="{at(estimate.low):.1f}" y1="{middle:g}" x2="{at(estimate.high):.1f}" y2="{middle:g}"/>'
    )
    parts.append(f'<circle class="dot" cx="{at(estimate.value):.1f}" cy="{middle:g}" r="4"/>')
    return _svg(parts, width, height, "", "interval")


def share_bar(share: float) -> Markup:
    """A share from 0 to 1 as a bar."""
    width, height = 130.0, 18.0
    full = f'<rect class="whole" x="0.5" y="3.5" width="{width - 1:g}" height="{height - 7:g}"/>'
    part = f'<rect class="bar" x="0.5" y="3.5" width="{(width - 1) * share:.1f}" height="{height - 7:g}"/>'
    return _svg([full, part], width, height, "", "share")


def _svg(parts: Iterable[str], width: float, height: float, title: str, kind: str) -> Markup:
    """A drawing; without a title it says nothing that does not stand beside it, and is skipped when read aloud."""
    told = Markup(' role="img" aria-label="{}"').format(title) if title else Markup(' aria-hidden="true"')
    box = f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    return Markup(f"{box}{told}>{''.join(parts)}</svg>")
