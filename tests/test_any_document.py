"""Documents and links of any contents are taken, or refused in a sentence; no other error comes."""

import json
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.errors import CommandError, FileError, ModelError, TrainingError
from morphing_faces.model.config import ModelConfig, read_config
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CONFIG
from morphing_faces.morpher.point import Point
from morphing_faces.points.document import describe, read_point
from morphing_faces.points.link import link, open_link
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.settings import checked
from tests.tiny import LATENT

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
Z = np.linspace(-1, 1, LATENT, dtype=np.float32)
PLACES = st.integers(0, 10**6)


def replaced(document: Any, place: int, value: object) -> Any:
    """A document with another value in one of its places."""
    if isinstance(document, dict) and document and place % 7:
        key = sorted(document)[place % len(document)]
        return document | {key: replaced(document[key], place // len(document), value)}
    if isinstance(document, list) and document and place % 5:
        which = place % len(document)
        inner = replaced(document[which], place // len(document), value)
        return [*document[:which], inner, *document[which + 1 :]]
    return value


def one_sentence(error: Exception) -> None:
    assert str(error).strip()
    assert "\n" not in str(error).strip()


@pytest.mark.slow
@given(PLACES, VALUES)
def test_a_point(tiny: ModelFolder, place: int, value: object) -> None:
    whole = json.loads(describe(Point(Z, (0, 1), 1.0), tiny))
    try:
        found = read_point(json.dumps(replaced(whole, place, value)), tiny)
    except FileError as error:
        one_sentence(error)
    else:
        assert found.z.shape == (tiny.latent_size,)


@given(PLACES, st.text(max_size=6))
def test_a_link(tiny: ModelFolder, place: int, letters: str) -> None:
    whole = link(Point(Z, (0, 1), 1.0), tiny)
    place %= len(whole)
    try:
        found = open_link(whole[:place] + letters + whole[place + len(letters) :], tiny)
    except CommandError as error:
        one_sentence(error)
    else:
        assert found.z.shape == (tiny.latent_size,)


@pytest.mark.slow
@given(PLACES, VALUES)
def test_the_configuration_of_a_model(tiny: ModelFolder, place: int, value: object) -> None:
    whole = json.loads((tiny.folder / CONFIG).read_text(encoding="utf-8"))
    with TemporaryDirectory() as name:
        text = json.dumps(replaced(whole, place, value))
        (Path(name) / CONFIG).write_text(text, encoding="utf-8")
        try:
            assert isinstance(read_config(Path(name)), ModelConfig)
        except ModelError as error:
            one_sentence(error)


@pytest.mark.slow
@given(st.sampled_from([field.name for field in fields(TrainingConfig)]) | st.text(), VALUES)
def test_the_settings_of_a_run(name: str, value: object) -> None:
    try:
        assert isinstance(checked({name: value}), TrainingConfig)
    except TrainingError as error:
        one_sentence(error)
