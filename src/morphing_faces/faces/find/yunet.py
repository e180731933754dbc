"""YuNet, the face finder's network, run by ONNX Runtime.

Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research
20, 2023. What its numbers mean is read as OpenCV's FaceDetectorYN reads them: a square is covered
by three grids, and each of their cells may have seen a face.

This reading is the project's own, as it is on the page (`web/src/photo/yunet.ts`): ONNX Runtime,
which every model is played with, runs the network in half of OpenCV's time, and for pictures of
every size without loading it again. A test holds it to what OpenCV finds.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from morphing_faces.errors import SourceError
from morphing_faces.faces.find.face import HINT, Face
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.types import Floats, Pixels

with needed_for("Finding faces"):
    import cv2

STRIDES = (8, 16, 32)
GRID = STRIDES[-1]
"""Sides of pictures are whole multiples of the coarsest one."""
OVERLAP = 0.3
MAX_BOXES = 5000
"""Of one look, before those that overlap are merged: a face has up to a dozen."""
KINDS = ("cls", "obj", "bbox", "kps")
OUTPUTS = [f"{kind}_{stride}" for kind in KINDS for stride in STRIDES]
ERRORS_ONLY = 3
STATED = bytes([0x0A, 3, 0x08, 0x80, 5])
"""ONNX's encoding of a dimension of 640."""


class YuNet:
    """The network, loaded once for pictures of any size; not to be shared between threads.

    Args:
        network: Its official file, as finder_file.find_network returns it.

    Raises:
        SourceError: It is another file.
    """

    def __init__(self, network: Path) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # It would warn of every picture whose size is not the one that the file states.
        options.log_severity_level = ERRORS_ONLY
        self._session = ort.InferenceSession(
            any_size(network.read_bytes()), options, providers=["CPUExecutionProvider"]
        )

    def detect(self, picture: Pixels, least: float = HINT) -> list[Face]:
        """The faces of a picture, and hints of them.

        Args:
            picture: Red, green and blue, uint8 [H, W, 3]; sides are whole multiples of 32.
            least: The lowest score that is of interest.

        Returns:
            In the picture's own coordinates, by falling score, which is `least` at least.
        """
        planes = cv2.dnn.blobFromImage(picture, swapRB=True)
        values = self._session.run(OUTPUTS, {"input": planes})
        return faces_in(dict(zip(OUTPUTS, values, strict=True)), picture.shape[1], least)


def faces_in(outputs: dict[str, Floats], width: int, least: float = HINT) -> list[Face]:
    """What the network's numbers mean.

    Args:
        outputs: Of one picture: "cls", "obj", "bbox" and "kps", each of them for each stride, as
            "cls_8", float32 [1, cells, 1], the last two [1, cells, 4] and [1, cells, 10].
        width: Of the picture, in pixels.
        least: The lowest score that is of interest.

    Returns:
        As YuNet.detect does.
    """
    seen = [
        _seen([outputs[f"{kind}_{stride}"][0] for kind in KINDS], stride, width // stride, least)
        for stride in STRIDES
    ]
    seen = [each for each in seen if len(each[0])]
    if not seen:
        return []
    scores, boxes, landmarks = (np.concatenate(each) for each in zip(*seen, strict=True))
    # What scores less never takes the place of what scores more, so that the rest needs no boxes.
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), least, OVERLAP, top_k=MAX_BOXES)
    faces = [Face(landmarks[i], float(scores[i])) for i in kept]
    # Eyes in one place make no transform, and no face.
    return [face for face in faces if face.eye_distance >= 1]


def any_size(network: bytes) -> bytes:
    """The network for pictures of any size.

    The official file says that its input has 640 rows and columns, though nothing in it needs
    that; here both numbers give way to names.

    Raises:
        SourceError: It is another file.
    """
    parts = network.split(STATED)
    if len(parts) != 3:
        raise SourceError("the face finder's network is not the one that is expected")
    height, width = (bytes([0x0A, 3, 0x12, 1]) + name for name in (b"h", b"w"))
    return parts[0] + height + parts[1] + width + parts[2]


def _seen(
    outputs: list[Floats], stride: int, columns: int, least: float
) -> tuple[NDArray[Any], ...]:
    """What one grid has seen: scores [N], boxes [N, 4] and landmarks [N, 5, 2].

    A box is left, top, width and height in whole pixels, cut off towards zero.
    """
    sure, there, boxes, points = outputs
    score = np.sqrt(sure[:, 0].clip(0, 1) * there[:, 0].clip(0, 1))
    cells = np.flatnonzero(score >= least)
    if not len(cells):  # as in most grids
        return score[:0], np.empty((0, 4), np.int32), np.empty((0, 5, 2))
    corner = np.column_stack([cells % columns, cells // columns])
    box = boxes[cells].astype(np.float64)
    size = np.exp(box[:, 2:]) * stride
    first = (corner + box[:, :2]) * stride - size / 2
    landmarks = (points[cells].reshape(-1, 5, 2).astype(np.float64) + corner[:, None]) * stride
    return score[cells], np.hstack([first, size]).astype(np.int32), landmarks
