"""The readers by name, and which of them reads a folder or file that is named without one."""

import tarfile
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.faces.readers import fer2013, tables, tars
from morphing_faces.faces.readers import webdataset as shards
from morphing_faces.faces.readers.arrays import Array
from morphing_faces.faces.readers.celeba import CelebA, is_celeba
from morphing_faces.faces.readers.image_folder import Folder, pictures_in
from morphing_faces.faces.readers.photograph import Source
from morphing_faces.faces.readers.tfd import Tfd
from morphing_faces.faces.readers.zips import Zip


@dataclass(frozen=True)
class OpenRequest:
    """A source to be opened.

    Attributes:
        where: Its path, or what else it is called.
        name: What photographs say they come from.
        stack: Closes it.
        fold: Which of TFD's ways to split, 1 to 5.
    """

    where: str
    name: str
    stack: ExitStack
    fold: int

    @property
    def path(self) -> Path:
        """Its path."""
        return Path(self.where)


def recognise(path: Path) -> str:
    """The name of the reader for a folder or file.

    Raises:
        SourceError: None reads it.
    """
    name = path.name.lower()
    if path.is_dir():
        return _recognise_folder(path)
    if path.suffix.lower() in READER_OF:
        return READER_OF[path.suffix.lower()]
    if name.endswith(tars.SUFFIXES):
        return "tar"
    if zipfile.is_zipfile(path):
        return "zip"
    if tarfile.is_tarfile(path):
        return "tar"
    raise SourceError(
        f"{path} is neither a folder nor a whole zip archive, nor of another kind that is read; "
        f"if its name hides its kind, name a reader before it: {', '.join(READERS)}"
    )


def _recognise_folder(folder: Path) -> str:
    if is_celeba(folder):
        return "celeba"
    if (folder / "dataset_dict.json").exists() or (folder / "state.json").exists():
        return "arrow"
    if any((folder / file).exists() for file in fer2013.FILES):
        return "fer2013"
    if next(pictures_in(folder), None) is None:
        if shards.tars_in(folder):
            return "webdataset"
        if next(folder.rglob("*.parquet"), None) is not None:
            return "parquet"
    return "folder"


def _pictures(opening: OpenRequest) -> Source:
    """Pictures in a folder or an archive, whatever they show."""
    if opening.path.is_dir():
        return Folder(opening.path, opening.name)
    if recognise(opening.path) == "zip":
        return Zip(opening.path, opening.name, opening.stack)
    return _tar(opening)


def _tar(opening: OpenRequest) -> Source:
    if shards.is_shard(opening.path):
        return shards.Shards([opening.path], opening.name)
    return tars.Tar(opening.path, opening.name)


def _fer2013(opening: OpenRequest) -> Source:
    tables = [opening.path / file for file in fer2013.FILES if (opening.path / file).exists()]
    path = tables[0] if tables else opening.path
    if path.suffix.lower() == ".csv":
        return fer2013.Fer2013(path, opening.name)
    return _pictures(opening)


READERS: dict[str, Callable[[OpenRequest], Source]] = {
    "folder": lambda opening: Folder(opening.path, opening.name),
    "zip": lambda opening: Zip(opening.path, opening.name, opening.stack),
    "tar": _tar,
    "webdataset": lambda opening: shards.Shards(shards.shards_of(opening.where), opening.name),
    "npy": lambda opening: Array(opening.path, opening.name),
    "tfd": lambda opening: Tfd(opening.path, opening.name, opening.fold),
    "fer2013": _fer2013,
    "lfw": _pictures,
    "utkface": _pictures,
    "celeba": lambda opening: CelebA(opening.path, opening.name, opening.stack),
    "hf": lambda opening: tables.open_hub(opening.where, opening.name),
    "parquet": lambda opening: tables.open_parquet(opening.path, opening.name),
    "arrow": lambda opening: tables.open_arrow(opening.path, opening.name),
}
READER_OF = {
    ".zip": "zip",
    ".npy": "npy",
    ".mat": "tfd",
    ".csv": "fer2013",
    ".parquet": "parquet",
    ".arrow": "arrow",
}
