"""What is drawn, pixel by pixel, on a canvas without a screen."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.morpher.morpher import Coordinate, Status
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.types import Floats
from morphing_faces.views.window import colours
from morphing_faces.views.window.scene import Scene, View
from morphing_faces.views.window.words import SECOND_COLUMN, Note, status_line


def face(seed: int, shape: tuple[int, ...] = (48, 48)) -> Floats:
    return np.random.default_rng(seed).random(shape, np.float32)


def status(
    x: float = 0.25, y: float = -0.5, *, frozen: bool = False, walking: bool = False
) -> Status:
    return Status((Coordinate(0, "smile", x), Coordinate(28, None, y)), frozen, walking, 1.0)


def canvas(width: int = 400, height: int = 440) -> FigureCanvasAgg:
    figure = Figure((width / 100, height / 100), dpi=100, facecolor=colours.BACKGROUND)
    return FigureCanvasAgg(figure)


def pixels(view: View) -> NDArray[np.uint8]:
    """A request drawn whole, on a canvas of its own."""
    paper = canvas()
    Scene(paper, view).show(view)
    return seen(paper)


def seen(paper: FigureCanvasAgg) -> NDArray[np.uint8]:
    return np.array(paper.buffer_rgba())  # type: ignore[no-untyped-call]


def test_the_face_fills_the_picture() -> None:
    paper, view = canvas(), View(face(1), status())
    scene = Scene(paper, view)
    scene.show(view)
    box = scene.layout.picture
    drawn = seen(paper)[box.top : box.bottom, box.left : box.right]
    grey = enlarge(view.face, box.width, box.height)
    assert np.array_equal(drawn[..., :3], np.repeat(grey[..., None], 3, axis=2))
    assert (seen(paper)[..., 3] == 255).all()


def test_a_colour_face_keeps_its_colours() -> None:
    paper, view = canvas(), View(face(1, (48, 48, 3)), status())
    scene = Scene(paper, view)
    scene.show(view)
    box = scene.layout.picture
    drawn = seen(paper)[box.top : box.bottom, box.left : box.right, :3]
    assert np.array_equal(drawn, enlarge(view.face, box.width, box.height))


@pytest.mark.parametrize("shape", [(36, 24, 3), (24, 36), (100, 20)])
def test_a_face_that_is_not_square_keeps_its_proportions(shape: tuple[int, ...]) -> None:
    paper, view = canvas(), View(face(1, shape), status(), photograph=face(2, shape))
    scene = Scene(paper, view)
    scene.show(view)
    for box, shown in (
        (scene.layout.picture, view.face),
        (scene.layout.photograph, view.photograph),
    ):
        assert box is not None
        assert shown is not None
        assert box.height / box.width == pytest.approx(shape[0] / shape[1], rel=0.05)
        drawn = seen(paper)[box.top : box.bottom, box.left : box.right, :3]
        wanted = enlarge(shown, box.width, box.height)
        assert np.array_equal(drawn, wanted if wanted.ndim == 3 else wanted[..., None].repeat(3, 2))


VIEWS = {
    "another face": View(face(2), status()),
    "other values": View(face(1), status(-1, 1)),
    "values beyond the reach": View(face(1), status(-3.5, 12)),
    "frozen": View(face(1), status(frozen=True)),
    "another model": View(face(3, (36, 24, 3)), status()),
    "walking": View(face(1), status(walking=True)),
    "help": View(face(1), status(), Note((("r", "another face"), ("q", "quit")))),
    "an error": View(face(1), status(), Note("the decoder has left the building")),
}


@pytest.mark.slow
@pytest.mark.parametrize("before", VIEWS)
@pytest.mark.parametrize("after", VIEWS)
def test_drawing_what_changed_leaves_what_drawing_everything_would(before: str, after: str) -> None:
    paper = canvas()
    scene = Scene(paper, VIEWS[before])
    for name in (before, after):
        scene.show(VIEWS[name])
    assert np.array_equal(seen(paper), pixels(VIEWS[after]))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in VIEWS if name != "another face"])
def test_every_state_looks_different(name: str) -> None:
    plain = pixels(View(face(1), status()))
    assert np.any(pixels(VIEWS[name]) != plain)


@pytest.mark.slow
def test_every_value_is_written_out() -> None:
    lines = {
        pixels(View(face(1), status(hundredths / 100)))[-60:].tobytes()
        for hundredths in range(-20, 20)
    }
    assert len(lines) == 40


@pytest.mark.parametrize("size", [(10, 10), (60, 200), (200, 60), (1, 1), (1500, 300)])
def test_windows_of_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    paper = canvas(*size)
    scene = Scene(paper, VIEWS["help"])
    for view in VIEWS.values():
        scene.show(view)
    assert seen(paper).shape == (size[1], size[0], 4)


def test_enlarging_agrees_with_resampling_in_floating_point() -> None:
    small = 0.3 + 0.4 * face(3)  # overshoots stay within the levels there are
    exact = Image.fromarray(small * 255).resize((301, 299), Image.Resampling.LANCZOS)
    large = enlarge(small, 301, 299)
    assert large.shape == (299, 301)
    # Half a level by rounding the result.
    assert np.abs(large - np.asarray(exact)).max() < 0.5 + 0.01


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_flat_face_stays_flat(level: float) -> None:
    large = enlarge(np.full((48, 48), level, np.float32), 500, 500)
    assert (large == round(level * 255 + 0.001)).all()


def test_a_long_name_is_shortened_and_leaves_the_rest_of_the_line_alone() -> None:
    def line(first: str, second: str | None) -> NDArray[np.uint8]:
        coordinates = Coordinate(0, first, -12.25), Coordinate(17, second, 0.5)
        return status_line(Status(coordinates, True, False, 1.0), 510, 14.0)

    short, long = line("grin", None), line("w" * 32, "w" * 32)
    second, word = round(510 * SECOND_COLUMN), 510 - 42
    assert np.array_equal(line("w" * 32, None)[:, second:], short[:, second:])
    assert np.array_equal(long[:, word:], short[:, word:])
    assert not np.array_equal(long, short)
