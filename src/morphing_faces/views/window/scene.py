"""What the window shows: the face, a rail for each coordinate, the status line, a note.

Drawing has two layers. Matplotlib draws the lower one, which stands still until the window's size
changes or the face is frozen. The upper one, all that follows the mouse, goes straight into the
canvas's pixels at every frame, and from there to the screen (blitting).
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.backend_bases import Event
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import IdentityTransform

from morphing_faces.morpher.morpher import Status
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Floats, Pixels
from morphing_faces.views.window import colours
from morphing_faces.views.window.layout import Layout, arrange
from morphing_faces.views.window.words import Note, baseline, caption, status_line, write_note

DOT = 4.2
OPAQUE = 255


@dataclass(frozen=True)
class View:
    """A request: what the window is to show.

    Attributes:
        face: [H, W] or [H, W, 3] with values in [0, 1].
        status: The selected coordinates, and whether the face is frozen or walking.
        note: Words over the picture.
        photograph: What stands beside the face, of the same shape; None for nothing.
        decoding: Whether the face is one of before, and the newest is on its way.
    """

    face: Floats
    status: Status
    note: Note | None = None
    photograph: Floats | None = None
    decoding: bool = False


class Scene:
    """The contents of a canvas.

    Args:
        canvas: Where to draw.
        view: What to show at first.
    """

    def __init__(self, canvas: FigureCanvasAgg, view: View) -> None:
        self._canvas = canvas
        self._view = view
        self._lower: Pixels | None = None
        self._frame = Rectangle((0, 0), 1, 1, fill=False, color=colours.FROZEN)
        self._rails = [Line2D([], [], color=colours.RAIL) for _ in range(2)]
        for artist in (self._frame, *self._rails):
            artist.set_transform(IdentityTransform())
            canvas.figure.add_artist(artist)
        self._arrange()
        canvas.mpl_connect("resize_event", self._on_resize)
        canvas.mpl_connect("draw_event", self._on_draw)

    @property
    def layout(self) -> Layout:
        """Where things lie now."""
        return self._layout

    def show(self, view: View) -> None:
        """Draw what is asked for and put it on the screen; the lower layer only if it changed."""
        before = self._view
        same = view.status.frozen == before.status.frozen and view.photograph is before.photograph
        same = same and view.face.shape[:2] == before.face.shape[:2]
        self._view = view
        if self._lower is None or not same:
            self._arrange()
            self._canvas.draw()  # type: ignore[no-untyped-call]
        else:
            self._wipe(self._lower)
            self._paint()
            self._canvas.blit()

    def _on_resize(self, _: Event) -> None:
        self._lower = None
        self._arrange()

    def _on_draw(self, _: Event) -> None:
        """Matplotlib has drawn the lower layer; keep a copy, and draw the upper one over it."""
        box, photograph = self._layout.photograph, self._view.photograph
        if box is not None and photograph is not None:
            pixels, letters = self._pixels(), self._layout.letters
            _put(pixels, box.left, box.top, enlarge(photograph, box.width, box.height))
            row = round(self._layout.status_row) - baseline(letters)
            _put(pixels, box.left, row, caption("photograph", box.width, letters))
        self._lower = self._pixels().copy()
        self._paint()

    def _pixels(self) -> Pixels:
        """The canvas's pixels, uint8 [rows, columns, 4]; writing to them draws."""
        return np.asarray(self._canvas.buffer_rgba())  # type: ignore[no-untyped-call]

    def _wipe(self, lower: Pixels) -> None:
        """Take the upper layer off below and beside the picture; the next one covers the rest."""
        pixels, picture = self._pixels(), self._layout.picture
        pixels[picture.bottom :] = lower[picture.bottom :]
        pixels[: picture.bottom, picture.right :] = lower[: picture.bottom, picture.right :]

    def _paint(self) -> None:
        """Draw the upper layer."""
        pixels, layout, view = self._pixels(), self._layout, self._view
        picture = layout.picture
        image = enlarge(view.face, picture.width, picture.height)
        if view.note is not None:
            image = write_note(image, view.note, layout.letters)
        _put(pixels, picture.left, picture.top, image)
        line = status_line(view.status, picture.width, layout.letters, decoding=view.decoding)
        _put(pixels, picture.left, round(layout.status_row) - baseline(layout.letters), line)
        self._paint_dots(pixels)

    def _paint_dots(self, pixels: Pixels) -> None:
        """Mark the coordinates on their rails; beyond the reach, at the rail's end."""
        layout, status = self._layout, self._view.status
        x, y = (coordinate.value / status.reach for coordinate in status.selected)
        column, row = layout.pixel(x, y)
        colour = to_rgb(colours.FROZEN if status.frozen else colours.BRIGHT)
        for place in ((column, layout.rail_row), (layout.rail_column, row)):
            _put_dot(pixels, *place, DOT * layout.unit, colour)

    def _arrange(self) -> None:
        """Give everything its place, size and colour; matplotlib counts rows from below."""
        view = self._view
        width, height = self._canvas.get_width_height(physical=True)
        unit, beside = self._canvas.figure.dpi / 100, view.photograph is not None
        layout = arrange(width, height, unit, view.face.shape, beside=beside)
        self._layout = layout
        picture, bottom = layout.picture, height - layout.picture.bottom

        across, up = self._rails
        across.set_data([picture.left, picture.right], [height - layout.rail_row] * 2)
        up.set_data([layout.rail_column] * 2, [bottom, bottom + picture.height])
        gap = 4 * layout.unit
        self._frame.set_bounds(
            picture.left - gap, bottom - gap, picture.width + 2 * gap, picture.height + 2 * gap
        )
        self._frame.set_visible(view.status.frozen)


def _put(pixels: Pixels, left: int, top: int, image: Pixels) -> None:
    """Write an image [H, W] or [H, W, 3] into pixels [rows, columns, 4], as far as it fits."""
    place = pixels[top : top + image.shape[0], left : left + image.shape[1]]
    image = image[: place.shape[0], : place.shape[1]]
    for channel in range(3):
        place[..., channel] = image if image.ndim == 2 else image[..., channel]
    place[..., 3] = OPAQUE


def _put_dot(
    pixels: Pixels, column: float, row: float, radius: float, colour: tuple[float, float, float]
) -> None:
    """Blend a disc with soft edges into pixels [rows, columns, 4], as far as it fits."""
    top, left = max(int(row - radius), 0), max(int(column - radius), 0)
    place = pixels[top : int(row + radius) + 2, left : int(column + radius) + 2, :3]
    rows = np.arange(top, top + place.shape[0])[:, None] - row
    columns = np.arange(left, left + place.shape[1]) - column
    cover = np.clip(radius + 0.5 - np.hypot(rows, columns), 0, 1)[..., None]
    place[:] = place * (1 - cover) + 255 * np.array(colour) * cover + 0.5
