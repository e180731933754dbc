"""What goes into a report, and how thorough it is."""

from dataclasses import dataclass
from pathlib import Path

from morphing_faces.errors import CommandError
from morphing_faces.evaluation.metrics.groups import column
from morphing_faces.faces.set.faceset import FaceSet, Which


@dataclass(frozen=True)
class Effort:
    """How much work each measurement is worth.

    Attributes:
        importance: Samples a face of the importance-weighted bound.
        importance_faces: On how many faces.
        samples: Of the model, for the Parzen window.
        centroids: Of k-means.
        factor_steps: The most steps of factor analysis.
        feature_epochs: Of the feature network.
    """

    importance: int = 500
    importance_faces: int = 100
    samples: int = 10_000
    centroids: int = 10_000
    factor_steps: int = 200
    feature_epochs: int = 6


FETCH = "fetch"
QUICK = Effort(50, 30, 2000, 500, 15, 2)


@dataclass(frozen=True)
class Settings:
    """What a report is asked to be.

    Attributes:
        split: The held-out faces.
        seed: Of every random number.
        effort: How thorough.
        reference_epochs: Epochs of pythae's VAE; 0 leaves it out.
        hidden: Units of its hidden layers.
        run: A run folder whose learning curves are shown.
        recognition: The folder of the recognition network that judges independently, or FETCH;
            None asks none.
        show: Only photographs of these sources are shown; None shows all, an empty tuple none.
        command: The command line that makes this report again.
    """

    split: Which = "test"
    seed: int = 0
    effort: Effort = Effort()
    reference_epochs: int = 0
    hidden: int = 2000
    run: Path | None = None
    recognition: str | None = None
    show: tuple[str, ...] | None = None
    command: str = ""


def shown_sources(faces: FaceSet, show: tuple[str, ...] | None) -> set[str]:
    """The sources of a face set whose photographs may be shown.

    Args:
        faces: The face set.
        show: Names of sources, with or without their suffix (.zip); None for all.

    Raises:
        CommandError: The face set has no such source.
    """
    names = sorted(set(column(faces, "source")))
    if show is None:
        return set(names)
    chosen = set()
    for word in show:
        found = {name for name in names if word in (name, Path(name).stem)}
        if not found:
            raise CommandError(
                f"the face set has no source {word!r} to show; it has {', '.join(names)}"
            )
        chosen |= found
    return chosen
