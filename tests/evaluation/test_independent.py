"""Judges that no model was trained with: what they are asked, and what they say."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from torch import Tensor
from torch.nn import functional

from morphing_faces.evaluation.cache import Cache
from morphing_faces.evaluation.metrics.draws import pictures
from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork
from morphing_faces.evaluation.report.independent import SIDE, ask_finder, ask_recognition
from morphing_faces.faces.find.face import Face
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.folder import ModelFolder
from morphing_faces.types import Floats, Pixels

EYES = ((0.29, 0.37), (0.71, 0.37))


def eyesight(chips: Tensor) -> tuple[Tensor, Tensor]:
    """A judge that sees the grey levels of nine parts of a face."""
    parts = functional.adaptive_avg_pool2d(chips.mean(dim=1, keepdim=True), 3).flatten(1)
    return parts / 255, parts / 255 - 0.5


@pytest.mark.slow
def test_pictures_are_compared_with_photographs_and_with_those_that_were_learned(
    model: ModelFolder, labelled: FaceSet, tmp_path: Path
) -> None:
    train = labelled.split("train")
    rows, learned = train[:60], pictures(labelled, train[-30:])
    cache, judge = Cache(tmp_path, labelled), cast(RecognitionNetwork, eyesight)
    # Samples that are training photographs are as good as photographs, and copies.
    copied = ask_recognition(judge, model, labelled, EYES, rows, learned, cache)
    photographs, samples, reconstructions = copied.looks
    assert [each.pictures for each in copied.looks] == [30, 30, 30]
    assert samples.distance < 3 * photographs.distance
    assert samples.precision > 0.5
    assert copied.copies[0].samples == pytest.approx(0, abs=1e-6)
    # A soft picture is near what it is of, and nearer than another one.
    assert copied.likeness is not None
    assert copied.strangers < copied.likeness <= 1
    # Samples that are dark are neither, and the training faces are looked at once.
    kept = sorted(tmp_path.iterdir())
    dark = ask_recognition(judge, model, labelled, EYES, rows, 0 * learned, cache)
    assert dark.looks[0] == photographs
    assert dark.looks[2] == reconstructions
    assert dark.looks[1].distance > 10 * samples.distance
    assert dark.looks[1].precision == 0
    assert dark.copies[0].samples > copied.copies[0].samples
    assert len(kept) == 1
    assert sorted(tmp_path.iterdir()) == kept


def test_the_finder_is_shown_the_whole_picture_on_plain_ground() -> None:
    seen: list[Pixels] = []

    def find(photograph: Pixels) -> list[Face]:
        seen.append(photograph)
        score = photograph.max() / 255
        return [Face(np.zeros((5, 2)), each) for each in (score / 2, score)] if score > 0.6 else []

    bright: Floats = np.full((2, 8, 8, 3), 1.0, np.float32)
    dark: Floats = np.zeros((3, 8, 8), np.float32)
    found = ask_finder(find, {"bright": np.concatenate([bright, 0.1 * bright]), "dark": dark})
    assert [(row.name, row.found, row.score) for row in found] == [
        ("bright", 0.5, 1.0),
        ("dark", 0.0, 0.0),
    ]
    assert seen[0].shape == (2 * SIDE, 2 * SIDE, 3)
    assert (seen[0] == 255).sum() == 3 * SIDE**2
