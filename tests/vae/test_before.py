"""Face sets, runs and model folders that the code of before wrote are still read.

The files in `before/` were written by commit bdc732d from made-up pictures of 8 x 8 pixels: `run`
was stopped after five of nine steps, `whole.jsonl` is the log of the same run that was not, `model`
was exported of that one, and `answers.npz` is what it answered.
"""

import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from morphing_faces.faces.set.faceset import load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.vae.export import export
from morphing_faces.vae.run import Progress, read_log
from morphing_faces.vae.training import train
from tests.tiny import tiny_directions, tiny_faces
from tests.training import CONFIG

BEFORE = Path(__file__).parent / "before"


def test_a_face_set_is_read(tmp_path: Path) -> None:
    found = load_faces(BEFORE / "faces")
    same = load_faces(tiny_faces(tmp_path / "faces", count=120, labels=True))
    assert (found.size, found.channels, found.card.eyes) == (8, 1, same.card.eyes)
    assert np.array_equal(np.asarray(found.images[:]), np.asarray(same.images[:]))
    for split in ("train", "valid", "test"):
        assert np.array_equal(found.split(split), same.split(split))


def test_a_model_folder_answers_as_it_did() -> None:
    model = ModelFolder(BEFORE / "model")
    with np.load(BEFORE / "answers.npz") as answers:
        z, face = answers["z"], answers["face"]
        np.testing.assert_allclose(model.decode(z), face, atol=1e-5)
        np.testing.assert_allclose(model.std(z), answers["std"], rtol=1e-4)
        np.testing.assert_allclose(model.encode(face)[0], answers["mean"], atol=1e-4)
    np.testing.assert_allclose(model.decode(model.golden.z), model.golden.face, atol=0.02)
    assert len(model.arrays("ppca.npz")) > 0
    for ours, theirs in zip(model.directions, tiny_directions(6), strict=True):
        assert (ours.name, ours.unit, ours.score) == (theirs.name, theirs.unit, theirs.score)
        np.testing.assert_array_equal(ours.step, theirs.step)


@pytest.mark.slow
def test_a_run_goes_on_to_where_it_would_have_ended_and_is_exported(tmp_path: Path) -> None:
    shutil.copytree(BEFORE / "run", run := tmp_path / "run")
    faces = load_faces(BEFORE / "faces")
    train(faces, run, CONFIG, resume=True)
    whole = [
        msgspec.json.decode(line, type=Progress)
        for line in (BEFORE / "whole.jsonl").read_bytes().splitlines()
    ]
    for ours, theirs in zip(read_log(run), whole, strict=True):
        assert ours.step == theirs.step
        assert ours.valid_elbo == pytest.approx(theirs.valid_elbo, rel=1e-4)
    export(run, faces, tmp_path / "model")
    assert ModelFolder(tmp_path / "model").image_shape == (8, 8)
