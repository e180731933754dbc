"""`morphing-faces site`."""

import json
import re
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from morphing_faces.cli.flags import AsJson, Range
from morphing_faces.cli.output import answer, note, say
from morphing_faces.cli.verb import Verb, require
from morphing_faces.errors import CommandError
from morphing_faces.faces.find.finder_file import network_at_hand
from morphing_faces.model.sources.default import DEFAULT_MODEL
from morphing_faces.site.address import ADDRESS
from morphing_faces.site.export import refuse_existing, write_site
from morphing_faces.storage.signals import stop_on_signals
from morphing_faces.wording import counted

if TYPE_CHECKING:
    from morphing_faces.model.folder import ModelFolder
    from morphing_faces.types import Floats

app = Verb("site")

SUFFIXES = (".html", ".htm")
NAME_ANOTHER = "name another"

Port = Annotated[int, Parameter(validator=Range(gte=1, lte=65535))]


@app.default
def site(
    *,
    model: tuple[str, ...] = (DEFAULT_MODEL,),
    export: Path | None = None,
    port: Port | None = None,
    browser: Annotated[bool, Parameter(negative="--no-browser")] = True,
    finder: Path | None = None,
    address: str = ADDRESS,
    shown: Annotated[Path | None, Parameter(name="--map", negative=())] = None,
    as_json: AsJson = False,
) -> None:
    """Open the online demo on this machine, or write it as a folder for any host.

    Example: `morphing-faces site --export public --model my-faces`

    Without `--export` a browser opens the page, which is served to this machine only; Ctrl-C ends
    it. With it, the folder holds a static site that works from any host and in any sub-folder:
    the page, ONNX Runtime for browsers, and the model, its decoder in a form a third as large.
    A name that ends in .html gets all of that in one file, which opens without a host.

    The face finder goes along if it is on this computer, where `prepare` and `photo` fetch it;
    without it, the page asks for the eyes in a photograph.

    Args:
        model: The name of a shipped model, hf:owner/name on the Hub, or a model folder. Given
            several times, a visitor can go on with the others; the page opens with the first, and
            loads one at a time.
        export: Write the site into this folder, which must not exist yet, or be empty; or into
            this file, such as faces.html, which must not exist yet.
        port: Where to serve, 1 to 65535; 2014, or the first free one after it, by default.
        browser: Open a browser.
        finder: A copy of the face finder's network; the environment variable
            MORPHING_FACES_FINDER can name it too.
        address: With `--export` of a folder, where the site will be, such as
            https://example.org/faces/: chats show a picture of a link only where it says so.
        shown: With `--export` of a model of your own, a face set, from `prepare`, whose faces its
            map shows in place of random ones: at most 300 of them, evenly chosen. Their codes are
            published with the page, and decode to what the model makes of those photographs.
        as_json: With `--export`, print what was written as JSON.
    """
    from morphing_faces.model.onnx.light import light_decoder
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.site.model_files import web_model
    from morphing_faces.site.page import site_files
    from morphing_faces.site.visitor import visitor_load

    if shown is not None:
        _check_map(model, export)
    network = network_at_hand(finder)
    found = network.read_bytes() if network else None
    if export is None:
        made, *others = (web_model(load_model(each), finder=found, level=0) for each in model)
        _serve(site_files(made, others=others), port, browser=browser)
        return
    if port is not None:
        raise CommandError("--port is for serving; leave it out with --export")
    if address and not re.fullmatch(r"https?://[^\s\"'<>]+/", address):
        raise CommandError(
            f"--address is where the site will be, such as https://example.org/faces/ with a slash "
            f"at its end, got {address!r}"
        )

    if export.suffix.lower() in SUFFIXES:
        if address != ADDRESS:
            raise CommandError("--address is for a site in a folder; nobody links to a file")
        if len(model) > 1:
            raise CommandError("a page in one file holds one model; name one, or a folder")
        _write_file(export, model[0], found, shown, as_json=as_json)
        return
    refuse_existing(export)
    loaded = [load_model(each) for each in model]
    codes = _codes(loaded[0], shown)
    made, *others = (
        web_model(each, light_decoder(each), found, codes=codes, early=True) for each in loaded
    )
    files = site_files(made, address=address, others=others)
    write_site(export, files)
    total, load = sum(map(len, files.values())), visitor_load(files)
    if as_json:
        written = {"folder": str(export), "bytes": total, "model": made.sizes}
        answer(json.dumps(written | {"visitor": load.document()}))
    else:
        answer(
            f"{export}: {len(files)} files, {total / 1e6:.1f} MB; {load}"
            + ("" if network else "; without the face finder, photographs need their eyes named")
        )


def _check_map(models: tuple[str, ...], export: Path | None) -> None:
    """Refuse a map of faces where there is no place for one."""
    require("A map of faces", "prepare", "pyarrow")
    if export is None:
        raise CommandError("--map is for a site that is written: name its place with --export")
    if len(models) > 1:
        raise CommandError("--map shows the faces of one model; name one")


def _codes(model: "ModelFolder", shown: Path | None) -> "Floats | None":
    """The codes of the faces to show, once it is said what they publish."""
    if shown is None:
        return None
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.folder import ModelFolder
    from morphing_faces.model.sources.shipped import shipped_models
    from morphing_faces.site.map_faces import map_codes

    faces = load_faces(shown)
    shipped = [ModelFolder(each).identity.digits for each in shipped_models().values()]
    codes = map_codes(model, faces, shipped)
    note(
        f"this publishes {len(codes)} of the {counted(len(faces), 'face')} of {shown}: their "
        f"codes, from which anybody who has the page sees what the model makes of those photographs"
    )
    return codes


def _write_file(
    path: Path, model: str, finder: bytes | None, shown: Path | None, *, as_json: bool
) -> None:
    """Write the site as one file."""
    from morphing_faces.model.onnx.light import light_decoder
    from morphing_faces.model.sources.load import load_model
    from morphing_faces.site.model_files import web_model
    from morphing_faces.site.one_file import ChosenParts, one_file
    from morphing_faces.storage.files import refuse_existing, write_whole

    refuse_existing(path, NAME_ANOTHER)
    loaded = load_model(model)
    codes = _codes(loaded, shown)
    made = one_file(ChosenParts(web_model(loaded, light_decoder(loaded), finder, codes=codes)))
    content = made.text.encode()
    write_whole(path, content, NAME_ANOTHER)
    if as_json:
        answer(json.dumps({"file": str(path), "bytes": len(content), "model": made.sizes}))
    else:
        left = f"; left out, to keep it small: {', '.join(made.left_out)}" if made.left_out else ""
        answer(f"{path}: one file, {len(content) / 1e6:.1f} MB{left}")


def _serve(files: dict[str, bytes], port: int | None, *, browser: bool) -> None:
    """Serve the site until Ctrl-C."""
    from morphing_faces.site.server import open_server

    with open_server(files, port) as server, stop_on_signals() as stop:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"{server.address} shows the demo; Ctrl-C ends it")
        if browser:
            webbrowser.open(server.address)
        stop.wait()
        server.shutdown()
