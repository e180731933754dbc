"""The verbs: each in a file of its own, which is loaded when the verb is asked for."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from cyclopts import App

from morphing_faces.cli.app import app, main
from morphing_faces.cli.render.app import app as render


def verbs() -> Iterator[tuple[App, str]]:
    for parent in (app, render):
        for name in parent:
            if not name.startswith("-"):
                yield parent, name


@pytest.mark.slow
@pytest.mark.parametrize(("parent", "name"), list(verbs()), ids=lambda each: str(each)[:20])
def test_the_list_says_of_a_verb_what_its_own_page_begins_with(
    parent: App, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = [name] if parent is app else ["render", name]
    assert main([*chain[:-1], "--help"]) == 0
    listed = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert main([*chain, "--help"]) == 0
    own = capsys.readouterr().out.splitlines()
    summary = " ".join(" ".join(own[2 : own.index("", 2) if "" in own[2:] else 3]).split())
    assert f" {name} {summary} " in listed
    assert any(line.startswith("Example: morphing-faces ") for line in own)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        ("--help", ""),
        ("--version", ""),
        ("train --help", "train"),
        ("export --help", "export"),
        ("render --help", "render"),
    ],
)
def test_a_verb_is_loaded_when_it_is_asked_for(words: str, loaded: str) -> None:
    script = (
        "import sys\n"
        "from morphing_faces.cli.app import VERBS, main\n"
        f"main({words.split()})\n"
        "room = 'morphing_faces.cli.'\n"
        "names = [name for name in (*VERBS, 'render') if room + name in sys.modules]\n"
        "heavy = {'numpy', 'torch', 'matplotlib', 'onnxruntime'} & {*sys.modules}\n"
        "print(*names, *heavy, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.strip() == loaded


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("walk --steps-per-second 1001", "--steps-per-second must be above 0 and at most 1000, "),
        ("site --port 65536", "--port must be from 1 to 65535, got 65536"),
        ("site --port 1e3", "--port must be a whole number, got '1e3'"),
        ("render sheet --out a.png --rows 101", "--rows must be from 1 to 100, got 101"),
        ("render traverse --out a.png --reach 0", "--reach must be above 0 and at most 100, got 0"),
        ("report m f --out p --vae-hidden 0", "--vae-hidden must be at least 1, got 0"),
        ("train f --out r --seed 4294967296", "seed must be from 0 to 4294967295, got 4294967296"),
        ("train f --out r --latent 1.5", "--latent must be a whole number, got '1.5'"),
    ],
)
def test_a_number_out_of_range_gets_the_range(
    words: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"morphing-faces: {sentence}")


def test_help_names_the_page_for_whoever_comes_by_ssh(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "ssh -L 2014:localhost:2014 HOST" in capsys.readouterr().out
