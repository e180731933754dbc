"""A model folder: read it, verify it, encode and decode with it, write a new one.

The layout is the one of a model repository, so that it can be pushed and pulled as it is::

    faces48/
      README.md          model card
      config.json        what this module's ModelConfig says
      onnx/decoder.onnx  z [N, L] -> mean [N, H, W] or [N, H, W, 3] in [0, 1], and a hidden output
      onnx/std.onnx      hidden -> standard deviation of every pixel (optional)
      onnx/encoder.onnx  image [N, H, W(, 3)] in [0, 1] -> mean [N, L], std [N, L] (optional)
      onnx/prior.onnx    noise [N, P] from N(0, I) -> z [N, L] where faces are (optional)
      golden.npz         pairs that every runtime has to reproduce
      ppca.npz           the linear baseline of the same faces (optional)
      directions.json    directions with names; see directions.py (optional)
"""

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec
import numpy as np
import onnxruntime as ort
from numpy.typing import ArrayLike

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import (
    DEVIATION,
    DIRECTING,
    ENCODING,
    FILES,
    RANKING,
    SAMPLING,
    Capability,
    Eyes,
)
from morphing_faces.model.dimensions import RankedDimension
from morphing_faces.model.directions import Direction, read_directions
from morphing_faces.model.identity import Identity
from morphing_faces.storage.documents import read_document
from morphing_faces.storage.folders import write_folder
from morphing_faces.storage.paths import is_folder
from morphing_faces.types import Floats

FORMAT = 1
INTERESTING = 29
CONFIG = "config.json"
CARD = "README.md"
DECODER = "onnx/decoder.onnx"
STD = "onnx/std.onnx"
ENCODER = "onnx/encoder.onnx"
PRIOR = "onnx/prior.onnx"
GOLDEN = "golden.npz"
PPCA = "ppca.npz"
DIRECTIONS = "directions.json"
THREADS = min(2, os.cpu_count() or 1)
"""For one row, a second thread halves the time; a third gains little."""
BLOCK = 16
"""Rows that one thread takes at a time where many rows are spread over all cores."""


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
    """

    format: int
    name: str
    image: ImageConfig
    latent_size: int
    interesting: tuple[RankedDimension, ...]
    files: dict[str, FileRecord]
    provenance: dict[str, Any] = {}


@dataclass(frozen=True)
class GoldenPairs:
    """Inputs and outputs of the full-precision network, for the parity test of every runtime.

    Attributes:
        z: Latent points, float32 [K, L].
        face: Their decoded means, float32 [K, H, W(, 3)] in [0, 1].
        image: Pictures, float32 [J, H, W(, 3)] in [0, 1]; J is 0 without an encoder.
        mean: Their posterior means, float32 [J, L].
        noise: Draws from N(0, I), float32 [I, P]; I is 0 without a fitted prior.
        drawn: The latent points that the fitted prior makes of them, float32 [I, L].
    """

    z: Floats
    face: Floats
    image: Floats
    mean: Floats
    noise: Floats
    drawn: Floats


class ModelFolder:
    """A model folder, played through ONNX Runtime; see Model in protocol.py.

    Rows are decoded and encoded one at a time: quantised layers choose one scale for all the rows
    they are given, and a face must not depend on which others were asked for beside it.

    Args:
        folder: The model folder.

    Raises:
        ModelError: The folder is missing or incomplete, of another version, damaged, or its
            decoder does not do what config.json says.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.config, self._directions = self._verified()
        probe = self.decode(np.zeros((1, self.latent_size), np.float32))
        if not np.isfinite(probe).all():
            raise ModelError(f"{self._path(DECODER)} decodes z = 0 to values that are not finite")

    @property
    def name(self) -> str:
        """The model's name."""
        return self.config.name

    @property
    def identity(self) -> Identity:
        """The SHA-256 of the decoder: models that decode alike share their points."""
        return Identity(self.files[DECODER].sha256, lasting=True)

    @property
    def capabilities(self) -> frozenset[Capability[Any]]:
        """What the files of the folder can do besides decoding."""
        always: list[Capability[Any]] = [FILES, RANKING, SAMPLING]
        parts: dict[str, Capability[Any]] = {
            ENCODER: ENCODING,
            STD: DEVIATION,
            DIRECTIONS: DIRECTING,
        }
        return frozenset(always + [each for name, each in parts.items() if name in self.files])

    @property
    def files(self) -> Mapping[str, FileRecord]:
        """Every file but config.json and the card, by its path with forward slashes."""
        return self.config.files

    @property
    def provenance(self) -> Mapping[str, Any]:
        """How the model came about: data, configuration, figures; free-form."""
        return self.config.provenance

    @property
    def eyes(self) -> Eyes | None:
        """Where a face's eyes lie in the pictures; None where the faces were not aligned."""
        return self.config.image.eyes

    @property
    def latent_size(self) -> int:
        """L, the number of coordinates of a latent point."""
        return self.config.latent_size

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        return self.config.image.shape

    @property
    def interesting(self) -> tuple[RankedDimension, ...]:
        """The dimensions that a user numbers 0 to 28, the most interesting first."""
        return self.ranking[:INTERESTING]

    @property
    def ranking(self) -> tuple[RankedDimension, ...]:
        """Every dimension that does something, by falling mean KL."""
        return self.config.interesting

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Directions with names, which `morphing-faces directions` found; may be none."""
        return self._directions

    @property
    def has_prior(self) -> bool:
        """Whether random faces come from a prior fitted after training, not from N(0, I)."""
        return PRIOR in self.files

    def sample(self, rng: np.random.Generator, count: int) -> Floats:
        """Draw latent points of random faces.

        They come from the prior that was fitted to the faces after training, where the model has
        one, and from N(0, I) where it has none.

        Args:
            rng: What to draw from.
            count: N, how many.

        Returns:
            float32 [N, L].
        """
        if not self.has_prior:
            return rng.standard_normal((count, self.latent_size), np.float32)
        return self.place(rng.standard_normal((count, self.noise_size), np.float32))

    @property
    def noise_size(self) -> int:
        """P, the normal random numbers that make a latent point; L without a fitted prior."""
        return int(self._prior.get_inputs()[0].shape[1]) if self.has_prior else self.latent_size

    def place(self, noise: ArrayLike) -> Floats:
        """Make latent points of normal random numbers, by the fitted prior.

        Args:
            noise: Draws from N(0, 1), [N, P].

        Returns:
            float32 [N, L].

        Raises:
            ModelError: The model has no fitted prior, or the noise has another shape.
        """
        if not self.has_prior:
            raise ModelError(f"model {self.name!r} has no fitted prior")
        values = np.asarray(noise, np.float32)
        if values.ndim != 2 or values.shape[1] != self.noise_size:
            raise ModelError(
                f"model {self.name!r} makes latent points of noise of shape "
                f"[N, {self.noise_size}], got {_brackets(values.shape, rows=False)}"
            )
        rows = [self._prior.run(["z"], {"noise": row[None]})[0] for row in values]
        return _stack(rows, (self.latent_size,))

    def decode(self, z: ArrayLike) -> Floats:
        """Decode latent points to faces, the mean of p(x|z).

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            float32 [N, H, W] or [N, H, W, 3] in [0, 1].

        Raises:
            ModelError: z has another shape, or coordinates that are not finite.
        """
        points = self._points(z)
        run = self._decoder.run
        rows = [run(["mean"], {"z": points[i : i + 1]})[0] for i in range(len(points))]
        return _stack(rows, self.image_shape)

    def std(self, z: ArrayLike) -> Floats:
        """Standard deviation of p(x|z) at every pixel.

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            float32 [N, H, W] or [N, H, W, 3], above 0, in units of the picture's range [0, 1].

        Raises:
            ModelError: The model has no such output, or z has another shape.
        """
        DEVIATION.needed(self)
        rows = []
        for point in self._points(z):
            (hidden,) = self._decoder.run(["hidden"], {"z": point[None]})
            rows.append(self._std.run(["std"], {"hidden": hidden})[0])
        return _stack(rows, self.image_shape)

    def conditional(self, z: ArrayLike) -> tuple[Floats, Floats]:
        """Mean and standard deviation of p(x|z), as decode and std give them, in one pass.

        The hidden layers run once for both, and rows are spread over all cores.

        Args:
            z: Latent points [N, L], any finite real numbers.

        Returns:
            mean and std, float32 [N, H, W] or [N, H, W, 3] each.

        Raises:
            ModelError: The model has no standard deviation, or z has another shape.
        """
        DEVIATION.needed(self)
        points = self._points(z)
        means = np.empty((len(points), *self.image_shape), np.float32)
        stds = np.empty_like(means)
        decoder, std = self._side_by_side

        def block(start: int) -> None:
            for row in range(start, min(start + BLOCK, len(points))):
                mean, hidden = decoder.run(["mean", "hidden"], {"z": points[row : row + 1]})
                means[row] = mean[0]
                stds[row] = std.run(["std"], {"hidden": hidden})[0][0]

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for _ in pool.map(block, range(0, len(points), BLOCK)):
                pass  # so that a thread's error is raised here
        return means, stds

    def encode(self, faces: ArrayLike) -> tuple[Floats, Floats]:
        """Encode faces to the posterior q(z|x) = N(mean, diag(std^2)).

        Args:
            faces: Pictures [N, H, W] or [N, H, W, 3] with values in [0, 1].

        Returns:
            mean and std, float32 [N, L] each; std is above 0.

        Raises:
            ModelError: The model has no encoder, or the pictures another shape or range.
        """
        ENCODING.needed(self)
        images = np.asarray(faces, np.float32)
        if images.ndim == 0 or images.shape[1:] != self.image_shape:
            raise ModelError(
                f"model {self.name!r} encodes pictures of shape {_brackets(self.image_shape)}, "
                f"got {_brackets(images.shape, rows=False)}"
            )
        if not ((images >= 0) & (images <= 1)).all():
            raise ModelError("pictures to encode must have values from 0 to 1")
        run = self._encoder.run
        rows = [run(["mean", "std"], {"image": images[i : i + 1]}) for i in range(len(images))]
        shape = (self.latent_size,)
        return _stack([row[0] for row in rows], shape), _stack([row[1] for row in rows], shape)

    @cached_property
    def golden(self) -> GoldenPairs:
        """The pairs that this model must reproduce.

        Raises:
            ModelError: The folder has none, or they cannot be read.
        """
        arrays = self.arrays(GOLDEN)
        try:
            pairs = [arrays[key] for key in ("z", "face", "image", "mean")]
            drawn = [arrays[key] for key in ("noise", "drawn")] if self.has_prior else []
        except KeyError as error:
            raise ModelError(f"{self._path(GOLDEN)} lacks the array {error}") from None
        nothing = np.empty((0, self.latent_size), np.float32)
        return GoldenPairs(*pairs, *(drawn or (nothing, nothing)))

    def arrays(self, name: str) -> dict[str, Floats]:
        """Read a file of arrays (.npz) that belongs to the model folder, as float32.

        Args:
            name: Its path in the folder, one of config.json's files.

        Raises:
            ModelError: The folder has no such file, or it is not a plain .npz.
        """
        if name not in self.files:
            raise ModelError(f"model {self.name!r} has no {name}")
        try:
            with np.load(self._path(name), allow_pickle=False) as archive:
                return {key: archive[key].astype(np.float32) for key in archive.files}
        except (OSError, ValueError, BadZipFile) as error:
            raise ModelError(f"{self._path(name)} cannot be read: {error}") from error

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _verified(self) -> tuple[ModelConfig, tuple[Direction, ...]]:
        """The configuration, and the directions that belong to it, of files that it knows.

        Another process may be writing directions: what does not fit together is read again, as
        long as the configuration is another one each time.
        """
        config = _read_config(self.folder)
        while True:
            try:
                for name, record in config.files.items():
                    self._verify(name, record)
                if DIRECTIONS not in config.files:
                    return config, ()
                found = read_directions(self.folder / DIRECTIONS, config.latent_size)
            except ModelError:
                before, config = config, _read_config(self.folder)
                if config == before:
                    raise
            else:
                return config, found

    def _verify(self, name: str, record: FileRecord) -> None:
        """Compare a file's length and hash with what config.json says."""
        try:
            content = self._path(name).read_bytes()
        except OSError as error:
            raise ModelError(
                f"{self._path(name)} cannot be read ({error.strerror}); {CONFIG} lists it, "
                f"so the model folder is incomplete"
            ) from error
        if len(content) != record.size or hashlib.sha256(content).hexdigest() != record.sha256:
            raise ModelError(
                f"{self._path(name)} is damaged: its SHA-256 is not the one in {CONFIG}; "
                f"fetch the model again"
            )

    def _points(self, z: ArrayLike) -> Floats:
        points = np.asarray(z, np.float32)
        if points.ndim != 2 or points.shape[1] != self.latent_size:
            raise ModelError(
                f"model {self.name!r} decodes latent points of shape [N, {self.latent_size}], "
                f"got {_brackets(points.shape, rows=False)}"
            )
        if not np.isfinite(points).all():
            raise ModelError("every coordinate of a latent point must be a finite number")
        return points

    def _session(self, name: str, source: str, result: str, threads: int = THREADS) -> Any:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        try:
            session = ort.InferenceSession(
                self._path(name), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            reason = " ".join(str(error).split())
            raise ModelError(f"{self._path(name)} cannot be run: {reason}") from error
        inputs = [node.name for node in session.get_inputs()]
        outputs = [node.name for node in session.get_outputs()]
        if inputs != [source] or result not in outputs:
            raise ModelError(
                f"{self._path(name)} must map {source!r} to {result!r}, but maps "
                f"{', '.join(inputs)} to {', '.join(outputs)}"
            )
        return session

    @cached_property
    def _decoder(self) -> Any:
        session = self._session(DECODER, "z", "mean")
        shapes = {node.name: tuple(node.shape[1:]) for node in session.get_outputs()}
        got = (tuple(session.get_inputs()[0].shape[1:]), shapes["mean"])
        if got != ((self.latent_size,), self.image_shape):
            raise ModelError(
                f"{self._path(DECODER)} maps {_brackets(got[0])} to {_brackets(got[1])}, but "
                f"{CONFIG} says [N, {self.latent_size}] to {_brackets(self.image_shape)}"
            )
        return session

    @cached_property
    def _std(self) -> Any:
        return self._session(STD, "hidden", "std")

    @cached_property
    def _side_by_side(self) -> tuple[Any, Any]:
        """Decoder and std of one thread each, to be run in several threads at a time."""
        return self._session(DECODER, "z", "mean", 1), self._session(STD, "hidden", "std", 1)

    @cached_property
    def _prior(self) -> Any:
        session = self._session(PRIOR, "noise", "z", 1)
        shape = tuple(session.get_outputs()[0].shape[1:])
        if shape != (self.latent_size,):
            raise ModelError(
                f"{self._path(PRIOR)} makes latent points of {_brackets(shape)}, but {CONFIG} says "
                f"[N, {self.latent_size}]"
            )
        return session

    @cached_property
    def _encoder(self) -> Any:
        return self._session(ENCODER, "image", "mean")


def load_model(model: str | os.PathLike[str] = "faces48") -> ModelFolder:
    """Load a model that ships with the package, or a model folder.

    Args:
        model: A name from shipped_models(), or the path of a model folder.

    Raises:
        ModelError: There is no such model, or its folder is damaged.
    """
    shipped = shipped_models()
    if isinstance(model, str) and model in shipped:
        return ModelFolder(shipped[model])
    if not is_folder(Path(model)):
        names = ", ".join(shipped) or "none"
        raise ModelError(
            f"there is no model {os.fspath(model)!r}: it is neither a folder nor the name of a "
            f"model that ships with the package ({names})"
        )
    return ModelFolder(model)


def shipped_models() -> dict[str, Path]:
    """The folders of the models that ship with the package, by name."""
    root = Path(str(resources.files("morphing_faces"))) / "models"
    return {path.parent.name: path.parent for path in sorted(root.glob(f"*/{CONFIG}"))}


def refuse_existing(folder: Path) -> None:
    """Raise ModelError if something is in a new model's place."""
    if os.path.lexists(folder):
        raise ModelError(f"{folder} exists already; name a folder that does not")


def write_model(
    folder: str | os.PathLike[str],
    config: ModelConfig,
    contents: Mapping[str, bytes],
    card: str,
) -> None:
    """Write a model folder whole: beside its place first, then renamed into it.

    Args:
        folder: Where the model will be; must not exist yet.
        config: Everything for config.json but the files, which are recorded here.
        contents: The bytes of each file, by its path in the folder.
        card: The text of the model card.

    Raises:
        ModelError: The folder exists already.
        FileError: It cannot be written.
    """
    target = Path(folder)
    refuse_existing(target)
    files = {
        name: FileRecord(hashlib.sha256(content).hexdigest(), len(content))
        for name, content in contents.items()
    }
    config = msgspec.structs.replace(config, files=files)
    document = msgspec.json.format(msgspec.json.encode(config), indent=2)
    write_folder(target, {**contents, CONFIG: document, CARD: card.encode()})


def _read_config(folder: Path) -> ModelConfig:
    path = folder / CONFIG
    config = read_document(path, ModelConfig, (FORMAT,), ModelError, "model folder")
    _check_config(path, config)
    return config


def _check_config(path: Path, config: ModelConfig) -> None:
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
    if DECODER not in config.files:
        raise ModelError(f"{path} lists no {DECODER}, without which nothing can be decoded")
    for name in config.files:
        if Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name:
            raise ModelError(f"{path}: the file {name!r} lies outside the model folder")


def _stack(rows: list[Floats], shape: tuple[int, ...]) -> Floats:
    return np.concatenate(rows) if rows else np.empty((0, *shape), np.float32)


def _brackets(shape: tuple[int, ...], *, rows: bool = True) -> str:
    """A shape as people write it: [N, 48, 48]."""
    return f"[{', '.join(map(str, (*(('N',) if rows else ()), *shape)))}]"
