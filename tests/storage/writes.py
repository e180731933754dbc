"""Every place that writes something a user was told is saved, small enough to be tried often."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch

from morphing_faces.evaluation.cache import _write as write_cache
from morphing_faces.model.config import FileRecord, ImageConfig, ModelConfig
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.write import write_model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.film import write_film
from morphing_faces.points.store import PointStore
from morphing_faces.points.user_directions import UserDirections
from morphing_faces.site.export import write_site
from morphing_faces.storage.files import write_whole
from morphing_faces.vae import checkpoint
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.run import LOG, RunConfig, append_event, forget_after, make_run
from morphing_faces.vae.trained_on import FacesRecord
from tests.storage.power import Tree

Place = Callable[[Path], object]


@dataclass(frozen=True)
class Write:
    """A place that writes.

    Attributes:
        name: What it writes.
        before: Puts into a folder what is there before.
        write: Writes into the folder; what another time writes is the same, byte for byte.
        again: Whether it can be done again, over what is there.
        reads: What whoever reads it takes of what is there.
    """

    name: str
    before: Place
    write: Place
    again: bool = True
    reads: Callable[[Tree], Tree] = lambda tree: tree


class _Known(ModelFolder):
    """A model of which only the configuration is known, which is all that keeping takes."""

    def __init__(self) -> None:
        self.config = _config()
        self._directions = ()


def _config() -> ModelConfig:
    interesting = tuple(RankedDimension(index, 1.0, 0.0, 1.0) for index in range(4))
    files = {DECODER: FileRecord("0" * 64, 1)}
    return ModelConfig(1, "known", ImageConfig(8, 8, 1), 4, interesting, files)


def _shared(first: float) -> Point:
    return Point(np.array([first, 0, 0, 0], np.float32), (0, 1), 1.0)


def _nothing(folder: Path) -> None:
    (folder / "other.txt").write_text("of somebody else")


def _point(folder: Path, first: float, *, replace: bool) -> None:
    PointStore(folder / "points").save("me", _shared(first), _Known(), replace=replace)


def _own(folder: Path) -> UserDirections:
    return UserDirections(_Known(), folder)


def _direction(folder: Path) -> None:
    _own(folder).keep(Direction("smirk", "own", np.ones(4, np.float32)))


def _film(folder: Path) -> None:
    pictures = np.arange(3, dtype=np.uint8)[:, None, None] * np.full((1, 16, 16), 60, np.uint8)
    write_film(folder / "film.gif", pictures, 10, "name another")


def _old_file(name: str) -> Place:
    return lambda folder: (folder / name).write_bytes(b"old" * 5000)


def _picture(folder: Path) -> None:
    write_whole(folder / "face.png", b"new" * 4000)


def _model(folder: Path) -> None:
    contents = {DECODER: b"onnx" * 3000, "golden.npz": b"pairs"}
    write_model(folder / "models" / "mine", _config(), contents, "# mine\n")


def _site(folder: Path) -> None:
    write_site(folder / "site", {f"assets/{number}.js": b"x" * 9000 for number in range(5)})


def _checkpoint(path: Path, step: int) -> None:
    checkpoint.save(path, {"weight": torch.full((40, 40), float(step))}, {"step": step})


def _saved(folder: Path) -> None:
    _checkpoint(folder / "last.safetensors", 2)


def _saved_before(folder: Path) -> None:
    _checkpoint(folder / "last.safetensors", 1)


def _cached(folder: Path) -> None:
    write_cache(folder / "cache" / "ppca.safetensors", {"mean": np.ones(900)}, {"nats": 1.0})


@cache
def _run_config() -> RunConfig:
    return RunConfig(TrainingConfig(), NetworkConfig(8, 8, 1, 4, 8), FacesRecord("faces", "0" * 64))


def _run(folder: Path) -> None:
    make_run(folder / "runs" / "first", _run_config(), lambda path: _checkpoint(path, 0)).release()


def _log_before(folder: Path) -> None:
    append_event(folder, 1, "rollback", {})


def _log(folder: Path) -> None:
    forget_after(folder, 1)  # as a run that goes on does first
    append_event(folder, 2, "rollback", {})


def _lines(tree: Tree) -> Tree:
    """Of a log, the lines that are whole: the others are dropped by the run that goes on."""
    lines = (tree[LOG] or b"").splitlines(keepends=True)
    return {LOG: b"".join(line for line in lines if line.endswith(b"}\n"))}


WRITES = (
    Write("a point", _nothing, lambda folder: _point(folder, 2, replace=False), again=False),
    Write(
        "a point over another",
        lambda folder: _point(folder, 1, replace=False),
        lambda folder: _point(folder, 2, replace=True),
    ),
    Write("a direction", _nothing, _direction, again=False),
    Write("the first name", _nothing, lambda folder: _own(folder).keep_names({1: "smile"})),
    Write(
        "another name",
        lambda folder: _own(folder).keep_names({2: "frown"}),
        lambda folder: _own(folder).keep_names({1: "smile"}),
    ),
    Write("a picture", _nothing, _picture),
    Write("a picture over another", _old_file("face.png"), _picture),
    Write("a film", _nothing, _film, again=False),
    Write("a model folder", _nothing, _model, again=False),
    Write("a site", lambda folder: (folder / "site").mkdir(), _site, again=False),
    Write("a checkpoint", _nothing, _saved),
    Write("a checkpoint over another", _saved_before, _saved),
    Write("what took long to fit", _nothing, _cached),
    Write("a run", _nothing, _run, again=False),
    Write("a line of a log", _log_before, _log, reads=_lines),
)
