"""The window: events move the point, and at most one frame follows, however many there were.

An event only moves the point and asks for a frame. The frame, drawn once the toolkit has
handed out the events that wait, asks for the face of the point as it is by then: the newest wins.
Decoding goes on beside; a frame waits for it as long as nobody would notice, and shows the face
before with a word where that is not enough.
"""

from collections.abc import Callable
from time import monotonic

from matplotlib.backend_bases import CloseEvent, KeyEvent, MouseButton, MouseEvent
from threadpoolctl import threadpool_limits

from morphing_faces.session.renderer import Rendered, Renderer
from morphing_faces.session.session import Session
from morphing_faces.types import Floats
from morphing_faces.views.key_table import KeyRow, sentence, told
from morphing_faces.views.window import toolkit
from morphing_faces.views.window.colours import BACKGROUND
from morphing_faces.views.window.scene import Scene, View
from morphing_faces.views.window.words import Note

TITLE = "Morphing Faces"
SIZE = 6.0, 6.3
WITH_PHOTOGRAPH = toolkit.WIDE * SIZE[1], SIZE[1]
TICK_MS = 15
TITLE_PAUSE = 0.1
PROMPT = 0.012
"""Seconds that a frame waits for its face: no longer than a screen takes to show it."""


class Window:
    """A window that shows a session and moves its point.

    Args:
        session: What to show.

    Raises:
        DisplayError: No window can be opened here.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.morpher = session.morpher
        self._face = session.face()
        first = Rendered(self.morpher.z, self.morpher.decode, self._face)
        self._renderer = Renderer(first)
        self._help = False
        self._failure: str | None = None
        self._title, self._titled = "", 0.0
        self._asked = self._closed = False
        photograph = self._photograph()
        self._widened = photograph is not None
        size = WITH_PHOTOGRAPH if self._widened else SIZE
        self._figure, self._canvas, self._manager = toolkit.open_figure(TITLE, size, BACKGROUND)
        self._scene = Scene(self._canvas, self._view(photograph))
        self._draw_soon = toolkit.when_idle(self._canvas, self._draw)
        self._ticks = self._canvas.new_timer(interval=TICK_MS)
        self._canvas.mpl_connect("motion_notify_event", self._on_move)
        self._canvas.mpl_connect("button_press_event", self._on_click)
        self._canvas.mpl_connect("key_press_event", self._on_key)
        self._canvas.mpl_connect("close_event", self._on_close)

    def run(self, tick: Callable[[], None]) -> None:
        """Show the window and handle its events until it is closed.

        Args:
            tick: Called about sixty times a second between events, to do whatever else there is.
        """

        def guarded() -> None:
            try:
                tick()
            except Exception as error:  # noqa: BLE001 - the loop lives on; the picture tells
                self._fail(error)
            if self._renderer.unseen:
                self.refresh()
            self._set_title()

        self._ticks.add_callback(guarded)
        self._ticks.start()
        # The products of a frame are small; threads that spin while they wait for the next one
        # would take the processor from the toolkit and from the screen's server.
        with threadpool_limits(1, "blas"):
            toolkit.run_until_closed()

    def refresh(self) -> None:
        """Ask for a frame, because something has changed."""
        if not (self._asked or self._closed):
            self._asked = True
            self._draw_soon()

    def toggle_help(self) -> None:
        """Show the keys over the picture, or take them away."""
        self._help = not self._help

    def close(self) -> None:
        """Close the window, which ends `run`."""
        if not self._closed:
            toolkit.close(self._figure)

    def _on_move(self, event: MouseEvent) -> None:
        position = self._position(event)
        if position is not None and not self.morpher.frozen:
            self.morpher.move(*position)
            self.refresh()

    def _on_click(self, event: MouseEvent) -> None:
        if event.button is MouseButton.LEFT and self._position(event) is not None:
            self.morpher.toggle_freeze()
            self.refresh()

    def _on_key(self, event: KeyEvent) -> None:
        for key in KEYS:
            if (event.key or "").lower() in key.keys:
                key.action(self)
                self.refresh()

    def _on_close(self, _: CloseEvent) -> None:
        self._closed = True
        self._renderer.close()
        self._ticks.stop()

    def _position(self, event: MouseEvent) -> tuple[float, float] | None:
        """Where in the picture a mouse event is."""
        layout = self._scene.layout
        return layout.position(event.x, layout.height - event.y)

    def _draw(self) -> None:
        """Ask for the face, and draw, once for all the events since the last frame."""
        self._asked = False
        if self._closed:
            return
        _, _, face, error = self._renderer.render(
            self.morpher.z, self.morpher.decode, PROMPT, steady=self._session.steady
        )
        self._face = self._face if face is None else face
        self._failure = None if error is None else sentence(error)
        if (photograph := self._photograph()) is not None and not self._widened:
            self._widened = True
            toolkit.widen(self._canvas, self._manager)
        self._scene.show(self._view(photograph))

    def _view(self, photograph: Floats | None = None) -> View:
        decoding = self._renderer.busy
        return View(self._face, self._session.status, self._note(), photograph, decoding)

    def _photograph(self) -> Floats | None:
        """The photograph that the point was made of, where it has the face's shape."""
        photograph = self._session.photograph
        fits = photograph is not None and photograph.shape == self._face.shape
        return photograph if fits else None

    def _note(self) -> Note | None:
        if self._failure is not None:
            return Note(self._failure)
        if self._help:
            return Note(told(KEYS))
        return None

    def _fail(self, error: Exception) -> None:
        self._failure = sentence(error)
        if not self._closed:
            self._scene.show(self._view(self._photograph()))

    def _set_title(self) -> None:
        """Tell the status in the window's title too, a few times a second."""
        title = f"{TITLE}  {self._session.status}"
        if not self._closed and title != self._title and monotonic() - self._titled > TITLE_PAUSE:
            self._manager.set_window_title(title)
            self._title, self._titled = title, monotonic()


def _step(which: int, by: int) -> Callable[[Window], None]:
    return lambda window: window.morpher.step(which, by)


KEYS: tuple[KeyRow[Window], ...] = (
    KeyRow((), "mouse", "morph", lambda _: None),
    KeyRow(("f",), "click, f", "freeze", lambda window: window.morpher.toggle_freeze()),
    KeyRow(("r",), "r", "another face", lambda window: window.morpher.randomise()),
    KeyRow(("ctrl+z",), "ctrl+z", "undo", lambda window: window.morpher.undo()),
    KeyRow(("ctrl+y", "ctrl+shift+z"), "ctrl+y", "redo", lambda window: window.morpher.redo()),
    KeyRow(("left",), "←", "", _step(0, -1)),
    KeyRow(("right",), "← →", "other dimension sideways", _step(0, 1)),
    KeyRow(("down",), "↓", "", _step(1, -1)),
    KeyRow(("up",), "↑ ↓", "other dimension upwards", _step(1, 1)),
    KeyRow(("h", "?"), "h", "this help", Window.toggle_help),
    KeyRow(("q",), "q", "quit", Window.close),
)
