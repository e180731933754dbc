"""Photographs that are aligned already: cropped and scaled, and nothing is looked for."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces.cli.app import main
from morphing_faces.faces.find.align import Frame
from morphing_faces.faces.find.finder_file import VARIABLE
from morphing_faces.faces.find.judge import Limits
from morphing_faces.faces.rejection import Reason
from morphing_faces.faces.set.examine import Kept, Recipe, Rejected, examine, hash_of
from morphing_faces.faces.set.faceset import LANDMARKS, REJECTED, load_faces
from tests.faces.drawing import encoded

RNG = np.random.default_rng(0)
COLOURS = RNG.integers(0, 256, (64, 64, 3), np.uint8)


def recipe(size: int, *, color: bool = True) -> Recipe:
    return Recipe(None, size, color, Frame(), Limits())


def image_of(content: bytes | np.ndarray, size: int, *, color: bool = True) -> np.ndarray:
    verdict = examine(content, recipe(size, color=color))
    assert isinstance(verdict, Kept)
    assert verdict.face is None
    return verdict.image


def test_a_picture_of_the_right_size_stays_as_it_is() -> None:
    np.testing.assert_array_equal(image_of(encoded(COLOURS), 64), COLOURS)
    np.testing.assert_array_equal(image_of(COLOURS, 64), COLOURS)
    np.testing.assert_array_equal(image_of(COLOURS[..., 0], 64, color=False), COLOURS[..., 0])


@pytest.mark.parametrize(("top", "left"), [(7, 0), (0, 7), (8, 0), (0, 10)])
def test_the_square_in_the_middle_is_taken_at_whole_pixels(top: int, left: int) -> None:
    around = np.zeros((64 + 2 * top, 64 + 2 * left, 3), np.uint8)
    around[top : top + 64, left : left + 64] = COLOURS
    np.testing.assert_array_equal(image_of(around, 64), COLOURS)
    one_more = np.pad(around, ((0, top > 0), (0, left > 0), (0, 0)))
    np.testing.assert_array_equal(image_of(one_more, 64), COLOURS)


def test_a_larger_picture_is_averaged() -> None:
    expected = COLOURS.reshape(16, 4, 16, 4, 3).mean(axis=(1, 3))
    assert np.abs(image_of(COLOURS, 16) - expected).max() <= 1


def test_a_smaller_picture_is_never_enlarged() -> None:
    verdict = examine(COLOURS[:63], recipe(64))
    assert verdict == Rejected(
        hash_of(COLOURS[:63]), Reason.TOO_SMALL, "64 x 63 pixels, 64 a side are needed"
    )
    assert image_of(COLOURS[:16, :16], 16).shape == (16, 16, 3)  # less than a finder needs


def test_pixels_are_known_by_their_shape_and_themselves() -> None:
    assert hash_of(COLOURS) == hash_of(np.asfortranarray(COLOURS))
    assert len({hash_of(COLOURS.reshape(shape)) for shape in [(64, 192), (192, 64)]}) == 2


@pytest.mark.slow
def test_prepare_needs_no_finder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "no finder"))
    album, out = tmp_path / "album", tmp_path / "faces"
    album.mkdir()
    (album / "30_0_1_20170116182824618.png").write_bytes(encoded(COLOURS))
    (album / "again.png").write_bytes(encoded(COLOURS))
    (album / "small.png").write_bytes(encoded(COLOURS[:30]))
    words = ["prepare", str(album), "--aligned", "--size", "32", "--out", str(out)]
    assert main([*words, "--workers", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 1
    faces = load_faces(out)
    assert (faces.card.aligned, faces.card.finder, faces.card.limits) == (True, None, {})
    assert faces.eyes is None
    (row,) = faces.index.to_pylist()
    assert (row["age"], row["gender"], row["ethnicity"]) == (30, "male", "black")
    assert {row[name] for name in ("score", *LANDMARKS)} == {None}
    grey = Image.fromarray(COLOURS).convert("L").resize((32, 32), Image.Resampling.BOX)
    assert np.abs(faces.images[0] - np.asarray(grey, float)).max() <= 1
    with (out / REJECTED).open(newline="", encoding="utf-8") as file:
        assert [
            (line["name"], line["reason"], line["detail"]) for line in csv.DictReader(file)
        ] == [
            ("again.png", "repeated photograph", ""),
            ("small.png", "picture too small", "64 x 30 pixels, 32 a side are needed"),
        ]


@pytest.mark.slow
@pytest.mark.parametrize("looked", [True, False])
def test_drawings_that_are_all_alike_can_be_split_all_the_same(
    looked: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawings, out = tmp_path / "drawings", tmp_path / "faces"
    drawings.mkdir()
    for number in range(60):
        drawing = COLOURS.copy()
        drawing[30:33, 30:33] = number  # a hash of the whole does not notice
        (drawings / f"{number}.png").write_bytes(encoded(drawing))
    words = ["prepare", str(drawings), "--aligned", "--color", "--size", "32", "--out", str(out)]
    without = [] if looked else ["--no-near-duplicates"]
    assert main([*words, *without, "--workers", "1", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["kept"] == 60
    near = {"groups": 1, "pictures": 60} if looked else {"groups": 0, "pictures": 0}
    assert summary["near_duplicates"] == near
    assert (max(summary["splits"].values()) == 60) == looked
    card = load_faces(out).card
    assert (card.near_duplicates is None) == (not looked)
