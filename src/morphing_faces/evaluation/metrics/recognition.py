"""dlib's face recognition network: an independent judge of looks, which no model is trained with.

A residual network of 29 convolutions (He et al. 2016) that maps a face to 128 numbers, near each
other for photographs of one person (Davis King, dlib's `dlib_face_recognition_resnet_model_v1`,
CC0). Its weights are read as the package `@vladmandic/face-api` (MIT) carries them, in 8 bits.

What is compared are the means over place of its third and fourth stage; its last layer was taught
to see nothing but who somebody is.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from morphing_faces.errors import SourceError
from morphing_faces.types import Doubles, Eyes, Floats

CHIP = 150
"""Side of what the network looks at, in pixels."""
CHIP_EYES: Eyes = ((0.32, 0.31), (0.67, 0.31))
"""Where the eyes are in it, in parts of its side, from the upper left corner."""
MEANS = (122.782, 117.001, 104.298)
"""Of red, green and blue, which are taken off."""
STAGES = ((32, 3), (64, 4), (128, 3), (256, 3))
"""Channels of a stage, and its blocks; each stage after the first begins with one that halves."""
BATCH = 50


class RecognitionNetwork:
    """The network with its weights.

    Args:
        manifest: What the weights are, a JSON file.
        weights: The weights, in the order of the manifest.

    Raises:
        SourceError: The files cannot be read, or do not fit each other.
    """

    def __init__(self, manifest: Path, weights: Path) -> None:
        try:
            tensors = _unpacked(json.loads(manifest.read_bytes()), weights.read_bytes())
            self._layers = {
                name.removesuffix("/conv/filters"): _folded(tensors, name)
                for name in tensors
                if name.endswith("/conv/filters")
            }
            self._last = tensors["fc"]
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise SourceError(f"{manifest} and {weights} are no recognition network") from error

    def __call__(self, chips: Tensor) -> tuple[Tensor, Tensor]:
        """Look at faces.

        Args:
            chips: float32 [N, 3, CHIP, CHIP], 0 to 255, as chips_of makes them.

        Returns:
            Features for comparing looks, [N, 384], and the embedding of the person, [N, 128].
        """
        x = (chips - torch.tensor(MEANS).reshape(3, 1, 1)) / 255
        x = functional.max_pool2d(self._convolved(x, "conv32_down", stride=2), 3, 2)
        pooled = []
        for channels, blocks in STAGES:
            if channels > STAGES[0][0]:
                x = self._halved(x, f"conv{channels}_down")
                blocks -= 1
            for block in range(1, blocks + 1):
                x = self._block(x, f"conv{channels}_{block}")
            pooled.append(x.mean(dim=(2, 3)))
        last = self._halved(x, f"conv{STAGES[-1][0]}_down_out").mean(dim=(2, 3))
        return torch.cat(pooled[2:], dim=1), last @ self._last

    def _convolved(self, x: Tensor, name: str, *, stride: int = 1, bent: bool = True) -> Tensor:
        weight, bias = self._layers[name]
        y = functional.conv2d(x, weight, bias, stride, 1 if stride == 1 else 0)
        return functional.relu(y) if bent else y

    def _block(self, x: Tensor, name: str) -> Tensor:
        y = self._convolved(x, f"{name}/conv1")
        return functional.relu(self._convolved(y, f"{name}/conv2", bent=False) + x)

    def _halved(self, x: Tensor, name: str) -> Tensor:
        """A block of half the size: what is passed by is averaged, and filled up with zeros."""
        y = self._convolved(x, f"{name}/conv1", stride=2)
        y = self._convolved(y, f"{name}/conv2", bent=False)
        passed = functional.avg_pool2d(x, 2)
        down, right = (a - b for a, b in zip(passed.shape[2:], y.shape[2:], strict=True))
        passed = functional.pad(passed, (0, 0, 0, 0, 0, y.shape[1] - passed.shape[1]))
        return functional.relu(functional.pad(y, (0, right, 0, down)) + passed)


def recognised(network: RecognitionNetwork, images: Floats, eyes: Eyes) -> tuple[Doubles, Doubles]:
    """Features of pictures, rounded to 8 bits first, as photographs are.

    Args:
        network: The network.
        images: [N, S, S] or [N, S, S, 3] in [0, 1].
        eyes: Where the eyes are in them, in parts of their side.

    Returns:
        float64 [N, 384] and [N, 128]; see RecognitionNetwork.
    """
    looks, persons = [], []
    with torch.no_grad():
        for start in range(0, len(images), BATCH):
            look, person = network(chips_of(images[start : start + BATCH], eyes))
            looks.append(look)
            persons.append(person)
    return torch.cat(looks).double().numpy(), torch.cat(persons).double().numpy()


def chips_of(images: Floats, eyes: Eyes) -> Tensor:
    """Set pictures into the network's frame, by the eyes; their borders are continued outwards.

    Args:
        images: [N, S, S] or [N, S, S, 3] in [0, 1].
        eyes: Where the eyes are in them.

    Returns:
        float32 [N, 3, CHIP, CHIP], 0 to 255.
    """
    pixels = torch.from_numpy(np.ascontiguousarray(images, np.float32)).clamp(0, 1)
    pixels = (255 * pixels).round()
    planes = pixels[:, None] if pixels.ndim == 3 else pixels.permute(0, 3, 1, 2)
    (left, height), (right, _) = eyes
    (chip_left, chip_height), (chip_right, _) = CHIP_EYES
    scale = (right - left) / (chip_right - chip_left)
    places = (torch.arange(CHIP) + 0.5) / CHIP
    x, y = left + scale * (places - chip_left), height + scale * (places - chip_height)
    source = torch.stack(torch.meshgrid(2 * y - 1, 2 * x - 1, indexing="ij")[::-1], dim=2)
    warped = functional.grid_sample(
        planes,
        source.expand(len(planes), -1, -1, -1),
        mode="bicubic",
        padding_mode="border",
        align_corners=False,
    )
    return warped.clamp(0, 255).expand(-1, 3, -1, -1)


def _unpacked(manifest: list[dict[str, list[dict[str, object]]]], raw: bytes) -> dict[str, Tensor]:
    """The tensors of a TensorFlow.js weights file, by name; filters as torch has them."""
    tensors: dict[str, Tensor] = {}
    place = 0
    for entry in manifest[0]["weights"]:
        shape, packing = entry["shape"], entry.get("quantization")
        if not isinstance(shape, list) or not isinstance(packing, dict | None):
            raise TypeError("no shape, or an odd quantisation")
        if entry["dtype"] != "float32" or (packing and packing["dtype"] != "uint8"):
            raise ValueError("only 32 bits, and 8 bits packed, are known")
        kind = np.dtype(np.uint8 if packing else "<f4")
        count = math.prod(shape)
        values = np.frombuffer(raw, kind, count, place).astype(np.float32)
        if packing:
            values = values * np.float32(packing["scale"]) + np.float32(packing["min"])
        tensor = torch.from_numpy(values.reshape(shape))
        # [height, width, in, out] there, [out, in, height, width] here
        tensors[str(entry["name"])] = tensor.permute(3, 2, 0, 1) if tensor.ndim == 4 else tensor
        place += count * kind.itemsize
    if place != len(raw):
        raise ValueError("the file is longer than its manifest says")
    return tensors


def _folded(tensors: dict[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    """A convolution with the scale and the offset that follow it in one."""
    layer = name.removesuffix("/conv/filters")
    scale, offset = tensors[f"{layer}/scale/weights"], tensors[f"{layer}/scale/biases"]
    weight = tensors[name] * scale.reshape(-1, 1, 1, 1)
    return weight.contiguous(), tensors[f"{layer}/conv/bias"] * scale + offset
