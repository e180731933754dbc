"""Work that takes a while, beside a window that goes on: what it says, and how it is stopped."""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

from morphing_faces.errors import MorphingFacesError

TaskFunction = Callable[["BackgroundTask"], Callable[[], str]]


class BackgroundTask:
    """Work in a thread of its own.

    Args:
        work: Does it, given the task: it tells its progress by `tell`, and returns early with what
            it has once `stopping` is set. What it returns is called in the main thread when it is
            done, and returns a last word to the user.
        precious: Whether it is to be waited for, not stopped, when the program ends.
    """

    def __init__(self, work: TaskFunction, *, precious: bool = False) -> None:
        self.precious = precious
        self.stopping = threading.Event()
        self._messages: SimpleQueue[str] = SimpleQueue()
        self._work = work
        self._finish: Callable[[], str] = str
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether the work has ended; `finish` is to be called then."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait for the work to end, so long at most; whether it has."""
        self._thread.join(seconds)
        return self.done

    def tell(self, message: str) -> None:
        """Have the user told something."""
        self._messages.put(message)

    def messages(self) -> Iterator[str]:
        """What was told since the last call."""
        while True:
            try:
                yield self._messages.get_nowait()
            except Empty:
                return

    def finish(self) -> str:
        """Wait for the end, and put the result to use; a last word to the user.

        Raises:
            MorphingFacesError: As the work did.
        """
        self._thread.join()
        return self._finish()

    def _run(self) -> None:
        try:
            self._finish = self._work(self)
        except MorphingFacesError as error:
            self._finish = _raising(error)
        except Exception as error:  # noqa: BLE001 - a thread's failure has to reach the user
            self._finish = _raising(MorphingFacesError(f"{type(error).__name__}: {error}"))


def _raising(error: MorphingFacesError) -> Callable[[], str]:
    def finish() -> str:
        raise error

    return finish
