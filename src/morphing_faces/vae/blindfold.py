"""Changes through which a discriminator sees photographs and made pictures alike.

With few photographs it would learn them by heart. Karras et al., "Training Generative Adversarial
Networks with Limited Data", 2020 (ADA): each kind of change happens to each picture with
probability p, and as p stays below 1 the decoder does not learn the changes; p follows how sure the
discriminator is of photographs (their section 3.1). Everything can be differentiated.
"""

import torch
from torch import Tensor

LIGHT, CONTRAST, COLOUR = 0.1, 0.2, 0.3
"""Standard deviations: of what is added, of the logarithm of contrast, and of that of saturation.
"""
SHIFT = 8
"""Pictures move by up to this part of their side, 1 in so many, by whole pixels."""
HOLE = 0.5
"""The side of the grey square that is put on a picture, as a part of it."""
LARGEST = 0.7
"""Of p."""
PACE = 500_000
"""Pictures in which p can rise from 0 to 1."""


def changed(images: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Change pictures at random.

    Args:
        images: [N, C, H, W] about in [0, 1].
        probability: p, 0 to 1; with 0 they stay as they are.
        generator: On the CPU.

    Returns:
        [N, C, H, W].
    """
    if not probability:
        return images
    count, channels, height, width = images.shape
    chosen = torch.rand(count, 5, generator=generator) < probability
    chosen[:, 4] &= torch.rand(count, generator=generator) < 0.5
    normal = torch.randn(count, 3, generator=generator) * chosen[:, :3]
    places = torch.rand(count, 4, generator=generator)
    light, contrast, colour = normal.to(images).T.reshape(3, count, 1, 1, 1)
    images = images + LIGHT * light
    middle = images.mean(dim=(1, 2, 3), keepdim=True)
    images = middle + (images - middle) * torch.exp(CONTRAST * contrast)
    if channels > 1:
        grey = images.mean(dim=1, keepdim=True)
        images = grey + (images - grey) * torch.exp(COLOUR * colour)
    far = torch.tensor([height // SHIFT, width // SHIFT])
    moves = ((2 * far + 1) * places[:, :2]).long() - far
    moves = (moves * chosen[:, 3:4]).to(images.device)
    rows = _mirrored(torch.arange(height, device=images.device) + moves[:, :1], height)
    columns = _mirrored(torch.arange(width, device=images.device) + moves[:, 1:], width)
    images = images.gather(2, rows[:, None, :, None].expand(images.shape))
    images = images.gather(3, columns[:, None, None, :].expand(images.shape))
    centre = places[:, 2:].to(images.device)
    inside = [
        ((torch.arange(size, device=images.device) + 0.5) / size - at[:, None]).abs() < HOLE / 2
        for size, at in zip((height, width), centre.T, strict=True)
    ]
    hole = inside[0][:, None, :, None] & inside[1][:, None, None, :]
    hole = hole & chosen[:, 4].to(images.device).reshape(-1, 1, 1, 1)
    return torch.where(hole, images.new_tensor(0.5), images)


def followed(probability: float, sureness: float, target: float, pictures: int) -> float:
    """The next p.

    Args:
        probability: Now.
        sureness: The mean sign of the log-odds of photographs, averaged over steps, -1 to 1.
        target: That it is kept at: above it p rises, below it p falls.
        pictures: Of a step.
    """
    step = pictures / PACE
    return min(LARGEST, max(0.0, probability + (step if sureness > target else -step)))


def _mirrored(places: Tensor, size: int) -> Tensor:
    """Places beyond the border as those of the mirror image."""
    return (size - 1) - ((size - 1) - places.abs()).abs()
