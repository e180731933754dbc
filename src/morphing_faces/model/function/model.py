"""A Python function as a Model; see protocol.py. What is not known of it is found out."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from morphing_faces.errors import ModelError
from morphing_faces.model.capabilities import DIRECTING, ENCODING, RANKING, Capability
from morphing_faces.model.dimensions import Dimension, PlainDimension, RankedDimension
from morphing_faces.model.directions import Direction
from morphing_faces.model.function.caller import Caller
from morphing_faces.model.function.encoder import Spread, UserEncoder
from morphing_faces.model.function.function import UserFunction, own_traceback, place_of
from morphing_faces.model.function.principal import jacobian_directions, point_directions
from morphing_faces.model.function.probe import Given, find_images, probe
from morphing_faces.model.function.ranking import AxisRanking, rank_by_kl
from morphing_faces.model.function.to_numpy import as_array, picked
from morphing_faces.model.identity import Identity, session_identity
from morphing_faces.types import Floats
from morphing_faces.wording import counted

INTERESTING = 29
MOST_NUMBERS = 1 << 24
"""In the pictures of one call: 64 MB."""
LEAST_CHANGE = 0.01
"""As a part of the most: dimensions that change a picture less do nothing."""
LARGEST_LATENT = 1 << 16


class FunctionModel:
    """A decoder, and perhaps an encoder, that a user has in Python.

    All calls come from one thread, one after another.

    Args:
        decode: float32 [N, L] to pictures.
        latent_size: L, at least 2.
        name: What the user calls the model, by which its points are known; the function's own
            name by default.
        encode: Pictures, as decode gives them or as `images` are, to a mean [N, L], and perhaps a
            standard deviation or the logarithm of a variance.
        images: Pictures, [N, ...].
        given: What the user says of them.
        spread: What encode gives beside the mean.
        seed: For the draws by which the decoder is tried and ranked.
        complain: Told a traceback of the user's functions, once for each place.

    Attributes:
        found: What was found out of the decoder, in words.

    Raises:
        ModelError: What was found is ambiguous, or no model.
        Exception: As the user's functions do.
    """

    def __init__(
        self,
        decode: Callable[..., Any],
        latent_size: int,
        *,
        name: str | None = None,
        encode: Callable[..., Any] | None = None,
        images: ArrayLike | None = None,
        given: Given | None = None,
        spread: Spread | None = None,
        seed: int = 0,
        complain: Callable[[str], None] = lambda _: None,
    ) -> None:
        if not 2 <= latent_size <= LARGEST_LATENT:
            raise ModelError(
                f"latent_size must be from 2 to {LARGEST_LATENT:,}, as two dimensions follow the "
                f"mouse; got {latent_size}"
            )
        self._function = UserFunction(decode, "decode")
        self._encode = UserFunction(encode, "encode") if encode is not None else None
        self._encoder: UserEncoder | None = None
        self.name = name or self._function.name
        self._latent_size = int(latent_size)
        self._complain = complain
        self._told: set[tuple[str, str, int]] = set()
        self._lock = threading.Lock()
        self._last: tuple[bytes, Floats] | None = None
        self._by_kl: tuple[RankedDimension, ...] = ()
        self._axes: tuple[Direction, ...] = ()
        like = None if images is None else as_array(images)
        if images is not None and like is None:
            raise ModelError(f"images= must be an array of pictures, got {type(images).__name__}")
        given = replace(given or Given(), like=like)
        self._output = given.output
        self._caller = Caller()
        try:
            self._caller.call(self._find_out, given, like, spread, np.random.default_rng(seed))
        except BaseException:
            self.close()
            raise

    @property
    def identity(self) -> Identity:
        """Known by its name, and in this session only."""
        return session_identity(self.name, self.latent_size)

    @property
    def latent_size(self) -> int:
        """L, the number of coordinates of a latent point."""
        return self._latent_size

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) for grey pictures, (H, W, 3) for colour."""
        return self._found.format.image_shape

    @property
    def interesting(self) -> Sequence[Dimension]:
        """The first 29 dimensions, as far as they are ranked by now."""
        if self._by_kl:
            return self._by_kl[:INTERESTING]
        with self._lock:
            order, changes = self._ranking.order, self._ranking.changes
        least = LEAST_CHANGE * np.nanmax(changes, initial=0)
        busy = [i for i in order if not changes[i] < least]
        kept = busy if len(busy) >= 2 else order[:2]
        return tuple(PlainDimension(i) for i in kept[:INTERESTING])

    @property
    def ranking(self) -> Sequence[RankedDimension]:
        """Every dimension that says something about the user's pictures, by falling mean KL."""
        return self._by_kl

    @property
    def changes(self) -> Floats:
        """How far each dimension moves a picture from -1 to 1, [L]; NaN where not known yet."""
        with self._lock:
            return self._ranking.changes.astype(np.float32)

    @property
    def ranked(self) -> bool:
        """Whether all is known of the dimensions that will be."""
        return bool(self._by_kl) or self._ranking.complete

    @property
    def measured(self) -> int:
        """How many dimensions have been measured."""
        return self._ranking.measured

    @property
    def directions(self) -> Sequence[Direction]:
        """Principal axes of encoded pictures and of the Jacobian, as far as they are known."""
        with self._lock:
            axes = jacobian_directions(self._ranking)
        return (*self._axes, *axes)

    @property
    def capabilities(self) -> frozenset[Capability[Any]]:
        """What it can do besides decoding."""
        able: dict[Capability[Any], bool] = {
            ENCODING: self._encoder is not None,
            RANKING: bool(self._by_kl),
            DIRECTING: bool(self._axes) or self._ranking.has_axes,
        }
        return frozenset(each for each, does in able.items() if does)

    @property
    def eyes(self) -> None:
        """It says of no face where its eyes are."""
        return

    def decode(self, z: ArrayLike, /) -> Floats:
        """Decode latent points [N, L]; see Model.

        Raises:
            ModelError: z has another shape, or the user's function has raised something: that is
                its cause.
        """
        points = np.asarray(z, np.float32)
        if points.ndim != 2 or points.shape[1] != self._latent_size:
            raise ModelError(
                f"model {self.name!r} decodes latent points of shape [N, {self._latent_size}], "
                f"got {list(points.shape)}"
            )
        last, key = self._last, points.tobytes()
        if last is not None and last[0] == key:
            return last[1].copy()
        faces: Floats = self._asked(self._decoded, points)
        if len(points) == 1:
            self._last = key, faces
        return faces.copy()

    def encode(self, faces: ArrayLike, /) -> tuple[Floats, Floats]:
        """Encode pictures [N, H, W] or [N, H, W, 3] in [0, 1]; see Encoder.

        Raises:
            ModelError: There is no encoder, the pictures have another shape, or the user's
                function has raised something: that is its cause.
        """
        ENCODING.needed(self)
        encoder = cast("UserEncoder", self._encoder)
        pictures = np.asarray(faces, np.float32)
        if pictures.shape[1:] != self.image_shape:
            raise ModelError(
                f"model {self.name!r} encodes pictures of shape {list(self.image_shape)}, got "
                f"{list(pictures.shape[1:])}"
            )
        found: tuple[Floats, Floats] = self._asked(encoder.encode, pictures)
        return found

    def rank(self, enough: Callable[[], bool]) -> None:
        """Measure what dimensions do until that is known, or until it is enough for now."""
        while not (self.ranked or enough()):
            self._caller.call(self._measure)

    def rank_idly(self) -> None:
        """Go on measuring whenever nothing else is asked for."""
        if not self.ranked:
            self._caller.idly(self._measure_safely)

    def close(self) -> None:
        """Call the user's functions no more, and leave them as they were."""
        self._caller.close()
        for function in (self._function, self._encode):
            if function is not None:
                function.restore()

    def _find_out(
        self,
        given: Given,
        images: NDArray[Any] | None,
        spread: Spread | None,
        rng: np.random.Generator,
    ) -> None:
        """Try the functions; in the caller's thread."""
        self._function.settle()
        self._found, _ = probe(self._function, self._latent_size, given, rng)
        self._ranking = AxisRanking(self._decoded, self._latent_size, rng)
        told = [str(self._found), *self._function.notes]
        if self._encode is not None:
            self._encode.settle()
            self._encoder = self._met(self._encode, given, spread)
            told += [*self._encode.notes, str(self._encoder)]
            if images is not None:
                mean, std = self._encoder.read(images)
                self._axes = point_directions(mean)
                self._by_kl = () if self._encoder.certain else rank_by_kl(mean, std)
        by = "their mean KL" if self._by_kl else "how far they move a picture from -1 to 1"
        self.found = "; ".join([*told, f"dimensions are ranked by {by}"])

    def _met(self, encode: UserFunction, given: Given, spread: Spread | None) -> UserEncoder:
        """The encoder, tried with the user's pictures, or else with decoded ones."""
        form = self._found.format
        if given.like is None:
            tried = form.given(self._decoded(np.zeros((2, self._latent_size), np.float32)))
        else:
            form, tried = find_images(given.like, given), np.asarray(given.like[:2], np.float32)
            if form.image_shape != self.image_shape:
                raise ModelError(f"images are {form}, but decode gives {self._found.format}")
        return UserEncoder(encode, form, self._latent_size, spread, tried)

    def _asked(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call in the caller's thread; what the user's function raises becomes a ModelError."""
        try:
            return self._caller.call(function, *arguments)
        except ModelError:
            raise
        except Exception as error:
            where = place_of(error)
            if where not in self._told:
                self._told.add(where)
                self._complain(own_traceback(error))
            raise ModelError(f"{self.name} raised {type(error).__name__}: {error}") from error

    def _decoded(self, z: Floats) -> Floats:
        """Pictures of latent points, as many at once as is good; in the caller's thread."""
        form = self._found.format
        numbers = int(np.prod(form.shape))
        most = max(MOST_NUMBERS // numbers, 1) if self._found.batch else 1
        faces = np.empty((len(z), *form.image_shape), np.float32)
        for start in range(0, len(z), most):
            block = z[start : start + most].copy()
            given = picked(self._function(block), self._output, "decode")
            if given.size != len(block) * numbers:
                raise ModelError(
                    f"decode gives {list(given.shape)} for {counted(len(block), 'point')}; at "
                    f"first it gave {list(form.shape)} for each"
                )
            faces[start : start + most] = form.pictures(given)
        return faces

    def _measure(self) -> bool:
        # The user's function may be slow, and whoever reads what is known must not wait for it.
        measured = self._ranking.measure()
        with self._lock:
            return self._ranking.take(measured)

    def _measure_safely(self) -> bool:
        """As _measure; what the user's function raises ends it, and is told."""
        try:
            return self._measure()
        except Exception as error:  # noqa: BLE001 - nobody has asked, so nobody would hear it
            self._complain(own_traceback(error))
            return False
