"""Commands that write what is seen to files: picture record."""

from collections.abc import Callable
from pathlib import Path

from morphing_faces.errors import CommandError, FileError
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.pictures.film import check_film, write_film
from morphing_faces.pictures.still import face_png
from morphing_faces.points.owner import where_it_opens
from morphing_faces.session.argument_types import File, Replace, Switch
from morphing_faces.session.language import command, quoted
from morphing_faces.session.recording import FRAMES_PER_SECOND, LONGEST, Recording
from morphing_faces.session.session_points import SessionPoints
from morphing_faces.session.task import BackgroundTask
from morphing_faces.session.work import Work
from morphing_faces.storage.files import refuse_existing, refuse_nowhere, user_path, write_whole

NAME_ANOTHER = "name a film that does not"


class FilmCommands:
    """What a session does to write pictures and films.

    Args:
        morpher: What is seen.
        points: Where the session is.
        work: Goes on with what takes a while.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        morpher: Morpher,
        points: SessionPoints,
        work: Work,
        clock: Callable[[], float],
    ) -> None:
        self._morpher = morpher
        self._points = points
        self._work = work
        self._clock = clock
        self._recording: Recording | None = None
        self._full = self._cut = False

    @property
    def recording(self) -> bool:
        """Whether there is a film that is not written yet."""
        return self._recording is not None

    @command("picture")
    def picture(self, path: File, replace: Replace = False) -> str:
        """Write the face as a PNG file."""
        self._morpher.pause()
        file = user_path(path)
        if file.suffix.lower() != ".png":
            raise FileError(f"a picture is a PNG file: name it {file.stem}.png, not {file.name}")
        refuse_nowhere(file)
        unless = None if replace else f"'picture {quoted(path)} replace' writes over it"
        if unless:
            refuse_existing(file, unless)
        write_whole(
            file, face_png(self._morpher.face(), self._points.here, self._morpher.model), unless
        )
        brings = f"written to {file}; 'load' brings the face back from it"
        return brings + where_it_opens(self._morpher.model)

    @command("record")
    def record(self, start: Switch, path: File | None = None) -> str:
        """Film what you do from now on, and stop."""
        if not start:
            return self._stop(path)
        if path is None:
            raise CommandError("type 'record start FILM.mp4', and 'record stop' when you are done")
        if self._recording is not None:
            is_what = "is not written yet" if self._recording.over else "is being recorded"
            raise CommandError(f"{self._recording.path} {is_what}; 'record stop' writes it")
        file = _film_file(path)
        self._morpher.pause()
        morpher = self._morpher
        self._recording = Recording(file, morpher.model, morpher.z, self._clock())
        self._full = False
        return f"recording; 'record stop' writes {file}"

    def look(self) -> list[str]:
        """Let the film that is being recorded see where the session is; what to tell the user."""
        if self._recording is None or self._recording.over:
            return self._finish() if self._cut else []
        now, was_full = self._clock(), self._full
        if self._recording.model is not self._morpher.model:
            self._recording.end(now)
            self._cut = True
            return self._finish()
        self._recording.look(self._morpher.z, now)
        self._full = self._recording.full(now)
        if was_full or not self._full:
            return []
        return [f"{LONGEST / 60:.0f} minutes are on film, no more will be; 'record stop' writes it"]

    def _stop(self, path: str | None) -> str:
        """Write what happened since `record start`; to another file than was said, perhaps."""
        recording = self._recording
        if recording is None:
            raise CommandError("nothing is being recorded; 'record start FILM.mp4' begins")
        if path is not None:
            recording.path = _film_file(path)
        now = self._clock()
        if recording.model is self._morpher.model:
            recording.look(self._morpher.z, now)
        recording.end(now)
        return self._write(recording)

    def _finish(self) -> list[str]:
        """Write the film that ended with its model, as soon as nothing else goes on."""
        if self._recording is None or self._work.busy:
            return []
        self._cut = False
        return [f"the film ends where the model changes; {self._write(self._recording)}"]

    def _write(self, recording: Recording) -> str:
        task = BackgroundTask(lambda task: self._develop(task, recording), precious=True)
        self._work.start(task)
        return f"writing {recording.path}"

    def _develop(self, task: BackgroundTask, recording: Recording) -> Callable[[], str]:
        """Write a film in the task's thread."""
        frames = recording.frames(stop=task.stopping.is_set)
        try:
            write_film(recording.path, frames, FRAMES_PER_SECOND, NAME_ANOTHER)
        except FileError as error:
            if task.stopping.is_set():
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
    check_film(file)
    refuse_nowhere(file)
    refuse_existing(file, NAME_ANOTHER)
    return file
