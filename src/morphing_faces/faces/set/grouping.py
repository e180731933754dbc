"""Which pictures of a face set belong together, and in which split."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.faces.set.faceset import SCHEMA, NearDuplicates
from morphing_faces.faces.set.journal import Entry
from morphing_faces.faces.set.near_duplicates import HASH_BYTES, join_near
from morphing_faces.faces.set.union_find import UnionFind
from morphing_faces.faces.splits import KEY, SPLITS, UNNAMED, key_of, split_groups

COLUMNS = tuple(SCHEMA.names[3:-1])
"""What an Entry has in its row."""

SPLIT, PERSON = COLUMNS.index("split"), COLUMNS.index("person")


@dataclass(frozen=True)
class Grouping:
    """Where N pictures belong.

    Attributes:
        splits: int8 [N], places in SPLITS.
        groups: int32 [N], the number of the group of near-duplicates that a picture is in, counted
            from 0 in the order of the first pictures; -1 for a picture that has none.
        looked: Whether near-duplicates were looked for.
    """

    splits: NDArray[np.int8]
    groups: NDArray[np.int32]
    looked: bool

    @property
    def near_duplicates(self) -> NearDuplicates | None:
        """How many near-duplicates there are."""
        if not self.looked:
            return None
        return NearDuplicates(
            groups=int(self.groups.max(initial=-1)) + 1,
            pictures=int(np.count_nonzero(self.groups >= 0)),
        )

    def counts(self) -> dict[str, int]:
        """How many pictures are in each split."""
        counts = np.bincount(self.splits, minlength=len(SPLITS)).tolist()
        return dict(zip(SPLITS, counts, strict=True))


def group_photographs(kept: Iterable[Entry], count: int) -> Grouping:
    """Find near-duplicates, and decide on splits that tear apart neither them nor a person.

    It takes up to 100 bytes of memory a picture, for a while.

    Args:
        kept: The photographs that are kept.
        count: How many they are.
    """
    hashes = np.zeros((count, HASH_BYTES), np.uint8)
    keys = np.zeros(count, KEY)
    named = np.full(count, UNNAMED, np.int8)
    looked = False
    for number, entry in enumerate(kept):
        if entry.near:
            looked = True
            hashes[number] = np.frombuffer(entry.near, np.uint8)
        keys[number] = key_of(entry.row[PERSON], entry.sha256.hex())
        if (split := entry.row[SPLIT]) is not None:
            named[number] = SPLITS.index(split)
    partition = UnionFind(count)
    if looked:
        join_near(hashes, partition)
    del hashes
    groups = _numbered(partition.roots())
    # Photographs have the same key if they show the same person, and else none has.
    partition.join_equal(keys["rank"])
    return Grouping(split_groups(partition.roots(), keys, named), groups, looked)


def _numbered(roots: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number the parts of more than one picture; a root is the first picture of its part."""
    several = np.bincount(roots, minlength=len(roots)) > 1
    numbers = np.where(several, np.cumsum(several) - 1, -1).astype(np.int32)
    numbered: NDArray[np.int32] = numbers[roots]
    return numbered
