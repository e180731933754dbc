"""Several models on one site: the page opens with the first, and loads one at a time.

The first lies in model/, as on a site that has no other; each of the others in a folder of its own,
models/1/ and so on, whose description has its hash in its name. The first one's model.json lists
them all, so that a page can follow a link to a face of any.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from morphing_faces.errors import SiteError
from morphing_faces.site.model_files import WebModel

DESCRIPTION = "model/model.json"


def with_others(model: WebModel, others: Sequence[WebModel]) -> dict[str, bytes]:
    """The files of all models, by path relative to the page.

    Args:
        model: The one that the page opens with.
        others: Those that a visitor can go on with.

    Raises:
        SiteError: Two of them are the same, or have the same name.
    """
    files = dict(model.files)
    if not others:
        return files
    described = _described(model)
    listed = [_listing(described, DESCRIPTION)]
    for number, other in enumerate(others, 1):
        folder = f"models/{number}/"
        moved = {
            path.replace("model/", folder, 1): content for path, content in other.files.items()
        }
        content = moved.pop(f"{folder}model.json")
        path = f"{folder}model.{hashlib.sha256(content).hexdigest()[:8]}.json"
        files |= moved | {path: content}
        listed.append(_listing(_described(other), path))
    for key in ("name", "decoder"):
        if len({each[key] for each in listed}) < len(listed):
            names = ", ".join(each["name"] for each in listed)
            raise SiteError(f"the models of a site must differ, and have different names: {names}")
    files[DESCRIPTION] = msgspec.json.encode(described | {"models": listed})
    return files


def _described(model: WebModel) -> dict[str, Any]:
    described: dict[str, Any] = msgspec.json.decode(model.files[DESCRIPTION])
    return described


def _listing(described: dict[str, Any], path: str) -> dict[str, str]:
    """A model of the list: what it is called, what its links begin with, where it is described."""
    return {"name": described["name"], "decoder": described["decoder"], "path": path}
