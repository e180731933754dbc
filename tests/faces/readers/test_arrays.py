from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers import arrays
from tests.faces.readers.reading import pictures, prepared, refusal, seen


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("order", ["C", "F"])
def test_the_rows_of_an_array_are_photographs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channels: int, order: Any
) -> None:
    monkeypatch.setattr(arrays, "ROWS", 4)
    images = pictures(11, channels=channels)
    np.save(tmp_path / "a.npy", np.asarray(images, order=order))
    found = seen(tmp_path / "a.npy")
    assert [one.name for one in found] == [f"{number:02d}" for number in range(11)]
    assert {(one.source, one.labels, one.split) for one in found} == {("a.npy", Labels(), None)}
    np.testing.assert_array_equal([one.contents for one in found], images)


def test_an_array_prepares_to_its_rows(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", pictures(5))
    faces = prepared(tmp_path / "faces", tmp_path / "a.npy")
    np.testing.assert_array_equal(faces.images, pictures(5))


def test_grey_levels_stay_as_they_are(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", pictures(3, channels=1))
    faces = prepared(tmp_path / "faces", tmp_path / "a.npy")
    np.testing.assert_array_equal(faces.images, np.stack([pictures(3, channels=1)] * 3, axis=-1))


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.zeros((2, 48, 48)), "holds an array of float64 [2, 48, 48]; pictures are uint8"),
        (np.zeros((48, 48), np.uint8), "holds an array of uint8 [48, 48]"),
        (np.zeros((2, 48, 48, 4), np.uint8), "holds an array of uint8 [2, 48, 48, 4]"),
        (np.zeros((0, 48, 48), np.uint8), "has no pictures"),
        (np.array([{}]), "is no whole .npy file: "),
    ],
)
def test_another_kind_of_array_is_refused(tmp_path: Path, array: Any, sentence: str) -> None:
    np.save(tmp_path / "a.npy", array)
    assert f"a.npy {sentence}" in refusal(tmp_path / "a.npy")


def test_a_damaged_array_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", pictures(5))
    whole = (tmp_path / "a.npy").read_bytes()
    unclosed = whole[:40] + b"(" + whole[41:]
    for damaged in (b"", whole[:50], whole[:-1], b"text" * 100, unclosed):
        (tmp_path / "a.npy").write_bytes(damaged)
        assert "a.npy is no whole .npy file" in refusal(tmp_path / "a.npy")
