"""A widget that lives on where no kernel runs: the page in one file, in a frame."""

import html

from morphing_faces.errors import SiteError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.onnx.light import light_decoder
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.site.model_files import web_model
from morphing_faces.site.one_file import ChosenParts, one_file

HEIGHT = 640
"""Of the frame, in pixels."""
PROGRAM = 6_000_000
"""Bytes of the page without a model, about: ONNX Runtime in base64, and the program."""


class LivePage(str):
    """A page in one file; notebooks show it in a frame, and it can be written to a file."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        # The frame has no origin, so that what is in it cannot reach the notebook.
        return (
            f'<iframe title="Morphing Faces" width="100%" height="{HEIGHT}" style="border:0" '
            f'sandbox="allow-scripts allow-downloads" srcdoc="{html.escape(self)}"></iframe>'
        )


def live_page(model: Model, point: Point) -> LivePage | None:
    """The demo with a model in it; how large it is, is said before it is put together.

    Args:
        model: Its model; only one that has a folder can be taken along.
        point: Where it begins, with the selected dimensions and the reach.

    Returns:
        None where the model cannot be taken along, which is said.

    Raises:
        SiteError: The page was not built.
    """
    if not isinstance(model, ModelFolder):
        _say(f"{model.name} has no model folder that a page could run: a film and strips instead")
        return None
    try:
        chosen = ChosenParts(web_model(model, light_decoder(model), begin=point))
    except SiteError as error:
        _say(f"{error}: a film and strips instead")
        return None
    _say(
        f"the page will take about {(chosen.total * 4 / 3 + PROGRAM) / 1e6:.0f} MB of the notebook"
    )
    return LivePage(one_file(chosen).text)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - whoever calls this from Python reads it there
