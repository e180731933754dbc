"""The names of arrays and numbers, each told once."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Latent points, faces, and whatever else goes in and out of networks."""
Doubles = NDArray[np.float64]
"""Statistics, and other sums that need the digits."""
Pixels = NDArray[np.uint8]
"""Pictures as files have them: [H, W] or [H, W, 3], 0 to 255."""
Reals = NDArray[np.floating]
"""What either precision will do for."""
Eyes = tuple[tuple[float, float], tuple[float, float]]
"""The eye on the picture's left, then the other, each as (x, y) in fractions of its sides."""
