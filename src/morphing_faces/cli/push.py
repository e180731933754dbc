"""`morphing-faces push`."""

import sys
from pathlib import Path

from morphing_faces.cli.output import answer, note
from morphing_faces.cli.verb import Verb
from morphing_faces.errors import CommandError
from morphing_faces.model.card import ModelCard

app = Verb("push")


@app.default
def push(
    folder: Path,
    repository: str,
    /,
    *,
    public: bool = False,
    space: bool = False,
    yes: bool = False,
) -> None:
    """Publish a model folder on the Hugging Face Hub.

    Example: `morphing-faces push my-faces me/my-faces --space`

    What will be sent is listed first, and asked for. A repository that is made for it is private
    unless --public is said. Others then play it with `morphing-faces --model hf:me/my-faces`.

    Args:
        folder: The model folder; its card must name a licence.
        repository: Where to, as owner/name.
        public: Let everybody see it.
        space: Make a static Space of the same name, too: the page that plays the model.
        yes: Do not ask.
    """
    from morphing_faces.model.sources.publish import (
        check_repository,
        listing,
        logged_in,
        push_model,
        push_space,
    )
    from morphing_faces.model.sources.publishable import publishable

    check_repository(repository)
    what = publishable(folder)
    site = _site(folder) if space else {}
    logged_in()
    for line in listing(repository, what, public=public, space=space):
        note(line)
    if not yes:
        if not sys.stdin.isatty():
            raise CommandError("nobody is there to ask; say --yes")
        note("Send it? [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            answer("nothing was sent")
            return
    answer(push_model(repository, what, public=public))
    if space:
        answer(push_space(repository, repository, site, _hub_licence(folder), public=public))


def _site(folder: Path) -> dict[str, bytes]:
    from morphing_faces.model.folder import ModelFolder
    from morphing_faces.model.onnx.light import light_decoder
    from morphing_faces.site.model_files import web_model
    from morphing_faces.site.page import site_files

    model = ModelFolder(folder)
    return site_files(web_model(model, light_decoder(model), early=True))


def _hub_licence(folder: Path) -> str:

    return ModelCard(folder).head.get("license", "other")
