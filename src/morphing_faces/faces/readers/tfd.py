"""The Toronto Face Database, a MATLAB file of faces that are aligned already.

Susskind, Anderson and Hinton, "The Toronto Face Database", UTML TR 2010-001. TFD_48x48.mat and
TFD_96x96.mat hold, in the layout that pylearn2's reader of 2014 documents:

- ``images``, uint8 [N, H, W]: rows from top to bottom, in each the pixels from left to right;
- ``labs_ex`` [N, 1], the expression: 1 anger, 2 disgust, 3 fear, 4 happy, 5 sad, 6 surprise,
  7 neutral; -1 where it is not labelled;
- ``labs_id`` [N, 1], the person; -1 where that is not known;
- ``folds`` [N, 5], what a face is for in each of five ways to split: 0 not labelled, 1 train,
  2 valid, 3 test.

Faces that are not labelled train a model: the published one was trained on them alone.
"""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.optional_imports import needed_for
from morphing_faces.faces.readers.arrays import numbered
from morphing_faces.faces.readers.passed_over import NOTHING
from morphing_faces.faces.readers.photograph import Photograph
from morphing_faces.faces.splits import Split
from morphing_faces.storage.processes import processes

VARIABLES = ("images", "labs_ex", "labs_id", "folds")
FOLDS = range(1, 6)
EXPRESSIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
SPLIT_OF: tuple[Split, ...] = ("train", "train", "valid", "test")


class Tfd:
    """The faces of TFD, called by their numbers from 0; the whole file is held in memory.

    Args:
        path: Of TFD_48x48.mat or TFD_96x96.mat.
        name: What to call it.
        fold: Which of the five ways to split, 1 to 5.

    Raises:
        SourceError: It is no whole MATLAB file, or lacks a variable or has one of another kind.
    """

    aligned = True
    passed_over = NOTHING

    def __init__(self, path: Path, name: str, fold: int = 1) -> None:
        self.name = name
        variables = _load(path)
        self._images = variables["images"]
        shape = self._images.shape
        _check(path, "images", self._images, "uint8 [N, H, W]", _is_images(self._images))
        self.count: int | None = shape[0]
        expressions, persons = variables["labs_ex"], variables["labs_id"]
        for key in ("labs_ex", "labs_id"):
            array = variables[key]
            _check(path, key, array, f"[{shape[0]}, 1]", _is_whole(array, shape[0], 1))
        folds = variables["folds"]
        _check(path, "folds", folds, f"[{shape[0]}, 5]", _is_whole(folds, shape[0], len(FOLDS)))
        self._expressions = expressions.ravel().astype(int)
        self._persons = persons.ravel().astype(int)
        self._purposes = folds.reshape(shape[0], -1)[:, fold - 1].astype(int)
        _check_values(path, "labs_ex", self._expressions, {-1, *range(1, len(EXPRESSIONS) + 1)})
        _check_values(path, "folds", self._purposes, set(range(len(SPLIT_OF))))

    def __iter__(self) -> Iterator[Photograph]:
        rows = zip(self._expressions, self._persons, self._purposes, strict=True)
        for number, (expression, person, purpose) in enumerate(rows):
            labels = Labels(
                expression=EXPRESSIONS[expression - 1] if expression > 0 else None,
                person=f"tfd/{person}" if person >= 0 else None,
            )
            photograph = numbered(self.name, self._images, number)
            yield replace(photograph, labels=labels, split=SPLIT_OF[purpose])


def _load(path: Path) -> dict[str, Any]:
    """Read a file in a process of its own, as a wrong byte may end the one that reads it."""
    with needed_for("Reading TFD"):
        import scipy  # noqa: F401 - whether it is there
    with processes(1) as pool:
        try:
            return pool.submit(_read, path).result()
        except BrokenExecutor as error:
            raise SourceError(f"{path} is no whole MATLAB file") from error


def _read(path: Path) -> dict[str, Any]:
    from scipy.io import loadmat

    try:
        variables: dict[str, Any] = loadmat(path, variable_names=VARIABLES)
    except NotImplementedError as error:
        raise SourceError(
            f"{path} is a MATLAB file of version 7.3; save it with -v7 to have it read"
        ) from error
    except Exception as error:  # the reader fails in any way on broken bytes
        if isinstance(error, OSError) and error.strerror:
            raise SourceError(f"{path} cannot be read: {error.strerror}") from error
        raise SourceError(f"{path} is no whole MATLAB file") from error
    lacking = [name for name in VARIABLES if name not in variables]
    if lacking:
        raise SourceError(f"{path} is not TFD: it has no variable {', '.join(lacking)}")
    return variables


def _is_images(array: Any) -> bool:
    return bool(array.dtype == np.uint8 and array.ndim == 3 and array.size > 0)


def _is_whole(array: Any, rows: int, columns: int) -> bool:
    """Whether an array holds whole numbers, this many."""
    if array.dtype.kind not in "iuf" or array.size != rows * columns:
        return False
    return bool((array == np.rint(array)).all())


def _check(path: Path, name: str, array: Any, wanted: str, fits: bool) -> None:
    if not fits:
        raise SourceError(
            f"{path} is not TFD: {name} must be {wanted}, it is {array.dtype} {list(array.shape)}"
        )


def _check_values(path: Path, name: str, values: NDArray[np.int_], allowed: set[int]) -> None:
    strange = set(np.unique(values).tolist()) - allowed
    if strange:
        raise SourceError(
            f"{path} is not TFD: {name} holds {min(strange)}, "
            f"allowed are {', '.join(map(str, sorted(allowed)))}"
        )
