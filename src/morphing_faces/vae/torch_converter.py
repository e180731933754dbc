"""Any network to the ONNX files of a model folder, by torch's exporter and ONNX Runtime's rounding.

The decoder's output "hidden", of which std.onnx makes the standard deviation, is the log-variance
itself: what a network computes it from is its own affair.
"""

import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
from torch import Tensor, nn

from morphing_faces.model.folder_layout import DECODER, ENCODER, STD
from morphing_faces.model.onnx.graphs import deviation_graph
from morphing_faces.types import Floats
from morphing_faces.vae.coder import Calibration, Coder, Converter, NetworkConfig

OPSET = 21
SHOWN = 200
"""Examples that ONNX Runtime is shown: it keeps the range of every activation, one at a time."""


def converter(encoder: Coder, decoder: Coder, config: NetworkConfig) -> Converter:
    """Get ready to make the ONNX files of a network; see coder.Converter.

    Args:
        encoder: In evaluation mode, in float32, on the CPU.
        decoder: The same.
        config: Their sizes.
    """
    # Two rows, so that the exporter does not take the number of rows for a constant.
    z, image = torch.zeros(2, config.latent), torch.zeros(2, *config.shape)
    with torch.no_grad():
        values = decoder(z).log_variance.shape[1]
    outward = _exported(_Decoder(decoder, config), z, "z", ["mean", "hidden"])
    inward = _exported(_Encoder(encoder), image, "image", ["mean", "std"])
    std = deviation_graph(values, config.shape).SerializeToString()

    def files(calibration: Calibration | None) -> dict[str, bytes]:
        if calibration is None:
            return {DECODER: outward, STD: std, ENCODER: inward}
        images = calibration.images.reshape(-1, *config.shape)
        return {
            DECODER: _rounded(outward, "z", calibration.z),
            STD: std,
            ENCODER: _rounded(inward, "image", images),
        }

    return files


class _Decoder(nn.Module):
    def __init__(self, decoder: Coder, config: NetworkConfig) -> None:
        super().__init__()
        self.decoder, self.shape = decoder, config.shape

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_variance = self.decoder(z)
        return mean.clamp(0, 1).reshape(-1, *self.shape), log_variance


class _Encoder(nn.Module):
    def __init__(self, encoder: Coder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_variance = self.encoder(image.flatten(1))
        return mean, torch.exp(0.5 * log_variance)


def _exported(module: nn.Module, example: Tensor, source: str, results: list[str]) -> bytes:
    # It has much to say of operators that packages which are not installed would have.
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own use of what torch deprecates
            program = torch.onnx.export(
                module.eval(),
                (example,),
                dynamo=True,
                input_names=[source],
                output_names=results,
                dynamic_shapes=({0: torch.export.Dim("N")},),
                opset_version=OPSET,
                verbose=False,
            )
    finally:
        logger.setLevel(before)
    if program is None:
        raise RuntimeError("torch's exporter gave no program")
    model = program.model_proto
    # Where each node came from, with the paths of the machine that made it.
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        part.ClearField("metadata_props")
    content: bytes = model.SerializeToString()
    return content


class _Shown(CalibrationDataReader):  # type: ignore[misc]
    """Examples for ONNX Runtime, a row at a time."""

    def __init__(self, source: str, rows: Floats) -> None:
        self._rows: Iterator[dict[str, Any]] = iter([{source: row[None]} for row in rows[:SHOWN]])

    def get_next(self) -> dict[str, Any] | None:
        return next(self._rows, None)


def _rounded(content: bytes, source: str, rows: Floats) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "rounded.onnx"
        quantize_static(
            onnx.load_model_from_string(content),
            target,
            _Shown(source, rows),
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
        return target.read_bytes()
