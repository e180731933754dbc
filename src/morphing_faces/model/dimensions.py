"""Latent dimensions that do something, as a user numbers them."""

from typing import Protocol

import msgspec


class Dimension(Protocol):
    """What everything that plays needs to know of a dimension."""

    @property
    def index(self) -> int:
        """Its place in z, from 0."""

    @property
    def name(self) -> str | None:
        """A word for what it does, where there is one."""


class PlainDimension(msgspec.Struct, frozen=True):
    """A dimension of a model that does not say how much each does; see Dimension.

    Attributes:
        index: Its place in z, from 0.
        name: A word for what it does, where there is one.
    """

    index: int
    name: str | None = None


class RankedDimension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dimension, and how much it does.

    Attributes:
        index: Its place in z, from 0.
        kl: Mean KL divergence from the prior over held-out faces, in nats.
        mean: Mean of the posterior mean over held-out faces.
        std: Standard deviation of the posterior mean over held-out faces.
        name: A word for what it does, where there is one.
    """

    index: int
    kl: float
    mean: float
    std: float
    name: str | None = None
