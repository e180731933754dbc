"""A user's own decoder, explored: `explore(decode, 16)` opens a window on it, or a widget."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from morphing_faces.model.function.encoder import Spread
from morphing_faces.model.function.model import FunctionModel
from morphing_faces.model.function.probe import Given
from morphing_faces.model.function.to_numpy import Key
from morphing_faces.morpher.point import Point
from morphing_faces.session.session import Session
from morphing_faces.storage.signals import stop_on_signals
from morphing_faces.types import Floats
from morphing_faces.views.play_anywhere import is_terminal, play_anywhere
from morphing_faces.views.random_sheet import write_sheet

if TYPE_CHECKING:
    from morphing_faces.views.explorer import Explorer

WAITED = 6.0
"""Seconds after which a window opens with what is ranked by then; the first face comes after."""


class Explored:
    """A model that was explored in a window, and where that ended.

    Args:
        model: The user's functions.
        session: What happens to its point.
    """

    def __init__(self, model: FunctionModel, session: Session) -> None:
        self.model = model
        self._session = session

    @property
    def point(self) -> Point:
        """The point, with the selected dimensions and the reach."""
        return self._session.points.here

    @property
    def z(self) -> Floats:
        """The latent point, float32 [L]."""
        return self._session.morpher.z

    @property
    def selected(self) -> tuple[int, int]:
        """The ranks of the two dimensions that follow the mouse."""
        return self._session.morpher.selected

    @property
    def frozen(self) -> bool:
        """Whether moves are ignored."""
        return self._session.morpher.frozen

    @property
    def reach(self) -> float:
        """The coordinate at the picture's right and upper edge."""
        return self._session.morpher.reach

    @property
    def face(self) -> Floats:
        """The picture at the point, float32 [H, W] or [H, W, 3] in [0, 1]."""
        return self._session.face()

    def execute(self, line: str) -> str:
        """Do what a line of the command language says, such as `r` or `d 3 7`; the answer."""
        return self._session.execute(line)

    def sheet(self, path: str | Path, *, rows: int = 4, columns: int = 8, seed: int = 0) -> str:
        """Write pictures of random points as a PNG file; what was written, in words."""
        return write_sheet(self.model, Path(path), rows, columns, seed)

    def __repr__(self) -> str:
        return f"Explored:  {self.model.name!r} at {self._session.status}"


def explore(
    decode: Callable[..., Any],
    latent_size: int,
    *,
    encode: Callable[..., Any] | None = None,
    images: ArrayLike | None = None,
    name: str | None = None,
    shape: tuple[int, ...] | None = None,
    layout: str | None = None,
    value_range: tuple[float, float] | None = None,
    batch: bool | None = None,
    output: Key | None = None,
    spread: Spread | None = None,
    seed: int | None = None,
    reach: float = 1.0,
) -> "Explored | Explorer":
    """Open a window on a decoder of yours: move the mouse over its picture and it morphs.

    Where there is no screen, as over ssh, the picture is in the terminal that the script runs in.
    In a notebook it is a widget, an `Explorer`, which the cell shows as its last value.

    How it gives pictures is found out by a few calls, and said; the arguments after `name` overrule
    that, and settle what is ambiguous. Your functions are called from one thread only, one call
    after another, while the window goes on beside.

    Args:
        decode: Your decoder: float32 [N, latent_size] to pictures, as an array of numpy, torch,
            JAX or TensorFlow. A module of torch gets tensors on its device, in eval mode, without
            gradients.
        latent_size: L, the number of latent dimensions, at least 2.
        encode: Your encoder: pictures, as decode gives them or as `images` are, to means [N, L],
            or to a mean and how certain it is. With it there are photographs and `refine`.
        images: Pictures, [N, ...], such as those that it was trained on. With `encode`, dimensions
            are ranked by their mean KL, and the principal axes of encoded pictures are directions.
        name: What you call the model; kept points open where a model has their name again.
        shape: Of a picture that is given as a row: (H, W), (3, H, W) or (H, W, 3).
        layout: "NHW", "NCHW" or "NHWC".
        value_range: The values of black and white, such as (-1, 1).
        batch: Whether decode takes several points at once.
        output: The name or place of the pictures among several outputs.
        spread: What encode gives beside the mean: "std", "logvar" or "none".
        seed: Repeats a session: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges.

    Returns:
        Once the window is closed, where that ended: `z`, `face` and more; in a notebook at once,
        and alive.

    Raises:
        ModelError: What decode gives is ambiguous, or no picture.
        DisplayError: No window can be opened here, and this is no terminal either.
        MissingExtraError: This is a notebook, and the package of widgets is not installed.
        Exception: As your functions do when they are tried.
    """
    enough = monotonic() + WAITED
    in_notebook = _in_notebook()
    if in_notebook:
        from morphing_faces.views.explorer import Explorer  # fails before there is work to lose
    model = FunctionModel(
        decode,
        latent_size,
        name=name,
        encode=encode,
        images=images,
        given=Given(shape, layout, value_range, batch, output),
        spread=spread,
        complain=_complain,
    )
    try:
        _say(f"{model.name}: {model.found}")
        model.rank(lambda: monotonic() > enough)
        if in_notebook:
            explorer = Explorer(model, seed=seed, reach=reach)
            explorer.news = _ranking_news(model, explorer.session)
            return explorer
        session = Session(model, seed=seed, reach=reach)
        _show(session, _ranking_news(model, session))
    except BaseException:
        model.close()
        raise
    model.close()
    return Explored(model, session)


def _show(session: Session, news: Callable[[], str]) -> None:
    """Play until the user leaves."""
    # A script's standard input is not ours unless it is a terminal.
    with stop_on_signals() as stop:
        play_anywhere(session, stop=stop, say=_say, news=news, typed=is_terminal(sys.stdin))


def _ranking_news(model: FunctionModel, session: Session) -> Callable[[], str]:
    """Rank what is not ranked yet while the user plays, and have the session take it over."""
    ranking = not model.ranked
    if ranking:
        known, size = model.measured, model.latent_size
        if known < size:
            _say(f"{known} of {size} dimensions are ranked by now; the rest follows while you play")
        else:
            _say("dimensions are ranked roughly by now; the ranking gets better while you play")
        model.rank_idly()

    def news() -> str:
        nonlocal ranking
        if not ranking or not model.ranked or session.morpher.model is not model:
            return ""
        ranking = False
        session.renumber()
        return "all dimensions are ranked, and numbered anew by what they do"

    return news


def _in_notebook() -> bool:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - whoever calls this from Python reads it there


def _complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - as Python itself would
