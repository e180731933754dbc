"""Commands that move the point, and choose what moves it: d r f range walk undo redo reset."""

from morphing_faces.morpher.morpher import Morpher
from morphing_faces.session.argument_types import Rank, Reach, Switch
from morphing_faces.session.language import command


class MoveCommands:
    """What a session does with its point alone.

    Args:
        morpher: What is moved.
    """

    def __init__(self, morpher: Morpher) -> None:
        self._morpher = morpher

    @command("d", "dimensions")
    def select(self, d1: Rank, d2: Rank) -> str:
        """Let the mouse move two dimensions, each from 0 to {last}."""
        self._morpher.select(d1, d2)
        selected = self._morpher.status.selected
        names = [f"{each.rank} ({each.name})" if each.name else f"{each.rank}" for each in selected]
        return "the mouse now moves dimensions " + " and ".join(names)

    @command("r", "random")
    def randomise(self) -> str:
        """Draw a random face."""
        self._morpher.randomise()
        return "another face"

    @command("f", "freeze")
    def freeze(self) -> str:
        """Freeze the face, or let the mouse move it again."""
        self._morpher.toggle_freeze()
        return "frozen: the mouse does not move the face" if self._morpher.frozen else "unfrozen"

    @command("range", "reach")
    def set_reach(self, reach: Reach) -> str:
        """Put the picture's edges at -R and R, R above 0 (1 at first)."""
        self._morpher.set_reach(reach)
        reach = self._morpher.reach
        return f"the picture's edges are now at -{reach:g} and {reach:g}"

    @command("walk")
    def walk(self, on: Switch | None = None) -> str:
        """Start or stop a random walk."""
        morpher = self._morpher
        morpher.walk(on=not morpher.walking if on is None else on)
        if not morpher.walking:
            return "standing still"
        return "walking as soon as you unfreeze" if morpher.frozen else "walking"

    @command("undo", "u")
    def undo(self) -> str:
        """Take back the last change."""
        return "undone" if self._morpher.undo() else "nothing to undo"

    @command("redo")
    def redo(self) -> str:
        """Take back an undo."""
        return "done again" if self._morpher.redo() else "nothing to redo"

    @command("reset")
    def reset(self) -> str:
        """Return to the first face."""
        self._morpher.reset()
        return "back at the first face"
