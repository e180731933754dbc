"""`morphing-faces import`."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import Licence
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb, require
from morphing_faces.errors import ModelError
from morphing_faces.model.sources.hub_client import PREFIX, hub_name

Activation = Literal[
    "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "sigmoid", "softplus", "none"
]
"""As in model/imports/perceptron_graph.py, which is not loaded for a page of help."""

Pair = Annotated[tuple[float, float] | None, Parameter(negative=())]

app = Verb("import")


@app.default
def import_model(
    source: str,
    /,
    *,
    out: Path,
    encoder: Path | None = None,
    shape: Annotated[tuple[int, ...] | None, Parameter(consume_multiple=True, negative=())] = None,
    layout: Literal["NHW", "NCHW", "NHWC"] | None = None,
    value_range: Pair = None,
    encoder_range: Pair = None,
    output: str | None = None,
    activation: Activation | None = None,
    final: Activation | None = None,
    spread: Literal["std", "logvar", "none"] | None = None,
    images: Path | None = None,
    licence: Licence | None = None,
) -> None:
    """Make a model folder of a model of another make, such as an ONNX file.

    Example: `morphing-faces import decoder.onnx --out mine`, then `morphing-faces --model mine`

    How the decoder gives its pictures is found out by a few calls; the flags settle what can be
    read in two ways.

    Args:
        source: An ONNX file of a decoder, whose input is a latent point [N, L] or [N, C, h, w], or
            of a whole autoencoder, which is cut at its latent point; a folder that pythae has
            saved, or an AutoencoderKL or AutoencoderTiny of diffusers (with --images); the weights
            of a perceptron (.safetensors, .pt); the files of the first Morphing Faces; the linear
            baseline that a model folder carries, as in faces48/ppca.npz; or a repository of the Hub
            with one of these, as in hf:owner/name.
        out: The model folder to make; its last part is the model's name.
        encoder: An ONNX file of the encoder, where it is one of its own.
        shape: Of a picture that is given as a row of numbers: rows and columns, and 3 before or
            after them for colours.
        layout: The order of axes.
        value_range: The values of black and white that the decoder gives.
        encoder_range: Those that the encoder takes, if they are others.
        output: The name of the output that has the pictures, if there are several.
        activation: Of a checkpoint, which does not say it: the function after each layer.
        final: And that after the decoder's last layer.
        spread: What the encoder gives beside the mean: standard deviations, the logarithms of
            variances, or nothing of use.
        images: Pictures to rank dimensions by and, where the model has no prior, to fit one to:
            an .npy file [N, H, W], [N, C, H, W] or [N, H, W, C]. A model of diffusers is played
            along their principal directions, and its pictures are of their size.
        licence: Of the weights, for the model card.
    """
    require("Importing", "import", "onnx")
    from morphing_faces.model.function.probe import Given
    from morphing_faces.model.imports.foreign import Asked
    from morphing_faces.model.imports.import_source import import_model as make
    from morphing_faces.model.imports.numpy_file import read_array
    from morphing_faces.model.imports.ppca_file import is_ppca
    from morphing_faces.model.sources.hub import fetch_source
    from morphing_faces.model.sources.load import load_model

    asked = Asked(
        Given(shape, layout, value_range, output=output),
        encoder_range,
        spread,
        None if images is None else read_array(images),
        licence,
    )
    with TemporaryDirectory() as folder:
        given = Path(source)
        if source.startswith(PREFIX):
            given = fetch_source(hub_name(source), Path(folder))
        elif is_ppca(given) and not given.exists():
            given = load_model(str(given.parent)).folder / given.name
        try:
            made = make(given, out, asked, encoder, (activation, final))
        except ModelError as error:
            raise ModelError(as_flags(str(error))) from error
    answer(f"{out}: {made.latent_size} latent dimensions; {made.found}")


def as_flags(sentence: str) -> str:
    """A sentence that names arguments of Python, as shape=(6, 6), with flags in their place."""

    def flag(found: re.Match[str]) -> str:
        values = re.sub(r"[()',]", "", found[2])
        return f"--{found[1].replace('_', '-')} {values}"

    names = "shape|layout|value_range|output|spread"
    return re.sub(rf"\b({names})=(\([^()]*\)|'[^']*')", flag, sentence)
