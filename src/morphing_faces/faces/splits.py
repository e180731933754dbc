"""Which faces train a model, which choose among models, and which judge the one chosen."""

import hashlib
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
VALID_FROM = 0.90
TEST_FROM = 0.95
UNNAMED = -1
"""Stands for "the source does not say" where splits are numbers."""

KEY = np.dtype([("place", np.uint64), ("rank", np.uint64)])


def split_of(person: str | None, sha256: str) -> Split:
    """Decide where a photograph belongs, from nothing but who or what it is.

    All photographs of a person fall on one side, and photographs that come later move none of
    those that are there, unless they join two persons by being near to both.

    Args:
        person: Who is in it, where that is known.
        sha256: The hash of the photograph's bytes, which stands in where it is not.

    Returns:
        "train" for 90 percent of persons, "valid" for 5 percent, "test" for 5 percent.
    """
    return SPLITS[int(_at(np.array([key_of(person, sha256)["place"]]))[0])]


def key_of(person: str | None, sha256: str) -> np.void:
    """Two random numbers of a photograph, the same for all photographs of a person.

    Returns:
        A KEY: place, from 0 to 2^64, decides the split; rank decides who decides in a group.
    """
    group = f"photograph {sha256}" if person is None else f"person {person}"
    digest = hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()
    key: np.void = np.frombuffer(digest[:16], KEY.newbyteorder(">"))[0]
    return key


def split_groups(
    groups: NDArray[np.int32], keys: NDArray[np.void], named: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Decide where photographs belong whose groups must not be torn apart.

    A group goes where its source says; to the most held-out of these splits, where members of it
    come from different ones. Where no source says anything, the member of the lowest rank decides
    for all. So the order of the photographs does not matter.

    Args:
        groups: int32 [N], the same number for photographs that belong together, 0 to N - 1.
        keys: KEY [N].
        named: int8 [N], the places in SPLITS of what the sources say, or UNNAMED.

    Returns:
        int8 [N], places in SPLITS.
    """
    splits = np.full(len(groups), UNNAMED, np.int8)
    np.maximum.at(splits, groups, named)
    order = np.lexsort((keys["rank"], groups))
    members = groups[order]
    deciding = order[np.concatenate([[True], members[1:] != members[:-1]])]
    drawn = np.where(
        splits[groups[deciding]] == UNNAMED,
        _at(keys["place"][deciding]),
        splits[groups[deciding]],
    )
    splits[groups[deciding]] = drawn
    decided: NDArray[np.int8] = splits[groups]
    return decided


def _at(places: NDArray[np.uint64]) -> NDArray[np.int8]:
    """The places in SPLITS of numbers from 0 to 2^64."""
    shares = places.astype(np.float64) / 2**64
    return np.searchsorted([VALID_FROM, TEST_FROM], shares, side="right").astype(np.int8)
