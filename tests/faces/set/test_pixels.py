"""Pictures in one file or in several: the same array, whatever is asked of it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from morphing_faces.errors import FaceSetError
from morphing_faces.faces.set.pixels import (
    SHARD_BYTES,
    SHARD_PICTURES,
    Pictures,
    ShardWriter,
    map_pictures,
    shard_length,
    shard_name,
)

COUNT, EACH = 11, 4
WHOLE = np.random.default_rng(0).integers(0, 256, (COUNT, 3, 3), np.uint8)
PICTURES = Pictures([WHOLE[start : start + EACH] for start in range(0, COUNT, EACH)])


def write(folder: Path, count: int, stopped: int = 0) -> None:
    writer = ShardWriter(folder, (3, 3), stopped, EACH)
    for picture in WHOLE[stopped:count]:
        writer.add(picture)
    writer.finish()


@given(st.integers(-COUNT, COUNT - 1))
def test_one_picture(place: int) -> None:
    np.testing.assert_array_equal(PICTURES[place], WHOLE[place])


@given(st.slices(COUNT))
def test_a_slice(part: slice) -> None:
    np.testing.assert_array_equal(PICTURES[part], WHOLE[part])


@pytest.mark.slow
@given(arrays(np.int64, st.integers(0, 30), elements=st.integers(-COUNT, COUNT - 1)))
def test_places_in_any_order(places: NDArray[np.int64]) -> None:
    np.testing.assert_array_equal(PICTURES[places], WHOLE[places])


def test_it_looks_like_an_array() -> None:
    assert (PICTURES.shape, len(PICTURES)) == ((COUNT, 3, 3), COUNT)
    assert PICTURES.dtype == np.uint8
    np.testing.assert_array_equal(PICTURES, WHOLE)
    np.testing.assert_array_equal(list(PICTURES), WHOLE)


@pytest.mark.parametrize("place", [COUNT, -COUNT - 1, np.array([0, COUNT])])
def test_there_is_nothing_beyond_the_last(place: int) -> None:
    with pytest.raises(IndexError, match="pictures are numbered 0 to 10"):
        PICTURES[place]


@pytest.mark.parametrize("count", [1, EACH, EACH + 1, 2 * EACH, COUNT])
def test_files_are_those_that_numpy_would_have_saved(tmp_path: Path, count: int) -> None:
    write(tmp_path, count)
    for number, start in enumerate(range(0, count, EACH)):
        np.save(tmp_path / "saved.npy", WHOLE[start : min(start + EACH, count)])
        written = (tmp_path / shard_name(number)).read_bytes()
        assert written == (tmp_path / "saved.npy").read_bytes()
    np.testing.assert_array_equal(map_pictures(tmp_path, (count, 3, 3), EACH), WHOLE[:count])
    assert not (tmp_path / shard_name(number + 1)).exists()


@pytest.mark.parametrize("stopped", range(COUNT + 1))
def test_another_writer_goes_on_where_one_stopped(tmp_path: Path, stopped: int) -> None:
    write(tmp_path, COUNT)
    write(tmp_path, COUNT, stopped)
    np.testing.assert_array_equal(map_pictures(tmp_path, WHOLE.shape, EACH), WHOLE)


def test_pictures_that_were_lost_are_missed(tmp_path: Path) -> None:
    write(tmp_path, COUNT)
    with pytest.raises(OSError, match=r"images-00002\.npy has lost pictures"):
        ShardWriter(tmp_path, (3, 3), COUNT + 1, EACH)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, COUNT)
    (tmp_path / shard_name(1)).unlink()
    with pytest.raises(FaceSetError, match=r"images-00001\.npy cannot be read: No such file"):
        map_pictures(tmp_path, WHOLE.shape, EACH)


@pytest.mark.parametrize("shape", [(48, 48), (512, 512, 3)])
def test_a_file_is_full_by_number_or_by_size(shape: tuple[int, ...]) -> None:
    each = shard_length(shape)
    assert each == SHARD_PICTURES or each * np.prod(shape) <= SHARD_BYTES
    assert each <= SHARD_PICTURES
