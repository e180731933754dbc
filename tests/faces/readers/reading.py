"""What sources have to say, and pictures to put into them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from morphing_faces.errors import SourceError
from morphing_faces.faces.labels import Labels
from morphing_faces.faces.readers import open_sources
from morphing_faces.faces.rejection import RejectedError
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.faces.set.prepare import prepare_faces
from morphing_faces.faces.splits import Split
from morphing_faces.types import Pixels
from tests.faces.drawing import encoded


@dataclass(frozen=True)
class Seen:
    """A photograph that was read; contents is a sentence where it was rejected."""

    source: str
    name: str
    contents: bytes | Pixels | str
    labels: Labels
    split: Split | None


def seen(*specs: str | Path, fold: int | None = None) -> list[Seen]:
    """Everything that sources have, read while it is the turn of each photograph."""
    found = []
    with open_sources(specs, fold=fold) as photographs:
        for photograph in photographs:
            contents: bytes | Pixels | str
            try:
                contents = photograph.read()
            except RejectedError as error:
                contents = str(error)
            else:
                size = len(contents) if isinstance(contents, bytes) else contents.size
                assert photograph.size in (size, 0)
            found.append(
                Seen(
                    photograph.source,
                    photograph.name,
                    contents,
                    photograph.labels,
                    photograph.split,
                )
            )
        if photographs.count is not None:
            assert photographs.count == len(found)
    return found


def refusal(*specs: str | Path, fold: int | None = None) -> str:
    """The one sentence with which sources are refused, at once or half way."""
    with pytest.raises(SourceError) as caught:
        seen(*specs, fold=fold)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def prepared(out: Path, *specs: str | Path, size: int = 48) -> FaceSet:
    """A face set of pictures that are aligned already, in colours."""
    with ThreadPoolExecutor(1) as executor:
        prepare_faces(specs, out, size=size, color=True, aligned=True, executor=executor)
    return load_faces(out)


def pictures(count: int, *, size: int = 48, channels: int = 3) -> NDArray[np.uint8]:
    """Pictures no two of which are alike, uint8 [N, H, W] or [N, H, W, 3]."""
    shape = (count, size, size, channels)[: 3 if channels == 1 else 4]
    return np.random.default_rng(7).integers(0, 256, shape, np.uint8)


def png(number: int) -> bytes:
    """The file of one of those pictures."""
    return encoded(pictures(number + 1)[number])
