"""A session in a terminal: reports and keys move the point, and frames follow as fast as they fit.

One loop (asyncio) reads keys and reports, ticks the session and sends frames, so that the morpher
is moved in one thread. An event only moves the point and asks for a frame; the frame shows the
point as it is when the terminal has taken the frame before.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from time import monotonic

from prompt_toolkit.application.run_in_terminal import in_terminal
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_bindings import merge_key_bindings
from prompt_toolkit.keys import Keys

from morphing_faces.errors import DisplayError
from morphing_faces.session.renderer import Rendered, Renderer
from morphing_faces.session.session import Session
from morphing_faces.views.key_table import sentence
from morphing_faces.views.terminal.abilities import CELL_SIZE, PIXELS_SET
from morphing_faces.views.terminal.area import Area, arrange
from morphing_faces.views.terminal.choose import PictureKind
from morphing_faces.views.terminal.console import Console
from morphing_faces.views.terminal.device import TerminalInput, TerminalOutput, open_stream
from morphing_faces.views.terminal.job_control import JobControl, heard_stops, stop_here
from morphing_faces.views.terminal.keys import KEYS, keys_help
from morphing_faces.views.terminal.pace import ASK, TAKEN, Pace
from morphing_faces.views.terminal.painter import Painter, TerminalFrame
from morphing_faces.views.terminal.profile import Profile
from morphing_faces.views.terminal.reports import Answer, Mouse
from morphing_faces.views.terminal.wire import Wire

TICK = 0.015
PROMPT = 0.012
"""Seconds that a frame waits for its face."""
FAREWELL = 3.0
"""Seconds that a terminal may stand still that is to take what restores it."""
MOUSE_ON, MOUSE_OFF = "\x1b[?1003h\x1b[?1006h", "\x1b[?1016l\x1b[?1006l\x1b[?1003l"
MOUSE_IN_PIXELS = "\x1b[?1016h\x1b[?1016$p"
"""Reports are in pixels from the answer to the question on, and not before."""
WELCOME = "Move the mouse over the face to morph it, or press H J K L; h shows all keys."
HINT = "h keys   : commands"
LEFT, WHEEL_UP, WHEEL_DOWN = 0, 64, 65
SCROLLED = 3
"""Rows of answers that a wheel's step scrolls."""
DUMB = ("dumb", "unknown", "")


class TerminalView:
    """A session shown in a terminal; see session.display.Display.

    Args:
        session: What to show.
        stdin: The terminal's descriptor, for reading.
        stdout: The terminal's descriptor, for writing.
        environment: TERM and the like.
        picture: How faces are shown; by default, as the terminal says that it can.

    Raises:
        DisplayError: This is no terminal that can be drawn on.
        ModelError: The first face cannot be decoded.
    """

    def __init__(
        self,
        session: Session,
        stdin: int = 0,
        stdout: int = 1,
        environment: Mapping[str, str] = os.environ,
        picture: PictureKind | None = None,
    ) -> None:
        if not (os.isatty(stdin) and os.isatty(stdout)):
            raise DisplayError(
                "input and output are not both a terminal to show faces in; "
                "--view none obeys commands without a picture"
            )
        term = environment.get("TERM", "")
        if term in DUMB:
            raise DisplayError(
                f"nothing can be drawn in this terminal (TERM={term}); "
                "--view none obeys commands without a picture"
            )
        self.session: Session = session
        self._face = session.face()
        first = Rendered(session.morpher.z, session.morpher.decode, self._face)
        self._renderer = Renderer(first)
        self._lines: list[str] = []
        self._interrupted = self._reading = self._closed = False
        self._dirty, self._away = True, True
        self._failure: str | None = None
        self._profile = Profile(stdout, environment, picture, monotonic)
        self._painter: Painter | None = None
        self._size = 0, 0
        self._unit = 1, 1
        self._pace = Pace(monotonic)
        self._wire = Wire(stdout)
        self._console = Console(
            session,
            TerminalInput(open_stream(stdin), self._hear),
            TerminalOutput(stdout, self._wire, self._wiped),
            picture_rows=lambda: 0 if (area := self._area()) is None else area.rows,
            entered=self._lines.append,
            interrupted=self._interrupt,
        )
        app = self._console.app
        app.key_bindings = merge_key_bindings([*filter(None, [app.key_bindings]), self._keys()])
        self._console.say(WELCOME)

    def run(self, tick: Callable[[], None]) -> None:
        """Show the session until it is closed, or the terminal is gone.

        Args:
            tick: Called about sixty times a second between events, to do whatever else there is.
        """
        try:
            with heard_stops() as jobs:
                asyncio.run(self._run(tick, jobs))
        finally:
            self._renderer.close()
            self._wire.drain(FAREWELL)
            self._wire.close()

    def refresh(self) -> None:
        """Ask for a frame, because something has changed."""
        self._dirty = True

    def say(self, text: str) -> None:
        """Show an answer; one that is long takes the place of the picture until the next key."""
        needed = self._console.say(text)
        _, rows = self._console.size
        area = self._area()
        if area is not None and needed > rows - area.rows - 2:
            self._read()

    def lines(self) -> Iterator[str | None]:
        """The lines that were typed."""
        while self._lines:
            yield self._lines.pop(0)

    def interrupted(self) -> bool:
        """Whether Ctrl-C was typed since the last call."""
        found, self._interrupted = self._interrupted, False
        return found

    def close(self) -> None:
        """End `run`."""
        if not self._closed:
            self._closed = True
            self._leave()  # first: pictures belong to the screen that is about to vanish
            with contextlib.suppress(Exception):  # it may have ended by itself
                self._console.app.exit()

    @property
    def closed(self) -> bool:
        """Whether it has ended, or is about to."""
        return self._closed

    @property
    def said(self) -> list[str]:
        """The lines of all answers, for when the terminal shows other things again."""
        return self._console.said

    def type(self, begun: str = "") -> None:
        """Begin a line of commands."""
        self._console.type(begun)

    def scroll(self, pages: int) -> None:
        """Show answers of before, in place of the picture, or later ones."""
        self._read()
        self._console.scroll(pages * max(self._console.size[1] - 3, 1))

    def show_keys(self) -> None:
        """Tell what keys do."""
        self._read()
        self._console.show(keys_help().split("\n"))

    def redraw(self) -> None:
        """Draw everything anew."""
        self._console.redraw()

    def suspend(self) -> None:
        """Give the terminal back to the shell until the user returns."""
        self._console.app.create_background_task(self._suspended())

    async def _run(self, tick: Callable[[], None], jobs: JobControl) -> None:
        self._wire.attach(asyncio.get_running_loop())
        # Not before: the terminal would show answers as if they were typed, and keep them back.
        self._console.when_drawn(self._enter)
        ticking = asyncio.create_task(self._tick(tick, jobs))
        try:
            with contextlib.suppress(EOFError):
                await self._console.app.run_async(handle_sigint=False, set_exception_handler=False)
        finally:
            self._closed = True
            ticking.cancel()
            self._leave()

    async def _tick(self, tick: Callable[[], None], jobs: JobControl) -> None:
        while not self._closed:
            if jobs.stopping() and not self._away:
                self.suspend()
            if jobs.resumed():
                self._resume()
            self._guarded(tick)
            if self._renderer.unseen or self._console.size != self._size:
                self.refresh()
            self._draw()
            await asyncio.sleep(TICK)

    async def _suspended(self) -> None:
        self._leave()
        async with in_terminal():
            self._wire.drain(FAREWELL)
            stop_here()
        self._enter()

    def _resume(self) -> None:
        """Set the terminal up again, of which a shell may have made what it needs meanwhile."""
        if not self._away:
            self._console.take_terminal()
            self._unit = 1, 1
            self._enter()

    def _enter(self) -> None:
        self._away = False
        self._wire.write(MOUSE_ON + self._profile.ask())
        if self._profile.pixels:
            self._wire.write(MOUSE_IN_PIXELS)

    def _leave(self) -> None:
        if self._away:
            return
        self._away, self._unit = True, (1, 1)
        self._wire.write(("" if self._painter is None else self._painter.erase()) + MOUSE_OFF)

    def _draw(self) -> None:
        """Send a frame, if there is anything new and the terminal has taken the one before."""
        if not self._dirty or self._away or self._closed:
            return
        if self._pace.wait() > 0 or not self._wire.empty or not self._profile.settled:
            return
        self._dirty = False
        self._choose()
        morpher = self.session.morpher
        _, _, face, error = self._renderer.render(
            morpher.z, morpher.decode, PROMPT, steady=self.session.steady
        )
        if face is not None and face.shape[:2] != self._face.shape[:2]:
            self.redraw()  # a picture of another shape does not cover the one of before
        self._face = self._face if face is None else face
        self._failure = None if error is None else sentence(error)
        written = "" if self._painter is None else self._painter.paint(self._frame())
        if written:
            self._wire.write(written + ASK)
            self._pace.sent()

    def _choose(self) -> None:
        """Show the picture as the terminal can by what is known of it now."""
        if self._console.size != self._size:
            if self._size != (0, 0):
                self._wire.write(CELL_SIZE)  # letters may be of another size, too
                self.redraw()
            self._size = self._console.size
        picture = self._profile.news()
        if picture is None:
            return
        if self._painter is not None:
            self._wire.write(self._painter.erase())
        self._painter = Painter(picture)
        self.redraw()  # whatever a question has left on the screen goes, too

    def _frame(self) -> TerminalFrame:
        columns, _ = self._console.size
        area = self._area()
        row = 0 if area is None else area.top + area.rows
        photograph = self.session.photograph
        fits = photograph is not None and photograph.shape == self._face.shape
        return TerminalFrame(
            self._face, self._words(), photograph if fits else None, area, row, columns - 1
        )

    def _words(self) -> str:
        """The line under the picture."""
        if self._failure is not None:
            return self._failure
        state = "decoding" if self._renderer.busy else HINT
        return f"{self.session.status}   {state}"

    def _area(self) -> Area | None:
        """Where the picture is now."""
        if self._reading:
            return None
        columns, rows = self._console.size
        shape = self._face.shape
        photograph = self.session.photograph
        beside = photograph is not None and photograph.shape == shape
        largest = None if self._painter is None else self._painter.largest(shape)
        size, aspect = (shape[0], shape[1]), self._profile.aspect
        return arrange(columns, rows, size, aspect=aspect, largest=largest, beside=beside)

    def _hear(self, report: Mouse | Answer) -> None:
        """A report of the terminal has come."""
        if isinstance(report, Mouse):
            self._guarded(lambda: self._point(report))
        elif report.text == TAKEN:
            self._pace.taken()
        elif report.text == PIXELS_SET and self._profile.pixels:
            self._unit = self._profile.pixels
        else:
            before = self._profile.pixels
            self._profile.hear(report.text)
            if self._profile.pixels != before:
                self._wire.write(MOUSE_IN_PIXELS)
            self.refresh()
        self._draw()

    def _point(self, mouse: Mouse) -> None:
        if mouse.pressed and mouse.button in (WHEEL_UP, WHEEL_DOWN):
            self._console.scroll(-SCROLLED if mouse.button == WHEEL_UP else SCROLLED)
            return
        morpher, area = self.session.morpher, self._area()
        if mouse.pressed and self._reading:
            self._look()
            return
        position = None if area is None else area.position(mouse.x, mouse.y, self._unit)
        if position is None:
            return
        if mouse.moved and not morpher.frozen:
            morpher.move(*position)
            self.refresh()
        elif mouse.pressed and mouse.button == LEFT:
            morpher.toggle_freeze()
            self.refresh()

    def _keys(self) -> KeyBindings:
        bindings = KeyBindings()
        picture = Condition(lambda: not self._console.typing)

        def bind(action: Callable[[TerminalView], object]) -> Callable[[KeyPressEvent], None]:
            def act(_: KeyPressEvent) -> None:
                self._look()
                self._guarded(lambda: action(self))
                self.refresh()

            return act

        for key in KEYS:
            for name in key.keys:
                bindings.add(name, filter=picture, eager=True)(bind(key.action))

        @bindings.add(Keys.Any, filter=picture)
        def _begin(event: KeyPressEvent) -> None:
            self._look()
            if event.data.isprintable() and event.data.isalpha():
                self.type(event.data)

        @bindings.add("escape", filter=picture)
        def _escape(_: KeyPressEvent) -> None:
            self._look()

        @bindings.add("escape", filter=~picture)
        def _leave_line(_: KeyPressEvent) -> None:
            self._console.leave()

        return bindings

    def _interrupt(self) -> None:
        self._interrupted = True

    def _read(self) -> None:
        """Give the picture's place to the answers."""
        if not self._reading:
            self._reading = True
            self.redraw()

    def _look(self) -> None:
        """Give it back."""
        if self._reading:
            self._reading = False
            self._console.show(self._console.said)
            self.redraw()

    def _wiped(self) -> None:
        if self._painter is not None:
            self._painter.forget()
        self.refresh()

    def _guarded(self, action: Callable[[], object]) -> None:
        """Do something; whatever goes wrong is said, and the loop lives on."""
        try:
            action()
        except Exception as error:  # noqa: BLE001 - whoever pressed a key has to get an answer
            self._console.say(sentence(error))
