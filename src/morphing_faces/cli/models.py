"""`morphing-faces models`."""

import json
import re
from dataclasses import asdict
from pathlib import Path

from morphing_faces.cli.flags import AsJson
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb
from morphing_faces.storage.files import make_folder, refuse_existing, write_whole

app = Verb("models")


@app.default
def models(*, pictures: Path | None = None, as_json: AsJson = False) -> None:
    """List the models at hand: those that ship, those kept from the Hub, those played lately.

    Example: `morphing-faces models`, then `morphing-faces --model NAME`

    Args:
        pictures: Write a picture of each into this folder, eight random faces of it.
        as_json: Print them as JSON.
    """
    from morphing_faces.model.sources.catalogue import catalogue

    listed = catalogue()
    written = _written(pictures, [each.name for each in listed]) if pictures else {}
    if as_json:
        answer(json.dumps([asdict(each) | written.get(each.name, {}) for each in listed]))
        return
    width = max((len(each.name) for each in listed), default=0)
    for each in listed:
        height, columns, *colours = each.image
        answer(
            f"{each.name:{width}}  {each.bytes / 1e6:6.1f} MB  {height} x {columns} "
            f"{'colour' if colours else 'grey'}, {each.latent_size} dimensions  "
            f"{each.licence or 'no licence named'}"
            f"{'  '.join(['', *written.get(each.name, {}).values()])}"
        )


def _written(folder: Path, names: list[str]) -> dict[str, dict[str, str]]:
    """Write a picture of each model; where it lies, by the model's name."""
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.site.preview import preview_picture

    make_folder(folder)
    unless = "name another folder"
    plain = {name: re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") for name in names}
    paths = {name: folder / f"{word}.jpg" for name, word in plain.items()}
    for path in paths.values():
        refuse_existing(path, unless)
    for name, path in paths.items():
        write_whole(path, preview_picture(load_model(name)), unless)
    return {name: {"picture": str(path)} for name, path in paths.items()}
