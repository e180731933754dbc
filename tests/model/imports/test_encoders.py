"""Encoders of other makes, in files of their own or inside of a whole autoencoder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model
from tests.model.imports.networks import SIDE, L, faces, network, written

UNIT = Given(value_range=(0, 1))
RNG = np.random.default_rng(3)
MEAN, LOG = (RNG.standard_normal((SIDE * SIDE, L)).astype(np.float32) for _ in range(2))
Z = np.random.default_rng(0).standard_normal((5, L)).astype(np.float32)
IMAGES = faces(Z)[:, 0].astype(np.float32)


def encoder(
    row: Sequence[int], outputs: dict[str, np.ndarray[Any, Any]], low: float = 0, high: float = 1
) -> onnx.ModelProto:
    """Pictures [N, *row] in a range -> (pixels in [0, 1]) @ weight, for each of the outputs."""
    constants = [
        numpy_helper.from_array(np.array([-1, SIDE * SIDE]), "flat"),
        numpy_helper.from_array(np.array(low, np.float32), "low"),
        numpy_helper.from_array(np.array(high - low, np.float32), "reach"),
        *(numpy_helper.from_array(value, f"w_{name}") for name, value in outputs.items()),
    ]
    nodes = [
        helper.make_node("Reshape", ["x", "flat"], ["pixels"]),
        helper.make_node("Sub", ["pixels", "low"], ["above"]),
        helper.make_node("Div", ["above", "reach"], ["unit"]),
        *(helper.make_node("MatMul", ["unit", f"w_{name}"], [name]) for name in outputs),
    ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *row])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", value.shape[1]])
            for name, value in outputs.items()
        ],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def imported(
    tmp_path: Path, given: onnx.ModelProto, asked: Asked, decoder: onnx.ModelProto | None = None
) -> ModelFolder:
    one = written(tmp_path / "decoder.onnx", decoder or network((SIDE, SIDE)))
    two = written(tmp_path / "encoder.onnx", given)
    import_model(one, tmp_path / "mine", asked, two)
    return ModelFolder(tmp_path / "mine")


@pytest.mark.slow
@pytest.mark.parametrize("row", [(SIDE, SIDE), (1, SIDE, SIDE), (SIDE, SIDE, 1), (SIDE * SIDE,)])
@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (0, 255)])
def test_an_encoder_is_wrapped_and_encodes_as_before(
    tmp_path: Path, row: tuple[int, ...], low: float, high: float
) -> None:
    decoder = network((SIDE, SIDE), low=low, high=high)
    given = encoder(row, {"mu": MEAN, "logvar": LOG}, low, high)
    model = imported(tmp_path, given, Asked(Given(value_range=(low, high))), decoder)
    mean, std = model.encode(IMAGES)
    pixels = IMAGES.reshape(5, -1)
    np.testing.assert_allclose(mean, pixels @ MEAN, atol=1e-3)
    np.testing.assert_allclose(std, np.exp(pixels @ LOG / 2), rtol=1e-3)
    np.testing.assert_allclose(model.golden.mean, model.encode(model.golden.image)[0])


def test_the_encoder_may_take_another_range(tmp_path: Path) -> None:
    given = encoder((SIDE, SIDE), {"mu": MEAN}, -1, 1)
    model = imported(tmp_path, given, Asked(UNIT, encoder_range=(-1, 1)))
    mean, std = model.encode(IMAGES)
    np.testing.assert_allclose(mean, IMAGES.reshape(5, -1) @ MEAN, atol=1e-4)
    assert std.max() == pytest.approx(1e-6)


def test_means_and_log_variances_may_come_in_one_row(tmp_path: Path) -> None:
    given = encoder((SIDE, SIDE), {"both": np.hstack([MEAN, LOG])})
    model = imported(tmp_path, given, Asked(UNIT, spread="logvar"))
    mean, std = model.encode(IMAGES)
    pixels = IMAGES.reshape(5, -1)
    np.testing.assert_allclose(mean, pixels @ MEAN, atol=1e-4)
    np.testing.assert_allclose(std, np.exp(pixels @ LOG / 2), rtol=1e-4)


@pytest.mark.parametrize(
    ("row", "outputs", "sentence"),
    [
        ((SIDE, SIDE + 1), {"mu": MEAN}, r"takes pictures \[6, 7\], but the decoder gives"),
        ((3, SIDE, SIDE), {"mu": MEAN}, r"takes pictures \[6, 6, 3\], but the decoder gives"),
        ((SIDE, SIDE), {"mu": MEAN[:, :3]}, r"must give latent points, \[2, 4\]"),
        ((SIDE, SIDE), {"mu": MEAN, "beside": np.abs(LOG)}, "say which with spread='std'"),
    ],
)
def test_what_is_no_encoder_to_it_is_refused(
    tmp_path: Path, row: tuple[int, ...], outputs: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        imported(tmp_path, encoder(row, outputs), Asked(UNIT))
    assert not (tmp_path / "mine").exists()


def test_pictures_rank_the_dimensions_by_their_kl(tmp_path: Path) -> None:
    given = encoder((SIDE, SIDE), {"mu": MEAN, "logvar": LOG})
    model = imported(tmp_path, given, Asked(UNIT, images=IMAGES))
    mean, std = (each.astype(np.float64) for each in model.encode(IMAGES))
    kl = ((mean**2 + std**2 - 1) / 2 - np.log(std)).mean(axis=0)
    assert [each.index for each in model.interesting] == list(np.argsort(-kl))
    np.testing.assert_allclose([each.kl for each in model.interesting], -np.sort(-kl), rtol=1e-5)


def test_pictures_come_from_a_file_of_numbers_and_never_a_pickle(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    decoder = written(tmp_path / "decoder.onnx", network((SIDE, SIDE)))
    written(tmp_path / "encoder.onnx", encoder((SIDE, SIDE), {"mu": MEAN, "logvar": LOG}))
    np.save(tmp_path / "images.npy", IMAGES)
    np.save(tmp_path / "objects.npy", np.array([{}], object), allow_pickle=True)
    words = ["import", str(decoder), "--encoder", str(tmp_path / "encoder.onnx")]
    words += ["--value-range", "0", "1", "--images"]
    out = ["--out", str(tmp_path / "mine")]
    assert main([*words, str(tmp_path / "objects.npy"), *out]) == 2
    assert "has Python objects in it, a pickle" in capfd.readouterr().err
    assert main([*words, str(tmp_path / "images.npy"), *out]) == 0
    assert "means and log variances" in capfd.readouterr().out


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("says", [True, False], ids=["gives mean and logvar", "gives pictures"])
@pytest.mark.parametrize("draws", [True, False], ids=["draws z", "takes the mean"])
def test_a_whole_autoencoder_is_cut_at_its_latent_point(
    tmp_path: Path, *, says: bool, draws: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)

    class Autoencoder(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.hidden = torch.nn.Sequential(
                torch.nn.Flatten(), torch.nn.Linear(64, 20), torch.nn.ReLU()
            )
            self.mean, self.log = torch.nn.Linear(20, 5), torch.nn.Linear(20, 5)
            self.decoder = torch.nn.Sequential(
                torch.nn.Linear(5, 12), torch.nn.ReLU(), torch.nn.Linear(12, 64), torch.nn.Sigmoid()
            )

        def forward(self, x: Any) -> Any:
            hidden = self.hidden(x)
            mean, log = self.mean(hidden), self.log(hidden)
            z = mean + (log / 2).exp() * torch.randn_like(mean) if draws else mean
            picture = self.decoder(z).reshape(-1, 1, 8, 8)
            return (picture, mean, log) if says else picture

    whole = Autoencoder().eval()
    path = tmp_path / "vae.onnx"
    names = ["picture", "mu", "logvar"] if says else ["picture"]
    torch.onnx.export(
        whole, (torch.rand(1, 1, 8, 8),), str(path), output_names=names, verbose=False
    )
    assert main(["import", str(path), "--out", str(tmp_path / "mine")]) == 0
    said = capfd.readouterr().out
    assert "it is an autoencoder, cut at" in said
    model = ModelFolder(tmp_path / "mine")
    z, images = torch.randn(3, 5), torch.rand(3, 1, 8, 8)
    with torch.no_grad():
        expected = whole.decoder(z).reshape(3, 8, 8)
        mean = whole.mean(whole.hidden(images))
    np.testing.assert_allclose(model.decode(z.numpy()), expected, atol=1e-5)
    if says or not draws:
        np.testing.assert_allclose(model.encode(images[:, 0].numpy())[0], mean, atol=1e-5)
    else:
        assert "drawn at random, so it has no encoder here" in said
        assert "onnx/encoder.onnx" not in model.files
