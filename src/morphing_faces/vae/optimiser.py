"""The optimiser's step: AdamW, the average of the weights and their rounded copies in one pass.

AdamW: Loshchilov & Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2.
"""

from itertools import chain

import torch
from torch import Tensor
from torch.optim.adamw import adamw

from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.state import TrainingState

PIECE = 2**20
"""Numbers that are updated at a time on a processor: what is read for AdamW is then still in its
cache for the average and the copies. GPUs take everything at once."""


class Update:
    """The step of one run."""

    def __init__(self, state: TrainingState, config: TrainingConfig) -> None:
        self._state, self._config = state, config
        self._parameters = list(state.network.parameters())
        averages = [value.data for value in state.average.parameters()]
        parts = (state.weights.values(), averages, state.first.values(), state.second.values())
        self._pieces = [self._split(list(part)) for part in parts]
        self._copies = self._split([value.data for value in self._parameters])
        on_gpu = self._parameters[0].device.type != "cpu"
        count = len(self._copies)
        self._groups = [slice(0, count)] if on_gpu else [slice(i, i + 1) for i in range(count)]
        self._steps = [torch.zeros((), device=piece.device) for piece in self._copies]

    def norm(self) -> Tensor:
        """Of the whole gradient."""
        norms = [
            torch.linalg.vector_norm(gradient, dtype=torch.float32)
            for gradient in self._gradients()
        ]
        whole: Tensor = torch.linalg.vector_norm(torch.stack(norms))
        return whole

    def apply(self, norm: float, rate: float) -> None:
        """Change the weights by the parameters' gradients, and forget these.

        Args:
            norm: Of the gradient; above `clip` it is scaled down to that.
            rate: The learning rate.
        """
        step, config = self._state.counters.step, self._config
        # The average of a young run follows faster: its first weights are not worth keeping.
        follow = 1 - min(config.ema, (step + 1) / (step + 11))
        weights, averages, first, second = self._pieces
        gradients = self._split(self._gradients())
        with torch.no_grad():
            for step_count in self._steps:
                step_count.fill_(step)
            for group in self._groups:
                slopes = [gradient.float() for gradient in gradients[group]]
                if norm > config.clip:
                    torch._foreach_mul_(slopes, config.clip / norm)
                adamw(
                    weights[group],
                    slopes,
                    first[group],
                    second[group],
                    [],
                    self._steps[group],
                    fused=True,
                    amsgrad=False,
                    beta1=config.adam_beta1,
                    beta2=config.adam_beta2,
                    lr=rate,
                    weight_decay=config.decay,
                    eps=1e-8,
                    maximize=False,
                )
                torch._foreach_lerp_(averages[group], weights[group], follow)
                if self._state.half:
                    torch._foreach_copy_(self._copies[group], weights[group])
        for parameter in self._parameters:
            parameter.grad = None

    def _gradients(self) -> list[Tensor]:
        return [parameter.grad for parameter in self._parameters if parameter.grad is not None]

    @staticmethod
    def _split(tensors: list[Tensor]) -> list[Tensor]:
        return list(chain.from_iterable(torch.split(tensor.view(-1), PIECE) for tensor in tensors))
