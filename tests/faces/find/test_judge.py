"""Judging faces whose landmarks are those of a head turned by known angles."""

import numpy as np
import pytest

from morphing_faces.faces.find.face import Face
from morphing_faces.faces.find.judge import Limits, choose, judge, turn_of
from morphing_faces.faces.rejection import Reason, RejectedError

HEAD = np.array(
    # x to the right, y down, z towards the camera, in eye distances
    [[-0.5, 0, 0], [0.5, 0, 0], [0, 0.57, 0.45], [-0.4, 1, 0.1], [0.4, 1, 0.1]]
)
LIMITS = Limits()


def head(
    *,
    yaw: float = 0,
    roll: float = 0,
    distance: float = 60,
    at: tuple[float, float] = (100, 100),
    score: float = 0.9,
) -> Face:
    """A head from far away, turned about the vertical, then tilted, both in degrees."""
    a, b = np.radians([yaw, roll])
    x = np.cos(a) * HEAD[:, 0] + np.sin(a) * HEAD[:, 2]
    y = HEAD[:, 1]
    tilted = np.column_stack([np.cos(b) * x - np.sin(b) * y, np.sin(b) * x + np.cos(b) * y])
    return Face(distance * tilted + at, score)


@pytest.mark.parametrize("yaw", [-40, -10, 0, 5, 25, 60])
@pytest.mark.parametrize("roll", [-50, 0, 20])
def test_turning_moves_the_nose_by_its_length(yaw: float, roll: float) -> None:
    # The nose moves by 0.45 sin(yaw) while the eyes come closer by cos(yaw).
    expected = 0.45 * abs(np.tan(np.radians(yaw)))
    assert turn_of(head(yaw=yaw, roll=roll)) == pytest.approx(expected)


def test_a_mouth_out_of_place_counts_as_turned() -> None:
    crooked = head().landmarks + np.array([[0, 0]] * 3 + [[24, 0]] * 2)
    assert turn_of(Face(crooked, 0.9)) == pytest.approx(0.4)


@pytest.mark.parametrize("roll", [-170, -30, 0, 12, 90, 180])
def test_the_tilt_is_the_angle_between_the_eyes(roll: float) -> None:
    assert head(roll=roll).tilt == pytest.approx(roll)


@pytest.mark.parametrize(
    ("face", "reason", "detail"),
    [
        (head(score=0.79), Reason.UNSURE, "score 0.79, needed 0.80"),
        (head(distance=13.9), Reason.SMALL_FACE, "eyes 13.9 pixels apart, needed 14.0"),
        (head(roll=-31), Reason.TILTED, "31 degrees, allowed 30"),
        (head(yaw=25), Reason.TURNED, "0.21 eye distances, allowed 0.20"),
    ],
)
def test_a_face_out_of_limits_is_rejected(face: Face, reason: Reason, detail: str) -> None:
    with pytest.raises(RejectedError) as caught:
        judge(face, LIMITS, wanted=20)
    assert caught.value.reason is reason
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    "face", [head(score=0.81), head(distance=14.1), head(roll=29), head(yaw=23)]
)
def test_a_face_within_limits_is_kept(face: Face) -> None:
    judge(face, LIMITS, wanted=20)


def test_the_largest_face_is_meant() -> None:
    small, large = head(distance=30, at=(130, 60)), head(distance=60, at=(70, 60))
    assert choose([small, large], 200, 200) is large


def test_a_face_in_a_corner_is_not_meant() -> None:
    middle, corner = head(distance=50, at=(100, 70)), head(distance=60, at=(190, 170))
    assert choose([corner, middle], 200, 200) is middle


def test_what_may_be_no_face_does_not_compete_with_one() -> None:
    sure, doubtful = head(distance=40, score=0.9), head(distance=90, score=0.65)
    assert choose([doubtful, sure], 200, 200) is sure
    assert choose([doubtful], 200, 200) is doubtful
