"""A model folder, opened: encode and decode with it. What is in one is told in folder_layout.py."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import (
    DEVIATION,
    DIRECTING,
    ENCODING,
    FILES,
    RANKING,
    SAMPLING,
    Capability,
)
from morphing_faces.model.config import FileRecord
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder_layout import DECODER, DIRECTIONS, ENCODER, GOLDEN, PRIOR, STD
from morphing_faces.model.golden import GoldenPairs, golden_pairs
from morphing_faces.model.identity import Identity
from morphing_faces.model.networks import FolderNetworks
from morphing_faces.model.npz import read_npz
from morphing_faces.model.runtime import brackets, stack
from morphing_faces.model.verify import read_verified
from morphing_faces.types import Eyes, Floats

INTERESTING = 29


class ModelFolder:
    """A model folder, played through ONNX Runtime; see Model in protocol.py.

    Args:
        folder: The model folder.

    Raises:
        ModelError: The folder is missing or incomplete, of another version, damaged, or its
            decoder does not do what config.json says.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.config, self._directions = read_verified(self.folder)
        self._networks = FolderNetworks(self.folder, self.latent_size, self.image_shape)
        probe = self.decode(np.zeros((1, self.latent_size), np.float32))
        if not np.isfinite(probe).all():
            raise ModelError(f"{self._path(DECODER)} decodes z = 0 to values that are not finite")

    @property
    def name(self) -> str:
        """The model's name."""
        return self.config.name

    @property
    def identity(self) -> Identity:
        """The SHA-256 of the decoder: models that decode alike share their points."""
        return Identity(self.files[DECODER].sha256, lasting=True)

    @property
    def capabilities(self) -> frozenset[Capability[Any]]:
        """What the files of the folder can do besides decoding."""
        always: list[Capability[Any]] = [FILES, RANKING, SAMPLING]
        parts: dict[str, Capability[Any]] = {
            ENCODER: ENCODING,
            STD: DEVIATION,
            DIRECTIONS: DIRECTING,
        }
        return frozenset(always + [each for name, each in parts.items() if name in self.files])

    @property
    def files(self) -> Mapping[str, FileRecord]:
        """Every file but config.json and the card, by its path with forward slashes."""
        return self.config.files

    @property
    def provenance(self) -> Mapping[str, Any]:
        """How the model came about: data, configuration, figures; free-form."""
        return self.config.provenance

    @property
    def eyes(self) -> Eyes | None:
        """Where a face's eyes lie in the pictures; None where the faces were not aligned."""
        return self.config.image.eyes

    @property
    def latent_size(self) -> int:
        """L, the number of coordinates of a latent point."""
        return self.config.latent_size

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        return self.config.image.shape

    @property
    def interesting(self) -> tuple[RankedDimension, ...]:
        """The dimensions that a user numbers 0 to 28, the most interesting first."""
        return self.ranking[:INTERESTING]

    @property
    def ranking(self) -> tuple[RankedDimension, ...]:
        """Every dimension that does something, by falling mean KL."""
        return self.config.interesting

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Directions with names, which `morphing-faces directions` found; may be none."""
        return self._directions

    @property
    def has_prior(self) -> bool:
        """Whether random faces come from a prior fitted after training, not from N(0, I)."""
        return PRIOR in self.files

    def sample(self, rng: np.random.Generator, count: int) -> Floats:
        """Draw latent points of random faces.

        They come from the prior that was fitted to the faces after training, where the model has
        one, and from N(0, I) where it has none.

        Args:
            rng: What to draw from.
            count: N, how many.

        Returns:
            float32 [N, L].
        """
        if not self.has_prior:
            return rng.standard_normal((count, self.latent_size), np.float32)
        return self.place(rng.standard_normal((count, self.noise_size), np.float32))

    @property
    def noise_size(self) -> int:
        """P, the normal random numbers that make a latent point; L without a fitted prior."""
        return self._networks.prior.input_shape[0] if self.has_prior else self.latent_size

    def place(self, noise: ArrayLike) -> Floats:
        """Make latent points of normal random numbers, by the fitted prior.

        Args:
            noise: Draws from N(0, 1), [N, P].

        Returns:
            float32 [N, L].

        Raises:
            ModelError: The model has no fitted prior, or the noise has another shape.
        """
        if not self.has_prior:
            raise ModelError(f"model {self.name!r} has no fitted prior")
        values = np.asarray(noise, np.float32)
        if values.ndim != 2 or values.shape[1] != self.noise_size:
            raise ModelError(
                f"model {self.name!r} makes latent points of noise of shape "
                f"[N, {self.noise_size}], got {brackets(values.shape, rows=False)}"
            )
        rows = [self._networks.prior.run(row, "z")[0] for row in values]
        return stack(rows, (self.latent_size,))

    def decode(self, z: ArrayLike) -> Floats:
        """Decode latent points to faces, the mean of p(x|z).

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            float32 [N, H, W] or [N, H, W, 3] in [0, 1].

        Raises:
            ModelError: z has another shape, or coordinates that are not finite.
        """
        rows = [self._networks.decoder.run(point, "mean")[0] for point in self._points(z)]
        return stack(rows, self.image_shape)

    def std(self, z: ArrayLike) -> Floats:
        """Standard deviation of p(x|z) at every pixel.

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            float32 [N, H, W] or [N, H, W, 3], above 0, in units of the picture's range [0, 1].

        Raises:
            ModelError: The model has no such output, or z has another shape.
        """
        DEVIATION.needed(self)
        rows = []
        for point in self._points(z):
            (hidden,) = self._networks.decoder.run(point, "hidden")
            rows.append(self._networks.std.run(hidden, "std")[0])
        return stack(rows, self.image_shape)

    def conditional(self, z: ArrayLike) -> tuple[Floats, Floats]:
        """Mean and standard deviation of p(x|z), as decode and std give them, in one pass.

        The hidden layers run once for both, and rows are spread over all cores.

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            mean and std, float32 [N, H, W] or [N, H, W, 3] each.

        Raises:
            ModelError: The model has no standard deviation, or z has another shape.
        """
        DEVIATION.needed(self)
        return self._networks.conditional(self._points(z))

    def encode(self, faces: ArrayLike) -> tuple[Floats, Floats]:
        """Encode faces to the posterior q(z|x) = N(mean, diag(std^2)).

        Args:
            faces: Pictures [N, H, W] or [N, H, W, 3] with values in [0, 1].

        Returns:
            mean and std, float32 [N, L] each; std is above 0.

        Raises:
            ModelError: The model has no encoder, or the pictures another shape or range.
        """
        ENCODING.needed(self)
        images = np.asarray(faces, np.float32)
        if images.ndim == 0 or images.shape[1:] != self.image_shape:
            raise ModelError(
                f"model {self.name!r} encodes pictures of shape {brackets(self.image_shape)}, "
                f"got {brackets(images.shape, rows=False)}"
            )
        if not ((images >= 0) & (images <= 1)).all():
            raise ModelError("pictures to encode must have values from 0 to 1")
        rows = [self._networks.encoder.run(image, "mean", "std") for image in images]
        shape = (self.latent_size,)
        return stack([row[0] for row in rows], shape), stack([row[1] for row in rows], shape)

    @cached_property
    def golden(self) -> GoldenPairs:
        """The pairs that this model must reproduce.

        Raises:
            ModelError: The folder has none, or they cannot be read.
        """
        arrays = self.arrays(GOLDEN)
        try:
            return golden_pairs(arrays, latent_size=self.latent_size, fitted=self.has_prior)
        except KeyError as error:
            raise ModelError(f"{self._path(GOLDEN)} lacks the array {error}") from None

    def arrays(self, name: str) -> dict[str, Floats]:
        """Read a file of arrays (.npz) that belongs to the model folder, as float32.

        Args:
            name: Its path in the folder, one of config.json's files.

        Raises:
            ModelError: The folder has no such file, or it is not a plain .npz.
        """
        if name not in self.files:
            raise ModelError(f"model {self.name!r} has no {name}")
        found = read_npz(self._path(name))
        return {key: array.astype(np.float32) for key, array in found.items()}

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _points(self, z: ArrayLike) -> Floats:
        points = np.asarray(z, np.float32)
        if points.ndim != 2 or points.shape[1] != self.latent_size:
            raise ModelError(
                f"model {self.name!r} decodes latent points of shape [N, {self.latent_size}], "
                f"got {brackets(points.shape, rows=False)}"
            )
        if not np.isfinite(points).all():
            raise ModelError("every coordinate of a latent point must be a finite number")
        return points
