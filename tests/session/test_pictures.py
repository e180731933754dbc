"""Pictures for models that say nothing of eyes: the middle of each, in the model's proportions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from morphing_faces import SourceError
from morphing_faces.model.capabilities import ENCODING, Capability
from morphing_faces.types import Floats
from tests.plain import Rows
from tests.session.playing import Playing


@dataclass
class Readable(Rows):
    """Its encoder reads each row's mean off the picture, exactly."""

    capabilities: frozenset[Capability[Any]] = frozenset({ENCODING})
    eyes: None = None

    def encode(self, faces: Floats, /) -> tuple[Floats, Floats]:
        mean = faces.clip(0.01, 0.99).mean(axis=2)
        z = np.log(mean / (1 - mean)).astype(np.float32)
        return z, np.full_like(z, 0.1)


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    return Playing(Readable(), tmp_path / "home")


def test_the_middle_of_a_wide_picture_is_encoded(playing: Playing, tmp_path: Path) -> None:
    rows = np.repeat(np.linspace(40, 200, 12), 10).astype(np.uint8)
    picture = np.zeros((120, 300), np.uint8)
    picture[:, 90:210] = rows[:, None]
    Image.fromarray(picture).save(tmp_path / "rows.png")
    playing.type(f"photo {tmp_path / 'rows.png'}")
    photograph = playing.session.photograph
    assert photograph is not None
    assert photograph.shape == (12, 8)
    np.testing.assert_allclose(playing.session.face()[3:9], photograph[3:9], atol=0.02)
    np.testing.assert_allclose(photograph[3:9, 4] * 255, rows[35:95:10], atol=8)
    assert playing.type("refine 2").startswith("refining")
    playing.wait()


def test_no_face_in_it_can_be_named(playing: Playing, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "us.png")
    with pytest.raises(SourceError, match="the picture's middle is taken, and no face in it"):
        playing.type(f"photo {tmp_path / 'us.png'} 2")


def test_groups_of_pictures_make_a_direction(playing: Playing, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for group, grey in (("dark", 60), ("bright", 190)):
        (tmp_path / group).mkdir()
        for number in range(3):
            noise = rng.integers(-9, 9, (36, 24))
            Image.fromarray((grey + noise).astype(np.uint8)).save(
                tmp_path / group / f"{number}.png"
            )
    told = playing.type(f"remember light {tmp_path}/dark/*.png {tmp_path}/bright/*.png")
    assert told.startswith("3 and 3 points, the step is ")
    before = playing.session.face().mean()
    playing.type("dir light +1")
    assert playing.session.face().mean() > before + 0.1
