"""Writes differences.json: the step between two groups of points, and how certain it is.

    python -m tests.model.differences

In exact fractions until the last square root, and from the definition: the mean of each group, the
variance of each coordinate in it by its N - 1 degrees of freedom, over N for the mean's own.
"""

import json
import statistics
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

PATH = Path(__file__).with_name("differences.json")
LENGTH = 4

Group = list[list[Fraction]]


def case(first: Group, second: Group) -> dict[str, Any]:
    columns = [list(zip(*group, strict=True)) for group in (first, second)]
    means = [[statistics.mean(each) for each in group] for group in columns]
    step = [b - a for a, b in zip(*means, strict=True)]
    spread = [
        statistics.variance(a) / len(a) + statistics.variance(b) / len(b)
        for a, b in zip(*columns, strict=True)
    ]
    square = sum(x * x for x in step)
    along = sum(x * x * v for x, v in zip(step, spread, strict=True)) / square
    return {
        "first": [[float(x) for x in each] for each in first],
        "second": [[float(x) for x in each] for each in second],
        "step": [float(x) for x in step],
        "length": sqrt(square),
        "error": sqrt(along),
        "chance": sqrt(sum(spread)),
    }


def document() -> str:
    """The file's text, a case a line."""
    random = np.random.default_rng(2014)

    def group(count: int, shift: int) -> Group:
        levels = random.integers(-8, 9, (count, LENGTH)) + np.array([shift, 0, -shift, 0])
        return [[Fraction(int(x), 4) for x in each] for each in levels]

    sizes = [(2, 2, 0), (2, 5, 3), (3, 3, 20), (7, 4, 1), (12, 12, 8)]
    cases = [case(group(n, 0), group(m, shift)) for n, m, shift in sizes]
    return "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n"


if __name__ == "__main__":
    PATH.write_text(document())
