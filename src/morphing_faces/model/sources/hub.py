"""Models on the Hugging Face Hub: hf:owner/name[@revision], fetched once and kept.

All files are of one commit, so that links stay true: what has been fetched is what is played, with
or without a connection, until another revision is named (`@main` asks the Hub what is newest).
Every file is held to the hash in config.json; who made it, no hash proves.
"""

import contextlib
import hashlib
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from morphing_faces.errors import ModelError
from morphing_faces.model.card import ModelCard
from morphing_faces.model.config import FileRecord, read_config
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import CARD, CONFIG
from morphing_faces.model.sources.hub_client import (
    LIBRARY,
    PREFIX,
    HubName,
    endpoint,
    hub_name,
    require_hub,
    told,
)
from morphing_faces.model.sources.source import ModelName
from morphing_faces.version import __version__

LARGE = 50_000_000
"""Bytes from which on size and licence are said before they are fetched."""
FOLDERS = (
    ("model_config.json", "model.pt"),
    ("config.json", "diffusion_pytorch_model.safetensors"),
)
"""Files of the folders that `morphing-faces import` reads: of pythae and of diffusers."""
READABLE = (".onnx", ".safetensors", *FOLDERS[0])
"""Ends of names of what it reads."""


class HubModels:
    """Models of the Hub, by names that begin with hf:; see ModelSource."""

    def offers(self) -> str:
        """What is meant, for a sentence."""
        return "hf:owner/name on the Hub"

    def recognises(self, model: ModelName) -> bool:
        """Whether it begins with hf:."""
        return isinstance(model, str) and model.startswith(PREFIX)

    def open(self, model: ModelName) -> ModelFolder:
        """Fetch it if it is not here yet, and open it."""
        return ModelFolder(fetch_model(hub_name(str(model))))


def fetch_model(name: HubName, say: Callable[[str], None] | None = None) -> Path:
    """The folder of a model of the Hub, whole and as its config.json says.

    Args:
        name: The model.
        say: Told size and licence of a large one; on standard error by default.

    Raises:
        ModelError: There is none, it is no model folder, or it cannot be fetched whole.
        MissingExtraError: huggingface_hub is not installed.
    """
    require_hub("A model of the Hub")
    folder = _kept(name) or _asked(name)
    try:
        config = read_config(folder)
    except ModelError as error:
        raise ModelError(f"{name} is no model folder: {error}{_offer(name)}") from None
    missing = {key: each for key, each in config.files.items() if not _whole(folder / key, each)}
    if missing:
        _fetch(name, folder, missing, say or _say)
    return folder


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _cache() -> str:
    from huggingface_hub import constants

    return str(constants.HF_HUB_CACHE)


def _kept(name: HubName) -> Path | None:
    """Where the model has been fetched to before, if it has."""
    from huggingface_hub import constants, try_to_load_from_cache

    if name.revision == "main" and not constants.HF_HUB_OFFLINE:
        return None
    with told(name):
        found = try_to_load_from_cache(
            name.repository, CONFIG, _cache(), revision=name.revision or "main"
        )
    if isinstance(found, str):
        return Path(found).parent
    # A commit by its first letters, as `morphing-faces models` lists it.
    if not re.fullmatch(r"[0-9a-f]{7,40}", name.revision or ""):
        return None
    place = Path(_cache()) / f"models--{name.repository.replace('/', '--')}" / "snapshots"
    commits = list(place.glob(f"{name.revision}*/{CONFIG}"))
    return commits[0].parent if len(commits) == 1 else None


def _asked(name: HubName) -> Path:
    """Where the Hub's config.json has been fetched to."""
    from huggingface_hub import errors

    with told(name):
        try:
            path = _download(name, CONFIG, name.revision or "main")
        except errors.RemoteEntryNotFoundError:
            raise ModelError(
                f"{name} is no model folder: it has no {CONFIG}{_offer(name)}"
            ) from None
    return path.parent


def _download(name: HubName, file: str, revision: str, **more: Any) -> Path:
    from huggingface_hub import hf_hub_download

    path = hf_hub_download(
        name.repository,
        file,
        revision=revision,
        cache_dir=_cache(),
        endpoint=endpoint(),
        library_name=LIBRARY,
        library_version=__version__,
        **more,
    )
    return Path(path)


def _fetch(
    name: HubName,
    folder: Path,
    missing: dict[str, FileRecord],
    say: Callable[[str], None],
) -> None:
    """Fetch files of the commit that the folder is of, and hold them to their hashes."""
    from huggingface_hub import errors

    from morphing_faces.storage.progress import ProgressBar

    commit = folder.name
    with told(name):
        with contextlib.suppress(errors.EntryNotFoundError):  # a model without a card is played
            _download(name, CARD, commit, tqdm_class=_bar_of(None))
        total = sum(each.size for each in missing.values())
        if total > LARGE:
            licence = ModelCard(folder).licence or "no licence that its card names"
            say(f"{name} ({commit[:7]}): {total / 1e6:,.0f} MB, {licence}")
        with ProgressBar(f"fetching {name}", percent=True) as bar:
            done = 0
            for file, record in missing.items():
                there = (folder / file).exists()
                ticks = _bar_of(lambda bytes_: bar.step(done + bytes_, total))  # noqa: B023
                for force in (there, True):
                    path = _download(name, file, commit, force_download=force, tqdm_class=ticks)
                    if _whole(path, record):
                        break
                else:
                    raise ModelError(
                        f"{name} is damaged on the Hub: {file} is not the one of which its "
                        f"{CONFIG} has the SHA-256; tell its owner"
                    )
                done += record.size
                bar.step(done, total)


def _bar_of(step: Callable[[int], None] | None) -> type:
    """A class as the library wants one, which shows nothing itself and says how far it is."""
    from huggingface_hub.utils import tqdm  # type: ignore[attr-defined]

    class Ticks(tqdm):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            more["disable"] = True
            super().__init__(*arguments, **more)  # type: ignore[no-untyped-call]
            self._bytes = int(more.get("initial") or 0)

        def update(self, n: float | None = 1) -> None:
            self._bytes += int(n or 0)
            if step is not None:
                step(self._bytes)

    return Ticks


def _whole(path: Path, record: FileRecord) -> bool:
    try:
        if path.stat().st_size != record.size:
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    except OSError:
        return False


def _offer(name: HubName) -> str:
    """What to do with a repository that is no model folder."""
    from huggingface_hub import HfApi

    with told(name):
        found = HfApi(endpoint=endpoint()).model_info(name.repository, revision=name.revision)
    if any(each.rfilename.endswith(READABLE) for each in found.siblings or ()):
        return f"; `morphing-faces import {name} --out FOLDER` makes one of it"
    return ""


def fetch_source(name: HubName, folder: Path) -> Path:
    """Fetch what `morphing-faces import` reads of a repository that is no model folder.

    Args:
        name: The repository.
        folder: An empty folder for it.

    Returns:
        The file or folder to be imported.

    Raises:
        ModelError: There is nothing of the kind, or several such files; or it cannot be fetched.
        MissingExtraError: huggingface_hub is not installed.
    """
    require_hub("A model of the Hub")
    from huggingface_hub import HfApi, hf_hub_download

    with told(name):
        found = HfApi(endpoint=endpoint()).model_info(name.repository, revision=name.revision)
        files = [each.rfilename for each in found.siblings or ()]
        whole = next((each for each in FOLDERS if set(each) <= set(files)), ())
        single = [file for file in files if file.endswith((".onnx", ".safetensors"))]
        if not whole and len(single) != 1:
            names = ", ".join(single) or "none"
            raise ModelError(
                f"{name} must have one .onnx or .safetensors file to be imported, it has {names}; "
                f"fetch what you mean yourself, and import the file"
            )
        # With an ONNX file come its weights, which lie beside it under its name and an ending.
        for file in whole or [each for each in files if each.startswith(single[0])]:
            hf_hub_download(
                name.repository,
                file,
                revision=found.sha,
                local_dir=folder,
                endpoint=endpoint(),
                tqdm_class=_bar_of(None),
            )
    return folder if whole else folder / single[0]


def kept_models() -> dict[str, Path]:
    """The folders of the models of the Hub that are kept on this computer, by name.

    The revision that plays without asking the Hub goes by the plain name, others by their commits.
    """
    if find_spec("huggingface_hub") is None:
        return {}
    found = {}
    for folder in sorted(Path(_cache()).glob("models--*--*/snapshots/*")):
        if not (folder / CONFIG).is_file():
            continue
        repository = folder.parents[1].name.removeprefix("models--").replace("--", "/", 1)
        newest = folder.parents[1] / "refs" / "main"
        plain = newest.is_file() and newest.read_text().strip() == folder.name
        found[f"{PREFIX}{repository}" + ("" if plain else f"@{folder.name[:7]}")] = folder
    return found
