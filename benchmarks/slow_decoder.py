"""How soon a window on a slow function obeys keys and clicks. Needs Xvfb and TkAgg.

    python -m benchmarks.slow_decoder [--json]

A decoder that takes 50 and one that takes 500 milliseconds are explored in a window of their own on
a virtual screen. XTest presses keys and the mouse's button a tenth of a second apart, so that a
face is being decoded at most of them; what is measured is the time from the event to the frame that
says so (other numbers, another dimension, frozen, the help), and from `q` to the window's end; a
call that goes on then is waited for before `explore` returns. Beside them stands a decoder that
takes no time.
"""

import argparse
import ctypes
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from benchmarks.hover import Pointer
from tests.views.desk import Desk, open_desk

DELAYS_MS = 0, 50, 500
KEYS = ("r", "Right", "Up", "h", "h", "f", "f")
ROUNDS, CLOSINGS = 6, 5
PAUSE = 0.1
WAIT = 30.0

Frame = tuple[float, str]


class Input(Pointer):
    """Mouse and keyboard of an X display."""

    def press(self, key: str) -> float:
        """Press a key and let it go; returns when, in seconds."""
        symbol = self._x11.XStringToKeysym(key.encode())
        code = self._x11.XKeysymToKeycode(self._display, ctypes.c_ulong(symbol))
        return self._both(self._xtest.XTestFakeKeyEvent, code)

    def click(self) -> float:
        """Click with the left button."""
        return self._both(self._xtest.XTestFakeButtonEvent, 1)

    def _both(self, event: Callable[..., Any], code: int) -> float:
        moment = time.monotonic()
        for down in (1, 0):
            event(self._display, code, down, ctypes.c_ulong(0))
        self._x11.XFlush(self._display)
        return moment


def play(seconds: float) -> None:
    """Runs in the measured process: explore a slow function, and tell of every frame."""
    from morphing_faces import explore
    from morphing_faces.views.window.scene import Scene, View
    from morphing_faces.views.window.window import Window

    show, run = Scene.show, Window.run

    def noted(scene: Scene, view: View) -> None:
        show(scene, view)
        tell(f"{view.status} {view.note is not None}")

    def played(window: Window, tick: Callable[[], None]) -> None:
        run(window, tick)
        tell("closed")

    def tell(what: str) -> None:
        print(json.dumps((time.monotonic(), what)), flush=True)

    def decode(z: Any) -> Any:
        time.sleep(seconds * len(z))
        x, y = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(1, -1, 48))
        waves = np.stack([x, y, x * y, x * x - y * y])
        return 1 / (1 + np.exp(-np.tensordot(z, waves, 1)))

    Scene.show = noted  # type: ignore[method-assign, assignment]
    Window.run = played  # type: ignore[method-assign, assignment]
    explore(decode, 4, seed=1)


class Watched:
    """A window of a process of its own, and what it has shown so far."""

    def __init__(self, desk: Desk, milliseconds: int) -> None:
        self.frames: list[Frame] = []
        command = [sys.executable, "-m", "benchmarks.slow_decoder", "--play", str(milliseconds)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**desk.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("["):
                moment, what = json.loads(line)
                self.frames.append((moment, what))

    def after(self, event: Callable[[], float]) -> float:
        """Milliseconds from an event to the first frame that shows something else."""
        before = self.frames[-1][1]
        moment = event()
        while time.monotonic() < moment + WAIT:
            changed = [at for at, what in self.frames if at > moment and what != before]
            if changed:
                return 1000 * (changed[0] - moment)
            time.sleep(0.001)
        raise SystemExit(f"nothing came of it in {WAIT:g} s")


def measured(milliseconds: int) -> dict[str, list[float]]:
    """Milliseconds until keys and clicks were seen, and until `q` had closed the window."""
    answers, closing = played(milliseconds, ROUNDS)
    closings = [closing, *(played(milliseconds, 0)[1] for _ in range(CLOSINGS - 1))]
    return {"keys and clicks": answers, "q": closings}


def played(milliseconds: int, rounds: int) -> tuple[list[float], float]:
    """The same of one window."""
    answers = []
    with open_desk() as desk:
        watched = Watched(desk, milliseconds)
        desk.wait_for_window()
        desk.hover(0.1, 0.1)
        person = Input(desk.display)
        time.sleep(1)
        for _ in range(rounds):
            for key in KEYS:
                answers.append(watched.after(partial(person.press, key)))
                time.sleep(PAUSE)
            for _ in range(2):  # frozen, and let go again
                answers.append(watched.after(person.click))
                time.sleep(PAUSE)
        watched.after(partial(person.press, "r"))
        closing = watched.after(partial(person.press, "q"))
        watched.process.wait()
    return answers, closing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--play", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.play is not None:
        play(asked.play / 1000)
        return
    load = os.getloadavg()[0]
    found = {delay: measured(delay) for delay in DELAYS_MS}
    if asked.json:
        print(json.dumps({"load": load, "milliseconds": found}))
        return
    print(f"load when it began: {load:.1f}")
    for delay, times in found.items():
        for what, each in times.items():
            median, late = np.percentile(each, [50, 95])
            print(
                f"{delay:3} ms a face, {what}: median {median:.0f}, 95 % within {late:.0f}, "
                f"at most {max(each):.0f} ms ({len(each)})"
            )


if __name__ == "__main__":
    main()
