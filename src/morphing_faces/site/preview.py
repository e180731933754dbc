"""What a chat or a search engine shows of a link to the site: a title, a sentence, a picture.

Open Graph (https://ogp.me) asks for whole addresses, so the picture is named only where it is known
where the site will be: `address.ADDRESS`, or whoever exports the site.
"""

import io
from html import escape
from urllib.parse import urljoin

import numpy as np
from PIL import Image

from morphing_faces.model.folder import ModelFolder
from morphing_faces.pictures.enlarge import enlarge

PICTURE = "preview.jpg"
SIZE = (1200, 630)
ROWS, COLUMNS = 2, 4
SEED = 11
MARK = b"<!-- preview -->"
DEMO = (
    "Move over a face, and it morphs: a walk through what a variational autoencoder has learned. "
    "It runs in your browser; nobody like these exists."
)
ARTICLE = (
    "How a variational autoencoder learns to draw faces, from probability to pictures, with "
    "figures that answer."
)
SENTENCES = {
    "index.html": ("Morphing Faces", DEMO),
    "explanation.html": ("How does it work? Morphing Faces", ARTICLE),
}


def preview_picture(model: ModelFolder) -> bytes:
    """Eight random faces side by side, as a JPEG file of 1200 x 630 pixels."""
    width, height = SIZE[0] // COLUMNS, SIZE[1] // ROWS
    picture = Image.new("RGB", SIZE)
    faces = model.decode(model.sample(np.random.default_rng(SEED), ROWS * COLUMNS))
    tall, wide = model.image_shape[:2]
    scale = max(width / wide, height / tall)
    size = round(wide * scale), round(tall * scale)
    for number, face in enumerate(faces):
        large = Image.fromarray(enlarge(face, *size)).convert("RGB")
        left, top = (size[0] - width) // 2, (size[1] - height) // 2
        tile = large.crop((left, top, left + width, top + height))
        picture.paste(tile, (number % COLUMNS * width, number // COLUMNS * height))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()


def with_preview(html: bytes, page: str, address: str) -> bytes:
    """Write what links show into a page's head.

    Args:
        html: The built page.
        page: Its name, such as "index.html".
        address: Where the site will be; empty where nobody knows.
    """
    title, sentence = SENTENCES[page]
    said = {"type": "website", "title": title, "description": sentence}
    if address:
        said["url"] = urljoin(address, "" if page == "index.html" else page)
        said["image"] = urljoin(address, PICTURE)
        said["image:width"], said["image:height"] = map(str, SIZE)
        said["image:alt"] = "Eight faces that the model has made"
    tags = [
        f'<meta property="og:{name}" content="{escape(each)}" />' for name, each in said.items()
    ]
    if address:
        tags.append('<meta name="twitter:card" content="summary_large_image" />')
    return html.replace(MARK, "\n    ".join(tags).encode(), 1)
