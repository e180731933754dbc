"""Chances that come out the same everywhere, for tables that tests of two languages read."""

import random
from typing import Any


class Dice:
    """Chances that are the same with every version of Python: `random` alone is promised to be."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def whole(self, below: int) -> int:
        return int(self._random.random() * below)

    def pick(self, *things: Any) -> Any:
        return things[self.whole(len(things))]

    def number(self, most: int) -> float:
        """A quarter or a multiple of one, so that float32 and its decimals are exact."""
        return (self.whole(8 * most + 1) - 4 * most) / 4

    def numbers(self, count: int, most: int = 2) -> list[float]:
        return [self.number(most) for _ in range(count)]

    def some(self, count: int) -> list[int]:
        """At least two of the numbers below a count, in any order."""
        left = list(range(count))
        picked = [left.pop(self.whole(len(left))) for _ in range(count)]
        return picked[: 2 + self.whole(count - 1)]
