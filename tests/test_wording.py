"""One of a thing has no s, and thousands have separators."""

import pytest

from morphing_faces.wording import counted


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 photographs"), (1, "1 photograph"), (2, "2 photographs"), (1200, "1,200 photographs")],
)
def test_a_number_and_what_it_counts(number: int, told: str) -> None:
    assert counted(number, "photograph") == told
