"""What remains of a widget where no kernel runs."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from morphing_faces import load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.views import still_moving
from morphing_faces.views.still_moving import LARGEST

FRAMES = 8


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still_moving, "FRAMES", FRAMES)


def pictures(text: str) -> list[Image.Image]:
    found = re.findall(r'src="data:image/webp;base64,([^"]+)"', text)
    return [Image.open(io.BytesIO(base64.b64decode(each))) for each in found]


@pytest.mark.slow
def test_a_film_and_strips_stand_in_one_piece_of_html_below_two_megabytes() -> None:
    model = load_model("faces48")
    z = np.zeros(model.latent_size, np.float32)
    made = still_moving.still_moving(model, Point(z, (3, 7), 2.0), [], {})
    film, strips = pictures(made)
    assert getattr(film, "n_frames", 1) == FRAMES
    assert strips.width > strips.height
    assert len(made) <= LARGEST
    assert made._repr_html_() == made
    assert not re.search(r"<script|https?:", made)
    assert "light-right" in made


def test_the_film_leads_the_selected_dimensions_around(tall: ModelFolder) -> None:
    z = np.zeros(tall.latent_size, np.float32)
    film, _ = pictures(still_moving.still_moving(tall, Point(z, (1, 2), 1.5), [], {1: "<smile>"}))
    film.seek(0)
    right = z.copy()
    right[tall.interesting[1].index] = 1.5
    shown = np.asarray(film.convert("RGB").resize((24, 36)), np.float32) / 255
    assert np.abs(shown - tall.decode(right[None])[0]).mean() < 0.03


@pytest.mark.slow
def test_it_is_made_smaller_where_it_would_not_fit(
    tall: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = Point(np.zeros(tall.latent_size, np.float32), (0, 1), 1.0)
    whole = still_moving.still_moving(tall, point, [], {})
    monkeypatch.setattr(still_moving, "LARGEST", len(whole) - 1)
    smaller = still_moving.still_moving(tall, point, [], {})
    assert len(smaller) < len(whole)
    assert pictures(smaller)[0].height < pictures(whole)[0].height
