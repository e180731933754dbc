"""MP4 films, H.264, by the encoder that PyAV carries."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from morphing_faces.pictures.provenance import DESCRIPTION, SOFTWARE
from morphing_faces.types import Pixels

QUALITY = "18"
SPEED = "veryfast"
"""Of x264's presets; slower ones make files smaller by a fifth."""
LUMA = np.rint(16 + np.arange(256) * 219 / 255).astype(np.uint8)
"""Grey levels as films have them (ITU-R BT.709): black is 16, white is 235."""
NO_COLOUR = 128


class Mp4:
    """An MP4 film; see film.Film.

    Args:
        path: Its file.
        fps: Frames a second.
    """

    def __init__(self, path: Path, fps: int) -> None:
        with _as_os_error():
            self._container = av.open(
                str(path), "w", format="mp4", options={"movflags": "+faststart"}
            )
        self._container.metadata.update(
            title=SOFTWARE, comment=DESCRIPTION, description=DESCRIPTION
        )
        self._fps = fps
        self._stream: av.VideoStream | None = None
        self._count = 0

    def add(self, picture: Pixels, frames: int = 1) -> None:
        """Add a picture, uint8 [H, W] or [H, W, 3]."""
        # Colours are stored for squares of four pixels, so that rows and columns must be even.
        even = [(0, side % 2) for side in picture.shape[:2]]
        picture = np.pad(picture, even + [(0, 0)] * (picture.ndim - 2), mode="edge")
        with _as_os_error():
            stream = self._stream = self._stream or self._begin(*picture.shape[:2])
            for _ in range(frames):
                frame = _frame(picture)
                frame.pts, frame.time_base = self._count, Fraction(1, self._fps)
                self._count += 1
                self._container.mux(stream.encode(frame))

    def end(self) -> None:
        """Complete the file."""
        with _as_os_error():
            if self._stream is not None:
                self._container.mux(self._stream.encode())
            self._container.close()

    def drop(self) -> None:
        """Close the file."""
        with contextlib.suppress(av.FFmpegError):
            self._container.close()

    def _begin(self, height: int, width: int) -> av.VideoStream:
        stream = self._container.add_stream("libx264", rate=Fraction(self._fps))
        stream.height, stream.width = height, width
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": QUALITY, "preset": SPEED}
        # Players guess by the size of a film that does not say how its colours are meant.
        context = stream.codec_context
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        return stream


def _frame(picture: Pixels) -> av.VideoFrame:
    """A frame; one without colours is put together here, at a third of the time."""
    if picture.ndim == 3:
        whole = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        return whole.reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
    height, width = picture.shape
    planes = np.full((height * 3 // 2, width), NO_COLOUR, np.uint8)
    planes[:height] = LUMA[picture]
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    """Have what goes wrong in the library raised as the OSError that it mostly is."""
    try:
        yield
    except av.FFmpegError as error:
        raise OSError(error.errno or 0, error.strerror or str(error)) from error
