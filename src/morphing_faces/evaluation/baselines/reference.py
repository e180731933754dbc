"""The reference VAE: that of the library pythae, with the same layers, on the same faces.

Its conditional has the variance 1 in every pixel, which no picture in [0, 1] has. Before it is
compared, that variance is replaced by the best fixed one: the mean squared error over training
faces, at samples of z, which maximises E_q[log p(x|z)] over all fixed variances.
"""

import contextlib
import io
import logging
import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from morphing_faces.evaluation.metrics.density import (
    dequantised,
    gaussian_log_density,
    mean_squares,
    standard_kl,
)
from morphing_faces.evaluation.metrics.draws import flat, pictures
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.types import Doubles, Floats

BATCH = 256


class ReferenceCoder(nn.Module):
    """Two hidden layers of rectified linear units, and linear outputs.

    Args:
        inputs: How many numbers go in.
        hidden: Units of each hidden layer.
        outputs: How many come out.
    """

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, outputs),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        """[N, inputs] to [N, outputs]."""
        result: Tensor = self.layers(x)
        return result


@dataclass(frozen=True)
class Reference:
    """A trained reference VAE.

    Attributes:
        encoder: Images [N, D] to means and log-variances [N, 2 L].
        decoder: z [N, L] to images [N, D].
        variance: The best fixed variance of a pixel.
        epochs: How long it was trained.
    """

    encoder: ReferenceCoder
    decoder: ReferenceCoder
    variance: float
    epochs: int

    @property
    def latent(self) -> int:
        """L, the number of latent dimensions."""
        return int(self.decoder.layers[0].in_features)  # type: ignore[arg-type]

    def decode(self, z: NDArray[np.floating]) -> Floats:
        """Latent points [N, L] to images [N, D], not clipped."""
        with torch.no_grad():
            result: Floats = self.decoder(torch.from_numpy(z.astype(np.float32))).numpy()
        return result

    def encode(self, x: NDArray[np.floating]) -> tuple[Doubles, Doubles]:
        """Mean and standard deviation of q(z|x) of images [N, D]: [N, L] each."""
        with torch.no_grad():
            mean, log_variance = self.encoder(torch.from_numpy(x.astype(np.float32))).chunk(2, 1)
        return mean.double().numpy(), (log_variance.double() / 2).exp().numpy()

    def elbo(self, x: Doubles, rng: np.random.Generator) -> tuple[Doubles, Doubles]:
        """ELBO in nats, and squared error of the reconstruction, of images [N, D]: [N] each."""
        mean, std = self.encode(x)
        centre = self.decode(mean + std * rng.standard_normal(mean.shape))
        spread = np.full_like(centre, math.sqrt(self.variance))
        elbo = gaussian_log_density(x, centre, spread) - standard_kl(mean, std).sum(axis=1)
        return elbo, mean_squares(x - self.decode(mean))


def train_reference(
    faces: FaceSet,
    *,
    latent: int,
    hidden: int,
    epochs: int,
    seed: int,
    on_step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Reference:
    """Train pythae's VAE with its own trainer, by its own criterion.

    Args:
        faces: The face set.
        latent: L, the number of latent dimensions.
        hidden: Units of each of the two hidden layers.
        epochs: Passes over the training faces.
        seed: Of everything.
        on_step: Told how many epochs are done, and of how many.
    """
    from pythae.data.datasets import BaseDataset
    from pythae.models import VAE, VAEConfig
    from pythae.models.base.base_utils import ModelOutput
    from pythae.models.nn import BaseDecoder, BaseEncoder
    from pythae.trainers import BaseTrainer, BaseTrainerConfig
    from pythae.trainers.training_callbacks import TrainingCallback

    size = math.prod(faces.card.shape[1:])

    class Encoder(BaseEncoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.coder = ReferenceCoder(size, hidden, 2 * latent)

        def forward(self, x: Tensor) -> ModelOutput:
            mean, log_variance = self.coder(x.flatten(1)).chunk(2, 1)
            return ModelOutput(embedding=mean, log_covariance=log_variance)

    class Decoder(BaseDecoder):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.coder = ReferenceCoder(latent, hidden, size)

        def forward(self, z: Tensor) -> ModelOutput:
            return ModelOutput(reconstruction=self.coder(z))

    class Progress(TrainingCallback):  # type: ignore[misc]
        done = 0

        def on_epoch_end(self, *_: object, **__: object) -> None:
            self.done += 1
            on_step(self.done, epochs)

    def data(split: str) -> BaseDataset:
        x = torch.from_numpy(flat(pictures(faces, faces.split(split))))  # type: ignore[arg-type]
        return BaseDataset(x, torch.zeros(len(x)))

    with tempfile.TemporaryDirectory() as scratch, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = VAE(VAEConfig(input_dim=(size,), latent_dim=latent), Encoder(), Decoder())
        with _quiet():
            trainer = BaseTrainer(
                model,
                data("train"),
                data("valid"),
                BaseTrainerConfig(
                    output_dir=scratch,
                    num_epochs=epochs,
                    per_device_train_batch_size=BATCH,
                    per_device_eval_batch_size=BATCH,
                    learning_rate=1e-3,
                    optimizer_cls="Adam",
                    seed=seed,
                    no_cuda=True,
                ),
                callbacks=[Progress()],
            )
            trainer.train()
    encoder, decoder = model.encoder.coder.eval(), model.decoder.coder.eval()
    draft = Reference(encoder, decoder, 1.0, epochs)
    return Reference(encoder, decoder, _best_variance(draft, faces, seed), epochs)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep a library's progress bars and log lines to ourselves."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.disable(before)


def _best_variance(draft: Reference, faces: FaceSet, seed: int) -> float:
    """Mean squared error over the training faces, at samples of q(z|x)."""
    rng = np.random.default_rng(seed)
    errors = []
    for batch in dequantised(faces, faces.split("train"), rng):
        x = batch.reshape(len(batch), -1)
        mean, std = draft.encode(x)
        errors.append(mean_squares(x - draft.decode(mean + std * rng.standard_normal(mean.shape))))
    return float(np.concatenate(errors).mean())
