"""Films and pictures, read back by libraries that did not write them."""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import Colorspace, Interpolation
from numpy.typing import NDArray
from PIL import Image

SOFTWARE = "Morphing Faces"
NOT_A_PHOTOGRAPH = "A face made by a model, not a photograph."
SOURCE_TYPE = "trainedAlgorithmicMedia"


class Read(NamedTuple):
    """What a film holds: frames uint8 [N, H, W, 3], and for how long each is shown, in seconds."""

    frames: NDArray[np.uint8]
    seconds: list[float]


def read_film(path: Path) -> Read:
    if path.suffix == ".mp4":
        return _read_mp4(path)
    with Image.open(path) as image:
        frames, seconds = [], []
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            frames.append(np.asarray(image.convert("RGB")))
            seconds.append(image.info["duration"] / 1000)
    return Read(np.stack(frames), seconds)


def _read_mp4(path: Path) -> Read:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        shown = list(container.decode(stream))
        # The film's own colours, which swscale would otherwise guess; and no hasty rounding.
        exact = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
        frames = [
            frame.reformat(
                format="rgb24", src_colorspace=Colorspace.ITU709, interpolation=exact
            ).to_ndarray()
            for frame in shown
        ]
        assert stream.duration is not None
        assert stream.time_base is not None
        times = [frame.time for frame in shown] + [float(stream.duration * stream.time_base)]
    return Read(np.stack(frames), [float(after - before) for before, after in pairwise(times)])


def said_in(path: Path) -> str:
    """All that a file's metadata say, as one text."""
    if path.suffix == ".mp4":
        with av.open(str(path)) as container:
            return str(container.metadata)
    with Image.open(path) as image:
        image.load()
        return str(image.info)
