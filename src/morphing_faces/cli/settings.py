"""Training settings from a file, beneath the flags; and which of them the user names."""

from contextvars import ContextVar
from pathlib import Path

from cyclopts import App, ArgumentCollection
from cyclopts.config import Dict

from morphing_faces.vae.settings import read_settings

FLAG = "--config"

NAMED: ContextVar[frozenset[str]] = ContextVar("NAMED", default=frozenset())
"""The arguments that have a value from the user, and not by default, such as ``epochs``."""


def fill_in(app: App, commands: tuple[str, ...], arguments: ArgumentCollection) -> None:
    """For cyclopts: give settings that no flag sets the values of the file after --config."""
    for argument in arguments:
        if argument.name == FLAG and argument.tokens:
            path = Path(argument.tokens[0].value)
            found = {key.replace("_", "-"): value for key, value in read_settings(path).items()}
            Dict(found, source=str(path), use_commands_as_keys=False)(app, commands, arguments)
    named = (argument.name for argument in arguments if argument.tokens)
    NAMED.set(frozenset(name.removeprefix("--").replace("-", "_") for name in named))
