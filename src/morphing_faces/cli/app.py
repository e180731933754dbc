"""The command line: one file a verb, loaded when the verb is asked for."""

import difflib
import shlex
import sys

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError, ValidationError

from morphing_faces.cli.flags import read_value
from morphing_faces.cli.output import note, speak_any_name
from morphing_faces.cli.play import play
from morphing_faces.errors import MorphingFacesError, OtherModelError
from morphing_faces.storage.signals import end_on_terminate
from morphing_faces.storage.streams import open_closed_streams
from morphing_faces.version import __version__

VERBS = {
    "directions": "Find directions with names: age, expressions, light, pose, an open mouth.",
    "evaluate": "Measure a model on faces that it was not trained on.",
    "export": "Make a model folder of a finished or stopped run.",
    "models": (
        "List the models at hand: those that ship, those kept from the Hub, those played lately."
    ),
    "morph": "Slide from one photograph or point to another, in a window; then play on from there.",
    "prepare": "Make a face set from photographs: find the faces, align and crop them.",
    "push": "Publish a model folder on the Hugging Face Hub.",
    "report": "Judge a model thoroughly, on one HTML page with figures, plots and pictures.",
    "site": "Open the online demo on this machine, or write it as a folder for any host.",
    "train": "Train a model on a face set.",
    "walk": "Play while the face walks at random through the latent space.",
}
"""Each has a file of its name, and in it a docstring that begins with this line."""

app = App(
    name="morphing-faces",
    version=__version__,
    help_format="markdown",
    default_parameter=Parameter(converter=read_value),
)
app.default(play)
for name, line in VERBS.items():
    app.command(f"morphing_faces.cli.{name}:app", name=name, help=line)
app.command(
    "morphing_faces.cli.render.app:app",
    name="render",
    help="Write faces as a picture (.png) or a film (.mp4, .gif, .webp).",
)
app.command(
    "morphing_faces.cli.import_model:app",
    name="import",
    help="Make a model folder of a model of another make, such as an ONNX file.",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 with one sentence on standard error.

    Args:
        arguments: The words after the program's name; those of this process by default.

    Returns:
        0 on success, 2 when the input or the surroundings are at fault, 128 and the number of the
        signal when training was told to stop: 130 on Ctrl-C, 143 on SIGTERM.

    Raises:
        SystemExit: Another command was told to stop, and has left nothing half written.
    """
    open_closed_streams()
    speak_any_name()
    try:
        with end_on_terminate():
            status = app(
                arguments, exit_on_error=False, print_error=False, result_action="return_value"
            )
    except ValidationError as error:
        note(f"morphing-faces: {_refused(error)}")
        return 2
    except UnusedCliTokensError as error:
        note(f"morphing-faces: {_unused(error.unused_tokens or [''])}")
        return 2
    except CycloptsError as error:
        note(f"morphing-faces: {error}")
        return 2
    except MorphingFacesError as error:
        note(f"morphing-faces: {error}{_owner(error)}")
        return 2
    except KeyboardInterrupt:
        return 130
    return status if isinstance(status, int) else 0


def _owner(error: MorphingFacesError) -> str:
    """How to name the model that something belongs to, where that one is at hand."""
    if not isinstance(error, OtherModelError):
        return ""
    from morphing_faces.model.sources.catalogue import name_of

    name = name_of(error.decoder)
    return "" if name is None else f"; --model {shlex.quote(name)} is that model"


def _unused(words: list[str]) -> str:
    """A sentence on words that no command takes."""
    near = difflib.get_close_matches(words[0], list(app), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "--help lists what there is"
    return f"{words[0]!r} is no command, nor does the command take it; {hint}"


def _refused(error: ValidationError) -> str:
    """A sentence on a number that lies outside of what a flag takes."""
    argument = error.argument
    name = argument.tokens[0].keyword or argument.name if argument is not None else "the input"
    return f"{name} {error.exception_message}"


if __name__ == "__main__":
    sys.exit(main())
