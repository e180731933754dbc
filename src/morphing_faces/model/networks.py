"""The networks of a model folder, each opened when it is needed first."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.folder_layout import CONFIG, DECODER, ENCODER, PRIOR, STD
from morphing_faces.model.runtime import OnnxNetwork, brackets
from morphing_faces.types import Floats

BLOCK = 16
"""Rows that one thread takes at a time where many rows are spread over all cores."""


class FolderNetworks:
    """The ONNX files of a model folder, held to what its config.json says.

    Args:
        folder: The model folder.
        latent_size: L.
        image_shape: (H, W) or (H, W, 3).
    """

    def __init__(self, folder: Path, latent_size: int, image_shape: tuple[int, ...]) -> None:
        self._folder = folder
        self._latent_size = latent_size
        self._image_shape = image_shape

    @cached_property
    def decoder(self) -> OnnxNetwork:
        """From z [L] to mean, and to hidden where the folder has a standard deviation.

        Raises:
            ModelError: It cannot be run, or maps other shapes; the others as well.
        """
        network = OnnxNetwork(self._folder / DECODER, "z", "mean")
        got = (network.input_shape, network.output_shape("mean"))
        if got != ((self._latent_size,), self._image_shape):
            raise ModelError(
                f"{network.path} maps {brackets(got[0])} to {brackets(got[1])}, but "
                f"{CONFIG} says [N, {self._latent_size}] to {brackets(self._image_shape)}"
            )
        return network

    @cached_property
    def std(self) -> OnnxNetwork:
        """From the decoder's hidden to std."""
        return OnnxNetwork(self._folder / STD, "hidden", "std")

    @cached_property
    def encoder(self) -> OnnxNetwork:
        """From image to mean and std, [L] each."""
        return OnnxNetwork(self._folder / ENCODER, "image", "mean")

    @cached_property
    def prior(self) -> OnnxNetwork:
        """From noise [P] to z [L]."""
        network = OnnxNetwork(self._folder / PRIOR, "noise", "z", threads=1)
        shape = network.output_shape("z")
        if shape != (self._latent_size,):
            raise ModelError(
                f"{network.path} makes latent points of {brackets(shape)}, but {CONFIG} says "
                f"[N, {self._latent_size}]"
            )
        return network

    def conditional(self, points: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of p(x|z), float32 [N, H, W(, 3)] each, on all cores.

        Args:
            points: float32 [N, L].
        """
        means = np.empty((len(points), *self._image_shape), np.float32)
        stds = np.empty_like(means)
        decoder, std = self._side_by_side

        def block(start: int) -> None:
            for row in range(start, min(start + BLOCK, len(points))):
                means[row], hidden = decoder.run(points[row], "mean", "hidden")
                (stds[row],) = std.run(hidden, "std")

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for _ in pool.map(block, range(0, len(points), BLOCK)):
                pass  # so that a thread's error is raised here
        return means, stds

    @cached_property
    def _side_by_side(self) -> tuple[OnnxNetwork, OnnxNetwork]:
        """Decoder and std of one thread each, to be run in several threads at a time."""
        return (
            OnnxNetwork(self._folder / DECODER, "z", "mean", threads=1),
            OnnxNetwork(self._folder / STD, "hidden", "std", threads=1),
        )
