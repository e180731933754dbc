"""How fast the picture follows the mouse, beside the naive way. Needs Xvfb and TkAgg.

    python benchmarks/hover.py [--model MODEL] [--json]

Both ways get the same real events in a window of their own on a virtual screen: XTest moves the
pointer, and the picture counts as drawn when the toolkit has sent it and the X server has
answered. The naive way is the original's: float64 matrices in numpy (of the model's sizes, with
random weights: the time is the same) and a full `draw()` of a matplotlib image at every event.

- One event: from the pointer's move to its face on the screen, for moves 0.1 s apart.
- Flood: 1,000 moves a second for two seconds. At each move, the lag is the age of the newest move
  that the picture shows. Tk hands out only the newest of the moves that wait for it, which spares
  the naive way a queue without end.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

SINGLE = 60
SINGLE_PAUSE = 0.1
FLOOD = 2000
FLOOD_PAUSE = 0.001
PATH_WIDTH = 200

Place = tuple[int, int]


@dataclass(frozen=True)
class Figures:
    """What was measured of one way, in milliseconds; frames a second during the flood."""

    event_median: float
    event_p95: float
    lag_p50: float
    lag_p95: float
    lag_max: float
    frames_per_second: float


class Pointer:
    """The mouse of an X display, moved by XTest."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._xtest = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._display:
            raise SystemExit(f"the display {display} cannot be opened")

    def move(self, place: Place) -> float:
        """Move to a (column, row) of the screen; returns when, in seconds."""
        moment = time.monotonic()
        self._xtest.XTestFakeMotionEvent(self._display, -1, *place, ctypes.c_ulong(0))
        self._x11.XFlush(self._display)
        return moment


class Recorder:
    """Runs in the measured process: which move every frame showed, and when it was there."""

    def __init__(self, widget: Any) -> None:
        self._widget = widget
        self._newest: Place = (-1, -1)
        self._frames: list[tuple[float, Place]] = []

    def on_move(self, event: Any) -> None:
        """Note where the pointer is by now."""
        self._newest = event.guiEvent.x_root, event.guiEvent.y_root

    def on_drawn(self) -> None:
        """Wait until the frame is on the screen, and note when that was."""
        self._widget.update_idletasks()
        self._widget.winfo_pointerx()
        self._frames.append((time.monotonic(), self._newest))

    def report(self) -> None:
        """Hand the frames to the measuring process."""
        print(json.dumps(self._frames))


def play_ours(model: str) -> None:
    """Open the project's window and record its frames until SIGTERM."""
    from morphing_faces import load_model
    from morphing_faces.session.session import Session
    from morphing_faces.storage.signals import stop_on_signals
    from morphing_faces.views.window.window import Window

    with stop_on_signals() as stop:
        window = Window(Session(load_model(model), seed=0))
        recorder = Recorder(window._canvas.get_tk_widget())  # type: ignore[attr-defined]
        window._canvas.mpl_connect("motion_notify_event", recorder.on_move)
        show = window._scene.show

        def recorded(view: Any) -> None:
            show(view)
            recorder.on_drawn()

        window._scene.show = recorded  # type: ignore[method-assign]
        ready = _once(lambda: _announce(window._scene.layout.picture))

        def tick() -> None:
            ready()
            if stop.is_set():
                window.close()

        window.run(tick)
    recorder.report()


def play_naive(size: int, latent: int, rows: int, columns: int) -> None:
    """Open a window as the original does and record its frames until SIGTERM."""
    from matplotlib import pyplot as plt

    from morphing_faces.storage.signals import stop_on_signals
    from morphing_faces.views.window.layout import Box

    rng = np.random.default_rng(0)
    sizes = [latent, 2000, 2000, rows * columns]
    layers = [rng.standard_normal(pair) / np.sqrt(pair[0]) for pair in pairwise(sizes)]
    z = rng.standard_normal(latent)

    def face() -> NDArray[np.float64]:
        values: NDArray[np.float64] = z
        for weight in layers[:-1]:
            values = np.maximum(values @ weight + 0.1, 0)
        values = values @ layers[-1] + 0.5
        return values.reshape(rows, columns)

    plt.rcParams["toolbar"] = "None"
    figure = plt.figure(figsize=(size / 100, size / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    image = axes.imshow(face(), cmap="gray", vmin=0, vmax=1)
    canvas: Any = figure.canvas
    recorder = Recorder(canvas.get_tk_widget())

    def on_move(event: Any) -> None:
        recorder.on_move(event)
        width, height = canvas.get_width_height()
        z[0], z[1] = 2 * event.x / width - 1, 2 * event.y / height - 1
        image.set_array(face())
        canvas.draw()
        recorder.on_drawn()

    canvas.mpl_connect("motion_notify_event", on_move)
    ready = _once(lambda: _announce(Box(0, 0, size, size)))
    with stop_on_signals() as stop:
        timer = canvas.new_timer(interval=15)

        def tick() -> None:
            ready()
            if stop.is_set():
                plt.close(figure)

        timer.add_callback(tick)
        timer.start()
        plt.show()
    recorder.report()


def _announce(picture: Any) -> None:
    """Tell the measuring process where the picture is."""
    box = (picture.left, picture.top, picture.width, picture.height)
    print(json.dumps(box), flush=True)


def _once(action: Callable[[], None]) -> Callable[[], None]:
    pending = [action]
    return lambda: pending.pop()() if pending else None


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen of its own; yields its address."""
    readable, writable = os.pipe()
    options = ["-displayfd", str(writable), "-screen", "0", "1280x1024x24", "-dpi", "96"]
    server = subprocess.Popen(
        ["Xvfb", *options, "-noreset", "-nolisten", "tcp"],
        pass_fds=[writable],
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    try:
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SystemExit("Xvfb does not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def measure(display: str, player: list[str]) -> tuple[Figures, int]:
    """Play one way in a process of its own; returns its figures and its picture's width."""
    environment = {**os.environ, "DISPLAY": display, "MPLBACKEND": "TkAgg"}
    pointer = Pointer(display)
    with subprocess.Popen(
        [sys.executable, __file__, *player], stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        announced = child.stdout.readline()
        if not announced:
            raise SystemExit(f"the process {player} ended early")
        left, top, width, height = json.loads(announced)
        time.sleep(0.5)
        path = [
            (left + 10 + (k if row % 2 == 0 else PATH_WIDTH - 1 - k), top + 10 + row)
            for row in range(height - 20)
            for k in range(PATH_WIDTH)
        ]
        single = _send(pointer, path[FLOOD :: 2 * PATH_WIDTH + 37][:SINGLE], SINGLE_PAUSE)
        time.sleep(0.5)
        flood = _send(pointer, path[:FLOOD], FLOOD_PAUSE)
        time.sleep(0.5)
        child.send_signal(signal.SIGTERM)
        frames = [(moment, tuple(place)) for moment, place in json.loads(child.stdout.readline())]
    return _figures(single, flood, frames), width


def _send(pointer: Pointer, places: list[Place], pause: float) -> dict[Place, float]:
    """Move the pointer at a steady pace; returns when it came to each place."""
    start = time.monotonic()
    moments = {}
    for number, place in enumerate(places):
        time.sleep(max(start + number * pause - time.monotonic(), 0))
        moments[place] = pointer.move(place)
    return moments


def _figures(
    single: dict[Place, float], flood: dict[Place, float], frames: list[tuple[float, Place]]
) -> Figures:
    drawn: dict[Place, float] = {}
    for moment, place in frames:
        drawn.setdefault(place, moment)
    times = [drawn[place] - sent for place, sent in single.items() if place in drawn]
    if len(times) < 0.9 * len(single):
        raise SystemExit(f"only {len(times)} of {len(single)} single moves were drawn")
    shown = [(moment, flood[place]) for moment, place in frames if place in flood]
    moments = [moment for moment, _ in shown]
    sent = [moment for moment in flood.values() if moment >= moments[0]]
    lags = [moment - shown[bisect_right(moments, moment) - 1][1] for moment in sent]
    rate = sum(moment <= sent[-1] for moment in moments) / (sent[-1] - moments[0])
    event_median, event_p95 = 1000 * np.quantile(times, (0.5, 0.95))
    lag_p50, lag_p95, lag_max = 1000 * np.quantile(lags, (0.5, 0.95, 1))
    return Figures(
        float(event_median), float(event_p95), float(lag_p50), float(lag_p95), float(lag_max), rate
    )


def table(ours: Figures, naive: Figures) -> str:
    rows = [
        ("one event, median", "ms", ours.event_median, naive.event_median),
        ("one event, p95", "ms", ours.event_p95, naive.event_p95),
        ("lag in the flood, median", "ms", ours.lag_p50, naive.lag_p50),
        ("lag in the flood, p95", "ms", ours.lag_p95, naive.lag_p95),
        ("lag in the flood, max", "ms", ours.lag_max, naive.lag_max),
        ("frames in the flood", "/s", ours.frames_per_second, naive.frames_per_second),
    ]
    lines = [f"{'':26}{'ours':>12}{'naive':>12}{'ours/naive':>12}"]
    lines += [f"{n:26}{a:9.1f} {u:2}{b:9.1f} {u:2}{a / b:12.2f}" for n, u, a, b in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="faces48", help="a shipped model's name, or a folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--play", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.play == ["ours"]:
        play_ours(arguments.model)
        return
    if arguments.play:
        play_naive(*map(int, arguments.play))
        return

    from morphing_faces import load_model

    model = load_model(arguments.model)
    image = model.config.image
    with screen() as display:
        ours, size = measure(display, ["--model", arguments.model, "--play", "ours"])
        words = [str(number) for number in (size, model.latent_size, image.height, image.width)]
        naive, _ = measure(display, ["--play", *words])
    if arguments.json:
        print(json.dumps({"picture": size, "ours": asdict(ours), "naive": asdict(naive)}))
    else:
        print(f"a picture of {size} x {size} pixels, real events by XTest, TkAgg on Xvfb")
        print(table(ours, naive))


if __name__ == "__main__":
    main()
