"""The demo as a page in one file: program, ONNX Runtime and model stand in it.

Every file that the page reads is an element of its own, in base64, named as it would be beside a
page; `web/src/one-file` reads them. The Content-Security-Policy allows what stands in it, and
nothing else: it names script and style sheet by their hashes, and no host.
"""

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from morphing_faces.errors import SiteError
from morphing_faces.site.model_files import WebModel
from morphing_faces.site.page import PAGE, not_built, start_picture

BUILT = Path(__file__).parent / "page_in_one_file"
MOST = 10_000_000
"""Bytes of a model, packed; the page is about twice that, with base64 and ONNX Runtime."""
NEEDED = ("decoder", "prior", "directions", "map")
ALSO = ("std", "encoder", "finder")
"""Parts that go along while there is room; the finder is of no use without the encoder."""
MANIFEST = "model.json"
ENDS = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)
"""What would end a script, or begin a comment in it, for whoever reads HTML."""


@dataclass(frozen=True)
class OneFile:
    """A page in one file.

    Attributes:
        text: The HTML.
        sizes: Bytes on the wire of each part that it has.
        left_out: The parts of the model for which there was no room.
    """

    text: str
    sizes: dict[str, int]
    left_out: tuple[str, ...]


class ChosenParts:
    """Which of a model's parts go along; known before the page is put together.

    Args:
        model: What the page of a site reads.

    Raises:
        SiteError: The model is too large for a page in one file.
    """

    def __init__(self, model: WebModel) -> None:
        self.model = model
        self.sizes = {name: model.sizes[name] for name in NEEDED if name in model.sizes}
        if self.total > MOST:
            raise SiteError(
                f"the model has {self.total / 1e6:.1f} MB, and a page in one file takes at most "
                f"{MOST / 1e6:.0f} MB"
            )
        for name in ALSO:
            size = model.sizes.get(name)
            if size is None or self.total + size > MOST:
                continue
            if name != "finder" or "encoder" in self.sizes:
                self.sizes[name] = size

    @property
    def total(self) -> int:
        """Bytes of the parts."""
        return sum(self.sizes.values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """The parts for which there is no room."""
        return tuple(name for name in self.model.sizes if name not in self.sizes)


def one_file(chosen: ChosenParts, built: Path = BUILT, page: Path = PAGE) -> OneFile:
    """Put the page together.

    Args:
        chosen: The parts of a model.
        built: The page's script and style sheet.
        page: The page of a site, which has ONNX Runtime.

    Raises:
        SiteError: The page was not built.
    """
    try:
        script = ENDS.sub(r"\\x3c", (built / "page.js").read_text(encoding="utf-8"))
        style = (built / "page.css").read_text(encoding="utf-8")
        [runtime] = (page / "assets").glob("runtime.*.wasm.gz")
        program = {f"assets/{runtime.name}": runtime.read_bytes()}
    except (OSError, ValueError):
        raise not_built() from None
    files = program | _files(chosen)
    policy = (
        f"default-src 'none'; script-src {_hash(script)} 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src {_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    inlined = "\n".join(
        f'<script type="text/plain" data-file="{name}">{_base64(content)}</script>'
        for name, content in files.items()
    )
    name = html.escape(msgspec.json.decode(chosen.model.files[f"model/{MANIFEST}"])["name"])
    text = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Morphing Faces: {name}</title>
<style>{style}</style>
</head>
<body>
<div id="app"><main class="waiting">{start_picture(chosen.model)}</main></div>
<noscript>
<p>This page draws its faces in your browser, for which it needs JavaScript.</p>
<p lang="de">Diese Seite zeichnet ihre Gesichter in deinem Browser und braucht dafür JavaScript.</p>
<p lang="fr">Cette page dessine ses visages dans votre navigateur : il lui faut JavaScript.</p>
</noscript>
{inlined}
<script type="module">{script}</script>
</body>
</html>
"""
    return OneFile(text, dict(chosen.sizes), chosen.left_out)


def _files(chosen: ChosenParts) -> dict[str, bytes]:
    """The model's files by the names that its manifest gives them, and the manifest."""
    files = chosen.model.files
    manifest: dict[str, Any] = msgspec.json.decode(files[f"model/{MANIFEST}"])
    manifest["files"] = {name: manifest["files"][name] for name in chosen.sizes}
    paths = [record["path"] for record in manifest["files"].values()]
    paths.append(manifest["start"]["face"])
    manifest["golden"] = ""  # what tests of a site compare with
    wanted = {path: files[f"model/{path}"] for path in paths}
    return {MANIFEST: msgspec.json.encode(manifest)} | wanted


def _hash(text: str) -> str:
    """A text as a Content-Security-Policy names it."""
    return f"'sha256-{_base64(hashlib.sha256(text.encode()).digest())}'"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
