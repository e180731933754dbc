"""Weights of perceptrons without code: the shapes tell how the layers are connected."""

import itertools
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.probe import Given
from morphing_faces.model.imports.foreign import Asked
from morphing_faces.model.imports.import_source import import_model
from tests.model.imports.test_onnx import Bomb

torch = pytest.importorskip("torch")
Function = Callable[[Any], Any]
ASKED = Asked(Given(shape=(6, 6)), spread="logvar")
SIGMOID: Any = ("relu", "sigmoid")


def seeded(network: Any) -> Any:
    torch.manual_seed(0)
    for each in network.parameters():
        each.data.normal_(0, 0.3)
    return network.eval()


class Example(torch.nn.Module):  # type: ignore[misc, name-defined]
    """The layers of the VAE in PyTorch's own examples."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.fc21 = torch.nn.Linear(36, 40), torch.nn.Linear(40, 5)
        self.fc22, self.fc3 = torch.nn.Linear(40, 5), torch.nn.Linear(5, 40)
        self.fc4 = torch.nn.Linear(40, 36)

    def encode(self, x: Any) -> Any:
        hidden = self.fc1(x.flatten(1)).relu()
        return self.fc21(hidden), self.fc22(hidden)

    def decode(self, z: Any) -> Any:
        return self.fc4(self.fc3(z).relu()).sigmoid().reshape(-1, 6, 6)


class Sequential(torch.nn.Module):  # type: ignore[misc, name-defined]
    """Encoder and decoder of their own, three layers each, the encoder's means and logs in one."""

    def __init__(self) -> None:
        super().__init__()
        sizes = (36, 20, 20, 10)
        self.encoder = torch.nn.Sequential(
            *(torch.nn.Linear(*each) for each in itertools.pairwise(sizes))
        )
        sizes = (5, 20, 20, 36)
        self.decoder = torch.nn.Sequential(
            *(torch.nn.Linear(*each) for each in itertools.pairwise(sizes))
        )

    def encode(self, x: Any) -> Any:
        one, two, three = self.encoder
        return three(two(one(x.flatten(1)).relu()).relu()).chunk(2, 1)

    def decode(self, z: Any) -> Any:
        one, two, three = self.decoder
        return three(two(one(z).relu()).relu()).sigmoid().reshape(-1, 6, 6)


def saved(network: Any, path: Path) -> Path:
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(network.state_dict(), path)
    elif path.suffix == ".ckpt":
        torch.save({"epoch": 3, "state_dict": network.state_dict(), "lr": 0.1}, path)
    else:
        torch.save(network.state_dict(), path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.safetensors", "model.pt", "model.ckpt"])
@pytest.mark.parametrize("kind", [Example, Sequential])
def test_an_autoencoder_is_put_together_by_its_shapes(tmp_path: Path, kind: Any, name: str) -> None:
    network = seeded(kind())
    import_model(saved(network, tmp_path / name), tmp_path / "mine", ASKED, functions=SIGMOID)
    model = ModelFolder(tmp_path / "mine")
    z, images = torch.randn(4, 5), torch.rand(4, 6, 6)
    with torch.no_grad():
        expected, (mean, log) = network.decode(z), network.encode(images)
    np.testing.assert_allclose(model.decode(z.numpy()), expected, atol=1e-5)
    found, std = model.encode(images.numpy())
    np.testing.assert_allclose(found, mean, atol=1e-4)
    np.testing.assert_allclose(std, (log / 2).exp(), rtol=1e-3)


ASYMMETRIC = [(2, 5), (5, 9), (9, 7), (7, 5), (5, 2)]
FUNCTIONS: dict[str, Function] = {
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
    "selu": torch.selu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": torch.nn.functional.softplus,
    "none": lambda x: x,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_functions_between_layers_are_those_of_torch(tmp_path: Path, name: str) -> None:
    decoder = seeded(torch.nn.Sequential(torch.nn.Linear(4, 9), torch.nn.Linear(9, 36)))
    path = saved(decoder, tmp_path / "decoder.safetensors")
    words = ["import", str(path), "--out", str(tmp_path / "mine"), "--shape", "6", "6"]
    assert main([*words, "--activation", name, "--final", "tanh"]) == 0
    z = torch.randn(3, 4)
    with torch.no_grad():
        expected = torch.tanh(decoder[1](FUNCTIONS[name](decoder[0](z)))).reshape(3, 6, 6)
    decoded = ModelFolder(tmp_path / "mine").decode(z.numpy())
    np.testing.assert_allclose(decoded, (expected + 1) / 2, atol=1e-5)


def test_what_lies_between_the_layers_is_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = saved(seeded(Example()), tmp_path / "model.safetensors")
    assert main(["import", str(path), "--out", str(tmp_path / "mine"), "--shape", "6", "6"]) == 2
    said = capfd.readouterr().err
    assert "is a decoder 5 - 40 - 36 with an encoder 36 - 40 - 5" in said
    assert "--activation relu --final sigmoid" in said


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ([torch.nn.Conv2d(1, 2, 3)], "is no plain perceptron: '0.weight' is [2, 1, 3, 3]"),
        (
            [torch.nn.Linear(4, 36), torch.nn.BatchNorm1d(36)],
            "'1.weight' is [36]",
        ),
        ([torch.nn.Linear(4, 9), torch.nn.Linear(8, 36)], "are those of no decoder"),
        ([torch.nn.Linear(36, 4)], "are those of no decoder"),
        ([torch.nn.Linear(*each) for each in ASYMMETRIC], "can be read in several ways"),
    ],
)
def test_what_is_no_perceptron_is_refused(tmp_path: Path, layers: list[Any], sentence: str) -> None:
    path = saved(torch.nn.Sequential(*layers), tmp_path / "model.safetensors")
    with pytest.raises(ModelError) as refused:
        import_model(path, tmp_path / "mine", ASKED, functions=SIGMOID)
    assert sentence in str(refused.value)
    assert "torch.onnx.export(decoder, z, 'decoder.onnx')" in str(refused.value)


def test_no_bomb_goes_off(tmp_path: Path) -> None:
    mark = tmp_path / "boom"
    torch.save({"0.weight": torch.zeros(3, 2), "x": Bomb(mark)}, tmp_path / "zip.pt")
    (tmp_path / "plain.bin").write_bytes(pickle.dumps(Bomb(mark), protocol=2))
    (tmp_path / "named.safetensors").write_bytes(pickle.dumps(Bomb(mark), protocol=2))
    for name in ("zip.pt", "plain.bin", "named.safetensors"):
        with pytest.raises(ModelError, match="has more in it than weights"):
            import_model(tmp_path / name, tmp_path / "mine", ASKED, functions=SIGMOID)
    assert not mark.exists()


def test_few_numbers_that_look_like_many_are_not_unrolled(tmp_path: Path) -> None:
    torch.save({"0.weight": torch.zeros(1).expand(1 << 20, 1 << 20)}, tmp_path / "wide.pt")
    with pytest.raises(ModelError, match="numbers, which are not read"):
        import_model(tmp_path / "wide.pt", tmp_path / "mine", ASKED, functions=SIGMOID)


def test_a_file_cut_off_anywhere_gets_one_sentence(tmp_path: Path) -> None:
    for name in ("model.safetensors", "model.pt"):
        whole = saved(seeded(Example()), tmp_path / name).read_bytes()
        for length in range(0, len(whole), len(whole) // 12):
            (tmp_path / name).write_bytes(whole[:length])
            with pytest.raises(ModelError):
                import_model(tmp_path / name, tmp_path / "mine", ASKED, functions=SIGMOID)
    assert not (tmp_path / "mine").exists()
