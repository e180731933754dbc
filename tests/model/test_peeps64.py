"""What the package promises of the model of drawings, which anybody may use for anything."""

import numpy as np
import pytest

from morphing_faces import load_model
from morphing_faces.model.card import ModelCard
from morphing_faces.model.folder import ModelFolder

SURE = {
    *("glasses", "beard", "facing-left", "short-hair", "medium-hair", "long-hair", "bun", "bald"),
    *("surprised", "angry", "tilt", "size"),
}


@pytest.fixture(scope="module")
def peeps64() -> ModelFolder:
    return load_model("peeps64")


def test_it_is_small_and_in_the_public_domain(peeps64: ModelFolder) -> None:
    assert peeps64.image_shape == (64, 64, 3)
    assert peeps64.latent_size == 32
    assert ModelCard(peeps64.folder).licence == "cc0-1.0"
    assert sum(each.stat().st_size for each in peeps64.folder.rglob("*") if each.is_file()) < 4e6
    card = (peeps64.folder / "README.md").read_text()
    for text in ("Open Peeps", "Pablo Stanley", "CC0", "recipes/peeps.mjs"):
        assert text in card


def test_its_golden_pairs_come_back(peeps64: ModelFolder) -> None:
    golden = peeps64.golden
    assert np.abs(peeps64.decode(golden.z) - golden.face).max() <= 2 / 255
    mean, std = peeps64.encode(golden.image)
    assert (np.abs(mean - golden.mean) / std).mean() < 0.1


def test_attributes_that_were_drawn_are_read_from_held_out_drawings(peeps64: ModelFolder) -> None:
    named = {each.name: each for each in peeps64.directions}
    for name in SURE:
        score = named[name].score
        assert score is not None
        assert score.value >= 0.9


def test_what_a_direction_is_called_is_what_it_does(peeps64: ModelFolder) -> None:
    """Blonder hair is brighter above the face, and a beard darker below it, than elsewhere."""
    named = {each.name: each.step for each in peeps64.directions}
    z = peeps64.sample(np.random.default_rng(0), 24)

    def change(name: str) -> np.ndarray:
        ends = (peeps64.decode((z + way * named[name]).astype(np.float32)) for way in (1, -1))
        above, below = ends
        difference: np.ndarray = 255 * (above - below).mean(axis=(0, 3)) / 2
        return difference

    hair, chin = np.s_[6:20, 20:44], np.s_[44:56, 20:44]
    blond, beard = change("blond-hair"), change("beard")
    assert blond[hair].mean() > blond[chin].mean() + 5
    assert beard[chin].mean() < beard[hair].mean() - 5
    assert not named.keys() & {"dark-skin", "gender", "ethnicity"}


def test_it_plays_a_drawing_from_the_middle_of_a_picture(peeps64: ModelFolder) -> None:
    drawn = peeps64.decode(peeps64.sample(np.random.default_rng(1), 8))
    again = peeps64.decode(peeps64.encode(drawn)[0])
    assert np.sqrt(np.square(again - drawn).mean()) < 0.1
