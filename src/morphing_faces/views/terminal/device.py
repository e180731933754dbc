"""The terminal as prompt_toolkit uses it: keys come from it, letters go to it.

Reports are taken out of the keys, and what is written waits its turn behind the picture.
"""

import codecs
import contextlib
import os
import sys
from collections.abc import Callable
from typing import TextIO, cast

from prompt_toolkit.data_structures import Size
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.output.vt100 import Vt100_Output

from morphing_faces.views.terminal.reports import Answer, Mouse, Reports
from morphing_faces.views.terminal.wire import Wire

CHUNK = 4096


class TerminalInput(Vt100Input):
    """Keys of a terminal, without what it reports beside them.

    Args:
        stdin: The terminal, open for reading.
        hear: Called with each report.
    """

    def __init__(self, stdin: TextIO, hear: Callable[[Mouse | Answer], None]) -> None:
        super().__init__(stdin)
        self._hear = hear
        self._reports = Reports()
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def read_keys(self) -> list[KeyPress]:
        """The keys that have been pressed since the last call."""
        for part in self._reports.feed(self._decoder.decode(self._read())):
            if isinstance(part, str):
                self.vt100_parser.feed(part)
            else:
                self._hear(part)
        return self._taken()

    def flush_keys(self) -> list[KeyPress]:
        """A key that begins like longer ones, such as Escape, once nothing has followed it."""
        self.vt100_parser.feed(self._reports.flush())
        self.vt100_parser.flush()
        return self._taken()

    def _read(self) -> bytes:
        try:
            found = os.read(self._fileno, CHUNK)
        except BlockingIOError:
            return b""
        except OSError:  # the terminal is gone
            found = b""
        self.stdin_reader.closed = not found
        return found

    def _taken(self) -> list[KeyPress]:
        keys, self._buffer = self._buffer, []
        return keys


class TerminalOutput(Vt100_Output):
    """Letters to a terminal, in one queue with pictures.

    Args:
        descriptor: The terminal, open for writing.
        wire: The queue.
        wiped: Called when the screen has been wiped.
    """

    def __init__(self, descriptor: int, wire: Wire, wiped: Callable[[], None]) -> None:
        known = Size(rows=24, columns=80)

        def size() -> Size:
            nonlocal known
            with contextlib.suppress(OSError):  # it is gone, and what is drawn goes nowhere
                columns, rows = os.get_terminal_size(descriptor)
                known = Size(rows=rows or 24, columns=columns or 80)
            return known

        # Only its methods for writing would use the stream, and these go to the wire here.
        super().__init__(cast("TextIO", sys.__stdout__), size, enable_cpr=False)
        self._wire = wire
        self._wiped = wiped

    def flush(self) -> None:
        """Hand over what was written."""
        text, self._buffer = "".join(self._buffer), []
        self._wire.write(text)

    def erase_down(self) -> None:
        """Wipe the screen from the cursor on; prompt_toolkit begins a drawing afresh so."""
        super().erase_down()
        self._wiped()

    def erase_screen(self) -> None:
        """Wipe the whole screen."""
        super().erase_screen()
        self._wiped()


def open_stream(descriptor: int) -> TextIO:
    """A text stream on a descriptor, which stays open when the stream is closed."""
    return open(descriptor, encoding="utf-8", closefd=False)
