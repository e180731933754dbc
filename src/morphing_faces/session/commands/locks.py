"""Commands on what stays and what changes along directions: lock unlock changed."""

from morphing_faces.errors import CommandError
from morphing_faces.model.capabilities import DIRECTING
from morphing_faces.model.directions import Direction, changes
from morphing_faces.morpher.morpher import Morpher
from morphing_faces.session.argument_types import DirectionName
from morphing_faces.session.commands.directions import DirectionCommands
from morphing_faces.session.language import command


class LockCommands:
    """What a session holds still, and what it tells of the rest.

    Args:
        morpher: What is moved.
        directions: Those that there are, and those that are locked.
    """

    def __init__(self, morpher: Morpher, directions: DirectionCommands) -> None:
        self._morpher = morpher
        self._directions = directions

    @command("lock")
    def lock(self, name: DirectionName | None = None) -> str:
        """Keep a direction where it is while others move; lock lists all."""
        locked, z = self._directions.locked, self._morpher.z
        if name is None:
            held = (f"{each.name} at {each.reading(z):+.2f}" for each in locked.values())
            return ", ".join(held) or "no direction is locked"
        direction = self._directions.find(name)
        locked[direction.name] = direction
        return (
            f"{direction.name} stays at {direction.reading(z):+.2f} while other directions move; "
            f"'unlock {direction.name}' lets it go"
        )

    @command("unlock")
    def unlock(self, name: DirectionName | None = None) -> str:
        """Let a direction move again; unlock alone, all of them."""
        locked = self._directions.locked
        if name is None:
            locked.clear()
            return "no direction is locked"
        if locked.pop(name.lower(), None) is None:
            raise CommandError(f"{name[:40]!r} is not locked ({', '.join(locked) or 'none is'})")
        return f"{name.lower()} moves again"

    @command("changed")
    def changed(self) -> str:
        """Tell what else the last change of the face has changed."""
        before, now = self._morpher.before, self._morpher.z
        named = [each for each in self._directions.known() if each.kind != "unsupervised"]
        if not named:
            return f"model {self._morpher.model.name!r} {DIRECTING.lacking}"
        if before is None:
            return "this face has not been changed yet"
        moved = self._directions.moved
        mover = moved[0].name if moved and (moved[1] == now).all() else None
        others = [each for each in named if each.name != mover]
        told = ", ".join(_told(*each) for each in changes(others, before, now))
        head = f"with {mover}" if mover else "since the last change"
        return f"{head}: {told}" if told else f"{head}, no other direction has changed by much"


def _told(direction: Direction, by: float) -> str:
    """How far a reading has changed, and what that is in the attribute's own unit."""
    worth = f" ({direction.unit.value * by:+.3g} {direction.unit.of})" if direction.unit else ""
    return f"{direction.name} {by:+.2f}{worth}"
