"""`morphing-faces walk`."""

from typing import Literal

from morphing_faces.cli.flags import Pace, Reach, Seed
from morphing_faces.cli.start import AsItComes, StartOptions, run_session
from morphing_faces.cli.verb import Verb
from morphing_faces.model.sources.default import DEFAULT_MODEL

app = Verb("walk")


@app.default
def walk(
    *,
    model: str = DEFAULT_MODEL,
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    steps_per_second: Pace = 2.0,
    opening: AsItComes = StartOptions(),
) -> None:
    """Play while the face walks at random through the latent space.

    Example: `morphing-faces walk --steps-per-second 4`

    Each step moves one of the interesting dimensions by 0.5, up or down. A click or f pauses the
    walk, another goes on; the command `walk stop` ends it. Mouse and commands work as in play.

    Args:
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        seed: Repeat a walk: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; the model's own (2 for
            heads64) where no point brings one.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        steps_per_second: How fast to walk, above 0 and at most 1000.
        opening: Where to begin.
    """
    run_session(model, seed, reach, prior, opening, pace=steps_per_second, walking=True)
