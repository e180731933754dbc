"""The command that goes on with another model: model."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from morphing_faces.errors import CommandError, MorphingFacesError, OtherModelError
from morphing_faces.model.capabilities import ENCODING, FILES
from morphing_faces.model.protocol import Model
from morphing_faces.model.sources.catalogue import name_of, names_at_hand
from morphing_faces.model.sources.load import load_model
from morphing_faces.model.sources.recent import remember_played
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.points.resolve import Portrait
from morphing_faces.session.argument_types import ModelWord
from morphing_faces.session.language import command
from morphing_faces.session.reframe import reframe
from morphing_faces.session.task import BackgroundTask
from morphing_faces.session.work import Work
from morphing_faces.storage.files import user_path
from morphing_faces.storage.paths import is_folder
from morphing_faces.types import Floats


class Arrival(NamedTuple):
    """Where another model goes on.

    Attributes:
        z: The point, [L]; None for one that is drawn.
        origin: The photograph that stays beside it, if there is one.
        note: What to tell the user of the face.
    """

    z: Floats | None
    origin: Portrait | None
    note: str


class ModelCommands:
    """What a session does to go on with another model.

    Args:
        morpher: What plays it.
        work: Goes on with what takes a while.
        home: The user's folder, which knows what was played lately.
    """

    def __init__(self, morpher: Morpher, work: Work, home: Path) -> None:
        self._home = home
        self._morpher = morpher
        self._work = work
        self._without_files = {} if FILES.of(morpher.model) else {morpher.model.name: morpher.model}

    def names(self) -> list[str]:
        """The names of models at hand; any thread may ask."""
        return [*self._without_files, *names_at_hand(self._home)]

    def owner_of(self, error: OtherModelError) -> str | None:
        """What `model` takes for the model at hand that something belongs to, if there is one."""
        return name_of(error.decoder, self._home)

    @command("model")
    def model(self, name: ModelWord | None = None) -> str:
        """Go on with another model, or tell which there are."""
        if name is None:
            return f"{_told(self._morpher.model)}; at hand: {', '.join(self.names())}"
        # Not there, a name may still be one of a folder that the user's tilde begins.
        path = user_path(name)
        place = str(path) if name.startswith("~") and is_folder(path) else name
        self._work.start(BackgroundTask(lambda task: self._open(task, place)))
        return f"opening {name}"

    def _open(self, task: BackgroundTask, name: str) -> Callable[[], str]:
        """Load a model in the task's thread, and find where it goes on."""
        model = self._without_files.get(name) or load_model(name)
        if task.stopping.is_set():
            raise CommandError(f"{name} was not opened")
        before = self._morpher.model
        if model is before or _same(model, before):
            raise CommandError(f"{before.name} is what you play with")
        arrival = arrive(self._morpher, model)
        return lambda: self._switch(model, arrival)

    def _switch(self, model: Model, arrival: Arrival) -> str:
        self._morpher.switch(model, arrival.z, arrival.origin)
        if filed := FILES.of(model):
            remember_played(filed.folder, self._home)
        return f"now {_told(model)}; {arrival.note}, and undo leads back"


def arrive(morpher: Morpher, after: Model) -> Arrival:
    """Where another model goes on: at the face of now, where it can encode pictures.

    Args:
        morpher: Where the session is.
        after: The other model.

    Raises:
        MorphingFacesError: The face of now cannot be decoded.
    """
    before, z, origin = morpher.model, morpher.z, morpher.origin
    encoder = ENCODING.of(after)
    if encoder is None:
        return Arrival(None, None, "it has no encoder for the face of before, so this is another")
    portrait = origin if isinstance(origin, Portrait) else None
    photograph = None if portrait is None else reframe(portrait.image, before, after)
    if portrait is not None and photograph is not None and np.array_equal(z, portrait.z):
        face = photograph
        note = f"the photograph {portrait.name} is encoded anew"
    else:
        face = reframe(before.decode(z[None])[0], before, after)
        note = "the face is an approximation, what its encoder makes of the one before"
    mean, _ = encoder.encode(face[None])
    if not np.isfinite(mean).all():
        raise MorphingFacesError(f"the encoder of {after.name} gives no finite point here")
    if portrait is not None and photograph is not None:
        portrait = Portrait(portrait.name, photograph, mean[0])
    return Arrival(mean[0], portrait, note)


def _same(model: Model, other: Model) -> bool:
    """Whether two models are one, opened twice."""
    files, others = FILES.of(model), FILES.of(other)
    if files is None or others is None:
        return False
    return model.name == other.name and dict(files.files) == dict(others.files)


def _told(model: Model) -> str:
    """A model in words: `heads64, 64 x 64 colour, 256 dimensions`."""
    height, width, *colours = model.image_shape
    shade = "colour" if colours else "grey"
    return f"{model.name}, {height} x {width} {shade}, {model.latent_size} dimensions"
