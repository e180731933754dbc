"""The recognition network, with weights of our own, and the frame that faces are set into."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from morphing_faces.errors import SourceError
from morphing_faces.evaluation.metrics.recognition import (
    CHIP,
    CHIP_EYES,
    MEANS,
    RecognitionNetwork,
    chips_of,
    recognised,
)
from morphing_faces.evaluation.metrics.recognition_files import (
    WEIGHTS,
    load_recognition,
)
from tests.evaluation.recognition import write_recognition

EYES = ((0.29, 0.37), (0.71, 0.37))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_recognition(tmp_path_factory.mktemp("recognition"))


@pytest.mark.slow
def test_it_is_the_published_network(files: tuple[Path, Path]) -> None:
    """Beside a plain transcription of the layers of face-api, with nothing folded."""
    chips = 255 * torch.rand(2, 3, CHIP, CHIP, generator=torch.Generator().manual_seed(0))
    looks, persons = RecognitionNetwork(*files)(chips)
    manifest, raw = json.loads(files[0].read_text()), files[1].read_bytes()
    w: dict[str, torch.Tensor] = {}
    place = 0
    for entry in manifest[0]["weights"]:
        count = int(np.prod(entry["shape"]))
        if packing := entry.get("quantization"):
            values = np.frombuffer(raw, np.uint8, count, place).astype(np.float64)
            values = values * packing["scale"] + packing["min"]
            place += count
        else:
            values = np.frombuffer(raw, "<f4", count, place).astype(np.float64)
            place += 4 * count
        w[entry["name"]] = torch.from_numpy(values.reshape(entry["shape"]))

    def layer(x: torch.Tensor, name: str, stride: int, padding: int) -> torch.Tensor:
        filters = w[f"{name}/conv/filters"].permute(3, 2, 0, 1)
        y = functional.conv2d(x, filters, stride=stride, padding=padding)
        for part, by in (("conv/bias", False), ("scale/weights", True), ("scale/biases", False)):
            value = w[f"{name}/{part}"].reshape(1, -1, 1, 1)
            y = y * value if by else y + value
        return y

    def residual(x: torch.Tensor, name: str) -> torch.Tensor:
        y = torch.relu(layer(x, f"{name}/conv1", 1, 1))
        return torch.relu(layer(y, f"{name}/conv2", 1, 1) + x)

    def down(x: torch.Tensor, name: str) -> torch.Tensor:
        y = layer(torch.relu(layer(x, f"{name}/conv1", 2, 0)), f"{name}/conv2", 1, 1)
        passed = torch.zeros(len(x), y.shape[1], x.shape[2] // 2, x.shape[3] // 2).double()
        passed[:, : x.shape[1]] = functional.avg_pool2d(x, 2)
        filled = torch.zeros_like(passed)
        filled[:, :, : y.shape[2], : y.shape[3]] = y
        return torch.relu(filled + passed)

    x = (chips.double() - torch.tensor(MEANS, dtype=torch.float64).reshape(3, 1, 1)) / 255
    x = functional.max_pool2d(torch.relu(layer(x, "conv32_down", 2, 0)), 3, 2)
    for name in ("conv32_1", "conv32_2", "conv32_3"):
        x = residual(x, name)
    pooled = []
    for channels, blocks in ((64, 3), (128, 2), (256, 2)):
        x = down(x, f"conv{channels}_down")
        for number in range(1, blocks + 1):
            x = residual(x, f"conv{channels}_{number}")
        pooled.append(x.mean((2, 3)))
    expected = torch.cat(pooled[1:], 1)
    torch.testing.assert_close(looks.double(), expected, rtol=1e-3, atol=1e-3)
    embedding = down(x, "conv256_down_out").mean((2, 3)) @ w["fc"]
    torch.testing.assert_close(persons.double(), embedding, rtol=1e-3, atol=1e-3)


def test_eyes_come_to_lie_where_the_network_expects_them() -> None:
    side = 48
    y, x = np.mgrid[:side, :side] + 0.5
    images = np.zeros((2, side, side), np.float32)
    for image, (across, down) in zip(images, EYES, strict=True):
        image[:] = np.exp(-((x - across * side) ** 2 + (y - down * side) ** 2) / 8)
    chips = chips_of(images, EYES)
    assert chips.shape == (2, 3, CHIP, CHIP)
    places = torch.arange(CHIP) + 0.5
    for chip, (across, down) in zip(chips[:, 0], CHIP_EYES, strict=True):
        weight = chip / chip.sum()
        assert float(weight.sum(0) @ places) == pytest.approx(across * CHIP, abs=0.3)
        assert float(weight.sum(1) @ places) == pytest.approx(down * CHIP, abs=0.3)


def test_grey_and_colour_and_any_number_are_seen_alike(files: tuple[Path, Path]) -> None:
    network = RecognitionNetwork(*files)
    grey = np.random.default_rng(0).random((3, 24, 24), np.float32)
    looks, persons = recognised(network, grey, EYES)
    assert looks.shape == (3, 384)
    assert persons.shape == (3, 128)
    coloured, _ = recognised(network, np.repeat(grey[..., None], 3, axis=3), EYES)
    np.testing.assert_allclose(looks, coloured, rtol=1e-4, atol=1e-4)
    alone, _ = recognised(network, grey[1:2], EYES)
    np.testing.assert_allclose(looks[1:2], alone, rtol=1e-4, atol=1e-4)


def test_other_files_are_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is another file than"):
        load_recognition(files[0].parent)
    with pytest.raises(SourceError, match="cannot be read"):
        load_recognition(tmp_path)
    (tmp_path / WEIGHTS).write_bytes(files[1].read_bytes()[:-1])
    with pytest.raises(SourceError, match="no recognition network"):
        RecognitionNetwork(files[0], tmp_path / WEIGHTS)
