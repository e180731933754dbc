"""Directions with names, and the file of a model folder that has them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces import ModelError
from morphing_faces.model.directions import Direction, read_directions, write_directions
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DIRECTIONS
from tests.tiny import LATENT, tiny_directions, tiny_model

WRITTEN = json.loads(write_directions(tiny_directions()))


def changed(where: str, value: object) -> dict[str, Any]:
    """The document with one thing of its first direction changed."""
    document: dict[str, Any] = json.loads(json.dumps(WRITTEN))
    document["directions"][0][where] = value
    return document


def without(where: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(WRITTEN))
    del document["directions"][0][where]
    return document


def read(folder: Path, document: object) -> tuple[Direction, ...]:
    path = folder / DIRECTIONS
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return read_directions(path, LATENT)


@given(st.floats(-50, 50, width=32), st.integers(0, 2**32 - 1))
def test_a_step_adds_one_to_the_reading(steps: float, seed: int) -> None:
    z = np.random.default_rng(seed).standard_normal(LATENT, np.float32)
    for direction in tiny_directions():
        before, after = direction.reading(z), direction.reading(direction.stepped(z, steps))
        assert after - before == pytest.approx(steps, abs=1e-4)
        assert direction.reading(direction.at(z, steps)) == pytest.approx(steps, abs=1e-4)


def test_a_step_changes_nothing_across_it() -> None:
    direction = tiny_directions()[0]
    z = np.random.default_rng(1).standard_normal(LATENT, np.float32)
    across = np.random.default_rng(2).standard_normal(LATENT)
    across -= (across @ direction.step) / (direction.step @ direction.step) * direction.step
    assert direction.stepped(z, 2.5) @ across == pytest.approx(z @ across, abs=1e-4)


def test_the_average_face_reads_zero() -> None:
    direction = tiny_directions()[0]
    z = np.random.default_rng(1).standard_normal((100, LATENT))
    step = direction.step.astype(float)
    mean = float((z @ step / (step @ step)).mean())
    named = Direction("age", "label", direction.step, mean)
    assert np.mean([named.reading(each) for each in z]) == pytest.approx(0, abs=1e-6)


def test_only_what_a_step_drags_far_is_told() -> None:
    direction = Direction(
        "age",
        "label",
        np.ones(LATENT, np.float32),
        leakage={"happy": 0.31, "sad": 0.29, "nod": -0.4},
    )
    assert direction.drags == [("nod", -0.4), ("happy", 0.31)]


def test_a_model_folder_keeps_its_directions_bit_for_bit(tmp_path: Path) -> None:
    directions = tiny_directions()
    model = ModelFolder(tiny_model(tmp_path / "tiny", directions=directions))
    assert [each.name for each in model.directions] == ["age", "happy", "svd-1"]
    for found, written in zip(model.directions, directions, strict=True):
        assert np.array_equal(found.step, written.step)
        assert (found.kind, found.mean) == (written.kind, written.mean)
        assert (found.score, found.unit, found.ends) == (written.score, written.unit, written.ends)
        assert found.leakage == (written.leakage or {})


def test_a_model_folder_without_directions_has_none(tiny: ModelFolder) -> None:
    assert tiny.directions == ()


def test_a_number_takes_no_more_digits_than_it_needs() -> None:
    step = np.full(LATENT, np.float32(0.1))
    assert b"[0.1,0.1," in write_directions((Direction("age", "label", step),))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "does not describe a list of directions"),
        ("[]", "does not describe a list of directions"),
        ({**WRITTEN, "format": 2}, "is of format 2; this version of the package reads 1"),
        ({**WRITTEN, "more": 1}, "unknown field `more`"),
        (without("mean"), "missing required field `mean`"),
        (changed("name", "Age"), "a direction's name is up to 32 small letters"),
        (changed("name", "9"), "a direction's name is up to 32 small letters"),
        (changed("name", "a" * 33), "a direction's name is up to 32 small letters"),
        (changed("name", "happy"), "two directions of the name 'happy'"),
        (changed("kind", "magic"), "Invalid enum value 'magic'"),
        (changed("step", [1.0]), f"direction 'age' must have a step of {LATENT} finite numbers"),
        (changed("step", [1e39] * LATENT), f"must have a step of {LATENT} finite numbers"),
        (changed("step", ["x"] * LATENT), "Expected `float`, got `str`"),
        (changed("step", [0.0] * LATENT), "direction 'age' has a step that leads nowhere"),
        (changed("mean", None), "Expected `float`, got `null`"),
        (changed("score", {"kind": "R2", "value": 2, "faces": 1}), "a score above 1"),
        (changed("score", {"kind": "R2", "value": 0.5, "faces": 0}), "or of no faces"),
        (changed("score", {"kind": "F1", "value": 0.5, "faces": 9}), "Invalid enum value 'F1'"),
        (changed("unit", {"value": 1.0}), "missing required field `of`"),
        (changed("ends", ["younger"]), "Expected `array` of length 2"),
        (changed("leakage", {"happy": "much"}), "Expected `float`, got `str`"),
    ],
)
def test_a_damaged_file_gets_one_sentence(tmp_path: Path, document: object, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(tmp_path, document)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / DIRECTIONS))
    assert "\n" not in str(caught.value)


def test_a_model_with_damaged_directions_is_refused(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny", directions=tiny_directions(LATENT + 1))
    with pytest.raises(ModelError, match=f"a step of {LATENT} finite numbers"):
        ModelFolder(folder)


def test_a_file_changed_behind_the_models_back_is_refused(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny", directions=tiny_directions())
    (folder / DIRECTIONS).write_text('{"format": 1, "directions": []}')
    with pytest.raises(ModelError, match="is damaged: its SHA-256"):
        ModelFolder(folder)
