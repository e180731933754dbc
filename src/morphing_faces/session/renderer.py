"""Decoding beside the drawing, so that a slow decoder holds up no key and no click.

A view asks for the face of a point, and looks now and then whether it is there. Of the points that
were asked for while one was being decoded, only the newest is decoded next.

The network of a model folder that has been fast is run by the view itself, which would wait for it
anyway: handing a point to another thread and its face back takes longer than a small network does.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

import numpy as np

from morphing_faces.types import Floats

Decode = Callable[[Floats], Floats]
"""From a point [L] to its face."""


class Rendered(NamedTuple):
    """The answer to a request.

    Attributes:
        z: The point, [L].
        decode: What decodes it.
        face: Its face; None where it could not be decoded.
        error: Why it could not.
    """

    z: Floats
    decode: Decode
    face: Floats | None
    error: Exception | None = None


HASTE = 0.5
"""The share of a view's patience that decoding may have taken lately where the view decodes."""


class Renderer:
    """A thread that decodes the newest point that was asked for.

    Args:
        first: A face that is known already.
    """

    def __init__(self, first: Rendered) -> None:
        self._answer = first
        self._seen = first
        self._asked: Rendered | None = None
        self._working: Rendered | None = None
        self._over = False
        self._took = float("inf")
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="renderer", daemon=True).start()

    @property
    def busy(self) -> bool:
        """Whether the newest point that was asked for is not decoded yet."""
        return self._asked is not None or self._working is not None

    @property
    def unseen(self) -> bool:
        """Whether there is an answer that nobody has looked at."""
        return self._answer is not self._seen

    def ask(self, z: Floats, decode: Decode) -> None:
        """Ask for the face of a point, unless that is the newest one anyway.

        Args:
            z: The point, [L].
            decode: The face of a point; called in the thread.
        """
        with self._changed:
            if not _same(self._asked or self._working or self._answer, z, decode):
                self._asked = Rendered(z, decode, None)
                self._changed.notify_all()

    def look(self, seconds: float = 0.0) -> Rendered:
        """The newest answer there is.

        Args:
            seconds: How long to wait for that to what was asked last.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self.busy, seconds)
            self._seen = self._answer
            return self._answer

    def render(self, z: Floats, decode: Decode, seconds: float, *, steady: bool) -> Rendered:
        """Ask for the face of a point, and wait so long for it: `ask` and `look` in one.

        Args:
            z: The point, [L].
            decode: The face of a point.
            seconds: How long to wait.
            steady: Whether decoding always takes about as long, as a network of files does. Where
                it lately took far less than what may be waited, it is done here and now.
        """
        with self._changed:
            known = self._answer.decode == decode and self._took < HASTE * seconds
            here = steady and not self.busy and not self._over and known
            if here and not _same(self._answer, z, decode):
                self._answer = self._rendered(Rendered(z, decode, None))
        self.ask(z, decode)
        return self.look(0 if here else seconds)

    def close(self) -> None:
        """Decode nothing more."""
        with self._changed:
            self._over = True
            self._asked = None
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._over or self._asked is not None)
                if self._over or self._asked is None:
                    return
                asked, self._working, self._asked = self._asked, self._asked, None
            answer = self._rendered(asked)
            with self._changed:
                self._answer, self._working = answer, None
                self._changed.notify_all()

    def _rendered(self, asked: Rendered) -> Rendered:
        start = monotonic()
        try:
            return asked._replace(face=asked.decode(asked.z))
        except Exception as error:  # noqa: BLE001 - any decoder may fail in its own way
            return asked._replace(error=error)
        finally:
            self._took = monotonic() - start


def _same(answer: Rendered, z: Floats, decode: Decode) -> bool:
    """Whether this is the answer for a point."""
    return answer.decode == decode and np.array_equal(answer.z, z)
