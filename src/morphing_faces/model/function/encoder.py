"""A user's encoder: pictures in its own form go in, a posterior comes out."""

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model.function.function import UserFunction
from morphing_faces.model.function.picture_layout import PictureFormat
from morphing_faces.model.function.to_numpy import DEVIATIONS, LOG_VARIANCES, MEANS, Key, parts
from morphing_faces.types import Floats
from morphing_faces.wording import counted

Spread = Literal["std", "logvar", "none"]
"""What stands beside the mean: standard deviations, logarithms of variances, or nothing."""
CERTAIN = np.float32(1e-6)
"""The standard deviation of an encoder that has none."""
AT_ONCE = 64


class Posterior(NamedTuple):
    """What an encoder gives, by which of its outputs.

    Attributes:
        mean: Which one is the mean.
        beside: Which one says how certain that is; None for none.
        spread: What that one is.
    """

    mean: Key
    beside: Key | None
    spread: Spread


def find_posterior(value: Any, count: int, latent_size: int, spread: Spread | None) -> Posterior:
    """Which of an encoder's outputs is what.

    Args:
        value: What it gives of some pictures.
        count: How many these were.
        latent_size: L.
        spread: What the user says stands beside the mean.

    Raises:
        ModelError: It gives no latent points, or what it gives is ambiguous.
    """
    if spread is not None and spread not in ("std", "logvar", "none"):
        raise ModelError(f'spread= is "std", "logvar" or "none", got {spread!r}')
    given = parts(value)
    found = {key: each for key, each in given.items() if each.size == count * latent_size}
    if not found:
        shapes = ", ".join(str(list(each.shape)) for each in given.values()) or "no arrays"
        raise ModelError(
            f"encode must give latent points, [{count}, {latent_size}] for "
            f"{counted(count, 'picture')}; it gives {shapes}"
        )
    mean = next((key for key in MEANS if key in found), next(iter(found)))
    others = [key for key in found if key != mean]
    if spread == "none" or not others:
        return Posterior(mean, None, "none")
    for names, kind in ((DEVIATIONS, "std"), (LOG_VARIANCES, "logvar")):
        if known := [key for key in others if key in names]:
            return Posterior(mean, known[0], spread or kind)  # type: ignore[arg-type]
    if spread is None:
        if not (found[others[0]] < 0).any():
            raise ModelError(
                "what encode gives beside the mean may be standard deviations or logarithms of "
                "variances; say which with spread='std' or spread='logvar'"
            )
        spread = "logvar"
    return Posterior(mean, others[0], spread)


def read_posterior(value: Any, posterior: Posterior, latent_size: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation [N, L] of what an encoder gives.

    Raises:
        ModelError: They are not finite.
    """
    given = parts(value)
    mean = _points(given[posterior.mean], latent_size)
    if posterior.beside is None:
        std = np.full_like(mean, CERTAIN)
    else:
        beside = _points(given[posterior.beside], latent_size)
        std = np.exp(beside / 2) if posterior.spread == "logvar" else beside
        if (std < 0).any():
            raise ModelError("a standard deviation is never below 0; is it spread='logvar'?")
    if not (np.isfinite(mean).all() and np.isfinite(std).all()):
        raise ModelError("encode gives values that are not finite numbers")
    return mean, np.maximum(std, CERTAIN)


def _points(array: NDArray[Any], latent_size: int) -> Floats:
    return np.asarray(array, np.float32).reshape(-1, latent_size)


class UserEncoder:
    """A user's encoder, and what has been found out of it.

    Args:
        function: The encoder.
        form: How it takes pictures.
        latent_size: L.
        spread: What the user says stands beside the mean.
        tried: Two pictures, in that form, to try it with.

    Raises:
        ModelError: What it gives is ambiguous, or no latent points.
        Exception: As the encoder does.
    """

    def __init__(
        self,
        function: UserFunction,
        form: PictureFormat,
        latent_size: int,
        spread: Spread | None,
        tried: Floats,
    ) -> None:
        self._function = function
        self._form = form
        self._latent_size = latent_size
        self._posterior = find_posterior(function(tried), len(tried), latent_size, spread)

    @property
    def certain(self) -> bool:
        """Whether it gives means only."""
        return self._posterior.beside is None

    def encode(self, pictures: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of pictures [N, H, W] or [N, H, W, 3] in [0, 1]."""
        return self.read(self._form.given(pictures))

    def read(self, given: NDArray[Any]) -> tuple[Floats, Floats]:
        """Mean and standard deviation of pictures in the encoder's own form, [N, ...]."""
        blocks = [
            read_posterior(
                self._function(np.asarray(given[start : start + AT_ONCE], np.float32)),
                self._posterior,
                self._latent_size,
            )
            for start in range(0, len(given), AT_ONCE)
        ]
        return np.concatenate([mean for mean, _ in blocks]), np.concatenate(
            [std for _, std in blocks]
        )

    def __str__(self) -> str:
        beside = {
            "std": " and standard deviations",
            "logvar": " and log variances",
            "none": " only",
        }
        return f"encode gives means{beside[self._posterior.spread]}"
