"""Pictures that show the same photograph, or nearly: a perceptual hash, and who is near whom.

The hash is that of the library ImageHash: which of the lowest 16 x 16 frequencies of a picture are
above their median. Pictures of a face set are aligned, so the lowest frequencies of all of them are
alike, and the 64 bits that are usual for such a hash tell little; 256 do. The decision
0006-near-duplicates.md has the figures behind the constants.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.set.union_find import UnionFind
from morphing_faces.types import Pixels

with needed_for("Comparing photographs"):
    import imagehash
    from PIL import Image

SIDE = 16
FREQUENCIES = 3
"""How many pixels are looked at for a frequency kept: 48 x 48 of them, for 16 x 16."""

HASH_BYTES = SIDE * SIDE // 8
THRESHOLD = 32
BANDS = 26
SURE = BANDS - 2
CHUNK = 1 << 18
ONES = np.array([number.bit_count() for number in range(256)], np.uint8)

Hashes = NDArray[np.uint8]


def perceptual_hash(image: Pixels) -> bytes:
    """The perceptual hash of a picture, uint8 [H, W] or [H, W, 3]: HASH_BYTES bytes."""
    bits = imagehash.phash(Image.fromarray(image), SIDE, FREQUENCIES).hash
    return np.packbits(bits).tobytes()


def distances(one: Hashes, other: Hashes) -> NDArray[np.int64]:
    """In how many bits hashes differ: two arrays [K, HASH_BYTES] to [K]."""
    if hasattr(np, "bitwise_count"):
        ones = np.bitwise_count(one.view(np.uint64) ^ other.view(np.uint64))
    else:  # numpy before 2.0
        ones = ONES[one ^ other]
    counted: NDArray[np.int64] = ones.sum(axis=1, dtype=np.int64)
    return counted


def join_near(hashes: Hashes, partition: UnionFind) -> None:
    """Join all pictures whose hashes differ in at most THRESHOLD bits.

    Without comparing all with all: the bits are cut into BANDS bands, and only pictures that agree
    in two whole bands are compared. By the pigeonhole principle none is missed that differs in up
    to SURE bits; bits that differ tend to be neighbours, so that hardly any is missed beyond. The
    time grows with the number of such agreements: 5 seconds of a core for 100,000 faces, 19 for
    250,000. The memory grows by some 40 bytes a picture, beside the hashes.

    Args:
        hashes: uint8 [N, HASH_BYTES].
        partition: Of N things; those near each other are joined.
    """
    for one, other in combinations(range(BANDS), 2):
        keys = _band(hashes, one) << np.uint32(16) | _band(hashes, other)
        order = np.argsort(keys)
        keys = keys[order]
        roots = partition.roots()
        first = np.flatnonzero(keys[:-1] == keys[1:])
        ahead = 1
        while len(first):
            for start in range(0, len(first), CHUNK):
                places = first[start : start + CHUNK]
                left, right = order[places], order[places + ahead]
                apart = roots[left] != roots[right]
                left, right = left[apart], right[apart]
                near = distances(hashes[left], hashes[right]) <= THRESHOLD
                partition.join(left[near], right[near])
            ahead += 1
            first = first[first + ahead < len(keys)]
            first = first[keys[first] == keys[first + ahead]]


def _band(hashes: Hashes, number: int) -> NDArray[np.uint32]:
    """The bits of a band, of which there are 9 or 10, as one number: [N]."""
    low, high = (round(edge * 8 * HASH_BYTES / BANDS) for edge in (number, number + 1))
    first, last = low // 8, (high - 1) // 8
    value: NDArray[np.uint32] = np.zeros(len(hashes), np.uint32)
    for byte in range(first, last + 1):
        value = np.left_shift(value, 8, dtype=np.uint32) | hashes[:, byte]
    value = np.right_shift(value, 8 * (last + 1) - high, dtype=np.uint32)
    return value & np.uint32((1 << high - low) - 1)
