"""What happens between steps: logs, sheets, rolling back, stopping early."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from tensorboardX.proto.event_pb2 import Event
from tensorboardX.record_writer import masked_crc32c

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.vae import checkpoint
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.distributed import ProcessGroup
from morphing_faces.vae.loader import BatchLoader
from morphing_faces.vae.loop import TrainingLoop
from morphing_faces.vae.network import VAE
from morphing_faces.vae.run import LAST, LOG, read_log, read_run
from morphing_faces.vae.sheets import SHEETS
from morphing_faces.vae.state import TrainingState
from morphing_faces.vae.step import Learner
from morphing_faces.vae.tensorboard import BOARD
from morphing_faces.vae.training import train
from tests.training import CONFIG

pytestmark = pytest.mark.slow


CALM = replace(CONFIG, checkpoint_seconds=1e6, sheet_epochs=0)


def events(folder: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in (folder / LOG).read_text().splitlines()]
    return [line for line in lines if "event" in line]


def scalars(folder: Path) -> list[tuple[str, int, float]]:
    """What TensorBoard would read: length, its checksum, an event, its checksum; and so on."""
    found = []
    for path in (folder / BOARD).iterdir():
        data = path.read_bytes()
        while data:
            size = int.from_bytes(data[:8], "little")
            assert masked_crc32c(data[:8]) == int.from_bytes(data[8:12], "little")
            event = Event.FromString(data[12 : 12 + size])
            found += [(v.tag, event.step, v.simple_value) for v in event.summary.value]
            data = data[16 + size :]
    return found


def test_tensorboard_shows_every_epoch_once_also_of_a_resumed_run(
    faces: FaceSet, tmp_path: Path
) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def stop(done: int, _of: int) -> None:
        if done == 25:
            raise Stop

    with pytest.raises(Stop):
        train(faces, tmp_path / "run", CONFIG, on_step=stop)
    train(faces, tmp_path / "run", TrainingConfig(), resume=True)
    found = scalars(tmp_path / "run")
    shown = [(step, value) for tag, step, value in found if tag == "ELBO/held_out"]
    logged = read_log(tmp_path / "run")
    assert [step for step, _ in shown] == [line.step for line in logged] == [11, 22, 33]
    assert [value for _, value in shown] == pytest.approx([line.valid_elbo for line in logged])


def test_a_run_stops_early_when_the_held_out_elbo_no_longer_rises(
    faces: FaceSet, tmp_path: Path
) -> None:
    said: list[str] = []
    # Started at PPCA with a rate that does harm: the first epochs are the best.
    config = replace(CALM, epochs=60, rate=0.02, patience=3, warmup=0.9, ema=0.0)
    train(faces, tmp_path / "run", config, on_event=said.append)
    log = read_log(tmp_path / "run")
    best = max(log, key=lambda line: line.valid_elbo)
    assert len(log) == best.epoch + 3 < 60
    assert events(tmp_path / "run") == [
        {"event": "early stop", "step": log[-1].step, "best_epoch": best.epoch}
    ]
    assert said == [f"stopped early: the held-out ELBO has not risen since epoch {best.epoch}"]
    train(faces, tmp_path / "run", config, resume=True)  # there is nothing left to do
    assert read_log(tmp_path / "run") == log


def test_a_run_goes_back_and_on_at_half_the_rate_after_a_step_that_was_not_finite(
    faces: FaceSet, finished_run: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(finished_run, folder)
    config, group = replace(CALM, epochs=6), ProcessGroup()
    state = TrainingState(VAE(read_run(folder).network), group.device, torch.float32)
    state.restore(folder / LAST)
    learner = Learner(state, config, group)
    said: list[str] = []
    with (
        BatchLoader(faces, config, group, state.network.mask_widths) as loader,
        TrainingLoop(folder, config, faces, state, group, loader.per_epoch) as loop,
    ):
        loop.on_event = said.append
        for _ in range(loader.per_epoch):
            assert learner.step(loader.batch(state.counters.step), 0.5)
        loop.finish()
        state.weights["encoder.gaussian.bias"].fill_(float("inf"))
        assert not learner.step(loader.batch(state.counters.step), 0.5)
        loop.roll_back()
        assert state.counters.step == 33
        assert learner.step(loader.batch(state.counters.step), 0.5)
    [event] = events(folder)
    assert event == {"event": "rollback", "step": 33, "failed_at": 44, "rate": CALM.rate / 2}
    assert [line.epoch for line in read_log(folder)] == [1, 2, 3]  # the fourth is undone
    [sentence] = said
    assert sentence.startswith("the loss was not finite at step 44; went back to step 33")
    tensors, counters = checkpoint.load(folder / LAST)
    assert (counters["step"], counters["rate"]) == (33, 0.5)
    before = checkpoint.load(finished_run / LAST)[0]
    assert all(torch.equal(tensors[name], value) for name, value in before.items())


def test_a_sheet_shows_faces_every_few_epochs_and_at_the_end(
    faces: FaceSet, tmp_path: Path
) -> None:
    train(faces, tmp_path / "run", replace(CALM, epochs=3, sheet_epochs=2))
    names = sorted(path.name for path in (tmp_path / "run" / SHEETS).iterdir())
    assert names == ["epoch-0002.png", "epoch-0003.png"]
    with Image.open(tmp_path / "run" / SHEETS / names[0]) as sheet:
        columns, rows = 15, 3 + 2 * 2 + 6
        assert sheet.size == (76 + columns * 50, rows * 50)
        # A held-out face beside what became of it: the same up to the model's error.
        held_out, given_back = (
            sheet.convert("L").crop((76, row * 50, 76 + columns * 50 - 2, row * 50 + 48))
            for row in (3, 4)
        )
    ours, theirs = (np.asarray(part, float).ravel() for part in (held_out, given_back))
    assert np.corrcoef(ours, theirs)[0, 1] > 0.5
