"""The command line: one subcommand a verb, each importing what it needs when it runs."""

import difflib
import json
import os
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from morphing_faces.cli.flags import Reach, Seed, read_value
from morphing_faces.cli.output import answer, note, say, speak_any_name
from morphing_faces.cli.render import render
from morphing_faces.cli.settings import FLAG, fill_in
from morphing_faces.cli.start import AsItComes, StartOptions
from morphing_faces.errors import CommandError, DisplayError, MissingExtraError, MorphingFacesError
from morphing_faces.vae.config import Machine, TrainingConfig
from morphing_faces.version import __version__

app = App(
    name="morphing-faces",
    version=__version__,
    help_format="markdown",
    default_parameter=Parameter(converter=read_value),
)
app.command(render)

FASTEST_WALK = 1000


@app.default
def play(
    *,
    model: str = "faces48",
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    opening: AsItComes = StartOptions(),  # noqa: B008
) -> None:
    """Move the mouse over a face and it morphs: a walk through a latent variable model.

    Example: `morphing-faces --seed 7 --range 2`

    Without a command, a window opens. Two dimensions of the latent space follow the mouse over
    the picture; a click freezes the face. Press h in the window for its keys, or type h in the
    terminal for the commands that it takes meanwhile.

    Args:
        model: The name of a shipped model, or a model folder.
        seed: Repeat a session: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; 1 where no point brings its own.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        opening: Where to begin.
    """
    _play(model, seed, reach, prior, opening)


@app.command
def walk(
    *,
    model: str = "faces48",
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    steps_per_second: float = 2.0,
    opening: AsItComes = StartOptions(),  # noqa: B008
) -> None:
    """Play while the face walks at random through the latent space.

    Example: `morphing-faces walk --steps-per-second 4`

    Each step moves one of the interesting dimensions by 0.5, up or down. A click or f pauses the
    walk, another goes on; the command `walk stop` ends it. Mouse and commands work as in play.

    Args:
        model: The name of a shipped model, or a model folder.
        seed: Repeat a walk: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; 1 where no point brings its own.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        steps_per_second: How fast to walk, above 0 and at most 1000.
        opening: Where to begin.
    """
    if not 0 < steps_per_second <= FASTEST_WALK:
        raise CommandError(
            f"--steps-per-second must be above 0 and at most {FASTEST_WALK}, "
            f"got {steps_per_second:g}"
        )
    _play(model, seed, reach, prior, opening, pace=steps_per_second, walking=True)


@app.command
def morph(
    start: str,
    end: str,
    /,
    *,
    model: str = "faces48",
    seed: Seed | None = None,
    reach: Reach | None = None,
    prior: Literal["fitted", "standard"] = "fitted",
    opening: AsItComes = StartOptions(),  # noqa: B008
) -> None:
    """Slide from one photograph or point to another, in a window; then play on from there.

    Example: `morphing-faces morph me.jpg you.jpg`

    `morphing-faces render morph` writes it as a film.

    Args:
        start: A photograph, the name of a point, a .json or .png file of one, or a link. Of several
            faces the largest is taken; us.jpg:2 names another, by its place from the left, and
            me.png:120,200,180,201 says where the eyes are, in pixels.
        end: Another.
        model: The name of a shipped model, or a model folder.
        seed: Repeat a session: a whole number from 0 to 4294967295.
        reach: The coordinates at the picture's edges, above 0; 1 where no point brings its own.
        prior: Where random faces come from: what was fitted to the faces after training, if the
            model has that, or N(0, I) always.
        opening: What the session needs.
    """
    if opening.photo is not None or opening.point is not None:
        raise CommandError("--photo and --point are for a session with one beginning")
    _play(model, seed, reach, prior, opening, slide=(start, end))


def _play(
    model: str,
    seed: int | None,
    reach: float | None,
    prior: Literal["fitted", "standard"],
    opening: StartOptions,
    *,
    pace: float = 2.0,
    walking: bool = False,
    slide: tuple[str, str] | None = None,
) -> None:
    opening.check()
    from morphing_faces.storage.signals import stop_on_signals

    with stop_on_signals() as stop:
        from morphing_faces.model.folder import load_model
        from morphing_faces.session.session import Session

        try:
            from morphing_faces.views.play import play as run
        except ValueError:  # how matplotlib greets a backend that it does not know
            name = os.environ.get("MPLBACKEND", "")
            raise DisplayError(f"matplotlib has no backend MPLBACKEND={name}; unset it") from None

        session = Session(
            load_model(model),
            seed=seed,
            reach=1.0 if reach is None else reach,
            prior=prior,
            pace=pace,
            site=opening.site,
            finder=opening.finder,
        )
        session.morpher.walk(on=walking)
        words = session.begin_slide(*slide) if slide else opening.apply(session)
        if reach is not None:
            session.morpher.set_reach(reach)
        if words:
            say(words)
        run(session, stop=stop, say=say)


@app.command
def prepare(
    *sources: str,
    out: Path,
    size: int = 48,
    color: Annotated[bool, Parameter(negative=())] = False,
    aligned: Annotated[bool, Parameter(negative=())] = False,
    fold: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    finder: Path | None = None,
    fresh: Annotated[bool, Parameter(negative=())] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Make a face set from photographs: find the faces, align and crop them.

    Example: `morphing-faces prepare holidays family.zip --out faces`

    Faces that are turned away, cut off or too small, and files that are no photographs, are left
    out; rejected.csv in the face set says which and why, and report.html shows some of them.

    Stop it with Ctrl-C, and go on with the same command.

    Args:
        sources: Folders, searched recursively, and archives (zip, tar) of JPEG and PNG files;
            WebDataset shards; .npy; TFD, FER2013 and CelebA; Parquet and Arrow; hf:owner/name on
            the Hugging Face Hub. The kind is recognised, or named as in celeba:PATH.
        out: The face set to make: a folder that does not exist yet.
        size: Side of a picture in pixels, 16 to 512.
        color: Keep the colours.
        aligned: The faces are aligned already: crop the middle of each picture and scale it,
            without looking for a face.
        fold: Which of TFD's five ways to split, 1 to 5.
        workers: How many processes work; by default one for every core.
        cluster: The address of a Dask scheduler, whose workers work instead.
        finder: A copy of the face finder's network, where it cannot be fetched; the environment
            variable MORPHING_FACES_FINDER can name it too.
        fresh: Start afresh; do not go on where the same command was stopped before.
        as_json: Print the figures as one JSON object.
    """
    from morphing_faces.faces.set.display import stopped_text, summary_text
    from morphing_faces.faces.set.prepare import prepare_faces
    from morphing_faces.storage.processes import end_on_terminate
    from morphing_faces.storage.progress import ProgressBar

    try:
        with ProgressBar("photographs", width=40) as display, end_on_terminate():
            summary = prepare_faces(
                sources,
                out,
                size=size,
                color=color,
                aligned=aligned,
                fold=fold,
                workers=workers,
                cluster=cluster,
                finder=finder,
                fresh=fresh,
                progress=display.step,
            )
    except (KeyboardInterrupt, SystemExit):
        note(stopped_text(out))
        raise
    answer(json.dumps(asdict(summary)) if as_json else summary_text(summary))


@app.command(config=[fill_in])
def train(
    faces: Path,
    /,
    *,
    out: Path,
    resume: bool = False,
    config: Annotated[TrainingConfig, Parameter(name="*")] = TrainingConfig(),  # noqa: B008
    machine: Annotated[Machine, Parameter(name="*")] = Machine(),  # noqa: B008
    settings: Annotated[Path | None, Parameter(name=FLAG)] = None,  # noqa: ARG001 - fill_in
) -> int:
    """Train a model on a face set.

    Example: `morphing-faces train faces --out runs/first --epochs 100`

    Stop it with Ctrl-C and go on with `--resume`. When it is done, make a model folder of it with
    `morphing-faces export`. `--devices 4` trains in four processes, or on four GPUs; under
    `torchrun` or `fabric run` the launcher says how many.

    Args:
        faces: A face set, from `morphing-faces prepare`.
        out: The run folder to make.
        resume: Go on with a run where its last checkpoint is; its own configuration counts.
        config: How to train.
        machine: What to train on.
        settings: A run's config.json, or a JSON file of these settings; flags count before it.
    """
    _require(
        "Training", "train", "torch", "safetensors", "pyarrow", "lightning_fabric", "tensorboardX"
    )
    # Threads that spin while they wait keep the next batch, and other programs, off the cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.vae.display import TrainingDisplay
    from morphing_faces.vae.distributed import followers_keep_quiet
    from morphing_faces.vae.training import train as run

    with followers_keep_quiet():
        face_set = load_faces(faces)
    with TrainingDisplay() as display:
        caught = run(
            face_set,
            out,
            config,
            resume=resume,
            machine=machine,
            on_step=display.step,
            on_epoch=display.epoch,
            on_event=display.line,
        )
    if caught == 0:
        return 0
    note(f"stopped; go on with: morphing-faces train {faces} --out {out} --resume")
    return 128 + caught


@app.command
def export(
    run: Path,
    /,
    *,
    out: Path,
    faces: Path | None = None,
    precision: Literal["auto", "int8", "fp32"] = "auto",
    prior_components: int = 8,
    temperature: float = 1.0,
    ppca: bool = True,
    report: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Make a model folder of a finished or stopped run.

    Example: `morphing-faces export runs/first --out my-model`, then
    `morphing-faces --model my-model`

    Args:
        run: A run folder, from `morphing-faces train`.
        out: The model folder to make; its last part is the model's name.
        faces: The face set, where it is not any more where the run found it.
        precision: Of the matrices; auto takes 8 bits where no pixel moves by over 2 grey levels.
        prior_components: Gaussians in the mixture that random faces are drawn from, which is
            fitted to the training faces, 0 to 100; 0 leaves random faces to the prior N(0, I).
        temperature: How far random faces may lie from the middle of their component: below 1
            plainer, above 1 stranger; above 0 and at most 2.
        ppca: Fit probabilistic PCA to the training faces, the linear model that this one has to
            beat. For 256 dimensions and 64 x 64 pixels in colour the folder grows by 6 MB.
        report: A link to the model's report, for its card.
        as_json: Print the figures as one JSON object.
    """
    _require("Exporting", "train", "torch", "safetensors", "onnx", "pyarrow")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.vae.export import export as make
    from morphing_faces.vae.run import read_run

    folder = faces or Path(read_run(run).faces.folder)
    made = make(
        run,
        load_faces(folder),
        out,
        precision=precision,
        prior_components=prior_components,
        temperature=temperature,
        ppca=ppca,
        report=report,
    )
    if as_json:
        answer(json.dumps(asdict(made)))
    else:
        answer(
            f"{out}: {made.megabytes:.1f} MB, {made.precision} matrices, test ELBO "
            f"{made.elbo:,.0f} nats; decoded pixels within "
            f"{255 * made.largest_difference:.2f}/255 of the full-precision network's"
        )
        if made.prior_gain is not None:
            answer(f"random faces from a fitted prior, worth {made.prior_gain:,.0f} nats")


@app.command
def evaluate(
    model: str,
    faces: Path,
    /,
    *,
    split: Literal["train", "valid", "test", "all"] = "test",
    importance: int = 0,
    importance_faces: int = 100,
    seed: Seed = 0,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Measure a model on faces that it was not trained on.

    Example: `morphing-faces evaluate faces48 faces --importance 500`

    The ELBO and its terms, reconstructions, active units, calibration, the linear baseline, and
    the same by the labels of the faces. The importance-weighted bound takes about half a second
    a face for every 1,000 samples.

    Args:
        model: The name of a shipped model, or a model folder.
        faces: A face set, from `morphing-faces prepare`.
        split: Which of its faces; for a set that the model never saw, all makes sense.
        importance: Also estimate the importance-weighted bound, with this many samples of z a
            face, at most 5000.
        importance_faces: On how many faces, drawn at random.
        seed: Of the noise and the samples in the figures.
        as_json: Print the figures as one JSON object.
    """
    _require("Evaluating", "prepare", "pyarrow", "scipy")
    from morphing_faces.evaluation.evaluate import evaluate as measure
    from morphing_faces.evaluation.evaluate import table
    from morphing_faces.evaluation.metrics.importance import LARGEST
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.folder import load_model
    from morphing_faces.storage.progress import ProgressBar

    if not 0 <= importance <= LARGEST or importance_faces < 1:
        raise CommandError(
            f"--importance must be from 1 to {LARGEST} and --importance-faces at least 1, "
            f"got {importance} and {importance_faces}"
        )
    with ProgressBar("faces") as display:
        figures = measure(
            load_model(model),
            load_faces(faces),
            split,
            seed=seed,
            units=as_json,
            importance=importance,
            importance_faces=importance_faces,
            on_batch=display.step,
        )
    answer(json.dumps(asdict(figures)) if as_json else table(figures))


@app.command
def report(
    model: str,
    faces: Path,
    /,
    *,
    out: Path,
    run: Path | None = None,
    show: Annotated[tuple[str, ...] | None, Parameter(negative=())] = None,
    no_photographs: Annotated[bool, Parameter(negative=())] = False,
    split: Literal["train", "valid", "test", "all"] = "test",
    vae_epochs: int = 0,
    vae_hidden: int = 2000,
    quick: Annotated[bool, Parameter(negative=())] = False,
    cache: Path | None = None,
    seed: Seed = 0,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Judge a model thoroughly, on one HTML page with figures, plots and pictures.

    Example: `morphing-faces report faces48 faces --out report.html`

    It takes some minutes. What takes long to fit is kept beside the page, in a folder of its name
    that ends in -cache, so that the next report on the same faces is quick.

    Args:
        model: The name of a shipped model, or a model folder.
        faces: A face set, from `morphing-faces prepare`: the one the model was trained on.
        out: The HTML file to write or replace.
        run: The run folder of the model, for its learning curves.
        show: Show photographs of this source only; may be given several times.
        no_photographs: Show no photographs.
        split: Which of the faces to judge on.
        vae_epochs: Also train the library pythae's VAE for so many epochs, to compare with.
        vae_hidden: Units of each of its two hidden layers.
        quick: Rough figures in a fraction of the time.
        cache: Another folder for what takes long to fit.
        seed: Of every random number.
        as_json: Print the figures as one JSON object, too.
    """
    _require("A report", "report", "torch", "safetensors", "pyarrow", "jinja2", "sklearn")
    if vae_epochs:
        _require("Comparing with pythae", "baselines", "pythae")
    if not (vae_epochs >= 0 and vae_hidden >= 1):
        raise CommandError(
            f"--vae-epochs must be at least 0 and --vae-hidden at least 1, "
            f"got {vae_epochs} and {vae_hidden}"
        )
    if no_photographs and show:
        raise CommandError("--show and --no-photographs exclude each other")
    from morphing_faces.evaluation.report.make import as_document, make_report
    from morphing_faces.evaluation.report.settings import QUICK, Effort, Settings
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.folder import load_model
    from morphing_faces.storage.progress import ProgressBar

    loaded = load_model(model)
    words = [f"morphing-faces report {loaded.name} FACES --out {out.name}"]
    words += ["--run RUN"] if run else []
    words += ["--no-photographs"] if no_photographs else [f"--show {word}" for word in show or ()]
    words += [f"--split {split}"] if split != "test" else []
    words += [f"--vae-epochs {vae_epochs}"] if vae_epochs else []
    words += [f"--vae-hidden {vae_hidden}"] if vae_epochs and vae_hidden != 2000 else []
    words += ["--quick"] if quick else []
    words += [f"--seed {seed}"] if seed else []
    settings = Settings(
        split=split,
        seed=seed,
        effort=QUICK if quick else Effort(),
        reference_epochs=vae_epochs,
        hidden=vae_hidden,
        run=run,
        show=() if no_photographs else show,
        command=" ".join(words),
    )
    with ProgressBar("faces") as display:
        found = make_report(
            loaded,
            load_faces(faces),
            out,
            settings,
            cache=cache or out.with_name(f"{out.stem}-cache"),
            display=display,
        )
    answer(json.dumps(as_document(found)) if as_json else f"{out}: open it in a browser")


@app.command
def directions(
    faces: Path,
    /,
    *,
    model: str = "faces48",
    out: Path | None = None,
    most: int = 50_000,
    seed: Seed = 0,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Find directions with names: age, expressions, light, pose, an open mouth.

    Example: `morphing-faces directions faces --model my-faces`

    Linear probes on the posterior mean of the faces, each with its score on held-out faces and
    with what its steps drag along. They are written into the model folder; labels that too few
    faces have are left out. There are no directions for gender or ethnicity.

    Args:
        faces: A face set with pictures of the model's size, from `morphing-faces prepare`.
        model: A model folder, or the name of a shipped model together with `--out`.
        out: Leave the model as it is, and write a copy of it with the directions: a folder that
            does not exist yet.
        most: The most faces to learn from; of a larger set, so many are drawn.
        seed: Of what is drawn at random.
        as_json: Print the figures as one JSON object.
    """
    _require("Finding directions", "prepare", "pyarrow", "scipy")
    from morphing_faces.faces.set.faceset import load_faces
    from morphing_faces.model.folder import load_model
    from morphing_faces.probing.find import LEAST_TRAIN, find_directions
    from morphing_faces.probing.install import check_place, update
    from morphing_faces.probing.table import as_document, table
    from morphing_faces.storage.progress import ProgressBar

    if most < LEAST_TRAIN:
        raise CommandError(f"--most must be at least {LEAST_TRAIN}, got {most}")
    loaded = load_model(model)
    check_place(model, loaded, out)
    with ProgressBar("faces") as display:
        found = find_directions(
            loaded,
            load_faces(faces),
            most=most,
            seed=seed,
            on_piece=display.piece,
            on_step=display.step,
        )
    folder = update(loaded, found, out)
    answer(json.dumps(as_document(found, folder)) if as_json else table(found, loaded, folder))


@app.command
def site(
    *,
    model: str = "faces48",
    export: Path | None = None,
    port: int | None = None,
    browser: Annotated[bool, Parameter(negative="--no-browser")] = True,
    finder: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Open the online demo on this machine, or write it as a folder for any host.

    Example: `morphing-faces site --export public --model my-faces`

    Without `--export` a browser opens the page, which is served to this machine only; Ctrl-C ends
    it. With it, the folder holds a static site that works from any host and in any sub-folder:
    the page, ONNX Runtime for browsers, and the model, its decoder in a form a third as large.

    The face finder goes along if it is on this computer, where `prepare` and `photo` fetch it;
    without it, the page asks for the eyes in a photograph.

    Args:
        model: The name of a shipped model, or a model folder.
        export: Write the site into this folder, which must not exist yet, or be empty.
        port: Where to serve, 1 to 65535; 2014, or the first free one after it, by default.
        browser: Open a browser.
        finder: A copy of the face finder's network; the environment variable
            MORPHING_FACES_FINDER can name it too.
        as_json: With `--export`, print what was written as JSON.
    """
    from morphing_faces.faces.find.finder_file import network_at_hand
    from morphing_faces.model.folder import load_model
    from morphing_faces.site.model_files import web_model
    from morphing_faces.site.page import site_files

    network = network_at_hand(finder)
    found = network.read_bytes() if network else None
    if export is None:
        made = web_model(load_model(model), finder=found, level=0)
        _serve(site_files(made), port, browser=browser)
        return
    if port is not None:
        raise CommandError("--port is for serving; leave it out with --export")
    from morphing_faces.model.onnx.light import light_decoder
    from morphing_faces.site.export import refuse_existing, write_site

    refuse_existing(export)
    loaded = load_model(model)
    made = web_model(loaded, light_decoder(loaded), found)
    files = site_files(made)
    write_site(export, files)
    total = sum(map(len, files.values()))
    if as_json:
        answer(json.dumps({"folder": str(export), "bytes": total, "model": made.sizes}))
    else:
        answer(
            f"{export}: {len(files)} files, {total / 1e6:.1f} MB; "
            f"a visitor first loads {made.sizes['decoder'] / 1e6:.1f} MB of the model"
            + ("" if network else "; without the face finder, photographs need their eyes named")
        )


def _serve(files: dict[str, bytes], port: int | None, *, browser: bool) -> None:
    """Serve the site until Ctrl-C."""
    import threading
    import webbrowser

    from morphing_faces.site.server import open_server
    from morphing_faces.storage.signals import stop_on_signals

    if port is not None and not 1 <= port <= 65535:
        raise CommandError(f"--port must be from 1 to 65535, got {port}")
    with open_server(files, port) as server, stop_on_signals() as stop:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"{server.address} shows the demo; Ctrl-C ends it")
        if browser:
            webbrowser.open(server.address)
        stop.wait()
        server.shutdown()


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 with one sentence on standard error.

    Args:
        arguments: The words after the program's name; those of this process by default.

    Returns:
        0 on success, 2 when the input or the surroundings are at fault, 128 and the number of the
        signal when training was told to stop: 130 on Ctrl-C, 143 on SIGTERM.
    """
    speak_any_name()
    try:
        status = app(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
    except UnusedCliTokensError as error:
        note(f"morphing-faces: {_unused(error.unused_tokens or [''])}")
        return 2
    except CycloptsError as error:
        note(f"morphing-faces: {error}")
        return 2
    except MorphingFacesError as error:
        note(f"morphing-faces: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    return status if isinstance(status, int) else 0


def _unused(words: list[str]) -> str:
    """A sentence on words that no command takes."""
    near = difflib.get_close_matches(words[0], list(app), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "--help lists what there is"
    return f"{words[0]!r} is no command, nor does the command take it; {hint}"


def _require(purpose: str, extra: str, *packages: str) -> None:
    """Raise MissingExtraError, before any work is done, unless these packages are installed."""
    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(purpose, extra, package)


if __name__ == "__main__":
    sys.exit(main())
