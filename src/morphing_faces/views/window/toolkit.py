"""A window from whichever toolkit there is, or one line on what to do without."""

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.registry import BackendFilter, backend_registry
from matplotlib.figure import Figure

from morphing_faces.errors import DisplayError

REMEDY = "start this on a desktop, or over 'ssh -X', or on a virtual screen with 'xvfb-run'"
WIDE = 1.7
"""Width of a window with two pictures, in heights."""
QT_BINDINGS = ("PySide6", "PyQt6", "PyQt5", "PySide2")


def open_figure(
    title: str, size: tuple[float, float], background: str
) -> tuple[Figure, FigureCanvasAgg, FigureManagerBase]:
    """Open a figure without toolbar or key bindings; it is shown when the main loop runs.

    The toolkit is the one that MPLBACKEND names, when it opens windows; else Tk, else Qt.

    Args:
        title: The window's title.
        size: Width and height in units of 100 pixels of an ordinary screen.
        background: The colour behind everything.

    Returns:
        The figure, the canvas to blit to, and the manager of its window.

    Raises:
        DisplayError: There is no toolkit, or no screen, or the screen cannot be opened.
    """
    backends = _backends()
    if not backends:
        raise DisplayError(
            "there is no toolkit to open a window with: install tkinter (on Debian and Ubuntu: "
            "apt install python3-tk) or Qt (pip install 'morphing-faces[qt]')"
        )
    screen = _screen()
    reasons: list[str] = []
    for backend in backends:
        try:
            with mpl.rc_context({"toolbar": "None"}):
                plt.switch_backend(backend)
                figure = plt.figure(title, figsize=size, dpi=100, facecolor=background)
        except Exception as error:
            if "headless" in str(error):
                raise DisplayError(f"the screen {screen} cannot be opened; {REMEDY}") from error
            reasons.append(f"{backend}: {' '.join(str(error).split())}")
            continue
        canvas, manager = figure.canvas, figure.canvas.manager
        if isinstance(canvas, FigureCanvasAgg) and canvas.supports_blit and manager is not None:
            _quieten(canvas, manager, background)
            return figure, canvas, manager
        plt.close(figure)
        reasons.append(f"{backend}: cannot draw parts of a figure; use TkAgg or QtAgg")
    raise DisplayError(f"no window can be opened ({'; '.join(reasons)})")


def _backends() -> list[str]:
    """The backends that may work here, the best first."""
    wished = os.environ.get("MPLBACKEND", "")
    windows = backend_registry.list_builtin(BackendFilter.INTERACTIVE)  # type: ignore[no-untyped-call]
    if wished.lower() in (name.lower() for name in windows):
        return [wished]
    found = []
    if find_spec("_tkinter") and find_spec("tkinter"):
        found.append("TkAgg")
    if any(find_spec(name) for name in QT_BINDINGS):
        found.append("QtAgg")
    if sys.platform == "darwin":
        found.append("macosx")
    return found


def _screen() -> str:
    """The display server's address; empty where windows need none."""
    if sys.platform in ("win32", "darwin"):
        return ""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not screen:
        raise DisplayError(f"there is no screen to open a window on, DISPLAY is not set; {REMEDY}")
    return screen


def _quieten(canvas: FigureCanvasAgg, manager: FigureManagerBase, background: str) -> None:
    """Take away what matplotlib does by itself: keys, clicks, a white flash at every resize."""
    for connection in (manager.key_press_handler_id, manager.button_press_handler_id):
        if connection is not None:
            canvas.mpl_disconnect(connection)
    widget = getattr(canvas, "get_tk_widget", None)
    if widget is not None:
        widget().configure(background=background)


def widen(canvas: FigureCanvasAgg, manager: FigureManagerBase) -> None:
    """Make room for a second picture beside the first, where a window is not that wide yet."""
    width, height = canvas.get_width_height()
    if width < WIDE * height:
        manager.resize(round(WIDE * height), height)


def run_until_closed() -> None:
    """Show the figure and handle its events until its window is closed."""
    plt.show(block=True)


def close(figure: Figure) -> None:
    """Close the figure's window, which ends the main loop."""
    plt.close(figure)


def when_idle(canvas: FigureCanvasAgg, action: Callable[[], None]) -> Callable[[], None]:
    """Make a function that has an action called soon: once the waiting events are handed out."""
    widget = getattr(canvas, "get_tk_widget", None)
    if widget is not None:
        after_idle: Callable[..., object] = widget().after_idle

        def soon() -> None:
            # Twice, because Tk holds back the mouse's newest move until it is idle once. (A timer
            # of matplotlib's would do as well, but takes a millisecond at least.)
            after_idle(after_idle, action)

        return soon
    timer = canvas.new_timer(interval=0)
    timer.single_shot = True
    timer.add_callback(action)
    return timer.start
