"""`morphing-faces` without a verb: a window opens."""

from typing import Literal

from morphing_faces.cli.flags import Reach, Seed
from morphing_faces.cli.start import AsItComes, StartOptions, run_session
from morphing_faces.model.sources.default import DEFAULT_MODEL


def play(
    *,
    model: str = DEFAULT_MODEL,
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    opening: AsItComes = StartOptions(),
) -> None:
    """Move the mouse over a face and it morphs: a walk through a latent variable model.

    Example: `morphing-faces --seed 7 --range 2`

    Without a command, a window opens. Two dimensions of the latent space follow the mouse over
    the picture; a click freezes the face. Press h in the window for its keys, or type h in the
    terminal for the commands that it takes meanwhile. Where there is no screen, the face is shown
    in the terminal itself (`--view terminal`).

    On another machine, the page in a browser of this one is quicker than a terminal:
    `ssh -L 2014:localhost:2014 HOST morphing-faces site --port 2014 --no-browser`

    Args:
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        seed: Repeat a session: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; the model's own (2 for
            heads64) where no point brings one.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        opening: Where to begin.
    """
    run_session(model, seed, reach, prior, opening)
