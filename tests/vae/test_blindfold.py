"""Changes through which a discriminator sees pictures."""

import pytest
import torch

from morphing_faces.vae.blindfold import HOLE, LARGEST, PACE, changed, followed


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_with_probability_0_pictures_stay_as_they_are() -> None:
    x = torch.rand(4, 3, 16, 16)
    assert torch.equal(changed(x, 0.0, chance()), x)


def test_as_many_pictures_are_changed_as_the_probability_says() -> None:
    x = torch.rand(1, 1, 16, 16).expand(2000, 1, 16, 16)
    same = (changed(x, 0.3, chance()) - x).abs().amax(dim=(1, 2, 3)) < 1e-5
    # Four kinds happen to grey pictures: light, contrast, place (1 in 25 moves by nothing, and
    # that leaves it), and half as often a hole.
    expected = 0.7**2 * (0.7 + 0.3 / 25) * (1 - 0.3 / 2)
    assert float(same.float().mean()) == pytest.approx(expected, abs=0.04)


def test_the_derivative_is_that_of_finite_differences() -> None:
    x = torch.rand(3, 3, 16, 16, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda values: changed(values, 0.9, chance(2))[:, :, ::5, ::5], (x,), fast_mode=True
    )


def test_a_place_moves_by_whole_pixels_and_a_hole_is_grey() -> None:
    x = torch.rand(400, 1, 16, 16)
    seen = changed(x, 1.0, chance())
    holes = (seen == 0.5).flatten(1).sum(dim=1)
    assert 0.4 < float((holes > 0).float().mean()) < 0.6
    assert int(holes.max()) == (HOLE * 16) ** 2
    # Up to contrast and light, what is left is the picture, or a neighbouring part of it.
    whole = int((holes == 0).nonzero()[0])
    inner = seen[whole, 0, 4:12, 4:12].flatten()
    likeness = [
        torch.corrcoef(torch.stack([inner, x[whole, 0, 4 + i : 12 + i, 4 + j : 12 + j].flatten()]))
        for i in range(-2, 3)
        for j in range(-2, 3)
    ]
    assert max(float(one[0, 1]) for one in likeness) == pytest.approx(1, abs=1e-4)


def test_the_probability_follows_how_sure_the_discriminator_is() -> None:
    assert followed(0.1, 0.9, 0.6, 500) == pytest.approx(0.1 + 500 / PACE)
    assert followed(0.1, 0.2, 0.6, 500) == pytest.approx(0.1 - 500 / PACE)
    assert followed(0.0, 0.2, 0.6, 500) == 0
    assert followed(LARGEST, 0.9, 0.6, 500) == LARGEST
