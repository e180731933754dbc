"""The discriminators: what they learn, and what their term does to a decoder."""

from typing import Any

import pytest
import torch
from torch import nn

from morphing_faces.errors import TrainingError
from morphing_faces.vae.adversary import LARGEST, Adversary
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.discriminator import GROUP, ResidualDiscriminator, StridedDiscriminator

CONFIG = NetworkConfig(height=16, width=16, latent=3, hidden=8)
KINDS = ("strided", "residual")

# As in tests/training.py: networks this small do not gain by a second thread.
torch.set_num_threads(1)


def adversary(strength: float = 2.0, size: NetworkConfig = CONFIG, **settings: Any) -> Adversary:
    config = TrainingConfig(adversarial=strength, discriminator_maps=8, **settings)
    return Adversary(size, config, chance(), torch.device("cpu"))


def chance() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def stripes(count: int, *, across: bool) -> torch.Tensor:
    """Pictures of stripes, one way or the other, in noise."""
    wave = (torch.arange(16) % 4 < 2).float()
    one = wave.expand(16, 16) if across else wave.expand(16, 16).T
    return (0.3 + 0.4 * one + 0.1 * torch.rand(count, 16, 16)).flatten(1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_it_learns_to_tell_pictures_apart_and_lets_itself_be_pleased(kind: str) -> None:
    torch.manual_seed(0)
    judge = adversary(discriminator=kind, adversarial_augment=0.1)
    for _ in range(30):
        judge.learn(stripes(32, across=True), stripes(32, across=False), chance())
    real, fake = (judge.discriminator(stripes(64, across=way)).odds[0] for way in (True, False))
    assert (real > 0).float().mean() > 0.9
    assert (fake < 0).float().mean() > 0.9
    made = stripes(16, across=False).requires_grad_()
    before = judge.term(made, chance())
    (slope,) = torch.autograd.grad(before, made)
    assert judge.term(made - 0.05 * slope.sign(), chance()) < before
    assert judge.probability > 0  # it is sure of photographs
    assert all(parameter.grad is None for parameter in judge.discriminator.parameters())


@pytest.mark.parametrize(
    "judge", [StridedDiscriminator(CONFIG, chance()), ResidualDiscriminator(CONFIG, 8, chance())]
)
def test_it_sees_how_much_a_group_differs(judge: nn.Module) -> None:
    one = torch.rand(1, 256)
    same, mixed = one.repeat(GROUP, 1), torch.cat([one, torch.rand(GROUP - 1, 256)])
    with torch.no_grad():
        alone, among = judge(same), judge(mixed)
    assert abs(float(alone.odds[0][0] - among.odds[0][0])) > 1e-6
    for patches, others in zip(alone.odds[1:], among.odds[1:], strict=True):
        assert float(patches[0]) == pytest.approx(float(others[0]), abs=1e-6)
    for one_s, other_s in zip(alone.features, among.features, strict=True):
        torch.testing.assert_close(one_s[0], other_s[0])


def test_a_checkpoint_of_before_still_fits_what_needs_no_changes() -> None:
    assert "seen" not in adversary().tensors
    assert "seen" in adversary(adversarial_augment=0.6).tensors


def test_residual_blocks_want_sides_that_can_be_halved_four_times() -> None:
    with pytest.raises(TrainingError, match="those of 24 x 24 do not allow; take --discriminator"):
        adversary(size=NetworkConfig(height=24, width=24), discriminator="residual")


def test_gradients_are_brought_into_the_proportion_asked_for() -> None:
    judge, layer = adversary(strength=3.0), nn.Linear(4, 256)
    rest = layer(torch.rand(8, 4)).square().sum()
    term = judge.term(layer(torch.rand(8, 4)), chance())
    weight = judge.weight(rest, term, layer.weight)
    norms = [
        float(torch.autograd.grad(part, layer.weight, retain_graph=True)[0].norm())
        for part in (rest, term)
    ]
    assert weight == pytest.approx(min(LARGEST, 3.0 * norms[0] / norms[1]), rel=1e-4)


def test_colour_is_seen_channel_by_channel() -> None:
    config = NetworkConfig(height=16, width=16, channels=3, latent=3, hidden=8)
    judge = StridedDiscriminator(config, chance())
    assert [len(odds) for odds in judge(torch.rand(GROUP, 768)).odds] == [GROUP, GROUP]
