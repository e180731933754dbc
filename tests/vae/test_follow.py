"""Weights that follow what held-out faces show."""

import math

import pytest
import torch

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.follow import (
    CUT_FACTORS,
    ELBO_FACTORS,
    GAIN,
    Standing,
    adjusted,
    explained,
    follows,
    standing,
)
from morphing_faces.vae.network import VAE
from morphing_faces.vae.state import Counters

ASKED = TrainingConfig(
    adversarial=1.0, elbo_weight=3.0, elbo_floor=4000.0, rmse_ceiling=0.04, cut=29, cut_share=0.9
)


@pytest.mark.parametrize(
    ("found", "elbo", "cut"),
    [
        (Standing(4200.0, 0.02, 0.95), -1, -1),  # there is room everywhere
        (Standing(3900.0, 0.02, 0.80), 1, 1),  # all that can be answered at once
        (Standing(4200.0, 0.05, 0.90), 1, 0),  # the worse of ELBO and RMSE counts
        (Standing(3990.0, 0.03, 0.8975), 0.2, 0.5),
    ],
)
def test_a_factor_moves_by_the_bounded_error(found: Standing, elbo: float, cut: float) -> None:
    after = adjusted(Counters(), ASKED, found, ruled=True)
    assert math.log(after.elbo_factor) / GAIN == pytest.approx(elbo, abs=1e-6)
    assert math.log(after.cut_factor) / GAIN == pytest.approx(cut, abs=1e-6)
    assert adjusted(Counters(), ASKED, found, ruled=False).elbo_factor == 1


def test_a_factor_stays_within_its_limits_and_still_where_nothing_is_asked() -> None:
    low, high = Counters(), Counters()
    for _ in range(100):
        low = adjusted(low, ASKED, Standing(9000.0, 0.0, 1.0), ruled=True)
        high = adjusted(high, ASKED, Standing(0.0, 1.0, 0.0), ruled=True)
    assert (low.elbo_factor, high.elbo_factor) == ELBO_FACTORS
    assert (low.cut_factor, high.cut_factor) == CUT_FACTORS
    assert not follows(TrainingConfig())
    assert adjusted(low, TrainingConfig(), Standing(0, 1, 0), ruled=True) == low


def test_the_share_of_a_linear_decoder_is_known() -> None:
    network = VAE(NetworkConfig(2, 2, latent=3, hidden=8, layers=1))
    weights = torch.diag(torch.tensor([2.0, 1.0, 0.5]))
    with torch.no_grad():  # relu(u) - relu(-u) = u
        first, last = network.decoder.get_parameter("hidden.0.weight"), network.decoder.last
        network.decoder.get_parameter("hidden.0.bias").zero_()
        first.zero_()
        first[:6] = torch.cat([torch.eye(3), -torch.eye(3)])
        last.zero_()
        last[:3, :6] = torch.cat([weights, -weights], dim=1)
    mean = torch.randn(5000, 3)
    mean = (mean - mean.mean(dim=0)) / mean.std(dim=0)
    assert explained(network, mean, 1) == pytest.approx(4 / 5.25, abs=0.001)
    assert explained(network, mean, 2) == pytest.approx(5 / 5.25, abs=0.001)
    assert explained(network, mean, 3) == 1


def test_held_out_faces_are_judged_by_the_true_elbo(faces: FaceSet) -> None:
    from morphing_faces.vae.heldout import held_out

    network = VAE(NetworkConfig(faces.size, faces.size, faces.channels, latent=4, hidden=16))
    found, judged = standing(network, faces, 2), held_out(network, faces)
    elbo = judged.log_likelihood - judged.kl.sum(dim=1)
    # Other draws of the same expectation.
    assert found.elbo == pytest.approx(float(elbo.mean()), rel=0.02)
    assert 0 < found.rmse < 1
