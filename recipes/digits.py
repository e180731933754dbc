"""The three tiny models of the article's figure on the weight of the KL term.

The handwritten digits that come with scikit-learn (8 x 8 pixels, 17 levels; Alpaydin and Kaynak
1998, CC BY 4.0), a latent space of two dimensions that can be drawn, and one objective with three
weights (Higgins et al. 2017, equation 4):

    E_q(z|x)[log p(x|z)] - weight * KL(q(z|x) || N(0, I))

Run: python recipes/digits.py web/src/explanation/digits
Takes half a minute on one core; needs torch and scikit-learn.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn import functional

WEIGHTS = (0, 1, 10)
LATENT = 2
HIDDEN = 64
EPOCHS = 200
BATCH = 128
SHOWN = 360
"""Digits held out, whose codes the figure shows."""
LEVELS = 16


def decoder() -> nn.Sequential:
    """Latent points [N, 2] to logits of pixels [N, 64]; the page computes the same."""
    return nn.Sequential(
        nn.Linear(LATENT, HIDDEN),
        nn.Tanh(),
        nn.Linear(HIDDEN, HIDDEN),
        nn.Tanh(),
        nn.Linear(HIDDEN, 64),
    )


def encoder() -> nn.Sequential:
    """Digits [N, 64] to mean and log-variance [N, 4]."""
    return nn.Sequential(
        nn.Linear(64, HIDDEN),
        nn.Tanh(),
        nn.Linear(HIDDEN, HIDDEN),
        nn.Tanh(),
        nn.Linear(HIDDEN, 2 * LATENT),
    )


def terms(x: Tensor, encode: nn.Module, decode: nn.Module) -> tuple[Tensor, Tensor]:
    """Both terms of the objective, in nats: means over digits x [N, 64].

    The first is -log p(x|z) of Bernoulli pixels, for one z from q(z|x); the second the KL.
    """
    mean, log_variance = encode(x).chunk(2, dim=1)
    z = mean + (log_variance / 2).exp() * torch.randn_like(mean)
    missed = functional.binary_cross_entropy_with_logits(decode(z), x, reduction="none").sum(1)
    kl = (mean**2 + log_variance.exp() - 1 - log_variance).sum(1) / 2
    return missed.mean(), kl.mean()


def train(x: Tensor, weight: float) -> tuple[nn.Module, nn.Module]:
    """Train with one weight of the KL term."""
    torch.manual_seed(2014)
    encode, decode = encoder(), decoder()
    optimiser = torch.optim.Adam([*encode.parameters(), *decode.parameters()], lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for _ in range(EPOCHS):
        for batch in x[torch.randperm(len(x))].split(BATCH):
            missed, kl = terms(batch, encode, decode)
            optimiser.zero_grad()
            (missed + weight * kl).backward()
            optimiser.step()
        schedule.step()
    return encode, decode


def rounded(values: Tensor, digits: int) -> list[float]:
    """As short numbers, row by row."""
    return [float(f"{value:.{digits}g}") for value in values.detach().flatten().tolist()]


def main(folder: Path) -> None:
    """Train the models, and write what the figure reads."""
    torch.set_num_threads(1)
    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.data))
    x = torch.tensor(digits.data[order] / LEVELS, dtype=torch.float32)
    labels = digits.target[order]
    shown, seen = x[:SHOWN], x[SHOWN:]
    for weight in WEIGHTS:
        encode, decode = train(seen, weight)
        torch.manual_seed(0)
        with torch.no_grad():
            mean, log_variance = encode(shown).chunk(2, dim=1)
            averaged = [torch.stack(terms(shown, encode, decode)) for _ in range(50)]
            missed, kl = torch.stack(averaged).mean(0).tolist()
        layers = [layer for layer in decode if isinstance(layer, nn.Linear)]
        record = {
            "weight": weight,
            "layers": [
                {"weights": rounded(layer.weight, 4), "biases": rounded(layer.bias, 4)}
                for layer in layers
            ],
            "codes": {"mean": rounded(mean, 4), "std": rounded((log_variance / 2).exp(), 4)},
            "labels": [int(label) for label in labels[:SHOWN]],
            "missed": round(missed, 2),
            "kl": round(kl, 2),
        }
        path = folder / f"weight-{weight}.json"
        print(  # noqa: T201
            f"{path}: {missed:.1f} + {kl:.1f} nats"
        )
        path.write_text(json.dumps(record, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
