"""The discriminator: what it learns, and what its term does to a decoder."""

import pytest
import torch
from torch import nn

from morphing_faces.vae.adversary import GROUP, LARGEST, Adversary, Discriminator
from morphing_faces.vae.coder import NetworkConfig

CONFIG = NetworkConfig(height=16, width=16, latent=3, hidden=8)


def adversary(strength: float = 2.0) -> Adversary:
    stream = torch.Generator().manual_seed(0)
    return Adversary(CONFIG, strength, stream, torch.device("cpu"))


def stripes(count: int, *, across: bool) -> torch.Tensor:
    """Pictures of stripes, one way or the other, in noise."""
    wave = (torch.arange(16) % 4 < 2).float()
    one = wave.expand(16, 16) if across else wave.expand(16, 16).T
    return (0.3 + 0.4 * one + 0.1 * torch.rand(count, 16, 16)).flatten(1)


@pytest.mark.slow
def test_it_learns_to_tell_pictures_apart_and_lets_itself_be_pleased() -> None:
    torch.manual_seed(0)
    judge = adversary()
    for _ in range(40):
        judge.learn(stripes(32, across=True), stripes(32, across=False))
    real, fake = (judge.discriminator(stripes(64, across=way))[0] for way in (True, False))
    assert (real > 0).float().mean() > 0.9
    assert (fake < 0).float().mean() > 0.9
    made = stripes(16, across=False).requires_grad_()
    before = judge.term(made)
    (slope,) = torch.autograd.grad(before, made)
    assert judge.term(made - 0.05 * slope.sign()) < before
    assert all(parameter.grad is None for parameter in judge.discriminator.parameters())


def test_it_sees_how_much_a_group_differs() -> None:
    judge = Discriminator(CONFIG, torch.Generator().manual_seed(0))
    one = torch.rand(1, 256)
    same, mixed = one.repeat(GROUP, 1), torch.cat([one, torch.rand(GROUP - 1, 256)])
    with torch.no_grad():
        (whole, patches), (other, others) = judge(same), judge(mixed)
    assert abs(float(whole[0] - other[0])) > 1e-6
    assert float(patches[0]) == pytest.approx(float(others[0]), abs=1e-6)


def test_gradients_are_brought_into_the_proportion_asked_for() -> None:
    judge, layer = adversary(strength=3.0), nn.Linear(4, 256)
    rest = layer(torch.rand(8, 4)).square().sum()
    term = judge.term(layer(torch.rand(8, 4)))
    weight = judge.weight(rest, term, layer.weight)
    norms = [
        float(torch.autograd.grad(part, layer.weight, retain_graph=True)[0].norm())
        for part in (rest, term)
    ]
    assert weight == pytest.approx(min(LARGEST, 3.0 * norms[0] / norms[1]), rel=1e-4)


def test_colour_is_seen_channel_by_channel() -> None:
    config = NetworkConfig(height=16, width=16, channels=3, latent=3, hidden=8)
    judge = Discriminator(config, torch.Generator().manual_seed(0))
    assert [len(odds) for odds in judge(torch.rand(GROUP, 768))] == [GROUP, GROUP]
