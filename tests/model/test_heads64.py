"""What the package promises of the model that opens where nobody names one."""

import numpy as np
import pytest

from morphing_faces import load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources.shipped import shipped_models

PROMISED = {
    *("age", "happy", "mouth-open", "glasses", "beard", "fringe", "blond-hair", "black-hair"),
    *("grey-hair", "bald", "turn", "nod", "light-right", "light-above", "brightness"),
}


@pytest.fixture(scope="module")
def heads64() -> ModelFolder:
    return load_model()


@pytest.fixture(scope="module")
def random_z(heads64: ModelFolder) -> np.ndarray:
    return heads64.sample(np.random.default_rng(0), 12)


def change(model: ModelFolder, z: np.ndarray, step: np.ndarray) -> np.ndarray:
    """What one step to either side does to faces, in grey levels, [N, H, W]."""
    above, below = (model.decode((z + sign * step).astype(np.float32)) for sign in (1, -1))
    difference: np.ndarray = 255 * (above - below).mean(axis=3) / 2
    return difference


def test_it_is_the_default(heads64: ModelFolder) -> None:
    assert heads64.folder == shipped_models()["heads64"]


def test_it_has_the_published_sizes(heads64: ModelFolder) -> None:
    assert heads64.latent_size == 256
    assert heads64.image_shape == (64, 64, 3)
    assert [each.index for each in heads64.interesting] == list(range(29))
    assert heads64.config.reach == 2
    assert heads64.config.image.eyes == ((0.33, 0.44), (0.67, 0.44))


@pytest.mark.slow
def test_its_golden_pairs_come_back(heads64: ModelFolder) -> None:
    golden = heads64.golden
    assert np.abs(heads64.decode(golden.z) - golden.face).max() <= 2 / 255
    mean, std = heads64.encode(golden.image)
    assert (np.abs(mean - golden.mean) / std).mean() < 0.1
    assert np.abs(heads64.place(golden.noise) - golden.drawn).max() < 0.05


def test_the_wheel_stays_small(heads64: ModelFolder) -> None:
    size = {path.name: path.stat().st_size for path in heads64.folder.rglob("*") if path.is_file()}
    assert sum(size.values()) <= 18e6
    assert size["decoder.onnx"] + size["prior.onnx"] <= 12e6, "what the page loads to play"


@pytest.mark.slow
def test_the_29_dimensions_each_do_something(heads64: ModelFolder) -> None:
    """Led from -1 to 1 at draws from N(0, I): RMS over the picture, in grey levels."""
    moved, z = [], np.random.default_rng(0).standard_normal((6, 256)).astype(np.float32)
    for dimension in heads64.interesting:
        ends = np.repeat(z[None], 2, axis=0)
        ends[0, :, dimension.index], ends[1, :, dimension.index] = -1, 1
        low, high = (heads64.decode(each) for each in ends)
        moved.append(255 * np.sqrt(np.square(high - low).mean(axis=(1, 2, 3))).mean())
    assert min(moved) > 9
    assert np.median(moved) > 12


def test_the_mouse_turns_the_head_and_makes_it_smile(heads64: ModelFolder) -> None:
    assert [each.name for each in heads64.interesting[:3]] == ["turn", "happy", "age"]
    named = {each.name: each for each in heads64.directions}
    for index, name in enumerate(("turn", "happy", "age")):
        step = named[name].step
        assert step[index] / np.linalg.norm(step) > 0.8


def test_its_directions_have_scores_and_none_is_about_what_somebody_is(
    heads64: ModelFolder,
) -> None:
    named = {each.name: each for each in heads64.directions}
    assert named.keys() >= PROMISED
    assert not named.keys() & {"gender", "male", "ethnicity", "weight", "attractive"}
    card = (heads64.folder / "README.md").read_text()
    for name in PROMISED:
        score = named[name].score
        assert score is not None
        assert score.value >= {"R2": 0.3, "AUC": 0.7}[score.kind]
        assert f"| {name} |" in card


@pytest.mark.slow
def test_light_comes_from_where_its_name_says(heads64: ModelFolder, random_z: np.ndarray) -> None:
    named = {each.name: each.step for each in heads64.directions}
    right = change(heads64, random_z, named["light-right"])
    assert right[:, 20:50, 34:48].mean() > right[:, 20:50, 16:30].mean() + 10
    assert change(heads64, random_z, named["brightness"])[:, 20:50, 20:44].mean() > 10


def test_its_card_states_its_terms(heads64: ModelFolder) -> None:
    card = (heads64.folder / "README.md").read_text()
    for text in ("non-commercial research use", "CC BY-NC-SA", "CelebA", "FFHQ", "LFW"):
        assert text in card
    assert f"{heads64.config.provenance['evaluation']['elbo']:,.0f}" in card
