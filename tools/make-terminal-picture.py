"""Draw what a terminal shows of `--view terminal`, cell by cell, as the picture in the guide.

python tools/make-terminal-picture.py docs/pictures/terminal.webp
"""

import sys
import tempfile
from pathlib import Path

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.views.terminal.emulator import Emulator, Scenario, watch  # noqa: E402

from morphing_faces.model.sources.load import load_model  # noqa: E402
from morphing_faces.points.store import PointStore  # noqa: E402
from morphing_faces.points.user_directions import UserDirections  # noqa: E402
from morphing_faces.session.session import Session  # noqa: E402

CELL = 9, 18
DARK, BRIGHT = (24, 24, 27), (220, 220, 220)
FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"


def drawn(emulator: Emulator) -> Image.Image:
    """The emulator's cells as a picture."""
    width, height = CELL
    screen = emulator.screen
    image = Image.new("RGB", (screen.columns * width, screen.lines * height), DARK)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 15)
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            left, top = column * width, row * height
            front = BRIGHT if cell.fg == "default" else f"#{cell.fg}"
            back = DARK if cell.bg == "default" else f"#{cell.bg}"
            upper = front if cell.data in "▀█" else back
            lower = front if cell.data in "▄█" else back
            draw.rectangle((left, top, left + width - 1, top + height // 2 - 1), upper)
            draw.rectangle((left, top + height // 2, left + width - 1, top + height - 1), lower)
            if cell.data not in "▀▄█ ":
                draw.text((left, top + height - 4), cell.data, front, font, anchor="ls")
    return image


def main(path: str) -> None:
    """Play for a moment, and draw what is there then."""
    with tempfile.TemporaryDirectory() as folder:
        model = load_model("heads64")
        own, store = UserDirections(model, Path(folder)), PointStore(Path(folder))
        session = Session(model, seed=3, store=store, user_directions=own)
        emulator = Emulator(84, 38)

        def scenario() -> Scenario:
            emulator.mouse(34, 12)
            emulator.type(":d 0 1\r")
            yield lambda: emulator.shows("> d 0 1") and emulator.shows("▀")
            emulator.click(34, 12)
            yield lambda: emulator.shows("frozen")
            drawn(emulator).save(path, quality=80, method=6)

        watch(session, emulator, scenario(), {"COLORTERM": "truecolor"})
        emulator.close()


if __name__ == "__main__":
    main(sys.argv[1])
