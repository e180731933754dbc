"""`morphing-faces import`."""

from pathlib import Path
from typing import Literal

from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require

app = Verb("import")


@app.default
def import_model(
    source: Path,
    /,
    *,
    out: Path,
    shape: tuple[int, ...] | None = None,
    layout: Literal["NHW", "NCHW", "NHWC"] | None = None,
    value_range: tuple[float, float] | None = None,
    output: str | None = None,
    licence: str | None = None,
) -> None:
    """Make a model folder of a model of another make, such as an ONNX file.

    Example: `morphing-faces import decoder.onnx --out mine`, then `morphing-faces --model mine`

    How the decoder gives its pictures is found out by a few calls; the flags settle what can be
    read in two ways.

    Args:
        source: An ONNX file whose input is a latent point [N, L] or [N, C, h, w].
        out: The model folder to make; its last part is the model's name.
        shape: Of a picture that is given as a row of numbers: rows and columns, and 3 before or
            after them for colours.
        layout: The order of axes.
        value_range: The values of black and white.
        output: The name of the output that has the pictures, if there are several.
        licence: Of the weights, for the model card.
    """
    require("Importing", "site", "onnx")
    from morphing_faces.model.function.probe import Given
    from morphing_faces.model.imports.make import import_onnx

    given = Given(shape, layout, value_range, output=output)
    made = import_onnx(source, out, given, licence)
    answer(f"{out}: {made.latent_size} latent dimensions; {made.found}")
