"""The linear baseline of a model folder as a model: it answers as the closed forms say."""

from pathlib import Path

import numpy as np
import pytest

from morphing_faces import load_model
from morphing_faces.cli.app import main
from morphing_faces.evaluation.baselines.linear import read_ppca
from morphing_faces.model.folder_layout import PPCA


@pytest.fixture(scope="module")
def linear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "linear"
    assert main(["import", f"faces48/{PPCA}", "--out", str(folder)]) == 0
    return folder


def test_it_decodes_and_encodes_as_probabilistic_pca_does(linear: Path) -> None:
    model, ppca = load_model(linear), read_ppca(load_model("faces48"))
    assert ppca is not None
    assert model.image_shape == (48, 48)
    z = np.random.default_rng(0).standard_normal((3, ppca.components)).astype(np.float32)
    faces = model.decode(z)
    expected = np.clip(ppca.decode(z), 0, 1).reshape(faces.shape)
    np.testing.assert_allclose(faces, expected, atol=1e-4)
    mean, std = model.encode(faces)
    exact, deviations = ppca.posterior(faces.reshape(3, -1))
    np.testing.assert_allclose(mean, exact, atol=2e-3)
    np.testing.assert_allclose(std, np.tile(deviations, (3, 1)), rtol=1e-4)


def test_the_longest_columns_come_first(linear: Path) -> None:
    ppca = read_ppca(load_model("faces48"))
    assert ppca is not None
    order = np.argsort(-(ppca.loadings**2).sum(axis=0), kind="stable")
    assert [each.index for each in load_model(linear).interesting] == order[:29].tolist()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x04."])
def test_what_is_none_is_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / PPCA
    path.write_bytes(content)
    assert main(["import", str(path), "--out", str(tmp_path / "out")]) == 2
    assert "config.json" in capsys.readouterr().err  # it lies in no model folder
    (tmp_path / "config.json").write_bytes(
        (load_model("faces48").folder / "config.json").read_bytes()
    )
    assert main(["import", str(path), "--out", str(tmp_path / "out")]) == 2
    assert PPCA in capsys.readouterr().err
