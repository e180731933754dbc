"""Which photographs have been seen before."""

import numpy as np

DIGEST = 16
RECENT = 65_536


class ExactDuplicates:
    """A set of hashes that takes DIGEST bytes each, and twice that for a moment now and then.

    Half of a SHA-256 is kept: two photographs of a million have it in common by chance once in
    10^26 sets.
    """

    def __init__(self) -> None:
        self._recent: set[bytes] = set()
        self._sorted = np.empty(0, f"S{DIGEST}")

    def add(self, digest: bytes) -> bool:
        """Add a hash of at least DIGEST bytes; whether it was new."""
        # NumPy takes zero bytes at the end of a string for none, which keeps equal what is equal.
        key = digest[:DIGEST]
        if key in self._recent or self._has(key):
            return False
        self._recent.add(key)
        if len(self._recent) >= max(RECENT, len(self._sorted) // 8):
            recent = np.array(sorted(self._recent), self._sorted.dtype)
            self._recent = set()
            self._sorted = np.concatenate([self._sorted, recent])
            self._sorted.sort(kind="stable")
        return True

    def _has(self, key: bytes) -> bool:
        place = self._sorted.searchsorted(np.bytes_(key))
        return bool(place < len(self._sorted) and self._sorted[place] == key.rstrip(b"\0"))
