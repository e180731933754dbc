"""The widget's front end, which `web/src/widget` is built into: one module and one style sheet."""

from functools import cache
from pathlib import Path

from morphing_faces.errors import DisplayError

BUILT = Path(__file__).parent / "front_end"


@cache
def front_end(name: str) -> str:
    """The text of one of its files.

    Args:
        name: "widget.js" or "widget.css".

    Raises:
        DisplayError: It was not built.
    """
    try:
        return (BUILT / name).read_text(encoding="utf-8")
    except OSError:
        raise DisplayError(
            "the widget was not built into this installation; install the wheel, or build it with "
            "Node: make site"
        ) from None
