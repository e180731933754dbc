"""A model folder to the Hub, and a page that plays it to a static Space there."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from morphing_faces.errors import ModelError
from morphing_faces.model.sources.hub_client import LIBRARY, LOG_IN, endpoint, require_hub, told
from morphing_faces.model.sources.publishable import Publishable
from morphing_faces.version import __version__

REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
TAGS = ("onnx", "latent-variable-model", "variational-autoencoder")
SPACE_HEAD = """---
title: {title}
emoji: 🙂
colorFrom: gray
colorTo: gray
sdk: static
pinned: false
license: {licence}
models:
- {model}
---

[{model}](https://huggingface.co/{model}), played in your browser with Morphing Faces; nothing is
sent anywhere.
"""


def check_repository(repository: str) -> None:
    """Raise ModelError unless a word is owner/name."""
    if not REPOSITORY.fullmatch(repository):
        raise ModelError(f"{repository!r} is no name on the Hub; say owner/name")


def logged_in() -> str:
    """Who is logged in to the Hub.

    Raises:
        ModelError: Nobody, or the token is not known there, or there is no connection.
        MissingExtraError: huggingface_hub is not installed.
    """
    require_hub("Publishing a model")
    from huggingface_hub import HfApi, get_token

    if get_token() is None:
        raise ModelError(f"nobody is logged in to the Hub; {LOG_IN}")
    with told("the model", "published"):
        return str(HfApi(endpoint=endpoint()).whoami().get("name", ""))


def push_model(repository: str, what: Publishable, *, public: bool) -> str:
    """Publish a model folder, in one commit.

    Args:
        repository: owner/name; made where it is not there yet.
        what: What is sent.
        public: Whether everybody may see a repository that is made now.

    Returns:
        Its address.

    Raises:
        ModelError: The name, the token or the connection is at fault; nothing was sent then.
    """
    contents = dict(what.contents)
    contents["README.md"] = with_metadata(contents["README.md"].decode(), what).encode()
    return _push(repository, contents, "model", "Model folder", public=public)


def push_space(
    repository: str, model: str, files: Mapping[str, bytes], licence: str, *, public: bool
) -> str:
    """Publish a site as a static Space; as push_model does.

    Args:
        repository: owner/name of the Space.
        model: owner/name of the model that it plays.
        files: The site.
        licence: For the Hub, as in the model's card.
        public: Whether everybody may see a Space that is made now.
    """
    head = SPACE_HEAD.format(title=repository.partition("/")[2], model=model, licence=licence)
    return _push(repository, {**files, "README.md": head.encode()}, "space", "Page", public=public)


def _push(
    repository: str, contents: Mapping[str, bytes], kind: str, message: str, *, public: bool
) -> str:
    from huggingface_hub import CommitOperationAdd, HfApi

    api = HfApi(endpoint=endpoint(), library_name=LIBRARY, library_version=__version__)
    more: dict[str, Any] = {"space_sdk": "static"} if kind == "space" else {}
    with told(repository, "published"):
        url = api.create_repo(repository, repo_type=kind, private=not public, exist_ok=True, **more)
        api.create_commit(
            repository,
            [CommitOperationAdd(path, content) for path, content in sorted(contents.items())],
            repo_type=kind,
            commit_message=f"{message} by morphing-faces {__version__}",
        )
    return str(url)


def with_metadata(card: str, what: Publishable) -> str:
    """A card whose head has what the Hub asks for, beside what it had before.

    Args:
        card: The text of README.md.
        what: What is sent.
    """
    head, _, body = card.removeprefix("---").partition("\n---")
    lines = head.strip("\n").splitlines()
    had = {line.partition(":")[0] for line in lines if not line.startswith((" ", "-"))}
    if "library_name" not in had:
        lines.append("library_name: morphing-faces")
    if "license_name" in had and "license_link" not in had:
        lines.append("license_link: README.md")
    if "tags" not in had:
        lines += ["tags:", *(f"- {tag}" for tag in TAGS)]
    sets = [each.partition("@")[0].removeprefix("hf:") for each in what.trained_on if "hf:" in each]
    if "datasets" not in had and sets:
        lines += ["datasets:", *(f"- {name}" for name in sets)]
    return "\n".join(["---", *lines, "---"]) + body


def listing(repository: str, what: Publishable, *, public: bool, space: bool) -> Sequence[str]:
    """What will be sent where, a line each."""
    rows = [f"  {name}  {len(each):,} bytes" for name, each in sorted(what.contents.items())]
    sets = ", ".join(what.trained_on) or "not said in the folder"
    seen = "everybody may see it" if public else "private: only its owner sees it"
    return [
        f"to {repository} on the Hub ({seen}):",
        *rows,
        f"licence: {what.licence}",
        f"trained on: {sets}",
        *(["and a Space of the same name that plays it"] if space else []),
    ]
