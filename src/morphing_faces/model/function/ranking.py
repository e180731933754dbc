"""Which dimensions do something: by what each does to the picture, or by what an encoder says.

The change of dimension i is the mean, over draws z from the prior, of

    | decode(z with z_i = 1) - decode(z with z_i = -1) |

the Euclidean norm over all pixels; for a linear decoder that is twice the norm of column i of its
Jacobian. The same differences give the principal axes of the Jacobian: the eigenvectors of the mean
of J'J, with J half of the differences, wide ones that see what a traversal sees.
"""

from collections.abc import Callable
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.types import Doubles, Floats

ROUNDS = 8
"""Draws from the prior over which changes are averaged."""
CALL_SECONDS = 0.03
"""What a call with several points should take, so that whoever moves the mouse waits no longer."""
MOST_ROWS = 64
MOST_COLUMNS = 1 << 14
"""Pixels from which the Jacobian's axes are found; of larger pictures, every so many."""
MOST_DIMENSIONS = 2048
"""Beyond these, J'J is too large to be kept for what it is worth."""
LEAST_KL = 0.01
"""Nats from which on a dimension says something (Burda et al. 2016 take 0.01 of variance)."""


class AxisRanking:
    """Measures dimensions a little at a time.

    Args:
        decode: float32 [N, L] to pictures.
        latent_size: L.
        rng: What the draws come from.

    Attributes:
        rounds: How many draws every dimension has been measured at.
    """

    def __init__(
        self, decode: Callable[[Floats], Floats], latent_size: int, rng: np.random.Generator
    ) -> None:
        self._decode = decode
        self._size = latent_size
        self._rng = rng
        self._rows = 2
        self.rounds = 0
        self._sums = np.zeros(latent_size)
        self._counts = np.zeros(latent_size, int)
        self._gram = (
            np.zeros((latent_size, latent_size)) if latent_size <= MOST_DIMENSIONS else None
        )
        self._next = 0
        self._took = 0.0
        self._draw = self._new_draw()
        self._differences: list[Floats] = []

    @property
    def complete(self) -> bool:
        """Whether there is nothing more to measure."""
        return self.rounds >= ROUNDS

    @property
    def measured(self) -> int:
        """How many dimensions have been measured at one draw at least."""
        return int((self._counts > 0).sum())

    @property
    def changes(self) -> Doubles:
        """The change of every dimension, [L]; NaN where none was measured."""
        with np.errstate(invalid="ignore"):
            found: Doubles = self._sums / np.where(self._counts > 0, self._counts, np.nan)
        return found

    @property
    def order(self) -> list[int]:
        """Every dimension: those that change most first, those not measured last."""
        changes = self.changes
        return sorted(range(self._size), key=lambda i: (np.isnan(changes[i]), -changes[i], i))

    def principal_axes(self, count: int) -> tuple[Doubles, Doubles] | None:
        """The principal axes of the Jacobian, once every dimension was measured.

        Args:
            count: How many, the strongest first.

        Returns:
            Unit vectors [K, L], and how far the picture moves by one step along each, [K].
        """
        if self._gram is None or not self.has_axes:
            return None
        values, vectors = np.linalg.eigh(self._gram / (4 * self.rounds))
        best = np.argsort(values)[::-1][:count]
        return upright(vectors[:, best].T), np.sqrt(np.maximum(values[best], 0))

    @property
    def has_axes(self) -> bool:
        """Whether the Jacobian's principal axes are known; far quicker than asking for them."""
        return self._gram is not None and self.rounds > 0

    def go_on(self) -> bool:
        """Measure some dimensions, in one call; whether there is more to do."""
        return self.take(self.measure())

    def measure(self) -> Floats:
        """Call the decoder for some dimensions, and change nothing that others may read.

        Returns:
            The differences of the picture, [dimensions, pixels], for `take`.
        """
        indices = self._indices()
        points = np.repeat(self._draw[None], 2 * len(indices), axis=0)
        points[np.arange(len(indices)), indices] = 1
        points[len(indices) + np.arange(len(indices)), indices] = -1
        began = monotonic()
        faces = self._decode(points).reshape(2, len(indices), -1)
        self._took = monotonic() - began
        differences: Floats = faces[0] - faces[1]
        return differences

    def take(self, measured: Floats) -> bool:
        """Take in what was measured; whether there is more to do."""
        indices, differences = self._indices(), measured.astype(np.float64)
        self._next = self._next + len(indices)
        self._adapt(self._took)
        self._sums[indices] += np.linalg.norm(differences, axis=1)
        self._counts[indices] += 1
        if self._gram is not None:
            every = -(-differences.shape[1] // MOST_COLUMNS)
            kept = differences[:, ::every] * np.sqrt(every)
            self._differences.append(kept.astype(np.float32))
        if self._next == self._size:
            self._end_round()
        return not self.complete

    def _indices(self) -> NDArray[np.intp]:
        """The dimensions that are measured next."""
        return np.arange(self._next, min(self._next + max(1, self._rows // 2), self._size))

    def _new_draw(self) -> Floats:
        return self._rng.standard_normal(self._size, np.float32)

    def _end_round(self) -> None:
        if self._gram is not None:
            whole = np.concatenate(self._differences).astype(np.float64)
            self._gram += whole @ whole.T
        self.rounds += 1
        self._next, self._draw, self._differences = 0, self._new_draw(), []

    def _adapt(self, seconds: float) -> None:
        """Ask for more at once as long as that is quick."""
        if seconds < CALL_SECONDS / 2:
            self._rows = min(2 * self._rows, MOST_ROWS)
        elif seconds > CALL_SECONDS:
            self._rows = max(self._rows // 2, 2)


def rank_by_kl(mean: Floats, std: Floats) -> tuple[RankedDimension, ...]:
    """Dimensions that say something about pictures, by falling mean KL from N(0, 1).

    KL = (mean^2 + std^2 - 1) / 2 - log std, in nats (Kingma & Welling 2014, appendix B).

    Args:
        mean: Posterior means, [N, L].
        std: Posterior standard deviations, [N, L], above 0.

    Returns:
        At least two of them.
    """
    means, stds = mean.astype(np.float64), np.maximum(std.astype(np.float64), 1e-30)
    kl = ((means**2 + stds**2 - 1) / 2 - np.log(stds)).mean(axis=0)
    order = np.argsort(-kl, kind="stable")
    kept = max(int((kl >= LEAST_KL).sum()), 2)
    middle, spread = means.mean(axis=0), means.std(axis=0)
    return tuple(
        RankedDimension(int(i), float(kl[i]), float(middle[i]), float(spread[i]))
        for i in order[:kept]
    )


def upright(vectors: Doubles) -> Doubles:
    """Vectors [K, L], each with its largest coordinate above 0."""
    largest = vectors[np.arange(len(vectors)), np.abs(vectors).argmax(axis=1)]
    turned: Doubles = vectors * np.where(largest < 0, -1, 1)[:, None]
    return turned
