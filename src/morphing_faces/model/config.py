"""The contents of a model folder's config.json, and what makes them valid."""

from pathlib import Path
from typing import Any

import msgspec

from morphing_faces.errors import ModelError
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.folder_layout import CONFIG, DECODER
from morphing_faces.storage.documents import read_document
from morphing_faces.types import Eyes

FORMAT = 1
LARGEST_REACH = 100


class ImageConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pictures of a model: their shape, and where a face's eyes lie in them.

    Attributes:
        height: Rows of a picture.
        width: Columns of a picture.
        channels: 1 for grey, 3 for red, green and blue.
        eyes: The eye on the picture's left, then the other, each as (x, y) in fractions of the
            width and of the height; None where the faces were not aligned.
    """

    height: int
    width: int
    channels: int
    eyes: Eyes | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        grey = (self.height, self.width)
        return grey if self.channels == 1 else (*grey, self.channels)


class FileRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of the folder must be: its SHA-256 as hexadecimal digits, its length in bytes."""

    sha256: str
    size: int


class ModelConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of config.json.

    Attributes:
        format: Version of the layout; this package reads version 1.
        name: The model's name.
        image: Shape and alignment of its pictures.
        latent_size: L, the number of latent dimensions.
        interesting: Dimensions that do something, by falling mean KL.
        files: Every other file of the folder but the card, by its path with forward slashes.
        provenance: How the model came about: data, configuration, figures; free-form.
        opening: Ranks of the two dimensions that the page opens with, sideways and upwards: ones
            whose change anybody sees.
        reach: The coordinates at the picture's edges where nobody says others, above 0: how far one
            has to go to see something.
    """

    format: int
    name: str
    image: ImageConfig
    latent_size: int
    interesting: tuple[RankedDimension, ...]
    files: dict[str, FileRecord]
    provenance: dict[str, Any] = {}
    opening: tuple[int, int] = (0, 1)
    reach: float = 1.0


def read_config(folder: Path) -> ModelConfig:
    """Read the configuration of a model folder; the files that it lists are not looked at.

    Raises:
        ModelError: There is none, it is of another version, or it contradicts itself.
    """
    path = folder / CONFIG
    config = read_document(path, ModelConfig, (FORMAT,), ModelError, "model folder")
    _check(path, config)
    return config


def _check(path: Path, config: ModelConfig) -> None:
    """What the types of ModelConfig cannot say."""
    image = config.image
    if min(image.height, image.width) < 1 or image.channels not in (1, 3):
        raise ModelError(
            f"{path}: a picture has at least one row and one column and 1 or 3 channels"
        )
    indices = [dimension.index for dimension in config.interesting]
    if len(set(indices)) < len(indices) or not all(0 <= i < config.latent_size for i in indices):
        raise ModelError(
            f"{path}: interesting dimensions must be different indices "
            f"from 0 to {config.latent_size - 1}"
        )
    if len(indices) < 2:
        raise ModelError(f"{path}: at least two interesting dimensions are needed to play")
    first, second = config.opening
    if first == second or not all(0 <= rank < len(indices) for rank in config.opening):
        raise ModelError(
            f"{path}: 'opening' must be two different dimensions from 0 to {len(indices) - 1}, "
            f"got {first} and {second}"
        )
    if not 0 < config.reach <= LARGEST_REACH:
        raise ModelError(
            f"{path}: 'reach' must be above 0 and at most {LARGEST_REACH:,}, got {config.reach:g}"
        )
    if DECODER not in config.files:
        raise ModelError(f"{path} lists no {DECODER}, without which nothing can be decoded")
    for name in config.files:
        if Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name:
            raise ModelError(f"{path}: the file {name!r} lies outside the model folder")
