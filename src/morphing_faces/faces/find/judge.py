"""Which face of a photograph is meant, and whether it is frontal and whole enough to learn from."""

from dataclasses import dataclass

import numpy as np

from morphing_faces.faces.find.face import Face
from morphing_faces.faces.rejection import Reason, RejectedError


@dataclass(frozen=True)
class Limits:
    """What a face must be to be kept.

    Attributes:
        score: Lowest score of the finder.
        eye_distance: Lowest distance between the eyes, as a share of what it is in the picture
            made; below 1 the picture is larger than the photograph.
        turn: Highest distance of the nose, and of the middle of the mouth, from the line through
            the middle of the eyes and across them, in eye distances.
        tilt: Highest angle between the eyes and the horizontal, in degrees.
        outside: Highest share of the picture that lies outside the photograph.
    """

    score: float = 0.8
    eye_distance: float = 0.7
    turn: float = 0.2
    tilt: float = 30.0
    outside: float = 0.12


def choose(faces: list[Face], height: int, width: int) -> Face:
    """Choose the face that a photograph is meant to show.

    The largest, unless it stands aside: the eye distance counts in full in the middle of the
    photograph and nothing in its corners. Faces that are much less certain than the best one
    do not take part.

    Args:
        faces: At least one face.
        height: Rows of the photograph.
        width: Columns of the photograph.
    """
    centre = np.array([width, height]) / 2
    reach = float(np.linalg.norm(centre))
    certain = max(face.score for face in faces) - 0.2

    def weight(face: Face) -> float:
        aside = float(np.linalg.norm(face.landmarks.mean(axis=0) - centre)) / reach
        return face.eye_distance * (1 - min(aside, 1.0))

    return max((face for face in faces if face.score >= certain), key=weight)


def turn_of(face: Face) -> float:
    """How far the head is turned to a side: 0 for a face seen from the front, about 0.5 in profile.

    In the coordinates of the eyes, the middle between them at 0 and their distance 1, it is the
    larger sideways position of the nose's tip and of the middle of the mouth.
    """
    left, right, nose, mouth_left, mouth_right = face.landmarks
    axis = (right - left) / face.eye_distance**2
    middle = (left + right) / 2
    mouth = (mouth_left + mouth_right) / 2
    return float(max(abs((nose - middle) @ axis), abs((mouth - middle) @ axis)))


def judge(face: Face, limits: Limits, wanted: float) -> None:
    """Say what is wrong with a face, if anything.

    Args:
        face: The face.
        limits: What it must be.
        wanted: Distance between the eyes in the picture to be made, in pixels.

    Raises:
        RejectedError: It is not good enough.
    """
    if face.score < limits.score:
        raise RejectedError(Reason.UNSURE, f"score {face.score:.2f}, needed {limits.score:.2f}")
    least = limits.eye_distance * wanted
    if face.eye_distance < least:
        raise RejectedError(
            Reason.SMALL_FACE, f"eyes {face.eye_distance:.1f} pixels apart, needed {least:.1f}"
        )
    if (tilt := abs(face.tilt)) > limits.tilt:
        raise RejectedError(Reason.TILTED, f"{tilt:.0f} degrees, allowed {limits.tilt:.0f}")
    if (turn := turn_of(face)) > limits.turn:
        raise RejectedError(Reason.TURNED, f"{turn:.2f} eye distances, allowed {limits.turn:.2f}")
