"""What a session can do beyond moving: keep points, take photographs, refine, slide, film."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import numpy as np

from morphing_faces.errors import CommandError, FileError, MorphingFacesError
from morphing_faces.faces.find.choice import Eyes
from morphing_faces.model.folder import Model
from morphing_faces.morpher.interpolation import along
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.pictures.still import face_png
from morphing_faces.points.document import read_point_file
from morphing_faces.points.link import SITE, Shared, link, open_link
from morphing_faces.points.resolve import Portrait, Resolved, resolve_point, split_face
from morphing_faces.points.store import PointStore, is_path
from morphing_faces.points.user_directions import UserDirections
from morphing_faces.session.commands import quoted
from morphing_faces.session.directions import SessionDirections
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.session.recording import FRAMES_PER_SECOND, LONGEST, Recording
from morphing_faces.session.refine import Refined, refine
from morphing_faces.session.task import BackgroundTask
from morphing_faces.storage.files import refuse_existing, refuse_nowhere, user_path, write_whole
from morphing_faces.types import Floats

SLIDE_SECONDS = 3.0
PATIENCE = 0.5
WAIT = 0.1
NAME_ANOTHER = "name a film that does not"


class Studio:
    """The surroundings of a morpher whose decoder is a model folder; see commands.Surroundings.

    Args:
        model: The model.
        morpher: What is played with.
        site: Where the online demo is, for links; on this machine by default.
        points: Those that are kept; by default, in the user's folder.
        own: The user's own directions and names; by default, in the user's folder.
        finder: The file of the face finder's network, where it cannot be fetched.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        model: Model,
        morpher: Morpher,
        *,
        site: str | None = None,
        points: PointStore | None = None,
        own: UserDirections | None = None,
        finder: Path | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._model = model
        self._morpher = morpher
        self._site = site or SITE
        self._points = points or PointStore()
        self._camera = PhotoEncoder(model, finder)
        self._clock = clock
        self._steering = SessionDirections(model, morpher, own or UserDirections(model))
        self._said = list(self._steering.complaints)
        self._job: BackgroundTask | None = None
        self._slide: _Slide | None = None
        self._recording: Recording | None = None
        self._film_full = False

    @property
    def busy(self) -> bool:
        """Whether there is work going on, or a slide, that the next command has to wait for."""
        return self._job is not None or self._slide is not None

    def tick(self) -> list[str]:
        """Do what there is to do now; what to tell the user.

        Raises:
            MorphingFacesError: Work has failed.
        """
        if self._slide is not None and not self._slide.go_on(self._morpher, self._clock()):
            self._slide = None
        said, self._said = [*self._said, *self._film()], []
        if self._job is None:
            return said
        said += self._job.messages()
        if self._job.done:
            job, self._job = self._job, None
            said.append(job.finish())
        return said

    def interrupt(self) -> bool:
        """Stop the work or the slide that is going on, where it is; whether there was any."""
        was_busy, self._slide = self.busy, None
        if self._job is not None:
            self._job.stopping.set()
        return was_busy

    def close(self, give_up: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """Bring to an end what is going on; a film that was being recorded is written.

        Args:
            give_up: Asked again and again while a film is written: whether it is to be dropped.

        Yields:
            What to tell the user, when it is so.

        Raises:
            MorphingFacesError: It could not be; what came after it is done all the same.
        """
        failed: MorphingFacesError | None = None
        writing = self._job is not None and self._job.precious
        try:
            yield from self._end(give_up)
        except MorphingFacesError as error:
            failed = error
        if self._recording is not None and not writing:
            yield self.stop_recording()
            yield from self._end(give_up)
        if failed is not None:
            raise failed

    def begin(self, found: Resolved) -> str:
        """Let the session begin at a point; what to tell the user."""
        self._morpher.begin(found.shared.z, found.shared.selected, found.portrait)
        self._morpher.set_reach(found.shared.reach)
        return found.portrait.note if found.portrait else ""

    def start_slide(self, start: str, end: str) -> str:
        """Let the session begin at a point and slide to another; what to tell the user."""
        first, last = self.find(start), self.find(end)
        self.begin(first)
        self._slide = _Slide(first, last)
        return "\n".join(_notes(first, last))

    def find(self, word: str) -> Resolved:
        """The point that a name, a path or a link means; see resolve_point."""
        found = resolve_point(word, self._model, self._points, self._camera)
        return found if found.portrait is None else self._of(found.portrait)

    def portrait(self, word: str, face: int | Eyes | None) -> Resolved:
        """The point of a photograph; see split_face and PhotoEncoder.take."""
        return self._of(self._take(word, face))

    def names(self) -> list[str]:
        """The names of the points that are kept."""
        return self._points.names()

    def directions(self) -> str:
        """The directions there are, in a line each."""
        return self._steering.listed()

    def direction_names(self) -> list[str]:
        """The names of the directions."""
        return self._steering.names()

    def go_along(self, direction: str, steps: float | None) -> str:
        """Go some steps along a direction; None tells about it."""
        if steps is None:
            return self._steering.told(direction)
        return self._steering.step(direction, steps)

    def name_dimension(self, rank: int, name: str | None) -> str:
        """Call a dimension by a name; None takes the user's name away."""
        return self._steering.name(rank, name)

    def remember(self, name: str, start: str, end: str | None) -> str:
        """Keep the step from one point to another, the face by default, as a direction."""
        first = self.find(start).shared.z
        last = self._morpher.z if end is None else self.find(end).shared.z
        return self._steering.remember(name, first, last)

    def forget(self, direction: str) -> str:
        """Take away a direction of the user's own."""
        return self._steering.forget(direction)

    def save(self, name: str, *, replace: bool) -> str:
        """Keep the point under a name."""
        self._morpher.pause()
        path = self._points.save(name, self._shared, self._model, replace=replace)
        return f"kept in {path}"

    def load(self, point: str) -> str:
        """Go to a point that was kept, by its name or its file; or take over what a file has."""
        if is_path(point):
            if taken := self._steering.take(user_path(point)):
                return taken
            shared = read_point_file(user_path(point), self._model)
        else:
            shared = self._points.load(point, self._model)
        self._go(shared)
        return f"at {point}"

    def kept(self) -> str:
        """The names of the points that are kept."""
        return ", ".join(self._points.names()) or "nothing is kept yet; 'save NAME' keeps a point"

    def link(self) -> str:
        """The address that shows the point in the online demo."""
        self._morpher.pause()
        return link(self._shared, self._model, self._site)

    def open(self, link: str) -> str:
        """Go to the point of a link."""
        self._go(open_link(link, self._model))
        return "at the face of the link"

    def photo(self, path: str, face: int | Eyes | None) -> str:
        """Go to the point of a photograph."""
        taken = self._take(path, face)
        self._morpher.go(taken.z, origin=taken)
        return taken.note or f"the face in {path}, and what the model makes of it"

    def refine(self, steps: int) -> str:
        """Bring the face closer to the photograph."""
        portrait = self._morpher.origin
        if not isinstance(portrait, Portrait):
            raise CommandError("there is no photograph to come closer to; 'photo PATH' takes one")
        start = self._morpher.z
        self._job = BackgroundTask(lambda job: self._refine(job, portrait, start, steps))
        return f"refining in up to {steps} steps; Ctrl-C stops, and keeps the best so far"

    def morph(self, start: str, end: str) -> str:
        """Slide from one point to another."""
        first, last = self.find(start), self.find(end)
        self._go(first.shared, first.portrait)
        self._slide = _Slide(first, last)
        return "\n".join([f"from {start} to {end}", *_notes(first, last)])

    def picture(self, path: str, *, replace: bool) -> str:
        """Write the face as a picture."""
        self._morpher.pause()
        file = user_path(path)
        if file.suffix.lower() != ".png":
            raise FileError(f"a picture is a PNG file: name it {file.stem}.png, not {file.name}")
        refuse_nowhere(file)
        unless = None if replace else f"'picture {quoted(path)} replace' writes over it"
        if unless:
            refuse_existing(file, unless)
        write_whole(file, face_png(self._morpher.face(), self._shared, self._model), unless)
        return f"written to {file}; 'load' brings the face back from it"

    def record(self, path: str) -> str:
        """Film from now on what happens."""
        if self._recording is not None:
            is_what = "is not written yet" if self._recording.over else "is being recorded"
            raise CommandError(f"{self._recording.path} {is_what}; 'record stop' writes it")
        file = _film_file(path)
        self._morpher.pause()
        self._recording, self._film_full = Recording(file, self._morpher.z, self._clock()), False
        return f"recording; 'record stop' writes {file}"

    def stop_recording(self, path: str | None = None) -> str:
        """Write what happened since `record` as a film; to another file than was said, perhaps."""
        recording = self._recording
        if recording is None:
            raise CommandError("nothing is being recorded; 'record start FILM.mp4' begins")
        if path is not None:
            recording.path = _film_file(path)
        now = self._clock()
        recording.look(self._morpher.z, now)
        recording.end(now)
        self._job = BackgroundTask(lambda job: self._develop(job, recording), precious=True)
        return f"writing {recording.path}"

    def _end(self, give_up: Callable[[], bool]) -> Iterator[str]:
        """Wait for the work that is going on, shortly or until it is done."""
        if self._job is None:
            return
        job, self._job = self._job, None
        if not job.precious:
            job.stopping.set()
        while not job.wait(WAIT):
            if give_up():
                job.stopping.set()
        yield job.finish()

    def _film(self) -> list[str]:
        """Let the film that is being recorded see where the session is."""
        if self._recording is None or self._recording.over:
            return []
        now, was_full = self._clock(), self._film_full
        self._recording.look(self._morpher.z, now)
        self._film_full = self._recording.full(now)
        if was_full or not self._film_full:
            return []
        return [f"{LONGEST / 60:.0f} minutes are on film, no more will be; 'record stop' writes it"]

    @property
    def _shared(self) -> Shared:
        return self._here(self._morpher.z)

    def _here(self, z: Floats) -> Shared:
        """A point, with the dimensions and the reach of now."""
        return Shared(z, self._morpher.selected, self._morpher.reach)

    def _take(self, word: str, face: int | Eyes | None) -> Portrait:
        path, named = split_face(word)
        if face is not None and named is not None:
            raise CommandError(f"{word} names a face already; do not name it again")
        return self._camera.take(path, named if face is None else face)

    def _of(self, portrait: Portrait) -> Resolved:
        return Resolved(self._here(portrait.z), portrait)

    def _go(self, shared: Shared, origin: object = None) -> None:
        self._morpher.go(shared.z, shared.selected, origin)
        self._morpher.set_reach(shared.reach)

    def _refine(
        self, job: BackgroundTask, portrait: Portrait, start: Floats, steps: int
    ) -> Callable[[], str]:
        """Refine in the job's thread."""
        told, found = monotonic(), list[Refined]()
        for best in refine(self._model, portrait.image, start, steps):
            found.append(best)
            if monotonic() - told > PATIENCE:
                job.tell(f"step {len(found) - 1} of {steps}: error {100 * best.rmse:.2f} %")
                told = monotonic()
            if job.stopping.is_set():
                break
        return lambda: self._refined(portrait, start, found)

    def _refined(self, portrait: Portrait, start: Floats, found: list[Refined]) -> str:
        first, best, steps = found[0], found[-1], len(found) - 1
        if self._morpher.origin is not portrait or not np.array_equal(self._morpher.z, start):
            return "the face has changed meanwhile and stays as it is; 'refine' again goes on there"
        if not steps:
            return f"the error is {100 * best.rmse:.2f} %, and no step was taken that makes it less"
        self._morpher.go(best.z, origin=portrait)
        after = "one step" if steps == 1 else f"{steps} steps"
        return (
            f"after {after} the error is {100 * best.rmse:.2f} %, it was {100 * first.rmse:.2f} %"
        )

    def _develop(self, job: BackgroundTask, recording: Recording) -> Callable[[], str]:
        """Write a film in the job's thread."""
        from morphing_faces.pictures.film import write_film

        frames = recording.frames(self._model, stop=job.stopping.is_set)
        try:
            write_film(recording.path, frames, FRAMES_PER_SECOND, NAME_ANOTHER)
        except FileError as error:
            if job.stopping.is_set():
                return lambda: self._given_up(recording)
            raise FileError(
                f"{error}; the recording is still there, and 'record stop FILM"
                f"{recording.path.suffix}' writes it to another file"
            ) from error
        return lambda: self._written(recording)

    def _written(self, recording: Recording) -> str:
        self._recording = None
        return f"written: {recording.path}, {recording.seconds:.1f} seconds"

    def _given_up(self, recording: Recording) -> str:
        self._recording = None
        raise FileError(f"{recording.path} was not written")


def _film_file(word: str) -> Path:
    """The new file that a user means for a film.

    Raises:
        FileError: No film can be written there.
        MissingExtraError: The package that writes it is not installed.
    """
    file = user_path(word)
    from morphing_faces.pictures.film import check_film

    check_film(file)
    refuse_nowhere(file)
    refuse_existing(file, NAME_ANOTHER)
    return file


def _notes(*found: Resolved) -> list[str]:
    """What else to tell the user about photographs."""
    return [each.portrait.note for each in found if each.portrait and each.portrait.note]


class _Slide:
    """A glide from one point to another, as time goes by.

    Beside it stands the photograph that it comes from; in the end, the one that it leads to.
    """

    def __init__(self, start: Resolved, end: Resolved) -> None:
        self._stops = [start.shared.z, end.shared.z]
        self._origins = start.portrait, end.portrait
        self._begun: float | None = None
        self._last = start.shared.z

    def go_on(self, morpher: Morpher, now: float) -> bool:
        """Take the morpher to where the slide is now; whether it goes on."""
        if not np.array_equal(morpher.z, self._last):  # the user has taken over
            return False
        if self._begun is None:  # the first frame may have had to wait for the window
            self._begun = now
        share = (now - self._begun) / SLIDE_SECONDS
        there = share >= 1
        self._last = along(self._stops, min(share, 1.0))
        morpher.glide(self._last, self._origins[there])
        return not there
