"""What a model may be able to do besides decoding, and the one way to learn it.

A model names what it can do in its `capabilities`. Nobody tries, and nobody asks for a class::

    if encoder := ENCODING.of(model):  # None where the model cannot
        mean, std = encoder.encode(faces)
    mean, std = ENCODING.needed(model).encode(faces)  # or one sentence, as a ModelError
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

import numpy as np

from morphing_faces.errors import ModelError
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction
from morphing_faces.types import Eyes, Floats

Part = TypeVar("Part")


class Capable(Protocol):
    """What is asked: a model; see protocol.py."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def capabilities(self) -> "frozenset[Capability[Any]]":
        """What it can do besides decoding."""


@dataclass(frozen=True)
class Capability(Generic[Part]):
    """Something that a model may be able to do.

    Attributes:
        lacking: What a sentence says, after its name, of a model that cannot: why, and the way out.
    """

    lacking: str

    def of(self, model: Capable) -> Part | None:
        """The model, by what it can do here; None where it cannot."""
        return cast("Part", model) if self in model.capabilities else None

    def needed(self, model: Capable) -> Part:
        """The model, by what it can do here.

        Raises:
            ModelError: It cannot.
        """
        part = self.of(model)
        if part is None:
            raise ModelError(f"model {model.name!r} {self.lacking}")
        return part


class Encoder(Protocol):
    """Takes pictures to latent points."""

    @property
    def eyes(self) -> Eyes | None:
        """Where a face's eyes lie in its pictures; None where it does not say."""

    def encode(self, faces: Floats, /) -> tuple[Floats, Floats]:
        """Encode pictures to the posterior q(z|x) = N(mean, diag(std^2)).

        Args:
            faces: [N, H, W] or [N, H, W, 3] with values in [0, 1].

        Returns:
            mean and std, float32 [N, L] each; std is above 0.
        """


class Sampler(Protocol):
    """Knows where its faces are, better than N(0, I)."""

    def sample(self, rng: np.random.Generator, count: int, /) -> Floats:
        """Draw latent points of random faces, float32 [count, L]."""


class Conditional(Protocol):
    """Says how certain every pixel is."""

    def std(self, z: Floats, /) -> Floats:
        """Standard deviation of p(x|z) at every pixel; shapes as of decode, above 0."""

    def conditional(self, z: Floats, /) -> tuple[Floats, Floats]:
        """Mean and standard deviation of p(x|z), in one pass."""


class Directed(Protocol):
    """Has directions with names."""

    @property
    def directions(self) -> Sequence[Direction]:
        """Each with a name of its own."""


class Ranked(Protocol):
    """Says how much its dimensions do."""

    @property
    def ranking(self) -> Sequence[RankedDimension]:
        """Every dimension that does something, by falling mean KL."""


class Filed(Protocol):
    """Lies in a folder; see folder.py for what is in it."""

    @property
    def folder(self) -> Path:
        """Where."""

    @property
    def files(self) -> "Mapping[str, Any]":
        """What it consists of, by path in the folder."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """How it came about: data, configuration, figures; free-form."""

    def arrays(self, name: str, /) -> dict[str, Floats]:
        """What one of its files of arrays (.npz) has."""


ENCODING: Capability[Encoder] = Capability(
    "has no encoder, so it cannot take photographs or other pictures; that needs its `encode`, "
    "which a model folder has in onnx/encoder.onnx"
)
SAMPLING: Capability[Sampler] = Capability(
    "has no prior of its own, so that random faces come from N(0, I)"
)
DEVIATION: Capability[Conditional] = Capability(
    "does not say how certain its pixels are; that needs its standard deviation, which a model "
    "folder has in onnx/std.onnx"
)
DIRECTING: Capability[Directed] = Capability(
    "has no directions; 'remember NAME A' makes one of the step from a point to this face, "
    "'morphing-faces directions' finds some"
)
RANKING: Capability[Ranked] = Capability(
    "does not say how much each dimension does; a model folder has their mean KL in config.json"
)
FILES: Capability[Filed] = Capability(
    "has no files that a page could open, so there are no links to its faces; 'save' and 'picture' "
    "keep them, and 'morphing-faces import' makes a model folder of its decoder as an ONNX file"
)
