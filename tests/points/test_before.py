"""Links, points, pictures, directions and names that the code of before wrote are still read.

The files in `before/` were written by commit bdc732d for a model of six latent dimensions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.model.capabilities import FILES
from morphing_faces.model.identity import Identity
from morphing_faces.morpher.point import Point
from morphing_faces.points.document import read_point_file
from morphing_faces.points.link import open_link
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from tests.plain import Rows, numbered

BEFORE = Path(__file__).parent / "before"
Z = [0.5, -1.25, 2.0, -0.0078125, 3.75, 0.125]


@dataclass
class OfBefore(Rows):
    """Whose decoder had this hash, whatever writes ONNX files today."""

    @property
    def identity(self) -> Identity:
        digits = "ae5c5c66e874e609d6303b35abe906932c3fc42301e0f2bcf9ddde06977ca103"
        return Identity(digits, lasting=True)


MODEL = OfBefore(6, numbered(0, 4, 2, 5, 3, 1), "tiny", frozenset({FILES}))


def kept() -> Point:
    return PointStore(BEFORE).load("point", MODEL)


def pictured() -> Point:
    return read_point_file(BEFORE / "point.png", MODEL)


def linked() -> Point:
    return open_link((BEFORE / "link.txt").read_text(), MODEL)


@pytest.mark.parametrize("read", [kept, pictured, linked])
def test_points_are_read(read: Callable[[], Point]) -> None:
    found = read()
    assert found.z.tolist() == Z
    assert found[1:] == ((3, 1), 2.5)


def test_directions_and_names_are_read() -> None:
    own = UserDirections(MODEL, BEFORE / "home")
    (smirk,), damaged = own.directions()
    assert (smirk.name, damaged) == ("smirk", [])
    np.testing.assert_array_equal(smirk.step, np.array(Z[::-1], np.float32))
    assert own.names() == {0: "grin"}
