"""`morphing-faces morph`."""

from typing import Literal

from morphing_faces.cli.flags import Reach, Seed
from morphing_faces.cli.start import AsItComes, StartOptions, run_session
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError
from morphing_faces.model.sources.default import DEFAULT_MODEL

app = Verb("morph")


@app.default
def morph(
    start: str,
    end: str,
    /,
    *,
    model: str = DEFAULT_MODEL,
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    opening: AsItComes = StartOptions(),
) -> None:
    """Slide from one photograph or point to another, in a window; then play on from there.

    Example: `morphing-faces morph me.jpg you.jpg`

    `morphing-faces render morph` writes it as a film.

    Args:
        start: A photograph, the name of a point, a .json or .png file of one, or a link. Of several
            faces the largest is taken; us.jpg:2 names another, by its place from the left, and
            me.png:120,200,180,201 says where the eyes are, in pixels.
        end: Another.
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        seed: Repeat a session: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; the model's own (2 for
            heads64) where no point brings one.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        opening: What the session needs.
    """
    if opening.photo is not None or opening.point is not None:
        raise CommandError("--photo and --point are for a session with one beginning")
    run_session(model, seed, reach, prior, opening, slide=(start, end))
