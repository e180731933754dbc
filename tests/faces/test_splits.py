from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.faces.splits import SPLITS, split_of

hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.text(), hashes, hashes)
def test_a_person_never_straddles_a_split(person: str, one: str, other: str) -> None:
    assert split_of(person, one) == split_of(person, other)


@given(hashes, hashes)
def test_nobody_is_not_a_person_called_nothing(one: str, other: str) -> None:
    assert split_of(None, one) in SPLITS
    assert split_of("", one) == split_of("", other)


def test_splits_are_those_of_every_face_set_made_before() -> None:
    # Were one of these to change, a model would be judged by faces that it was trained on.
    assert [split_of(name, "") for name in ("Ada", "Bob", "Gus")] == ["test", "train", "valid"]
    counts = Counter(split_of(None, f"{number:064x}") for number in range(200))
    assert counts == {"train": 181, "valid": 12, "test": 7}


@pytest.mark.slow
def test_ninety_five_and_five_percent() -> None:
    total = 20_000
    counts = Counter[str](split_of(f"person {number}", "") for number in range(total))
    # Five standard deviations of a binomial distribution.
    for split, share in (("train", 0.9), ("valid", 0.05), ("test", 0.05)):
        assert abs(counts[split] - share * total) < 5 * (share * (1 - share) * total) ** 0.5
