"""A few photographs of each kind, chosen as they go by."""

import hashlib
import heapq
from collections import defaultdict

EACH = 24


class Samples:
    """Chooses up to EACH numbers of every kind, each with the same probability, as they come.

    A number is chosen while a hash of it is among the lowest of its kind; so the choice depends on
    the numbers alone, and whoever goes on after an interruption chooses the same.
    """

    def __init__(self) -> None:
        self._lowest: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)

    def offer(self, number: int, kind: str) -> bool:
        """Offer the next number; whether it is chosen, for now."""
        digest = hashlib.blake2b(str(number).encode(), digest_size=8).digest()
        item = -int.from_bytes(digest, "big"), number
        lowest = self._lowest[kind]
        if len(lowest) < EACH:
            heapq.heappush(lowest, item)
            return True
        return heapq.heappushpop(lowest, item) != item

    def chosen(self) -> dict[str, list[int]]:
        """The numbers chosen of each kind, rising."""
        return {
            kind: sorted(number for _, number in lowest) for kind, lowest in self._lowest.items()
        }
