"""Whose a document is: what it says of its model, and whether that is the model played with.

A model with files is known by the SHA-256 of its decoder, "decoder". One without, such as a Python
function, is known in its session only: its documents have "latent_size" instead, and open where a
model of that size is called by the same name, "model", again.
"""

from typing import Any

from morphing_faces.errors import OtherModelError
from morphing_faces.model.protocol import Model


def owner_of(model: Model) -> dict[str, str | int]:
    """What a document says of its model."""
    if model.identity.lasting:
        return {"model": model.name, "decoder": model.identity.digits}
    return {"model": model.name, "latent_size": model.latent_size}


def refuse_other_model(document: dict[str, Any], model: Model, what: str) -> None:
    """Raise OtherModelError unless a document is of this model.

    Args:
        document: As owner_of says.
        model: The model.
        what: What the document is, for the sentence.
    """
    if model.identity.lasting:
        same = document.get("decoder") == model.identity.digits
    else:
        keys = ("model", "latent_size", "decoder")
        same = [document.get(key) for key in keys] == [model.name, model.latent_size, None]
    if same:
        return
    name = document.get("model")
    other = repr(name[:40]) if isinstance(name, str) else "without a name"
    if "decoder" not in document and isinstance(document.get("latent_size"), int):
        raise OtherModelError(
            f"the {what} belongs to the model {other}, which has no files: it opens where a model "
            f"of {document['latent_size']} latent dimensions has that name, and this is "
            f"{model.name!r}"
        )
    version = ", or to another version of it" if name == model.name else ""
    decoder = document.get("decoder")
    raise OtherModelError(
        f"the {what} belongs to the model {other}, and this is {model.name!r}{version}",
        decoder if isinstance(decoder, str) else "",
    )


def where_it_opens(model: Model) -> str:
    """What to tell whoever keeps a document of a model without files; empty for others."""
    if model.identity.lasting:
        return ""
    return f"; the model has no files, so it opens where you call a model {model.name!r} again"
