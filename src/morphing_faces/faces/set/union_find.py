"""Things that belong together, and things that those belong to, and so on."""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


class UnionFind:
    """A partition of the numbers from 0 to N - 1, coarser with every pair that is joined.

    A forest of pointers to lower numbers (Galler and Fischer, "An improved equivalence algorithm",
    1964): the root of every tree is the smallest number of its part, in whatever order pairs come.
    It takes 4 bytes a number.

    Args:
        count: N.
    """

    def __init__(self, count: int) -> None:
        self._parents = np.arange(count, dtype=np.int32)

    def join(self, one: Places, other: Places) -> None:
        """Join pairs: int64 [K] and [K]."""
        parents = self._parents
        for left, right in zip(one.tolist(), other.tolist(), strict=True):
            low, high = sorted((self._root(left), self._root(right)))
            parents[high] = low

    def join_equal(self, keys: NDArray[np.generic]) -> None:
        """Join numbers that have the same key, of an array [N]."""
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order[:-1]] == keys[order[1:]])
        self.join(order[same], order[same + 1])

    def roots(self) -> NDArray[np.int32]:
        """The smallest number of the part that each number is in: int32 [N]."""
        parents = self._parents
        while not np.array_equal(shorter := parents[parents], parents):
            parents = shorter
        self._parents = parents
        return parents.copy()

    def _root(self, number: int) -> int:
        parents = self._parents
        while (parent := int(parents[number])) != number:
            parents[number] = parents[parent]
            number = parent
        return number
