"""A user's function, called the way it wants to be: with numpy arrays, or with torch's tensors.

torch is never imported here. Where the user's program has loaded it, and the function is one of its
modules or uses some, tensors go in, on the device of its parameters, without gradients; and modules
are in eval mode as long as they are played with.
"""

import functools
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from morphing_faces.types import Floats

PACKAGE = str(Path(__file__).parents[2])
DEEPEST = 4
"""How many wrappers (partial, bound method, closure) around a module are looked into."""


class UserFunction:
    """A function from an array to whatever it gives.

    Args:
        function: The user's.
        what: What the user calls it: "decode" or "encode".

    Attributes:
        what: As above.
        name: Its own name, where it has one.
        notes: What the user should know of how it is called.
    """

    def __init__(self, function: Callable[..., Any], what: str) -> None:
        if not callable(function):
            raise TypeError(f"{what} must be a function, got {type(function).__name__}")
        self._function = function
        self.what = what
        self.name = _name(function)
        self.notes: list[str] = []
        self._torch: Any = sys.modules.get("torch")
        self._modules = list(_modules(function, self._torch))
        self._tensors = self._torch is not None and _is_module(function, self._torch)
        self._were: list[tuple[Any, bool]] = []

    def settle(self) -> None:
        """Put modules that train into eval mode, as long as until `restore`."""
        for module in self._modules:
            if module.training:
                self._were += [(each, each.training) for each in module.modules()]
                module.eval()
        if self._were:
            self.notes.append(f"{self.what} was in training mode; it is in eval mode meanwhile")

    def restore(self) -> None:
        """Leave modules in the mode in which they were."""
        for module, training in self._were:
            module.training = training
        self._were = []

    def __call__(self, array: Floats) -> Any:
        """What the function gives of an array.

        Raises:
            Exception: As the function does, with a note on what it was called with.
        """
        try:
            with self._no_gradients():
                return self._call(array)
        except Exception as error:
            shape = ", ".join(map(str, array.shape))
            error.add_note(f"morphing_faces called {self.what} with float32 [{shape}]")
            raise

    def _call(self, array: Floats) -> Any:
        if self._tensors:
            return self._function(self._tensor(array))
        try:
            return self._function(array)
        except Exception as error:
            if not self._modules:
                raise
            given = self._called_with_tensor(array, error)
        self._tensors = True
        return given

    def _called_with_tensor(self, array: Floats, before: Exception) -> Any:
        """What a function that uses modules gives of a tensor, after it has refused an array."""
        try:
            return self._function(self._tensor(array))
        except TypeError as error:
            if "ndarray" in str(error):  # it makes tensors itself, and failed for another reason
                raise before from None
            raise error from None
        except Exception as error:
            raise error from None

    def _tensor(self, array: Floats) -> Any:
        tensor = self._torch.from_numpy(array.copy())
        parameter = next((p for module in self._modules for p in module.parameters()), None)
        if parameter is None:
            return tensor
        kind = parameter.dtype if parameter.dtype.is_floating_point else tensor.dtype
        return tensor.to(device=parameter.device, dtype=kind)

    def _no_gradients(self) -> AbstractContextManager[Any]:
        if self._torch is None:
            return nullcontext()
        context: AbstractContextManager[Any] = self._torch.no_grad()
        return context


def own_traceback(error: BaseException) -> str:
    """An error's traceback as its user would see it: without the lines of this package."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(PACKAGE)
    ]
    lines = ["Traceback (most recent call last):\n", *traceback.format_list(frames)]
    return "".join([*lines, *traceback.format_exception_only(error)]).rstrip()


def place_of(error: BaseException) -> tuple[str, str, int]:
    """Where an error was raised: its kind, the file, and the line."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return type(error).__name__, last.filename, last.lineno or 0


def _name(function: Callable[..., Any]) -> str:
    while isinstance(function, functools.partial):
        function = function.func
    found = getattr(function, "__name__", type(function).__name__)
    return "function" if found == "<lambda>" else str(found)


def _is_module(value: Any, torch: Any) -> bool:
    """Whether a value is a module of torch, or a method of one."""
    owner = getattr(value, "__self__", value)
    return isinstance(owner, torch.nn.Module)


def _modules(value: Any, torch: Any, depth: int = 0) -> Iterator[Any]:
    """The modules that a function is or uses, as far as can be seen from outside."""
    if torch is None or depth > DEEPEST:
        return
    if isinstance(value, torch.nn.Module):
        yield value
        return
    inner: list[Any] = []
    if isinstance(value, functools.partial):
        inner = [value.func, *value.args, *value.keywords.values()]
    elif inspect.ismethod(value):
        inner = [value.__self__]
        yield from _modules(value.__func__, torch, depth + 1)
    elif inspect.isfunction(value):
        used = inspect.getclosurevars(value)
        inner = [*used.nonlocals.values(), *used.globals.values()]
    elif depth < DEEPEST and hasattr(value, "__dict__") and not inspect.ismodule(value):
        inner = [each for each in vars(value).values() if isinstance(each, torch.nn.Module)]
    seen: set[int] = set()
    for each in inner:
        for module in _modules(each, torch, depth + 1):
            if id(module) not in seen:
                seen.add(id(module))
                yield module
