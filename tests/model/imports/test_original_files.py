"""The parameter files of the first Morphing Faces, on matrices that are made here."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.card import ModelCard
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model

PIXELS, HIDDEN, L = 36, 11, 40
SHAPES = {
    "d_W_0": (HIDDEN, PIXELS),
    "d_W_1": (HIDDEN, HIDDEN),
    "d_W_2": (L, HIDDEN),
    "d_b_0": (PIXELS,),
    "d_b_1": (HIDDEN,),
    "d_b_2": (HIDDEN,),
    "e_W_0": (PIXELS, HIDDEN),
    "e_W_1": (HIDDEN, HIDDEN),
    "e_W_2": (HIDDEN, L),
    "e_b_0": (HIDDEN,),
    "e_b_1": (HIDDEN,),
    "e_b_2": (L,),
}
RNG = np.random.default_rng(0)
PARAMETERS = {
    name: (0.1 * RNG.standard_normal(shape)).astype(np.float32) for name, shape in SHAPES.items()
}
PARAMETERS["d_b_0"] += 0.5
ASKED = Asked(Given(value_range=(0, 1)))


def python_files(folder: Path, **more: NDArray[np.float32]) -> Path:
    (folder / "data").mkdir(parents=True)
    for name, array in {**PARAMETERS, **more}.items():
        np.save(folder / "data" / f"{name}.npy", array)
    return folder


def page_files(folder: Path, sizes: str = f"{PIXELS}, {HIDDEN}, {HIDDEN}, {L}") -> Path:
    folder.mkdir()
    for name, array in PARAMETERS.items():
        if name.startswith("d_"):
            (folder / f"{name}.bin").write_bytes(array.astype("<f4").tobytes())
    (folder / "sizes.csv").write_text(sizes)
    return folder


def decoded(z: NDArray[np.float32]) -> NDArray[np.float32]:
    for k in (2, 1):
        z = np.maximum(z @ PARAMETERS[f"d_W_{k}"] + PARAMETERS[f"d_b_{k}"], 0)
    pictures: NDArray[np.float32] = np.clip(z @ PARAMETERS["d_W_0"] + PARAMETERS["d_b_0"], 0, 1)
    return pictures.reshape(-1, 6, 6)


def encoded(x: NDArray[np.float32]) -> NDArray[np.float32]:
    hidden = x.reshape(len(x), -1)
    for k in (0, 1):
        hidden = np.maximum(hidden @ PARAMETERS[f"e_W_{k}"] + PARAMETERS[f"e_b_{k}"], 0)
    mean: NDArray[np.float32] = hidden @ PARAMETERS["e_W_2"] + PARAMETERS["e_b_2"]
    return mean


@pytest.mark.parametrize("files", [python_files, page_files])
def test_they_decode_by_their_formulas(tmp_path: Path, files: type[Path]) -> None:
    import_model(files(tmp_path / "original"), tmp_path / "mine", ASKED)
    model = ModelFolder(tmp_path / "mine")
    z = np.random.default_rng(1).standard_normal((5, L)).astype(np.float32)
    np.testing.assert_allclose(model.decode(z), decoded(z), atol=1e-5)
    norms = np.linalg.norm(PARAMETERS["d_W_2"], axis=1)
    assert [each.index for each in model.interesting] == list(np.argsort(-norms)[:29])
    assert ModelCard(tmp_path / "mine").licence == "gpl-2.0"


def test_the_encoder_adds_its_own_bias(tmp_path: Path) -> None:
    import_model(python_files(tmp_path / "original"), tmp_path / "mine", ASKED)
    images = np.random.default_rng(2).random((3, 6, 6)).astype(np.float32)
    mean, std = ModelFolder(tmp_path / "mine").encode(images)
    np.testing.assert_allclose(mean, encoded(images), atol=1e-5)
    assert std.max() == pytest.approx(1e-6)


def test_the_range_of_pixels_is_asked_for_where_it_is_not_plain(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = python_files(tmp_path / "original", d_b_0=PARAMETERS["d_b_0"] - 0.5)
    words = ["import", str(folder), "--out", str(tmp_path / "mine")]
    assert main(words) == 2
    assert "say which are black and white" in capfd.readouterr().err
    assert main([*words, "--value-range", "-1", "1"]) == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"d_W_1": np.zeros((HIDDEN, 3))}, "d_W_1 is [11, 3], which does not fit"),
        ({"e_W_0": np.zeros((35, HIDDEN))}, "its encoder does not belong to its decoder"),
        ({"d_b_1": np.zeros((1, HIDDEN))}, "d_b_1.npy is [1, 11]"),
        ({"d_b_1": np.full(HIDDEN, np.nan)}, "d_b_1.npy has values that are not finite"),
        ({"d_b_1": np.array([{}], object)}, "d_b_1.npy has Python objects in it, a pickle"),
    ],
)
def test_files_that_do_not_fit_are_refused(
    tmp_path: Path, change: dict[str, NDArray[np.float32]], sentence: str
) -> None:
    with pytest.raises(ModelError) as refused:
        import_model(python_files(tmp_path / "original", **change), tmp_path / "mine", ASKED)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("sizes", ["", "36, 11, 11", "36, 11, 11, x", "36, 11, 12, 40", "-1,1,1,1"])
def test_sizes_that_do_not_fit_are_refused(tmp_path: Path, sizes: str) -> None:
    with pytest.raises(ModelError, match=r"four sizes|sizes\.csv says"):
        import_model(page_files(tmp_path / "original", sizes), tmp_path / "mine", ASKED)


@pytest.mark.parametrize("name", ["d_W_1", "d_b_2", "e_b_2"])
def test_a_file_that_is_missing_or_cut_off_is_named(tmp_path: Path, name: str) -> None:
    folder = python_files(tmp_path / "original")
    path = folder / "data" / f"{name}.npy"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ModelError, match=f"{name}.npy is damaged"):
        import_model(folder, tmp_path / "mine", ASKED)
    path.unlink()
    with pytest.raises(ModelError, match=f"{name}.npy cannot be read"):
        import_model(folder, tmp_path / "mine", ASKED)
