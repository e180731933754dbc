"""Runs, as folders on disk: what they leave, how they stop, how they go on."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
import torch

from morphing_faces.errors import FileError, TrainingError
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.vae import checkpoint
from morphing_faces.vae.batches import pictures
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.heldout import held_out
from morphing_faces.vae.run import BEST, CONFIG, LAST, LOG, load_best, read_run
from morphing_faces.vae.sheets import SHEETS
from morphing_faces.vae.step import schedule
from morphing_faces.vae.tensorboard import BOARD
from morphing_faces.vae.training import train
from tests.tiny import tiny_faces
from tests.training import CONFIG as SHORT

pytestmark = pytest.mark.slow


CALM = replace(SHORT, checkpoint_seconds=1e6)


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text().splitlines()]


def test_a_run_folder_holds_its_configuration_log_and_checkpoints(finished_run: Path) -> None:
    assert {path.name for path in finished_run.iterdir()} == {
        *(CONFIG, LOG, LAST, BEST),
        *(BOARD, SHEETS),
    }
    assert read_run(finished_run).training == SHORT
    assert [line["epoch"] for line in log_of(finished_run)] == [1, 2, 3]


def test_a_run_of_before_there_were_networks_to_choose_from_is_still_read(
    finished_run: Path, tmp_path: Path
) -> None:
    document = json.loads((finished_run / CONFIG).read_text())
    for part, names in (("training", ("network", "maps")), ("network", ("network", "maps"))):
        for name in names:
            del document[part][name]
    (tmp_path / CONFIG).write_text(json.dumps(document))
    (tmp_path / BEST).write_bytes((finished_run / BEST).read_bytes())
    assert read_run(tmp_path) == read_run(finished_run)
    ours, theirs = (load_best(folder)[0].state_dict() for folder in (tmp_path, finished_run))
    assert all(torch.equal(ours[name], value) for name, value in theirs.items())


def test_training_raises_the_held_out_elbo(faces: FaceSet, tmp_path: Path) -> None:
    train(faces, tmp_path / "run", replace(CALM, start="usual", epochs=30, rate=3e-3))
    elbo = [line["valid_elbo"] for line in log_of(tmp_path / "run")]
    assert elbo[-1] > elbo[0] + 20


def test_the_best_checkpoint_is_the_epoch_of_the_best_held_out_elbo(finished_run: Path) -> None:
    _, progress = load_best(finished_run)
    assert progress == max(log_of(finished_run), key=lambda line: line["valid_elbo"])


def test_the_same_seed_gives_the_same_weights(
    faces: FaceSet, finished_run: Path, tmp_path: Path
) -> None:
    train(faces, tmp_path / "again", SHORT)
    assert (tmp_path / "again" / LAST).read_bytes() == (finished_run / LAST).read_bytes()


def test_options_against_overfitting_change_the_training_and_not_what_is_logged(
    faces: FaceSet, tmp_path: Path
) -> None:
    plain, strong = replace(SHORT, epochs=1), {"beta": 1000.0, "free_bits": 1.0, "dropout": 0.3}
    moved = {"shift": 0.5, "zoom": 0.02, "rotation": 2.0, "brightness": 0.02}
    lines = []
    for name, options in (("plain", {}), ("strong", strong | moved)):
        train(faces, tmp_path / name, replace(plain, **options))  # type: ignore[arg-type]
        lines += log_of(tmp_path / name)
    for line in lines:
        assert line["valid_elbo"] == pytest.approx(line["valid_log_likelihood"] - line["valid_kl"])
    # At weight 1000 the loss would be thousands of nats below; the true bound is not.
    assert abs(lines[0]["elbo"] - lines[1]["elbo"]) < 100
    assert lines[0]["valid_elbo"] != lines[1]["valid_elbo"]


@pytest.mark.parametrize("steps", [1, 12, 25])
def test_a_run_that_was_stopped_and_resumed_ends_bit_identical(
    faces: FaceSet, finished_run: Path, tmp_path: Path, steps: int
) -> None:
    class Stop(Exception):  # noqa: N818 - it stands for a crash
        pass

    def stop(done: int, _of: int) -> None:
        if done == steps:
            raise Stop

    folder = tmp_path / "run"
    with pytest.raises(Stop):
        train(faces, folder, SHORT, on_step=stop)
    train(faces, folder, TrainingConfig(), resume=True)
    assert (folder / LAST).read_bytes() == (finished_run / LAST).read_bytes()
    best, expected = (checkpoint.load(path / BEST)[0] for path in (folder, finished_run))
    assert best.keys() == expected.keys()
    assert all(torch.equal(best[name], expected[name]) for name in best)
    timed = {"seconds", "images_per_second"}
    for ours, theirs in zip(log_of(folder), log_of(finished_run), strict=True):
        assert {k: v for k, v in ours.items() if k not in timed} == {
            k: v for k, v in theirs.items() if k not in timed
        }


def test_a_run_in_a_basis_is_resumed_bit_identical_and_ends_as_an_ordinary_network(
    faces: FaceSet, tmp_path: Path
) -> None:
    config = replace(SHORT, basis=8, cut=2, adversarial=2.0, adversarial_from=0.3)
    train(faces, tmp_path / "whole", config)

    def stop(done: int, _of: int) -> None:
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(faces, tmp_path / "parts", config, on_step=stop)
    train(faces, tmp_path / "parts", TrainingConfig(), resume=True)
    assert (tmp_path / "parts" / LAST).read_bytes() == (tmp_path / "whole" / LAST).read_bytes()
    network, progress = load_best(tmp_path / "whole")
    assert network.basis is None
    judged = held_out(network, faces)
    elbo = float((judged.log_likelihood - judged.kl.sum(dim=1)).mean())
    assert elbo == pytest.approx(progress["valid_elbo"], abs=0.05)


def test_a_run_with_every_term_is_resumed_bit_identical_and_logs_the_true_elbo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morphing_faces.vae.loop.EVERY", 3)
    faces = load_faces(tiny_faces(tmp_path / "faces", size=16))
    config = replace(
        SHORT,
        basis=8,
        cut=2,
        cut_share=0.5,
        encoder_dropout=0.1,
        hold=0.5,
        adversarial=1.0,
        adversarial_from=0.0,
        adversarial_given_back=0.5,
        adversarial_augment=0.1,
        discriminator="residual",
        discriminator_maps=4,
        elbo_weight=3.0,
        elbo_floor=-50.0,
        rmse_ceiling=0.5,
        adam_beta1=0.5,
        feature_matching=1.0,
        latent_consistency=0.5,
    )
    train(faces, tmp_path / "whole", config)

    def stop(done: int, _of: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(faces, tmp_path / "parts", config, on_step=stop)
    train(faces, tmp_path / "parts", TrainingConfig(), resume=True)
    assert (tmp_path / "parts" / LAST).read_bytes() == (tmp_path / "whole" / LAST).read_bytes()
    last = log_of(tmp_path / "whole")[-1]
    assert last["elbo_weight"] not in (0, 3)  # it has followed
    assert last["cut_weight"] not in (0, 1)
    network, progress = load_best(tmp_path / "whole")
    judged = held_out(network, faces)
    elbo = float((judged.log_likelihood - judged.kl.sum(dim=1)).mean())
    assert elbo == pytest.approx(progress["valid_elbo"], abs=0.05)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"cut_share": 0.9}, "say how many, with cut"),
        ({"elbo_weight": 3.0}, "with adversarial"),
        ({"adversarial": 1.0, "elbo_floor": 10.0}, "elbo_floor needs a weight that follows"),
        ({"adversarial": 1.0, "rmse_ceiling": 0.1}, "rmse_ceiling needs a weight that follows"),
        ({"feature_matching": 1.0}, "needs a discriminator"),
        ({"adversarial_augment": 2.0}, "adversarial_augment must be from 0 to 1"),
    ],
)
def test_a_term_without_what_it_needs_is_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        TrainingConfig(**settings)


@pytest.mark.parametrize("keep", ["best", "last"])
def test_the_last_epoch_is_kept_where_that_is_asked_for(
    faces: FaceSet, tmp_path: Path, keep: Literal["best", "last"]
) -> None:
    # With no weight on the KL, the true ELBO soon falls.
    config = replace(CALM, keep=keep, beta=0.0, rate=1e-2, epochs=6, sheet_epochs=0)
    train(faces, tmp_path / "run", config)
    elbos = [line["valid_elbo"] for line in log_of(tmp_path / "run")]
    best = 1 + elbos.index(max(elbos))
    assert best < len(elbos)
    assert load_best(tmp_path / "run")[1]["epoch"] == (best if keep == "best" else len(elbos))


def test_with_a_cut_the_first_coordinates_carry_more(faces: FaceSet, tmp_path: Path) -> None:
    errors = []
    for cut in (0, 2):
        config = replace(CALM, start="usual", epochs=30, rate=3e-3, cut=cut, cut_weight=3.0)
        train(faces, tmp_path / str(cut), config)
        network, _ = load_best(tmp_path / str(cut))
        x = pictures(faces, faces.split("valid")).float() / 256
        with torch.no_grad():
            mean = network.encode(x).mean
            mean[:, 2:] = 0
            errors.append(float((network.decode(mean).mean - x).square().mean()))
    assert errors[1] < 0.9 * errors[0]


def test_an_existing_folder_is_left_alone(faces: FaceSet, finished_run: Path) -> None:
    before = (finished_run / LAST).read_bytes()
    with pytest.raises(TrainingError, match="exists already; name another folder, or go on"):
        train(faces, finished_run, SHORT)
    assert (finished_run / LAST).read_bytes() == before


def test_there_must_be_something_to_resume(faces: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="is no run folder"):
        train(faces, tmp_path / "nothing", SHORT, resume=True)


def test_a_run_is_not_resumed_on_other_faces(finished_run: Path, tmp_path: Path) -> None:
    others = load_faces(tiny_faces(tmp_path / "others", count=390))
    with pytest.raises(TrainingError, match="was trained on other faces"):
        train(others, finished_run, SHORT, resume=True)


def test_a_loss_that_is_not_finite_stops_the_run_with_its_checkpoint_intact(
    faces: FaceSet, tmp_path: Path
) -> None:
    hot = replace(CALM, start="usual", rate=10.0, clip=1e30, epochs=40, warmup=0.0)
    said: list[str] = []
    with pytest.raises(TrainingError, match=r"not finite at step .*, and half the rate did not"):
        train(faces, tmp_path / "run", hot, on_event=said.append)
    tensors, state = checkpoint.load(tmp_path / "run" / LAST)
    assert (state["step"], state["rate"]) == (0, 0.5)
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    [event] = [line for line in log_of(tmp_path / "run") if "event" in line]
    assert (event["event"], event["step"], event["rate"]) == ("rollback", 0, 5.0)
    assert len(said) == 1
    with pytest.raises(TrainingError, match="half the rate did not help"):
        train(faces, tmp_path / "run", hot, resume=True)  # the second chance is not given twice


def test_a_face_set_without_held_out_faces_is_refused(tmp_path: Path) -> None:
    few = load_faces(tiny_faces(tmp_path / "few", count=1))
    with pytest.raises(TrainingError, match=r"has no faces in its '(train|valid)' split"):
        train(few, tmp_path / "run", SHORT)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"epochs": 0}, "epochs must be from 1 to 1000000, got 0"),
        ({"rate": float("nan")}, "rate must be from 1e-12 to 10, got nan"),
        ({"ema": 1.0}, "ema must be from 0 to 0.999999, got 1"),
        ({"cut": 400}, "cut must be below the 400 latent dimensions, got 400"),
        ({"basis": 99}, "basis must be at least the 100 components that training starts at"),
    ],
)
def test_impossible_values_are_refused_by_name(values: dict[str, float], sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        replace(TrainingConfig(), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"training": {"speed": 3}}, "'speed' is no setting; there are network, latent, hidden"),
        ({"training": {"epochs": -1}}, "epochs must be from 1"),
        ({"network": None}, "is not valid"),
    ],
)
def test_a_damaged_configuration_is_refused(
    finished_run: Path, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    document = json.loads((finished_run / CONFIG).read_text())
    (tmp_path / CONFIG).write_text(json.dumps(document | change))
    with pytest.raises(TrainingError, match=sentence):
        read_run(tmp_path)


def test_a_truncated_checkpoint_is_no_checkpoint(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / LAST
    path.write_bytes((finished_run / LAST).read_bytes()[:-100])
    with pytest.raises(TrainingError, match="is no checkpoint of this package"):
        checkpoint.load(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on a file's size is Unix's")
def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "state.safetensors"
    checkpoint.save(path, {"w": torch.ones(3)}, {"step": 1})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))  # as if the disk were full
    try:
        with pytest.raises(FileError, match="cannot be written: File too large"):
            checkpoint.save(path, {"w": torch.zeros(30_000)}, {"step": 2})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    tensors, state = checkpoint.load(path)
    assert state == {"step": 1}
    assert torch.equal(tensors["w"], torch.ones(3))
    assert list(tmp_path.iterdir()) == [path]


def test_a_checkpoint_in_a_folder_that_is_gone_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be written"):
        checkpoint.save(tmp_path / "gone" / "x.safetensors", {"w": torch.ones(3)}, {})


def test_the_rate_rises_and_falls_along_a_cosine() -> None:
    assert schedule(0.0, 0.1) == 0
    assert schedule(0.05, 0.1) == pytest.approx(0.5)
    assert schedule(0.1, 0.1) == 1
    assert schedule(0.55, 0.1) == pytest.approx(0.5)
    assert schedule(1.0, 0.1) == pytest.approx(0)
    assert schedule(0.05, 0.1, 0.6) == pytest.approx(0.5)
    assert schedule(0.6, 0.1, 0.6) == 1
    assert schedule(0.8, 0.1, 0.6) == pytest.approx(0.5)
    assert schedule(0.9, 0.1, 1.0) == 1
