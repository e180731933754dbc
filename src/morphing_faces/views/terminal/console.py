"""What is typed and what is answered: a line of commands under the answers, by prompt_toolkit."""

from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_completions
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.menus import CompletionsMenu
from prompt_toolkit.output import Output
from prompt_toolkit.utils import get_cwidth
from prompt_toolkit.widgets import TextArea

from morphing_faces.session.session import Session
from morphing_faces.views.terminal.completer import WordCompleter

PROMPT = "> "
KEPT = 2000
"""Lines of answers that can be read again."""
ESCAPE_SECONDS = 0.05
"""How long Escape waits for what would make it another key."""


class Console:
    """A line of commands and the answers above it, below rows that are left to the picture.

    Either a line is being typed, or keys do what the table of keys says.

    Args:
        session: Says what could stand in a line.
        source: The terminal, for keys.
        target: The terminal, for letters.
        picture_rows: How many rows to leave free at the top; one more is for the line in words.
        entered: Called with each line that was typed.
        interrupted: Called on Ctrl-C.
    """

    def __init__(
        self,
        session: Session,
        source: Input,
        target: Output,
        *,
        picture_rows: Callable[[], int],
        entered: Callable[[str], None],
        interrupted: Callable[[], None],
    ) -> None:
        self.said: list[str] = []
        self._output, self._entered, self._interrupted = target, entered, interrupted
        self._picture_rows = picture_rows
        self._line = Buffer(
            completer=WordCompleter(session),
            complete_while_typing=False,
            history=InMemoryHistory(),
            multiline=False,
            accept_handler=self._accept,
        )
        self._answers = TextArea(read_only=True, wrap_lines=True, focusable=False)
        self._words = Window(
            FormattedTextControl(focusable=True), height=1, always_hide_cursor=True
        )
        self._typing = Window(BufferControl(self._line), height=1)
        body = HSplit(
            [
                Window(height=lambda: Dimension.exact(picture_rows())),
                self._words,
                CompletionsMenu(scroll_offset=1),
                ConditionalContainer(self._answers, ~has_completions),
                VSplit([Window(FormattedTextControl(PROMPT), width=2, height=1), self._typing]),
            ]
        )
        self.app: Application[None] = Application(
            Layout(body, self._words),
            key_bindings=self._keys(),
            full_screen=True,
            erase_when_done=True,
            input=source,
            output=target,
        )
        self.app.ttimeoutlen = ESCAPE_SECONDS

    @property
    def typing(self) -> bool:
        """Whether a line is being typed."""
        return self.app.layout.has_focus(self._line)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the terminal."""
        size = self._output.get_size()
        return size.columns, size.rows

    def say(self, text: str) -> int:
        """Show an answer under the others; the rows that it needs."""
        self.said = [*self.said, *text.split("\n")][-KEPT:]
        self.show(self.said)
        columns, _ = self.size
        return sum(-(-max(get_cwidth(line), 1) // columns) for line in text.split("\n"))

    def show(self, lines: list[str]) -> None:
        """Show lines in place of the answers, until there is another answer; the last at least."""
        whole = "\n".join(lines)
        self._answers.buffer.set_document(Document(whole, len(whole)), bypass_readonly=True)
        self.app.invalidate()

    def when_drawn(self, action: Callable[[], None]) -> None:
        """Do something once keys are read one by one and the screen is this program's."""

        def act(_: Application[None]) -> None:
            self.app.after_render -= act
            action()

        self.app.after_render += act

    def redraw(self) -> None:
        """Wipe the screen, whatever is there and wherever the cursor is, and draw everything."""
        self.app.renderer.erase(leave_alternate_screen=False)
        self._output.erase_screen()
        self._output.cursor_goto(0, 0)
        self._output.flush()
        self.app.invalidate()

    def take_terminal(self) -> None:
        """Have the terminal again as it was when this began, and draw everything."""
        self.app.input.raw_mode().__enter__()  # what it leads back to is known from the first time
        self._output.enter_alternate_screen()
        self._output.enable_bracketed_paste()
        self.redraw()

    def scroll(self, rows: int) -> None:
        """Show answers of before, or later ones."""
        buffer = self._answers.buffer
        step = buffer.cursor_up if rows < 0 else buffer.cursor_down
        step(count=abs(rows))
        self.app.invalidate()

    def type(self, begun: str = "") -> None:
        """Begin a line of commands."""
        self.app.layout.focus(self._line)
        self._line.insert_text(begun)

    def leave(self) -> None:
        """Type no line any more; what there is of it is gone."""
        self._line.reset()
        self.app.layout.focus(self._words)

    def _accept(self, buffer: Buffer) -> bool:
        line = buffer.text
        self.app.layout.focus(self._words)
        if line.strip():
            self.say(f"{PROMPT}{line}")
            self._entered(line)
        return False

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("c-c")
        def _interrupt(_: KeyPressEvent) -> None:
            if self.typing and self._line.text:
                self._line.reset()
            else:
                self._interrupted()

        return keys
