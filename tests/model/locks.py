"""Writes locks.json: where directions lead while others are locked.

    python -m tests.model.locks

Computed in fractions from the definition alone: the new point is z + t u + sum(a_i l_i), with t and
the a_i such that every locked reading stays and the moved one is as wanted.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

PATH = Path(__file__).with_name("locks.json")
LENGTH = 6

Vector = list[Fraction]


def dot(a: Vector, b: Vector) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction())


def solve(rows: list[Vector], right: Vector) -> Vector:
    """The solution of a square system, by Gauss's elimination."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for i in range(len(table)):
        pivot = next(k for k in range(i, len(table)) if table[k][i])
        table[i], table[pivot] = table[pivot], table[i]
        table[i] = [value / table[i][i] for value in table[i]]
        for k in range(len(table)):
            if k != i:
                table[k] = [a - table[k][i] * b for a, b in zip(table[k], table[i], strict=True)]
    return [row[-1] for row in table]


def case(z: list[int], step: list[int], locked: list[list[int]], wanted: float) -> dict[str, Any]:
    """Steps and points are in quarters, so that float32 has them exactly."""
    start, moved, *others = ([Fraction(x, 4) for x in each] for each in (z, step, *locked))
    span = [moved, *others]
    # A reading is z.u / u.u: by how much z.u has to change.
    asked = [Fraction(wanted) * dot(moved, moved) - dot(start, moved), *[Fraction()] * len(others)]
    shares = solve([[dot(a, b) for b in span] for a in span], asked)
    there = [
        value + sum((t * each[i] for t, each in zip(shares, span, strict=True)), Fraction())
        for i, value in enumerate(start)
    ]
    return {
        "z": [float(x) for x in start],
        "step": [float(x) for x in moved],
        "locked": [[float(x) for x in each] for each in others],
        "wanted": wanted,
        "there": [float(x) for x in there],
    }


def document() -> str:
    """The file's text."""
    random = np.random.default_rng(15)

    def numbers() -> list[int]:
        return [int(x) for x in random.integers(-8, 9, LENGTH)]

    moves = [
        case(numbers(), numbers(), [numbers() for _ in range(count)], wanted)
        for count in range(4)
        for wanted in (-3.0, 0.0, 1.25)
    ]
    along = [4, 0, 2, 0, 0, -4]
    stuck = [
        {"step": along, "locked": [[8, 0, 4, 0, 0, -8]]},
        {"step": along, "locked": [[4, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, -2]]},
        {"step": along, "locked": [[40, 1, 20, 0, 0, -40]]},
    ]
    lists = (
        f'"{name}": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]"
        for name, cases in (("moves", moves), ("stuck", stuck))
    )
    return "{" + ",\n".join(lists) + "}\n"


if __name__ == "__main__":
    PATH.write_text(document())
