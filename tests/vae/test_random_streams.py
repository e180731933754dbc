"""Random numbers that do not depend on who draws them."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy import stats

from morphing_faces.vae.random_streams import BLOCK, LATENT, PIXELS, Stream


@pytest.mark.parametrize("cuts", [(), (BLOCK,), (10,), (1, BLOCK - 1, 2 * BLOCK + 5)])
def test_parts_of_a_batch_are_those_of_the_whole(cuts: tuple[int, ...]) -> None:
    stream, count = Stream(7, LATENT, 3), 3 * BLOCK - 20
    edges = [0, *cuts, count]
    for draw in (stream.normal, stream.uniform):
        whole = draw(range(count), 4, 2)
        parts = [draw(range(*pair), 4, 2) for pair in pairwise(edges)]
        assert whole.shape == (count, 4, 2)
        assert torch.equal(torch.cat(parts), whole)


def test_seed_purpose_number_part_and_block_each_give_other_numbers() -> None:
    streams = [
        Stream(7, LATENT, 3),
        Stream(8, LATENT, 3),
        Stream(7, PIXELS, 3),
        Stream(7, LATENT, 4),
        Stream(7, LATENT, 3, 1),
    ]
    firsts = [stream.uniform(range(2 * BLOCK), 1)[[0, BLOCK], 0] for stream in streams]
    assert len(set(torch.cat(firsts).tolist())) == 2 * len(streams)


def test_the_numbers_are_uniform_and_normal() -> None:
    stream = Stream(0, LATENT, 0)
    uniform = stream.uniform(range(4 * BLOCK), 40).numpy().ravel()
    normal = stream.normal(range(4 * BLOCK), 40).numpy().ravel()
    assert stats.kstest(uniform, "uniform").pvalue > 0.01
    assert stats.kstest(normal, "norm").pvalue > 0.01


def test_an_order_holds_every_number_once() -> None:
    assert np.array_equal(np.sort(Stream(1, LATENT, 2).permutation(50)), np.arange(50))
