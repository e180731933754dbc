"""A model explored in a notebook: a widget over a session of its own."""

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from morphing_faces.errors import MissingExtraError
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.points.resolve import Resolved
from morphing_faces.session.session import Session
from morphing_faces.views.live_page import LivePage, live_page
from morphing_faces.views.random_sheet import write_sheet
from morphing_faces.views.still_moving import StillMoving, still_moving

try:
    from morphing_faces.views.notebook.widget import SessionWidget
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("anywidget", "ipywidgets", "traitlets"):
        raise
    raise MissingExtraError("a widget", "notebook", error.name or "anywidget") from None


class Explorer(SessionWidget):
    """A model in a notebook: move the mouse over its face and it morphs.

    The last value of a cell is shown, so that `Explorer(load_model("faces48"))` is all it takes.
    `z`, `selected`, `frozen`, `reach` and `face` are traits: read, set and observe them. Points and
    names are kept where the window keeps them.

    Args:
        model: What load_model gives, or any other `Model`.
        point: Where to begin: an array [L], a `Point`, or a word as `load` takes it, such as the
            name of a kept point, a file or a link; a random face by default.
        seed: Repeats a session: a whole number from 0 to 4294967295.
        reach: The coordinate at the picture's edges.

    Raises:
        MorphingFacesError: There is no such point, or one of these is not allowed.
    """

    def __init__(
        self,
        model: Model,
        point: ArrayLike | Point | str | Path | None = None,
        seed: int | None = None,
        *,
        reach: float = 1.0,
    ) -> None:
        self.session = Session(model, seed=seed, reach=reach)
        if point is not None:
            self.session.begin(self._resolved(point))
        super().__init__(self.session)

    @property
    def model(self) -> Model:
        """What is played with by now; `execute("model NAME")` goes on with another."""
        return self.session.morpher.model

    @property
    def point(self) -> Point:
        """The point, with the selected dimensions and the reach."""
        return self.session.points.here

    def sheet(self, path: str | Path, *, rows: int = 4, columns: int = 8, seed: int = 0) -> str:
        """Write pictures of random points as a PNG file; what was written, in words."""
        return write_sheet(self.model, path, rows, columns, seed)

    def html(self, *, live: bool = False) -> StillMoving | LivePage:
        """What remains where no kernel runs: a short film of this face, and strips of it.

        Args:
            live: A page instead, in which the face follows the mouse as it does here: it has the
                model in it. How large it is, about 20 MB at most, is said before it is made. A
                model without a folder, such as a function, or with more than 10 MB gets the film
                and the strips, which is said, too.

        Returns:
            HTML that needs nothing else; of less than 2 MB where it is not live. As the last value
            of a cell it is shown, also by nbviewer, and the film on paper;
            `Path("face.html").write_text(explorer.html())` keeps it.

        Raises:
            SiteError: It is to be live, and the page was not built into this installation.
        """
        page = live_page(self.model, self.point) if live else None
        if page is not None:
            return page
        names = {each.index: each.name for each in self.session.morpher.dimensions if each.name}
        return still_moving(self.model, self.point, self.session.directions, names)

    def _resolved(self, point: ArrayLike | Point | str | Path) -> Resolved:
        if isinstance(point, (str, Path)):
            return self.session.points.find(str(point))
        if isinstance(point, Point):
            return Resolved(point)
        return Resolved(Point(np.asarray(point, np.float32)))
