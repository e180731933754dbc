"""What a step does to a face, told by decoding the point that it leads to and encoding that."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morphing_faces.model.capabilities import ENCODING
from morphing_faces.model.protocol import Model
from morphing_faces.types import Doubles


@dataclass(frozen=True)
class Moved:
    """What K steps do, as means over faces.

    Attributes:
        readings: By how much each of P readers then reads more, [K, P].
        change: The root of the mean squared change of a pixel, in grey levels of 255, [K].
    """

    readings: Doubles
    change: Doubles


def take_steps(
    model: Model,
    z: NDArray[np.floating],
    steps: Doubles,
    readers: Doubles,
    on_step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Moved:
    """Go one step to either side of every face, and read what has become of it.

    Args:
        model: With an encoder.
        z: Latent points of faces, [N, L].
        steps: [K, L].
        readers: Weights of probes, [P, L].
        on_step: Told how many steps are done, and of how many.
    """
    readings, change = [], []
    encode, start = ENCODING.needed(model).encode, model.decode(z.astype(np.float32))
    for number, step in enumerate(steps):
        faces = [model.decode((z + sign * step).astype(np.float32)) for sign in (1, -1)]
        above, below = (encode(each)[0].astype(np.float64) for each in faces)
        readings.append((above - below).mean(axis=0) / 2 @ readers.T)
        differences = np.concatenate([each - start for each in faces]).astype(np.float64)
        change.append(255 * np.sqrt(np.square(differences).mean()))
        on_step(number + 1, len(steps))
    return Moved(np.array(readings).reshape(len(steps), len(readers)), np.array(change))
