"""The command line: one subcommand a verb, each importing what it needs when it runs."""

import sys

from cyclopts import App, CycloptsError

from morphing_faces import __version__
from morphing_faces.errors import MorphingFacesError

app = App(
    name="morphing-faces",
    help="Move the mouse over a face and it morphs: a walk through a latent variable model.",
    version=__version__,
    help_format="markdown",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 with one sentence on standard error.

    Args:
        arguments: The words after the program's name; those of this process by default.

    Returns:
        0 on success, 2 when the input or the surroundings are at fault, 130 on Ctrl-C.
    """
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(f"morphing-faces: {error}", file=sys.stderr)
        return 2
    except MorphingFacesError as error:
        print(f"morphing-faces: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
