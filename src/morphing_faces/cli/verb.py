"""What every file of a verb makes: a subcommand that is loaded when it is asked for.

cyclopts loads a verb's file to show its help, too. So such a file imports at its top what tells of
the verb (flags, words), and within its function what does the work: numpy, ONNX Runtime, matplotlib
and torch come when there is work, and help is there at once. Those, and one in `start.py` for all
that play, are the only imports in functions of the command line; `tests/test_imports.py` holds
the rest to it.
"""

from importlib.util import find_spec

from cyclopts import App

from morphing_faces.errors import MissingExtraError


class Verb(App):
    """A subcommand whose own page shows all that it says of itself.

    The list of verbs in `cli.app` has a line for each, so that `--help` loads none of them. Once a
    verb is loaded, cyclopts would put that line in place of the verb's own help.
    """

    def _own_help(self) -> str:
        return super().help

    def _leave_help(self, line: str) -> None:
        pass

    help = property(
        _own_help, _leave_help, doc="What it was made with, or its function's docstring."
    )


def require(purpose: str, extra: str, *packages: str) -> None:
    """Raise MissingExtraError, before any work is done, unless these packages are installed."""
    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(purpose, extra, package)
