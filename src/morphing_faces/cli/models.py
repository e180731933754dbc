"""`morphing-faces models`."""

import json

from morphing_faces.cli.flags import AsJson
from morphing_faces.cli.output import answer
from morphing_faces.cli.verb import Verb

app = Verb("models")


@app.default
def models(*, as_json: AsJson = False) -> None:
    """List the models at hand: those that ship, and those kept from the Hub.

    Example: `morphing-faces models`, then `morphing-faces --model NAME`

    Args:
        as_json: Print them as JSON.
    """
    from dataclasses import asdict

    from morphing_faces.model.sources.catalogue import catalogue

    listed = catalogue()
    if as_json:
        answer(json.dumps([asdict(each) for each in listed]))
        return
    width = max((len(each.name) for each in listed), default=0)
    for each in listed:
        height, columns, *colours = each.image
        answer(
            f"{each.name:{width}}  {each.bytes / 1e6:6.1f} MB  {height} x {columns} "
            f"{'colour' if colours else 'grey'}, {each.latent_size} dimensions  "
            f"{each.licence or 'no licence named'}"
        )
