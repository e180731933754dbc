"""A model of another make as two ONNX networks: what every reader of this folder gives."""

from dataclasses import dataclass, field, replace

import numpy as np
from onnx import ModelProto

from morphing_faces.model.function.encoder import Spread
from morphing_faces.model.function.probe import Given
from morphing_faces.model.function.to_numpy import Key
from morphing_faces.types import Floats


@dataclass(frozen=True)
class Asked:
    """What the user says of a model that is imported; None where it is to be found out.

    Attributes:
        pictures: Of the decoder's pictures.
        encoder_range: The values of black and white that the encoder takes; as the decoder's.
        spread: What the encoder gives beside the mean.
        images: Pictures by which dimensions are ranked and, where the model has no prior, one is
            fitted, [N, ...].
        licence: Of the weights, for the card.
    """

    pictures: Given = field(default_factory=Given)
    encoder_range: tuple[float, float] | None = None
    spread: Spread | None = None
    images: Floats | None = None
    licence: str | None = None

    def but(self, known: "Given", spread: Spread | None = None) -> "Asked":
        """What the user says, and where that is nothing, what the model's own files say."""
        own = self.pictures
        given = Given(
            own.shape or known.shape,
            own.layout or known.layout,
            own.value_range or known.value_range,
            own.batch,
            own.output if own.output is not None else known.output,
            own.like,
        )
        return replace(self, pictures=given, spread=self.spread or spread)


@dataclass(frozen=True)
class ForeignPrior:
    """A prior: K Gaussians of equal weight.

    Attributes:
        means: [K, L].
        factors: [K, L, L]; component k is means[k] + factors[k] @ N(0, I).
        what: What it is, in words.
    """

    means: Floats
    factors: Floats
    what: str

    @property
    def thresholds(self) -> Floats:
        """[K - 1], rising: where N(0, 1) is cut into K parts of equal weight."""
        from statistics import NormalDist

        count = len(self.means)
        cuts = [NormalDist().inv_cdf(k / count) for k in range(1, count)]
        return np.array(cuts, np.float32)


@dataclass(frozen=True)
class ForeignModel:
    """What a reader has found.

    Attributes:
        source: What it was made of, for sentences and the card: a file's or folder's name.
        decoder: From a latent point [N, ...] to pictures, of whatever form.
        encoder: From pictures to means and what is beside them; None where there is none.
        output: Which of the decoder's outputs are the pictures; None where it is to be found.
        prior: Where random faces come from; None for N(0, I).
        normal: Whether N(0, I) is what it was trained with; if not, and without a prior, one is
            fitted to pictures.
        ranking: Dimensions in the order in which they are numbered; None to be measured.
        ranked_by: What that order is, in words.
        licence: Of the weights, where it is known.
        notes: What the user should know.
    """

    source: str
    decoder: ModelProto
    encoder: ModelProto | None = None
    output: Key | None = None
    prior: ForeignPrior | None = None
    normal: bool = True
    ranking: tuple[int, ...] | None = None
    ranked_by: str = ""
    licence: str | None = None
    notes: tuple[str, ...] = ()
