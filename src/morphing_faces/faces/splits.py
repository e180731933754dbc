"""Which faces train a model, which choose among models, and which judge the one chosen."""

import hashlib
from typing import Literal, get_args

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
VALID_FROM = 0.90
TEST_FROM = 0.95


def split_of(person: str | None, sha256: str) -> Split:
    """Decide where a photograph belongs, from nothing but who or what it is.

    All photographs of a person fall on one side, and photographs that come later move none of
    those that are there.

    Args:
        person: Who is in it, where that is known.
        sha256: The hash of the photograph's bytes, which stands in where it is not.

    Returns:
        "train" for 90 percent of persons, "valid" for 5 percent, "test" for 5 percent.
    """
    group = f"photograph {sha256}" if person is None else f"person {person}"
    digest = hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()
    position = int.from_bytes(digest[:8], "big") / 2**64
    if position < VALID_FROM:
        return "train"
    return "valid" if position < TEST_FROM else "test"
