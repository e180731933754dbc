"""How a session begins, as the command line says it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import EyePair
from morphing_faces.cli.output import say
from morphing_faces.errors import CommandError
from morphing_faces.storage.signals import Stop, stop_on_signals

if TYPE_CHECKING:
    from morphing_faces.session.session import Session


@dataclass(frozen=True)
class StartOptions:
    """Where a session begins, and what it needs around it.

    Attributes:
        photo: Begin with the face in a photograph; of several the largest,
            or another, such as the second from the left, as in us.jpg:2.
        eyes: Where the eyes are in the photograph, as X1,Y1,X2,Y2 in pixels from its upper left
            corner; then no face is looked for, and a drawing does as well.
        point: Begin with a point: its name, a .json or .png file, or a link.
        site: Where the online demo is, for the command `link`; what `morphing-faces
            site` opens by default.
        finder: A copy of the face finder's network, where it cannot be fetched; the environment
            variable MORPHING_FACES_FINDER can name it too.
        view: Where the face is seen: in a window, in the terminal, or nowhere, and then commands
            are obeyed without any picture. A window by default, and the terminal where no window
            can be opened.
        picture: How the terminal shows the face: by kitty's graphics protocol, by sixels, in half
            blocks of colours, or in letters. By default, the best that the terminal says it can.
    """

    photo: str | None = None
    eyes: EyePair | None = None
    point: str | None = None
    site: str | None = None
    finder: Path | None = None
    view: Literal["window", "terminal", "none"] | None = None
    picture: Literal["kitty", "sixel", "blocks", "ascii"] | None = None

    def check(self) -> None:
        """Raise CommandError if flags contradict each other."""
        if self.eyes is not None and self.photo is None:
            raise CommandError("--eyes is about a photograph; name one with --photo")
        if self.photo is not None and self.point is not None:
            raise CommandError("--photo and --point exclude each other")
        if self.picture is not None and self.view in ("window", "none"):
            raise CommandError("--picture is about the terminal; add --view terminal")

    def apply(self, session: "Session") -> str:
        """Let a session begin as wished; what to tell the user."""
        if self.photo is not None:
            return session.begin(session.points.photograph(self.photo, self.eyes))
        return session.begin(session.points.find(self.point)) if self.point is not None else ""


AsItComes = Annotated[StartOptions, Parameter(name="*")]


def run_session(
    model: str,
    seed: int | None,
    reach: float | None,
    prior: Literal["fitted", "standard"],
    opening: StartOptions,
    *,
    pace: float = 2.0,
    walking: bool = False,
    slide: tuple[str, str] | None = None,
) -> None:
    """Open a window and play, until the user leaves.

    Args:
        model: As a verb is told.
        seed: As a verb is told.
        reach: As a verb is told; None for what a point brings, or the model's own.
        prior: As a verb is told.
        opening: Where to begin.
        pace: Steps a second of the random walk.
        walking: Whether it walks from the beginning.
        slide: Two points, to slide from one to the other.
    """
    opening.check()
    with stop_on_signals() as stop:
        # Not before: what is loaded takes a while, and Ctrl-C is heard meanwhile; and the verbs'
        # own pages of help need none of it.
        from morphing_faces.model.sources.load import load_model
        from morphing_faces.model.sources.recent import remember_played
        from morphing_faces.session.session import Session

        loaded = load_model(model)
        remember_played(loaded.folder)
        session = Session(
            loaded,
            seed=seed,
            reach=loaded.config.reach if reach is None else reach,
            prior=prior,
            pace=pace,
            site=opening.site,
            finder=opening.finder,
        )
        session.morpher.walk(on=walking)
        words = session.begin_slide(*slide) if slide else opening.apply(session)
        if reach is not None:
            session.morpher.set_reach(reach)
        if words:
            say(words)
        _show(session, stop, opening)


def _show(session: "Session", stop: Stop, opening: StartOptions) -> None:
    """Play in the view that was asked for, or in one that can be had."""
    from morphing_faces.views.play_anywhere import play_anywhere, play_in_window
    from morphing_faces.views.play_in_terminal import play_in_terminal, play_without_picture

    if opening.view == "none":
        play_without_picture(session, stop=stop, say=say)
    elif opening.view == "window":
        play_in_window(session, stop=stop, say=say)
    elif opening.view == "terminal" or opening.picture is not None:
        play_in_terminal(session, stop=stop, say=say, picture=opening.picture)
    else:
        play_anywhere(session, stop=stop, say=say)
