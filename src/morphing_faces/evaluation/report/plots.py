"""Plots as SVG that takes the page's colours, so that they are read in light and in dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 12, 40


@dataclass(frozen=True)
class Series:
    """A line of a plot: points (x, y), and what it is."""

    name: str
    points: Sequence[tuple[float, float]]


def lines(series: Sequence[Series], x: str, y: str, *, logarithmic: bool = False) -> str:
    """Lines over one pair of axes.

    Args:
        series: What to draw; points that are not finite are left out.
        x: What the horizontal axis is.
        y: What the vertical axis is.
        logarithmic: Of the vertical axis; points at or below 0 are left out.
    """
    kept = [
        [(a, math.log10(b) if logarithmic else b) for a, b in one.points
         if math.isfinite(b) and (b > 0 or not logarithmic)]
        for one in series
    ]  # fmt: skip
    points = [point for one in kept for point in one]
    if not points:
        return ""
    across = _Axis([a for a, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([b for _, b in points], HEIGHT - BOTTOM, TOP)
    marks = [*_frame(across, up, x, y, logarithmic=logarithmic)]
    for number, one in enumerate(kept):
        path = " ".join(f"{across(a):.1f},{up(b):.1f}" for a, b in one)
        marks.append(f'<polyline class="line s{number}" points="{path}"/>')
    names = [one.name for one in series]
    return _svg(HEIGHT, marks, f"{y} over {x}: {', '.join(names)}") + _legend(names)


def bars(rows: Sequence[tuple[str, float, float, str]], unit: str) -> str:
    """Horizontal bars with an error bar of one standard error each.

    Args:
        rows: Name, value, standard error, and the value in words.
        unit: What the values are.
    """
    step, left, right = 22, 150, 118
    low = min(0.0, *(value - error for _, value, error, _ in rows))
    high = max(0.0, *(value + error for _, value, error, _ in rows))
    span = (WIDTH - left - right) / ((high - low) or 1)
    marks = []
    for number, (name, value, error, words) in enumerate(rows):
        middle = number * step + step / 2
        zero, end = left + (0 - low) * span, left + (value - low) * span
        reach = max(error * span, 0)
        marks += [
            _text(left - 8, middle + 4, name, "end"),
            _bar(min(zero, end), middle - 7, abs(end - zero)),
            f'<path class="error" d="M{end - reach:.1f} {middle:.1f}H{end + reach:.1f}"/>',
            _text(left + (high - low) * span + 8, middle + 4, words),
        ]
    return _svg(len(rows) * step, marks, f"Bars: {unit}")


class _Axis:
    """Numbers to places, with room at both ends and round numbers to mark."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = min(values), max(values)
        if self.low == self.high:
            self.low, self.high = self.low - 0.5, self.high + 0.5
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, *, whole: bool) -> list[float]:
        raw = (self.high - self.low) / 4
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
        if whole:
            step = max(1.0, round(step))
        first = math.ceil(self.low / step - 1e-9)
        return [number * step for number in range(first, math.floor(self.high / step + 1e-9) + 1)]


def _frame(across: _Axis, up: _Axis, x: str, y: str, *, logarithmic: bool) -> list[str]:
    marks = []
    for value in up.ticks(whole=logarithmic):
        words = f"{10**value:g}" if logarithmic else f"{value:,g}"
        marks += [
            f'<path class="grid" d="M{LEFT} {up(value):.1f}H{WIDTH - RIGHT}"/>',
            _text(LEFT - 6, up(value) + 4, words, "end"),
        ]
    marks += [
        _text(across(value), HEIGHT - BOTTOM + 16, f"{value:,g}", "mid")
        for value in across.ticks(whole=False)
    ]
    middle = (TOP + HEIGHT - BOTTOM) / 2
    return [
        *marks,
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x, "mid dim"),
        f'<text class="mid dim" transform="translate(12 {middle}) rotate(-90)">{escape(y)}</text>',
    ]


def _text(x: float, y: float, words: str, kind: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _bar(x: float, y: float, width: float) -> str:
    return f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="14" rx="2"/>'


def _svg(height: int, marks: Sequence[str], description: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(description)}">'
        f"{''.join(marks)}</svg>"
    )


def _legend(names: Sequence[str]) -> str:
    if len(names) < 2:
        return ""
    keys = "".join(
        f'<span><i class="s{number}"></i>{escape(name)}</span>' for number, name in enumerate(names)
    )
    return f'<p class="legend">{keys}</p>'
