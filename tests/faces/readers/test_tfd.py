"""TFD, in files made here with the layout that its readers of 2014 document."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.io import savemat

from morphing_faces.cli.app import main
from morphing_faces.errors import CommandError
from morphing_faces.faces.find.finder_file import VARIABLE
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.set.faceset import load_faces
from tests.faces.readers.reading import pictures, png, refusal, seen


def variables(size: int = 48) -> dict[str, Any]:
    count = 9
    folds = np.zeros((count, 5), np.uint8)
    for fold in range(5):
        folds[2:, fold] = np.roll([1, 1, 1, 2, 2, 3, 3], fold)
    return {
        "images": pictures(count, size=size, channels=1),
        "labs_ex": np.array([[-1], [-1], *([number] for number in range(1, 8))], np.int16),
        "labs_id": np.array([[-1], [4], [1], [1], [2], [2], [3], [3], [0]], np.int16),
        "folds": folds,
    }


def save(folder: Path, size: int = 48, **changes: Any) -> Path:
    path = folder / f"TFD_{size}x{size}.mat"
    kept = {name: value for name, value in (variables(size) | changes).items() if value is not None}
    savemat(path, kept, do_compression=True)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("size", [48, 96])
def test_faces_come_with_what_is_known_of_them(tmp_path: Path, size: int) -> None:
    found = seen(save(tmp_path, size))
    np.testing.assert_array_equal([one.contents for one in found], variables(size)["images"])
    assert [one.name for one in found] == [str(number) for number in range(9)]
    assert [one.labels.expression for one in found] == [
        None,
        None,
        *("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"),
    ]
    assert found[0].labels == Labels()
    assert found[2].labels == found[3].labels.updated(Labels(expression="angry"))
    assert [one.labels.person for one in found[7:]] == ["tfd/3", "tfd/0"]
    named = seen(f"tfd:{tmp_path}/TFD_{size}x{size}.mat")
    assert [one.labels for one in named] == [one.labels for one in found]


@pytest.mark.slow
def test_a_fold_says_where_a_face_belongs_and_the_unlabelled_train(tmp_path: Path) -> None:
    path = save(tmp_path)
    splits = ["train"] * 5 + ["valid"] * 2 + ["test"] * 2
    assert [one.split for one in seen(path)] == splits
    assert [one.split for one in seen(path, fold=1)] == splits
    rolled = ["train"] * 2 + ["test"] * 2 + ["train"] * 3 + ["valid"] * 2
    assert [one.split for one in seen(path, fold=3)] == rolled


@pytest.mark.slow
def test_tfd_is_prepared_without_a_finder_and_pixel_by_pixel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "no finder"))
    out = tmp_path / "faces"
    words = ["prepare", f"tfd:{save(tmp_path)}", "--fold", "2", "--out", str(out)]
    assert main([*words, "--workers", "1"]) == 0
    faces = load_faces(out)
    np.testing.assert_array_equal(faces.images, variables()["images"])
    assert faces.card.aligned
    splits = np.array(["train", "train", "train", "valid", "test"])
    # One person of fold 2 is in "train" and in "test"; what is held out stays so.
    assert faces.card.splits == {"train": 4, "valid": 2, "test": 3}
    assert set(splits) == set(faces.index.column("split").to_pylist())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"folds": None, "labs_id": None}, "is not TFD: it has no variable labs_id, folds"),
        ({"images": np.zeros((9, 48, 48))}, "images must be uint8 [N, H, W], it is float64"),
        ({"images": np.zeros((9, 2304), np.uint8)}, "images must be uint8 [N, H, W]"),
        ({"labs_ex": np.zeros((8, 1))}, "labs_ex must be [9, 1], it is float64 [8, 1]"),
        ({"labs_id": np.full((9, 1), 0.5)}, "labs_id must be [9, 1]"),
        ({"folds": np.zeros((9, 4))}, "folds must be [9, 5], it is float64 [9, 4]"),
        ({"labs_ex": np.full((9, 1), 8)}, "labs_ex holds 8, allowed are -1, 1, 2, 3, 4, 5, 6, 7"),
        ({"folds": np.full((9, 5), 4)}, "folds holds 4, allowed are 0, 1, 2, 3"),
        ({"labs_ex": np.array(["x"] * 9)}, "labs_ex must be [9, 1]"),
    ],
)
def test_another_matlab_file_is_refused(
    tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in refusal(save(tmp_path, **changes))


@pytest.mark.slow
def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path)
    whole = path.read_bytes()
    for damaged in (b"", b"MATLAB" * 50, whole[:1000], whole[:5000] + whole[6000:]):
        path.write_bytes(damaged)
        assert "TFD_48x48.mat is no" in refusal(path)


@pytest.mark.slow
def test_a_wrong_kind_of_number_ends_no_process_of_ours(tmp_path: Path) -> None:
    """scipy 1.17 reads such a tag beyond its table of kinds, and is killed for it."""
    path = tmp_path / "TFD_48x48.mat"
    savemat(path, variables())
    data = bytearray(path.read_bytes())
    kind = data.index(b"images") + 8
    assert data[kind] == 2
    data[kind] = 20
    path.write_bytes(data)
    assert refusal(path) == f"{path} is no whole MATLAB file"


@pytest.mark.slow
def test_a_file_of_matlab_7_3_is_refused(tmp_path: Path) -> None:
    header = b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + bytes(400)
    (tmp_path / "a.mat").write_bytes(header)
    assert "is a MATLAB file of version 7.3; save it with -v7" in refusal(tmp_path / "a.mat")


def test_a_fold_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(0))
    with pytest.raises(CommandError, match="--fold chooses one of TFD's ways to split, and no"):
        seen(tmp_path, fold=1)


@pytest.mark.slow
def test_faces_that_need_finding_do_not_mix_with_these(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "album").mkdir()
    (tmp_path / "album/a.png").write_bytes(png(0))
    words = ["prepare", str(save(tmp_path)), str(tmp_path / "album"), "--workers", "1"]
    assert main([*words, "--out", str(tmp_path / "no")]) == 2
    assert "TFD_48x48.mat is aligned already and the rest is not" in capsys.readouterr().err
    assert main([*words, "--out", str(tmp_path / "faces"), "--aligned"]) == 0
    assert len(load_faces(tmp_path / "faces")) == 10
