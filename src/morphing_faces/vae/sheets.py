"""A picture of what a network can do: samples, reconstructions and traversals on one sheet."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.storage.files import make_folder, whole
from morphing_faces.types import Pixels
from morphing_faces.vae.batches import pictures
from morphing_faces.vae.network import VAE
from morphing_faces.vae.random_streams import SHEET, Stream

SHEETS = "sheets"
COLUMNS = 15
SAMPLE_ROWS = 3
PAIRS = 2
TRAVERSALS = 6
REACH = 3.0
SMALLEST = 48
MARGIN, GAP = 76, 2
PAPER, INK = 255, 0


def write_sheet(path: Path, network: VAE, faces: FaceSet, kl: Tensor, seed: int) -> None:
    """Draw a sheet of a network.

    Rows of random faces from the prior; pairs of rows of held-out faces, as they are and as the
    network gives them back; and a row for each of the dimensions with the largest KL, from -3 to 3
    with all others at 0.

    Args:
        path: The PNG file to write.
        network: The network.
        faces: The face set, for its "valid" split.
        kl: Of held-out faces and dimensions, [N, L].
        seed: Of the random faces; the same ones on every sheet of a run.

    Raises:
        FileError: It cannot be written.
    """
    picture = _drawn(_rows(network, faces, kl, seed))
    make_folder(path.parent)
    with whole(path) as part:
        picture.save(part, format="PNG")


def _rows(network: VAE, faces: FaceSet, kl: Tensor, seed: int) -> list[tuple[str, Pixels]]:
    latent = network.config.latent
    device = next(network.parameters()).device
    shape = (-1, faces.size, faces.size, faces.channels)

    def decoded(z: Tensor) -> Pixels:
        mean = network.decode(z.to(device)).mean.clamp(0, 1)
        found: Pixels = (255 * mean).round().to(torch.uint8).reshape(shape).cpu().numpy()
        return found

    rows: list[tuple[str, Pixels]] = []
    with torch.no_grad():
        z = Stream(seed, SHEET, 0).normal(range(SAMPLE_ROWS * COLUMNS), latent)
        rows += [("samples", decoded(part)) for part in torch.split(z, COLUMNS)]
        valid = faces.split("valid")
        places = np.linspace(0, len(valid) - 1, min(len(valid), PAIRS * COLUMNS))
        pixels = pictures(faces, valid[places.round().astype(int)])
        for part in torch.split(pixels, COLUMNS):
            x = ((part.float() + 0.5) / 256).to(device)
            rows.append(("held out", part.reshape(shape).numpy()))
            rows.append(("given back", decoded(network.encode(x).mean)))
        busiest = kl.mean(dim=0).argsort(descending=True)[:TRAVERSALS]
        for dimension in busiest.tolist():
            z = torch.zeros(COLUMNS, latent)
            z[:, dimension] = torch.linspace(-REACH, REACH, COLUMNS)
            rows.append((f"z{dimension}  {kl[:, dimension].mean():.1f} nats", decoded(z)))
    return rows


def _drawn(rows: list[tuple[str, Pixels]]) -> Image.Image:
    size = rows[0][1].shape[1]
    tile = size * max(1, round(SMALLEST / size))
    step = tile + GAP
    sheet = Image.new("RGB", (MARGIN + COLUMNS * step, len(rows) * step), (PAPER,) * 3)
    pen = ImageDraw.Draw(sheet)
    for number, (label, faces) in enumerate(rows):
        pen.text((4, number * step + step // 2 - 6), label, fill=(INK,) * 3)
        for column, face in enumerate(faces):
            grey = face.shape[2] == 1
            picture = Image.fromarray(face[:, :, 0] if grey else face).resize((tile, tile))
            sheet.paste(picture, (MARGIN + column * step, number * step))
    return sheet
