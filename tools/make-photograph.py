"""Draw the picture of the guide's "Your own face": a photograph, its reconstruction, a refined one.

python tools/make-photograph.py PHOTOGRAPH [--model MODEL] [--out docs/pictures/photo.webp]

Give it a photograph of nobody: the one in the guide is from generated.photos.
"""

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from morphing_faces import load_model
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.session.refine import refine

SIDE, GAP, WORDS = 288, 8, 40
PAPER, INK = 17, 190
STEPS = 10
FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def main() -> None:
    """Write the picture, with the errors of both reconstructions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("photograph", type=Path)
    parser.add_argument("--model", default="heads64")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/photo.webp"))
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    portrait = PhotoEncoder(model).take(arguments.photograph)
    first, *_, last = refine(model, portrait.image, portrait.z, STEPS)
    faces = [portrait.image, *model.decode(np.stack([first.z, last.z]))]
    labels = ["photograph", f"encoded: {first.rmse:.1%} off", f"refined: {last.rmse:.1%} off"]
    step = SIDE + GAP
    size = (len(faces) * step - GAP, SIDE + WORDS)
    paper = Image.new("RGB", size, (PAPER, PAPER, PAPER))
    draw, font = ImageDraw.Draw(paper), ImageFont.truetype(FONT, 16)
    for number, (face, label) in enumerate(zip(faces, labels, strict=True)):
        paper.paste(Image.fromarray(enlarge(face, SIDE, SIDE)), (number * step, 0))
        draw.text(
            (number * step + SIDE / 2, SIDE + WORDS / 2), label, (INK, INK, INK), font, anchor="mm"
        )
    paper.save(arguments.out, quality=90)


if __name__ == "__main__":
    main()
