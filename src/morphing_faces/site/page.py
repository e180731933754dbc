"""The page's own files, built from `web/` and carried by the package."""

from collections.abc import Sequence
from pathlib import Path

from morphing_faces.errors import SiteError
from morphing_faces.site.address import ADDRESS
from morphing_faces.site.article import with_said
from morphing_faces.site.model_files import WebModel
from morphing_faces.site.preview import PICTURE, SENTENCES, with_preview
from morphing_faces.site.several import with_others

PAGE = Path(__file__).parent / "page"
ARTICLE = "explanation.html"
START = b"<!-- start face -->"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def site_files(
    model: WebModel,
    page: Path = PAGE,
    address: str = ADDRESS,
    others: Sequence[WebModel] = (),
) -> dict[str, bytes]:
    """Everything a host has to serve, by path relative to the site.

    Args:
        model: What the page reads, and opens with.
        page: The built page.
        address: Where the site will be, for what links to it show; empty where nobody knows.
        others: Models that a visitor can go on with; nothing of them is loaded before.

    Raises:
        SiteError: The page was not built.
    """
    if not (page / "index.html").is_file():
        raise not_built()
    inside = page.resolve()
    files = {
        path.relative_to(page).as_posix(): path.read_bytes()
        for path in sorted(page.rglob("*"))
        # What links lead to elsewhere is nobody's to see.
        if path.is_file() and path.resolve().is_relative_to(inside)
    }
    files["index.html"] = files["index.html"].replace(START, start_picture(model).encode(), 1)
    files[ARTICLE] = with_said(files[ARTICLE], model.said)
    for name in SENTENCES:
        files[name] = with_preview(files[name], name, address)
    files[PICTURE] = model.preview
    return files | with_others(model, others)


def start_picture(model: WebModel) -> str:
    """The first face as part of the page itself: nothing has to be fetched to see it."""
    width, height = model.start_size
    return (
        f'<img class="start" alt="A face that the model made" src="{model.start}" '
        f'width="{width}" height="{height}" />'
    )


def not_built() -> SiteError:
    """Why there is no page."""
    return SiteError(
        "the page is not part of this installation; in a source checkout build it with "
        "`make site`, which needs Node 20.19 or newer"
    )
