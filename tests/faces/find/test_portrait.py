"""A person's own photograph: which face is taken, and that it comes to lie in the frame."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.align import Frame, frame_transform, warp
from morphing_faces.faces.find.portrait import Aligner
from morphing_faces.types import Pixels
from tests.faces.drawing import EYES, Person, draw_face, encoded, placed

FRAME, SIZE = Frame(), 48
FACE = draw_face()
PNG = encoded(FACE)


@pytest.fixture(scope="module")
def aligner(network: Path) -> Aligner:
    return Aligner(FRAME, SIZE, network=network)


def ideal(photograph: Pixels, eyes: NDArray[np.float64]) -> Pixels:
    """The picture made with the eyes where they were drawn."""
    grey = np.asarray(cv2.cvtColor(photograph, cv2.COLOR_RGB2GRAY), np.uint8)
    return warp(grey, frame_transform(eyes, FRAME, SIZE), SIZE)


def apart(one: Pixels, other: Pixels) -> float:
    """The mean difference of two pictures, in grey levels."""
    return float(np.abs(one.astype(float) - other).mean())


def like(one: Pixels, other: Pixels) -> bool:
    """Whether two pictures are of one face in one place.

    A drawing's edges are hard, and the finder's error on drawings is half a pixel or more: two
    pictures of the same face correlate by 0.83 or more then, and by 0.65 two pixels apart.
    """
    return bool(np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.8)


def several(*scales: float) -> tuple[Pixels, list[Pixels]]:
    """A photograph of drawn faces of such sizes beside each other, and what each should become."""
    parts = [
        placed(
            draw_face(Person(number, background=60 + 80 * number)),
            width=420,
            height=420,
            scale=scale,
        )
        for number, scale in enumerate(scales)
    ]
    return np.hstack([part for part, _ in parts]), [ideal(*part) for part in parts]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "height", "scale", "degrees"),
    [(400, 400, 1.0, 0), (900, 600, 0.4, 12), (700, 1200, 0.9, -25), (160, 160, 0.3, 0)],
)
def test_a_face_is_found_and_comes_to_lie_where_faces_lie(
    aligner: Aligner, width: int, height: int, scale: float, degrees: float
) -> None:
    photograph, eyes = placed(FACE, width=width, height=height, scale=scale, degrees=degrees)
    found = aligner.align("me.png", encoded(photograph))
    assert (found.number, found.faces) == (1, 1)
    assert found.image.shape == (SIZE, SIZE)
    assert like(found.image, ideal(photograph, eyes))
    aside = 0.15 * float(np.linalg.norm(eyes[1] - eyes[0]))
    assert not like(found.image, ideal(photograph, eyes + np.array([0, aside])))


def test_with_the_eyes_named_the_picture_is_exact(aligner: Aligner) -> None:
    photograph, eyes = placed(FACE, width=900, height=700, scale=0.5, degrees=20)
    (x1, y1), (x2, y2) = eyes
    wanted = ideal(photograph, eyes)
    for named in [(x1, y1, x2, y2), (x2, y2, x1, y1)]:
        found = aligner.align("me.png", encoded(photograph), eyes=named)
        assert (found.number, found.faces) == (0, 0)
        np.testing.assert_array_equal(found.image, wanted)


def test_with_the_eyes_named_no_finder_is_needed(tmp_path: Path) -> None:
    aligner = Aligner(FRAME, SIZE, network=tmp_path / "nothing")
    drawing = np.full((100, 100, 3), 200, np.uint8)
    assert aligner.align("a", encoded(drawing), eyes=(30, 40, 70, 40)).image.mean() == 200
    with pytest.raises(SourceError, match=r"the face finder .*nothing cannot be read"):
        aligner.align("a", encoded(drawing))


@pytest.mark.slow
def test_the_largest_of_several_is_taken_and_any_other_on_request(aligner: Aligner) -> None:
    photograph, wanted = several(0.5, 0.9, 0.6)
    content = encoded(photograph)
    found = aligner.align("us.png", content)
    assert (found.number, found.faces) == (2, 3)
    assert like(found.image, wanted[1])
    for number in (1, 2, 3):
        chosen = aligner.align("us.png", content, number=number)
        assert (chosen.number, chosen.faces) == (number, 3)
        assert like(chosen.image, wanted[number - 1])
        assert int(np.argmin([apart(chosen.image, other) for other in wanted])) == number - 1


@pytest.mark.slow
def test_a_large_jpeg_is_read_at_a_fraction_and_looks_the_same(aligner: Aligner) -> None:
    photograph, _ = placed(FACE, width=4000, height=3000, scale=5)
    small = cv2.resize(photograph, (1000, 750), interpolation=cv2.INTER_AREA)
    large = aligner.align("me.jpg", encoded(photograph, "JPEG", quality=95)).image
    assert apart(large, aligner.align("me.png", encoded(small.astype(np.uint8))).image) < 2


@pytest.mark.slow
def test_a_small_face_in_a_large_jpeg_is_cut_from_all_its_pixels(aligner: Aligner) -> None:
    photograph, eyes = placed(FACE, width=4000, height=3000, scale=1.2, centre=(1500, 1400))
    found = aligner.align("me.jpg", encoded(photograph, "JPEG", quality=98)).image
    assert like(found, ideal(photograph, eyes))
    assert np.abs(np.diff(found.astype(float), axis=1)).max() > 60, "it is as sharp as it can be"


def kinds() -> dict[str, bytes]:
    image = Image.fromarray(FACE)
    see_through = image.convert("RGBA")
    see_through.putalpha(Image.new("L", image.size, 250))
    sixteen = np.asarray(image.convert("L")).astype(np.uint16) * 257
    turned = Image.Exif()
    turned[274] = 6
    on_its_side = image.transpose(Image.Transpose.ROTATE_90)
    return {
        "grey": encoded(image.convert("L")),
        "four inks": encoded(image.convert("CMYK"), "JPEG", quality=95),
        "see-through": encoded(see_through),
        "16 bits": encoded(Image.fromarray(sixteen)),
        "a palette": encoded(image.quantize(250)),
        "held upright": encoded(on_its_side, "JPEG", exif=turned, quality=95),
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_picture_gives_the_same_face(aligner: Aligner, kind: str) -> None:
    found = aligner.align(kind, kinds()[kind])
    assert like(found.image, ideal(FACE, EYES))


@pytest.mark.slow
def test_eyes_are_named_in_the_upright_photograph(aligner: Aligner) -> None:
    (x1, y1), (x2, y2) = EYES
    found = aligner.align("a.jpg", kinds()["held upright"], eyes=(x1, y1, x2, y2))
    assert apart(found.image, ideal(FACE, EYES)) < 3


def test_a_colour_model_keeps_colours(network: Path) -> None:
    found = Aligner(FRAME, SIZE, color=True, network=network).align("me.png", PNG)
    assert found.image.shape == (SIZE, SIZE, 3)
    assert found.image[24, 24, 0] > found.image[24, 24, 2] + 20, "skin is not blue"
