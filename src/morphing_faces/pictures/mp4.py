"""MP4 films, H.264, by the encoder that PyAV carries."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from morphing_faces.pictures.film import Pixels
from morphing_faces.points import DESCRIPTION, SOFTWARE

QUALITY = "20"
SPEED = "veryfast"
"""Of x264's presets; slower ones make files smaller by a fifth."""
LUMA = np.rint(16 + np.arange(256) * 219 / 255).astype(np.uint8)
"""Grey levels as films have them (ITU-R BT.601): black is 16, white is 235."""
NO_COLOUR = 128


class Mp4:
    """An MP4 film; see film.Film.

    Args:
        path: Its file.
        fps: Frames a second.
    """

    def __init__(self, path: Path, fps: int) -> None:
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._container.metadata.update(title=SOFTWARE, comment=DESCRIPTION)
        self._fps = fps
        self._stream: av.VideoStream | None = None
        self._count = 0

    def add(self, picture: Pixels) -> None:
        """Add a frame, uint8 [H, W] or [H, W, 3]."""
        # Colours are stored for squares of four pixels, so that rows and columns must be even.
        even = [(0, side % 2) for side in picture.shape[:2]]
        picture = np.pad(picture, even + [(0, 0)] * (picture.ndim - 2), mode="edge")
        if self._stream is None:
            stream = self._container.add_stream("libx264", rate=Fraction(self._fps))
            stream.height, stream.width = picture.shape[:2]
            stream.pix_fmt = "yuv420p"
            stream.options = {"crf": QUALITY, "preset": SPEED}
            self._stream = stream
        frame = _frame(picture)
        frame.pts, frame.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def end(self) -> None:
        """Complete the file."""
        if self._stream is not None:
            self._container.mux(self._stream.encode())
        self._container.close()

    def drop(self) -> None:
        """Close the file."""
        self._container.close()


def _frame(picture: Pixels) -> av.VideoFrame:
    """A frame; one without colours is put together here, at a third of the time."""
    if picture.ndim == 3:
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    height, width = picture.shape
    planes = np.full((height * 3 // 2, width), NO_COLOUR, np.uint8)
    planes[:height] = LUMA[picture]
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")
