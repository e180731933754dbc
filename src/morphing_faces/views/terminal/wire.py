"""What is written to the terminal: in order, and without waiting for a slow one."""

import asyncio
import contextlib
import os
import select


class Wire:
    """A queue of bytes to a terminal.

    The terminal is opened anew, so that writing to it never blocks and whoever shares the standard
    output with this program notices nothing of that.

    Args:
        descriptor: The terminal, open for writing.
    """

    def __init__(self, descriptor: int) -> None:
        self._queue = bytearray()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.broken = False
        self.written = 0
        try:
            flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
            self._descriptor = os.open(os.ttyname(descriptor), flags)
        except OSError:  # somebody else's terminal, as after `su`
            self._descriptor = os.dup(descriptor)

    @property
    def empty(self) -> bool:
        """Whether the terminal has taken all, as far as this machine can tell."""
        return not self._queue

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Go on by itself whenever the terminal can take more, as long as the loop runs."""
        self._loop = loop

    def write(self, text: str) -> None:
        """Send text after all that was sent before."""
        if self.broken or not text:
            return
        was_empty = self.empty
        self._queue += text.encode("utf-8", "replace")
        if was_empty:
            self._push()
            if self._loop is not None and not self.empty:
                self._loop.add_writer(self._descriptor, self._push_on)

    def drain(self, seconds: float) -> None:
        """Wait until all is taken, or nothing at all is for so long."""
        while not self.empty and select.select([], [self._descriptor], [], seconds)[1]:
            self._push()

    def close(self) -> None:
        """Send nothing more."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_writer(self._descriptor)
        self._loop = None
        self._queue.clear()
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        self.broken = True

    def _push(self) -> None:
        try:
            count = os.write(self._descriptor, self._queue)
        except BlockingIOError:
            return
        except OSError:  # the terminal is gone
            self.broken = True
            self._queue.clear()
            return
        self.written += count
        del self._queue[:count]

    def _push_on(self) -> None:
        self._push()
        if self.empty and self._loop is not None:
            self._loop.remove_writer(self._descriptor)
