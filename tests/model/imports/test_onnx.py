"""ONNX files of other makes become model folders; files that must not be followed are refused."""

import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model
from tests.model.imports.networks import SIDE, WEIGHT, L, faces, network, pointing, written

UNIT = Given(value_range=(0, 1))


@pytest.mark.parametrize(
    ("row", "more", "given"),
    [
        ((SIDE, SIDE), {}, UNIT),
        ((1, SIDE, SIDE), {}, UNIT),
        ((SIDE, SIDE, 1), {}, UNIT),
        ((3, SIDE, SIDE), {"channels": 3}, UNIT),
        ((SIDE, SIDE, 3), {"channels": 3}, UNIT),
        ((SIDE * SIDE,), {}, Given(shape=(SIDE, SIDE), value_range=(0, 1))),
        ((SIDE, SIDE), {"low": -1.0}, Given(value_range=(-1, 1))),
        ((SIDE, SIDE), {"high": 255.0}, Given()),
        ((SIDE, SIDE), {"kind": TensorProto.FLOAT16}, UNIT),
        ((SIDE, SIDE), {"latent": (1, L)}, UNIT),
        ((SIDE, SIDE), {"latent": ("N", 2, 1, 2)}, UNIT),
    ],
    ids=str,
)
def test_a_decoder_is_wrapped_and_decodes_as_before(
    tmp_path: Path, row: tuple[int, ...], more: dict[str, Any], given: Given
) -> None:
    path = written(tmp_path / "given.onnx", network(row, **more))
    import_model(path, tmp_path / "mine", Asked(given))
    model = ModelFolder(tmp_path / "mine")
    channels = more.get("channels", 1)
    z = np.random.default_rng(0).standard_normal((5, L)).astype(np.float32)
    expected = np.moveaxis(faces(z, channels), 1, -1)
    decoded = model.decode(z)
    assert model.latent_size == L
    assert decoded.shape == (5, SIDE, SIDE, 3)[: 3 + (channels == 3)]
    tolerance = 2e-3 if "kind" in more else 1e-5
    np.testing.assert_allclose(decoded, expected.reshape(decoded.shape), atol=tolerance)
    np.testing.assert_allclose(model.golden.face, model.decode(model.golden.z))
    if channels == 1:
        norms = np.linalg.norm(WEIGHT[:, : SIDE * SIDE], axis=1)
        assert [each.index for each in model.interesting] == list(np.argsort(-norms))


def test_weights_beside_the_file_are_read(tmp_path: Path) -> None:
    size = SIDE * SIDE
    (tmp_path / "w.data").write_bytes(b"....." + WEIGHT[:, :size].tobytes() + b"...")
    model = pointing(network((SIDE, SIDE)), location="w.data", offset="5", length=str(4 * L * size))
    import_model(written(tmp_path / "given.onnx", model), tmp_path / "mine", Asked(UNIT))
    decoded = ModelFolder(tmp_path / "mine").decode(np.ones((1, L)))
    np.testing.assert_allclose(decoded, faces(np.ones((1, L)))[:, 0], atol=1e-5)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"location": "../secret"}, "only a file that lies beside it is read"),
        ({"location": "/etc/passwd"}, "only a file that lies beside it is read"),
        ({"location": "..\\secret"}, "only a file that lies beside it is read"),
        ({"location": ".."}, "only a file that lies beside it is read"),
        ({}, "is damaged|only a file that lies beside it"),
        ({"location": "link"}, "is a symbolic link, which is not followed"),
        ({"location": "pipe"}, "is no file"),
        ({"location": "gone"}, "cannot be read: No such file"),
        ({"location": "short", "length": "999"}, "is shorter than the weights"),
        ({"location": "short", "offset": "99"}, "is shorter than the weights"),
        ({"location": "short", "offset": "-1"}, "the offset of its weights is '-1'"),
        ({"location": "short", "length": "9" * 400}, "the length of its weights is '999"),
        ({"location": "short", "name": "x", "data_location": "0"}, "damaged|cannot be run"),
    ],
)
def test_weights_elsewhere_are_refused(tmp_path: Path, said: dict[str, str], sentence: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(bytes(4096))
    (folder / "short").write_bytes(b"short")
    (folder / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe")
    model = pointing(network((SIDE, SIDE)), **said)
    if not said:
        model.graph.initializer[0].external_data.add().key = "length"
    with pytest.raises(ModelError, match=sentence):
        import_model(written(folder / "given.onnx", model), tmp_path / "mine", Asked(UNIT))
    assert not (tmp_path / "mine").exists()


def test_weights_elsewhere_are_found_inside_of_nodes_too(tmp_path: Path) -> None:
    model = network((SIDE, SIDE))
    hidden = TensorProto(dims=[1], data_type=1, data_location=TensorProto.EXTERNAL)
    entry = hidden.external_data.add()
    entry.key, entry.value = "location", "../secret"
    model.graph.node.append(helper.make_node("Constant", [], ["unused"], value=hidden))
    with pytest.raises(ModelError, match="only a file that lies beside it is read"):
        import_model(written(tmp_path / "given.onnx", model), tmp_path / "mine", Asked(UNIT))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path / "given.onnx", network((SIDE, SIDE)))
    (tmp_path / "link.onnx").symlink_to(tmp_path / "given.onnx")
    with pytest.raises(ModelError, match="is a symbolic link, which is not followed"):
        import_model(tmp_path / "link.onnx", tmp_path / "mine", Asked(UNIT))


@pytest.mark.parametrize(
    ("model", "given", "sentence"),
    [
        (network((SIDE, SIDE), domain="evil.ops"), UNIT, "of the domain 'evil.ops', which only"),
        (network((SIDE, SIDE), version=9), UNIT, "version 9 of ONNX's operators"),
        (network((SIDE, SIDE), latent=("N", 1, 2, 2)), UNIT, "it is an encoder or a whole"),
        (network((SIDE, SIDE), latent=("N", "L")), UNIT, "of a size that the file says"),
        (network((SIDE * SIDE,)), UNIT, r"shape=\(6, 6\)"),
        (network((SIDE, SIDE), low=-9.0, high=9.0), Given(), "value_range="),
        (network((2, 3, SIDE)), UNIT, "is no picture"),
        (network((SIDE, SIDE)), Given(output="x"), "has no output 'x'; it gives mean"),
    ],
)
def test_what_is_no_decoder_is_refused(
    tmp_path: Path, model: Any, given: Given, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        import_model(written(tmp_path / "given.onnx", model), tmp_path / "mine", Asked(given))


def test_what_settles_it_is_named_as_a_flag(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "given.onnx", network((SIDE * SIDE,)))
    assert main(["import", str(path), "--out", str(tmp_path / "mine")]) == 2
    assert "such as --shape 6 6, or with colours" in capfd.readouterr().err
    flags = ["--shape", "6", "6", "--value-range", "0", "1"]
    assert main(["import", str(path), "--out", str(tmp_path / "mine"), *flags]) == 0


class Bomb:
    """What makes a folder when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.mark),)


def archive(path: Path, *names: str, bomb: bytes) -> None:
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.writestr(name, bomb)


@pytest.mark.parametrize(
    ("name", "names", "sentence"),
    [
        ("network.pkl", (), "is a pickle, which runs code when it is read"),
        ("model.pt", ("m/data.pkl", "m/data/0"), "is no file of torch's"),
        ("old.pth", (), "has more in it than weights"),
        ("jit.pt", ("m/code/__torch__.py", "m/data.pkl"), "is TorchScript, which is code"),
        ("program.pt2", ("p/models/model.json",), "is an exported program of torch"),
        ("model.keras", ("config.json", "model.weights.h5"), "is a Keras model"),
        ("model.h5", (), "is a Keras model"),
        ("given.onnx", (), "is a checkpoint of torch"),
        ("given.onnx", ("m/data.pkl",), "is a checkpoint of torch"),
    ],
)
def test_files_that_can_run_code_are_refused_and_no_bomb_goes_off(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
    names: tuple[str, ...],
    sentence: str,
) -> None:
    mark, path = tmp_path / "boom", tmp_path / name
    bomb = pickle.dumps(Bomb(mark))
    if names:
        archive(path, *names, bomb=bomb)
    else:
        path.write_bytes(bomb)
    assert main(["import", str(path), "--out", str(tmp_path / "mine")]) == 2
    said = capfd.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not mark.exists()
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x08\x0a" + bytes(50)])
def test_what_is_no_onnx_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "given.onnx").write_bytes(content)
    with pytest.raises(ModelError, match="is no ONNX file"):
        import_model(tmp_path / "given.onnx", tmp_path / "mine", Asked(UNIT))


def test_a_file_cut_off_anywhere_gets_one_sentence(tmp_path: Path) -> None:
    whole = network((SIDE, SIDE)).SerializeToString()
    for length in range(0, len(whole), 37):
        (tmp_path / "given.onnx").write_bytes(whole[:length])
        with pytest.raises(ModelError):
            import_model(tmp_path / "given.onnx", tmp_path / "mine", Asked(UNIT))
        assert not (tmp_path / "mine").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_decoder_exported_from_torch_is_played(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    decoder = torch.nn.Sequential(
        torch.nn.Linear(8, 36), torch.nn.Sigmoid(), torch.nn.Unflatten(1, (1, 6, 6))
    ).eval()
    path = tmp_path / "decoder.onnx"
    torch.onnx.export(decoder, torch.zeros(1, 8), str(path), verbose=False)
    assert main(["import", str(path), "--out", str(tmp_path / "mine")]) == 0
    z = torch.randn(3, 8)
    expected = decoder(z).detach().numpy()[:, 0]
    np.testing.assert_allclose(
        ModelFolder(tmp_path / "mine").decode(z.numpy()), expected, atol=1e-5
    )
