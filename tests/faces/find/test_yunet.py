"""YuNet's numbers are read as OpenCV reads them."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.face import HINT
from morphing_faces.faces.find.finder import SCORE_FLOOR
from morphing_faces.faces.find.yunet import (
    KINDS,
    MAX_BOXES,
    OVERLAP,
    STRIDES,
    YuNet,
    any_size,
    faces_in,
)
from morphing_faces.types import Floats, Pixels
from tests.faces.drawing import draw_face, placed
from tests.faces.find.recorded import PATH, crowd

SEEN = json.loads(PATH.read_text(encoding="utf-8"))["seen"]
NUMBERS = (1, 1, 4, 10)
STATED = bytes([0x0A, 3, 0x08, 0x80, 5])


def outputs() -> dict[str, Floats]:
    """The network's outputs, of which the table has the cells that matter."""
    values = {
        f"{kind}_{stride}": np.zeros((1, (SEEN["side"] // stride) ** 2, count), np.float32)
        for stride in STRIDES
        for kind, count in zip(KINDS, NUMBERS, strict=True)
    }
    for cell in SEEN["cells"]:
        for kind in KINDS:
            values[f"{kind}_{cell['stride']}"][0, cell["cell"]] = cell[kind]
    return values


def test_the_faces_are_those_that_opencv_reads_in_the_same_numbers() -> None:
    found = [face for face in faces_in(outputs(), SEEN["side"]) if face.score >= SCORE_FLOOR]
    assert len(SEEN["cells"]) > 2 * len(found), "so that some had to go"
    for face, expected in zip(found, SEEN["faces"], strict=True):
        assert face.score == pytest.approx(expected["score"], abs=1e-5)
        np.testing.assert_allclose(face.landmarks.reshape(-1), expected["landmarks"], atol=1e-3)


def test_a_picture_in_which_nothing_is_seen_has_no_faces() -> None:
    assert faces_in({name: 0 * values for name, values in outputs().items()}, SEEN["side"]) == []


def pictures() -> dict[str, Pixels]:
    large, _ = placed(draw_face(), width=320, height=256, scale=0.6, centre=(160, 128))
    noise = np.random.default_rng(0).integers(0, 256, (96, 160, 3), dtype=np.uint8)
    return {"a crowd": crowd(), "one large face": large, "noise": noise}


@pytest.mark.parametrize("name", pictures())
def test_any_picture_is_seen_as_opencv_sees_it(network: Path, name: str) -> None:
    picture = pictures()[name]
    height, width = picture.shape[:2]
    detector = cv2.FaceDetectorYN.create(
        str(network), "", (width, height), HINT, OVERLAP, MAX_BOXES
    )
    rows = detector.detect(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1]
    expected = [] if rows is None else sorted(np.asarray(rows), key=lambda row: -row[14])
    for face, row in zip(YuNet(network).detect(picture), expected, strict=True):
        assert face.score == pytest.approx(row[14], abs=1e-3)
        np.testing.assert_allclose(face.landmarks.reshape(-1), row[4:14], atol=0.01)


def test_the_two_sides_that_the_network_states_give_way_to_names() -> None:
    freed = any_size(b"a" + STATED + STATED + b"b")
    assert freed == b"a" + bytes([0x0A, 3, 0x12, 1]) + b"h" + bytes([0x0A, 3, 0x12, 1]) + b"wb"


def test_a_network_of_another_make_is_not_taken_for_it() -> None:
    with pytest.raises(SourceError, match="not the one that is expected"):
        any_size(b"something else")
