"""The widget: the front end asks for one thing at a time, and every answer is a change of traits.

The front end sends a request, and the next one when that is answered: of the points that the mouse
passed meanwhile, only the newest is asked for. So at most one frame is under way, without a thread
or a loop here; the session ticks with every request, and while there is something to tick for the
front end asks for that alone. All state is in the traits, so that every view of a widget agrees,
and a notebook that is saved has the last face.

Where the kernel has subshells, JupyterLab's requests come in a thread of their own beside the cell
that runs, so that one lock holds whatever touches the session.
"""

import threading
from collections.abc import Callable
from time import sleep
from typing import Any

import anywidget
import numpy as np
import traitlets

from morphing_faces.errors import CommandError
from morphing_faces.session.session import Session
from morphing_faces.types import Floats
from morphing_faces.views.key_table import sentence
from morphing_faces.views.notebook.front_end import front_end
from morphing_faces.views.notebook.notebook_display import NotebookDisplay
from morphing_faces.views.notebook.traits import (
    PICTURE,
    POINT,
    Message,
    levels,
    point_in,
    point_out,
)

WAIT = 0.01
"""Seconds between two ticks while Python waits for what a line has begun."""

Proposal = dict[str, Any]


class SessionWidget(anywidget.AnyWidget):
    """A session in a notebook.

    Args:
        session: What to show.

    Attributes:
        z: The latent point, float32 [L]; setting it goes there.
        selected: The ranks of the two dimensions that follow the mouse.
        frozen: Whether moves are ignored.
        reach: The coordinate at the picture's right and upper edge.
        face: The picture at the point, float32 [H, W] or [H, W, 3] in [0, 1]; setting it goes to
            what the model's encoder makes of it.
        news: Asked with every request for what else there is to tell; empty for nothing.

    The first five are traits, and can be observed: `observe(function, "face")`.

    Raises:
        DisplayError: The front end was not built.
        ModelError: The first face cannot be decoded.
    """

    z = traitlets.Any().tag(sync=True, **POINT)
    selected = traitlets.Tuple(traitlets.Int(), traitlets.Int()).tag(sync=True)
    frozen = traitlets.Bool().tag(sync=True)
    reach = traitlets.Float().tag(sync=True)
    face = traitlets.Any().tag(sync=True, **PICTURE)
    _photograph = traitlets.Any(None).tag(sync=True, **PICTURE)
    _about = traitlets.Dict().tag(sync=True)
    _state = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session) -> None:
        self._esm, self._css = front_end("widget.js"), front_end("widget.css")
        self._session = session
        self.news: Callable[[], str] = str
        self._lock = threading.RLock()
        self._display = NotebookDisplay()
        self._stale = self._showing = False
        self._said = self._failure = ""
        self._answered = self._change = ""
        self._drawn, first = session.morpher.z, session.face()
        self._decoded, self._decoded_by = first, session.morpher.decode
        morpher = session.morpher
        super().__init__(
            z=self._drawn,
            selected=morpher.selected,
            frozen=morpher.frozen,
            reach=morpher.reach,
            face=first,
            _photograph=session.photograph,
            _about=self._describe(),
            _state=self._tell(),
        )
        self.on_msg(self._receive)

    def execute(self, line: str) -> str:
        """Do what a line of the command language says, and wait for what takes a while.

        Args:
            line: Such as `r` or `d 3 7`.

        Returns:
            The answer.

        Raises:
            MorphingFacesError: The line is wrong, or it cannot be done.
        """
        try:
            with self._lock:
                self._display.say(self._session.execute(line))
            while self._session.busy:
                sleep(WAIT)
                with self._lock:
                    self._session.tick(self._display)
        finally:
            self._show()
        return self._said

    def close(self) -> None:
        """End what is going on, and the widget; a film that was being recorded is written."""
        if self.comm is not None:
            self._session.close(self._display)
        super().close()

    def __repr__(self) -> str:
        return f"{type(self).__name__} of {self._session.name!r} at {self._session.status}"

    @traitlets.validate("z")
    def _go(self, proposal: Proposal) -> Floats:
        try:
            z = np.asarray(proposal["value"], np.float32)
        except (TypeError, ValueError):
            z = np.empty(0, np.float32)
        if not np.array_equal(z, self._session.morpher.z):
            self._steer(lambda morpher: morpher.go(z))
        return self._session.morpher.z

    @traitlets.validate("selected")
    def _select(self, proposal: Proposal) -> tuple[int, int]:
        first, second = proposal["value"]
        if (first, second) != self._session.morpher.selected:
            self._steer(lambda morpher: morpher.select(first, second))
        return self._session.morpher.selected

    @traitlets.validate("frozen")
    def _freeze(self, proposal: Proposal) -> bool:
        if proposal["value"] != self._session.morpher.frozen:
            self._steer(lambda morpher: morpher.toggle_freeze())
        return self._session.morpher.frozen

    @traitlets.validate("reach")
    def _stretch(self, proposal: Proposal) -> float:
        if proposal["value"] != self._session.morpher.reach:
            self._steer(lambda morpher: morpher.set_reach(proposal["value"]))
        return self._session.morpher.reach

    @traitlets.validate("face")
    def _encode(self, proposal: Proposal) -> Floats:
        with self._lock:
            if proposal["value"] is not self._decoded:
                self._session.take_picture(proposal["value"])
                self._stale = True
                self._decode()
            return self._decoded

    @traitlets.observe("z", "selected", "frozen", "reach", "face")
    def _on_change(self, _: object) -> None:
        if self._stale:
            self._show()

    def _steer(self, act: Callable[[Any], object]) -> None:
        """Do what was set from outside; nothing is set where it is not allowed."""
        with self._lock:
            act(self._session.morpher)
            self._stale = True

    def _receive(self, _: object, content: object, buffers: list[memoryview]) -> None:
        """Answer a request of the front end."""
        if not isinstance(content, dict) or not isinstance(content.get("number"), str):
            return
        if content.get("ask") == "tile":
            self._draw_tile(content["number"], buffers)
            return
        if content.get("ask") == "complete":
            found = self._session.complete(str(content.get("line", "")))
            self.send({"number": content["number"], "begun": found.begun, "words": found.words})
            return
        with self._lock:
            try:
                self._obey(content, buffers)
                self._session.tick(self._display)
                self._session.over = False  # a widget stays, whatever is typed
            except Exception as error:  # noqa: BLE001 - whoever asked has to get an answer
                self._display.say(sentence(error))
            self._answered = content["number"]
            self._show()

    def _obey(self, request: Message, buffers: list[memoryview]) -> None:
        morpher = self._session.morpher
        match request:
            case {"ask": "move", "change": str(change)} if buffers:
                if change != self._change:
                    morpher.pause()
                    self._change = change
                if not (change == "hover" and morpher.frozen):
                    morpher.glide(point_in(buffers[0]), morpher.origin)
            case {"ask": "line", "line": str(line)}:
                self._change = ""
                self._display.type(line)
            case {"ask": "photograph", "name": str(name)} if buffers:
                self._change = ""
                self._display.say(self._session.take_photograph(name, bytes(buffers[0])))
            case {"ask": "stop"}:
                self._session.interrupt()
            case {"ask": "pause"}:
                self._change = ""
                morpher.pause()
            case {"ask": "tick"}:
                pass
            case _:
                raise CommandError("the widget's front end asked for what this version cannot do")

    def _draw_tile(self, number: str, buffers: list[memoryview]) -> None:
        """Answer with a face of another point, for a strip; the point stays."""
        answer: Message = {"number": number}
        pixels: list[bytes] = []
        try:
            face = self._session.morpher.decode(point_in(buffers[0]))
            answer["shape"], pixels = list(face.shape), [levels(face).tobytes()]
        except Exception as error:  # noqa: BLE001 - any decoder may fail in its own way
            answer["failure"] = sentence(error)
        self.send(answer, pixels)

    def _decode(self) -> None:
        """Decode the point, unless it is decoded; the last face stays where that fails."""
        morpher = self._session.morpher
        z, decode = morpher.z, morpher.decode
        same = decode == self._decoded_by and np.array_equal(z, self._drawn)
        if same and not self._failure:
            return
        try:
            self._decoded, self._failure = self._session.face(), ""
        except Exception as error:  # noqa: BLE001 - any decoder may fail in its own way
            self._failure = sentence(error)
        self._drawn, self._decoded_by = z, decode

    def _show(self) -> None:
        """Bring the traits to where the session is, in one message.

        Whoever observes them may set them again, which is shown in its turn.
        """
        with self._lock:
            if self._showing:
                return
            self._showing = self._stale = True
            try:
                while self._stale:
                    self._stale = False
                    with self.hold_sync():
                        self._set_traits()
            finally:
                self._showing = False

    def _set_traits(self) -> None:
        session, morpher = self._session, self._session.morpher
        if news := self.news():
            self._display.say(news)
        self._decode()
        said = self._display.told()
        self._said = said or self._said
        if said or self._about_model is not morpher.model:
            self._about = self._describe()
        self._state = self._tell()
        if self.face is not self._decoded:
            self.face = self._decoded
        if not np.array_equal(self.z, morpher.z):
            self.z = morpher.z
        if self._photograph is not session.photograph:
            self._photograph = session.photograph
        self.selected, self.frozen = morpher.selected, morpher.frozen
        self.reach = morpher.reach

    def _describe(self) -> Message:
        """What changes seldom: the model's name, its dimensions by rank, its directions."""
        session, locked = self._session, self._session.locked
        self._about_model = session.morpher.model
        return {
            "name": session.name,
            "encodes": session.encodes,
            "dimensions": [
                {"index": each.index, "name": each.name or ""}
                for each in session.morpher.dimensions
            ],
            "directions": [
                {
                    "name": each.name,
                    "own": each.kind == "own",
                    "found": each.kind == "unsupervised",
                    "step": point_out(each.step),
                    "mean": each.mean,
                    "ends": list(each.ends or ()),
                    "score": str(each.score) if each.score else "",
                    "drags": each.dragging(),
                    "locked": each.name in locked,
                }
                for each in session.directions
            ],
        }

    def _tell(self) -> Message:
        """What changes often, beside the point and the face."""
        morpher = self._session.morpher
        return {
            "answered": self._answered,
            "said": self._said,
            "failure": self._failure,
            "walking": morpher.walking,
            "busy": self._session.busy,
            "undo": morpher.can_undo,
            "redo": morpher.can_redo,
        }
