"""Going on with a run, and beginning with the weights of another, as a user asks for it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from morphing_faces.cli.app import main
from morphing_faces.faces.set.faceset import CARD, FaceSet
from morphing_faces.vae.run import BEST, CONFIG, LAST, lock_run, read_log, read_run

EPOCHS = (
    "the run {run} has --epochs 3, not 60; the learning rate falls to 0 over them; begin a new run "
    "with its weights: morphing-faces train {faces} --out NEW --weights {run} --epochs 60"
)


@pytest.fixture
def run(finished_run: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished_run, tmp_path / "run")
    return tmp_path / "run"


def changed(faces: FaceSet, folder: Path, **card: Any) -> Path:
    """A face set of the same index, that says other things of its pictures."""
    shutil.copytree(faces.folder, folder)
    document = json.loads((folder / CARD).read_text()) | card
    (folder / CARD).write_text(json.dumps(document))
    shape = (document["count"], document["size"], document["size"], document["channels"])
    if shape[1:] != (faces.size, faces.size, faces.channels):
        np.save(folder / "images.npy", np.zeros(shape if shape[3] > 1 else shape[:3], np.uint8))
    return folder


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (
            {"size": 64},
            "its pictures were 8 x 8 pixels in grey, these are 64 x 64 pixels in grey",
        ),
        ({"channels": 3}, "were 8 x 8 pixels in grey, these are 8 x 8 pixels in colour"),
        ({"eyes": [[0.3, 0.4], [0.7, 0.4]]}, "they are the same photographs, otherwise aligned"),
    ],
)
def test_the_same_photographs_as_other_pictures_are_other_faces(
    card: dict[str, Any],
    sentence: str,
    faces: FaceSet,
    run: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    others = str(changed(faces, tmp_path / "others", **card))
    assert main(["train", others, "--out", str(run), "--resume"]) == 2
    said = capsys.readouterr().err
    assert f"the run {run} was trained on other faces than {others}: " in said
    assert sentence in said
    assert main(["export", str(run), "--faces", others, "--out", str(tmp_path / "model")]) == 2
    assert sentence in capsys.readouterr().err


def test_a_run_of_before_is_resumed_on_its_faces(faces: FaceSet, run: Path) -> None:
    document = json.loads((run / CONFIG).read_text())
    del document["faces"]["pictures"]
    (run / CONFIG).write_text(json.dumps(document))
    assert main(["train", str(faces.folder), "--out", str(run), "--resume"]) == 0


def test_a_run_that_is_being_trained_is_nobody_elses(
    faces: FaceSet, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in run.iterdir() if path.is_file()}
    words = ["train", str(faces.folder), "--out", str(run)]
    with lock_run(run):
        for more in ([], ["--resume"]):
            assert main([*words, *more]) == 2
            said = capsys.readouterr().err
            assert f"{run} is being trained by process {os.getpid()} just now\n" in said
    assert {path: path.read_bytes() for path in run.iterdir() if path.is_file()} == before
    assert main([*words, "--resume"]) == 0


def test_a_finished_run_says_so(
    faces: FaceSet, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (run / LAST).read_bytes()
    assert main(["train", str(faces.folder), "--out", str(run), "--resume"]) == 0
    assert (
        f"{run} is finished, after 3 of 3 epochs; a model is made of it with: "
        f"morphing-faces export {run} --out NAME"
    ) in capsys.readouterr().err
    assert (run / LAST).read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--epochs", "60"],
            EPOCHS,
        ),
        (["--rate", "0.5"], "the run {run} has --rate 0.001, not 0.5; begin a new run with its"),
        (["--hidden", "99"], "the run {run} has --hidden 24, not 99\n"),
        (["--weights", "."], "--resume goes on with weights of its own; leave out --weights"),
    ],
)
def test_a_run_goes_on_with_its_own_settings_alone(
    words: list[str],
    sentence: str,
    faces: FaceSet,
    run: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begin = ["train", str(faces.folder), "--out", str(run), "--resume"]
    assert main([*begin, *words]) == 2
    assert sentence.format(run=run, faces=faces.folder) in capsys.readouterr().err
    assert main([*begin, "--epochs", "3", "--hidden", "24"]) == 0


@pytest.mark.slow
def test_a_run_begins_with_the_weights_of_another(
    faces: FaceSet, run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "second"
    begin = ["train", str(faces.folder), "--out", str(out), "--weights", str(run)]
    assert main([*begin, "--latent", "9"]) == 2
    assert f"the run {run} has --latent 6, not 9" in capsys.readouterr().err
    # Nothing is learned at this rate, so the weights and what they are worth stay.
    words = [
        "--epochs",
        "1",
        "--rate",
        "1e-12",
        "--batch",
        "64",
        "--precision",
        "fp32",
        "--ema",
        "0",
    ]
    assert main([*begin, *words]) == 0
    assert read_run(out).network == read_run(run).network
    first, second = load_file(run / BEST), load_file(out / BEST)
    assert first.keys() == second.keys()
    assert all(np.allclose(first[name], second[name], atol=1e-6) for name in first)
    best = max(line.valid_elbo for line in read_log(run))
    assert read_log(out)[0].valid_elbo == pytest.approx(best, abs=0.1)
