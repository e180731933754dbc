"""What every verb of `render` is told: the file, the film's time, where random faces come from."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Flag, Range, Seed
from morphing_faces.model.sources.default import DEFAULT_MODEL
from morphing_faces.seeds import LARGEST_SEED

MOST_FACES = 100


@dataclass(frozen=True)
class Target:
    """What to write, and of which model.

    Attributes:
        out: The file; its suffix says what it will be: .png, .mp4, .gif or .webp.
        size: Rows of a face in pixels, 16 to 2048. Usually 128 where a picture has several, and
            in a film of one face 512, or 256 in a GIF file.
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder.
        replace: Write over what is there.
        as_json: Print what was written as one JSON object.
    """

    out: Path
    size: Annotated[int | None, Parameter(validator=Range(gte=16, lte=2048))] = None
    model: str = DEFAULT_MODEL
    replace: Flag = False
    as_json: AsJson = False


@dataclass(frozen=True)
class Time:
    """How a film goes on.

    Attributes:
        seconds: How long it is, above 0 and at most 3600.
        fps: Frames a second: 30, or 20 in a GIF file.
    """

    seconds: Annotated[float | None, Parameter(validator=Range(gt=0, lte=3600))] = None
    fps: int | None = None


@dataclass(frozen=True)
class Chance:
    """Where random faces come from.

    Attributes:
        seed: Make the same again: a whole number from 0 to 4294967295.
        prior: What was fitted to the faces after training, if the model has that, or N(0, I)
            always.
    """

    seed: Seed | None = None
    prior: Literal["fitted", "standard"] = "fitted"

    def settled(self) -> int:
        """The seed, drawn where the user does not say."""
        return secrets.randbelow(LARGEST_SEED + 1) if self.seed is None else self.seed


Columns = Annotated[int, Parameter(validator=Range(gte=2, lte=MOST_FACES))]
Out = Annotated[Target, Parameter(name="*")]
Timing = Annotated[Time, Parameter(name="*")]
Random = Annotated[Chance, Parameter(name="*")]
