"""What remains of a widget where no kernel runs: a short film and strips, in one piece of HTML."""

import base64
import html
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from morphing_faces.model.directions import Direction
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.film import write_film
from morphing_faces.pictures.grid import Grid
from morphing_faces.pictures.sequences import Axis, find_rows, swing
from morphing_faces.pictures.still import width_of
from morphing_faces.types import Pixels

LARGEST = 2_000_000
"""Characters; notebooks are mailed and kept in repositories."""
SIDES = (256, 192, 128, 96, 64)
"""Rows of the film's faces; smaller ones where the larger would not fit."""
FRAMES, FPS = 60, 20
TILES = 7
FARTHEST = 2.5
DIMENSIONS, DIRECTIONS = 4, 4
"""How many strips there are of each, beside those of the selected dimensions."""
QUALITY = 80


class StillMoving(str):
    """HTML that needs nothing else; notebooks show it, and it can be written to a file."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def still_moving(
    model: Model, point: Point, directions: list[Direction], names: dict[int, str]
) -> StillMoving:
    """A film of a face led around in the two selected dimensions, and strips of what moves it.

    Args:
        model: What decodes them.
        point: Where the face is, with the selected dimensions and the reach.
        directions: The first few that have names get a strip each.
        names: What the user calls dimensions, by their place in z.

    Returns:
        Less than 2 MB.

    Raises:
        ModelError: A face cannot be decoded.
    """
    ranks = point.selected or (0, 1)
    across, up = find_rows([str(rank) for rank in ranks], model, (), names)
    more = [rank for rank in range(len(model.interesting)) if rank not in ranks][:DIMENSIONS]
    named = [each for each in directions if each.kind != "unsupervised"][:DIRECTIONS]
    rows = [across, up]
    rows += find_rows([str(rank) for rank in more], model, (), names)
    rows += [Axis(each.name, each.at) for each in named]
    reach = point.reach or 1.0
    for side in SIDES:
        film = _film(model, point, across, up, reach, side)
        strips = _strips(model, point, rows, side // 4)
        text = _figure(model.name, (across, up), film, strips)
        if len(text) <= LARGEST:
            break
    return StillMoving(text)


def _film(model: Model, point: Point, across: Axis, up: Axis, reach: float, side: int) -> bytes:
    """The face led around a circle, as a WebP film."""
    width = width_of(model.image_shape, side)

    def frames() -> Iterator[Pixels]:
        for frame in range(FRAMES):
            x, y = swing(frame + FRAMES // 4, FRAMES), swing(frame, FRAMES)
            z = up.at(across.at(point.z, reach * x), reach * y)
            yield enlarge(model.decode(z[None])[0], width, side)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.webp"
        write_film(path, frames(), FPS)
        return path.read_bytes()


def _strips(model: Model, point: Point, rows: list[Axis], side: int) -> bytes:
    """A row of faces for each of some axes, as a WebP picture."""
    places = np.linspace(-FARTHEST, FARTHEST, TILES)
    width = width_of(model.image_shape, side)
    words = [f"{place:+.1f}" for place in places]
    grid = Grid(
        len(rows) * TILES, TILES, width, side, left=[each.name for each in rows], above=words
    )
    points = np.stack([row.at(point.z, float(place)) for row in rows for place in places])
    stream = io.BytesIO()
    Image.fromarray(grid.draw(model.decode(points))).save(stream, "WEBP", quality=QUALITY)
    return stream.getvalue()


def _figure(name: str, axes: tuple[Axis, Axis], film: bytes, strips: bytes) -> str:
    moved = " and ".join(html.escape(each.name) for each in axes)
    model = html.escape(name)
    caption = (
        f"{model}: the face is led around in {moved}; below, each row changes one thing, named at "
        "its left. Decoded when this was made; no kernel is needed."
    )
    return (
        '<figure style="margin:0;font:0.9rem system-ui,sans-serif">'
        f'<img alt="A face that morphs" src="{_address(film)}" '
        'style="display:block;border-radius:6px;margin-bottom:0.75rem">'
        f'<img alt="Faces along dimensions and directions" src="{_address(strips)}" '
        'style="display:block;border-radius:6px;max-width:100%">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _address(webp: bytes) -> str:
    return "data:image/webp;base64," + base64.b64encode(webp).decode()
