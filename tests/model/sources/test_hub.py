"""Models of the Hub: fetched once, of one commit, held to their hashes; and pushed there."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources import hub as hub_source
from morphing_faces.model.sources.hub_client import HubName, hub_name
from morphing_faces.model.sources.load import load_model
from tests.model.imports.networks import network as onnx_network
from tests.model.sources.small_hub import TOKEN, SmallHub, small_hub
from tests.tiny import tiny_model

constants = pytest.importorskip("huggingface_hub.constants")
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
LICENSED = "---\nlicense: mit\n---\n\n# tiny\n\nA model of random layers.\n"


@pytest.fixture(scope="module")
def running() -> Iterator[SmallHub]:
    with small_hub() as hub:
        yield hub


@pytest.fixture
def hub(running: SmallHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallHub:
    for part in (running.repositories, running.spoilt, running.stored, running.asked):
        part.clear()
    monkeypatch.setenv("HF_ENDPOINT", running.address)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tiny_model(tmp_path / "tiny", latent=6, shape=(8, 8))
    (made / "README.md").write_text(LICENSED)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


def test_a_model_is_fetched_once_and_played_without_a_connection(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = hub.add("me/tiny", contents(folder))
    model = load_model("hf:me/tiny")
    z = np.ones((1, 6), np.float32)
    np.testing.assert_array_equal(model.decode(z), ModelFolder(folder).decode(z))
    assert model.identity == ModelFolder(folder).identity
    assert model.folder.name == commit
    hub.asked.clear()
    assert load_model("hf:me/tiny").folder == model.folder
    assert hub.asked == []
    offline(monkeypatch)
    assert load_model("hf:me/tiny").folder == model.folder
    with pytest.raises(ModelError, match="hf:me/other cannot be fetched: it is not on this comp"):
        load_model("hf:me/other")


@pytest.mark.slow
def test_it_stays_with_one_revision_until_another_is_named(hub: SmallHub, folder: Path) -> None:
    first = hub.add("me/tiny", contents(folder))
    assert load_model("hf:me/tiny").folder.name == first
    again = tiny_model(folder.parent / "again", latent=6, shape=(8, 8), seed=2)
    second = hub.add("me/tiny", contents(again))
    assert load_model("hf:me/tiny").folder.name == first
    assert load_model("hf:me/tiny@main").folder.name == second
    assert load_model(f"hf:me/tiny@{first}").folder.name == first
    with pytest.raises(ModelError, match="has no such revision"):
        load_model("hf:me/tiny@nonsense")


@pytest.mark.slow
def test_a_file_that_is_damaged_here_is_fetched_again(hub: SmallHub, folder: Path) -> None:
    hub.add("me/tiny", contents(folder))
    path = load_model("hf:me/tiny").folder / "onnx/decoder.onnx"
    whole = path.read_bytes()
    for content in (whole[:100], whole[:-1] + b"x"):
        path.resolve().write_bytes(content)
        assert load_model("hf:me/tiny").latent_size == 6
        assert path.read_bytes() == whole


def test_a_file_that_is_damaged_there_is_noticed(hub: SmallHub, folder: Path) -> None:
    hub.add("me/tiny", contents(folder))
    hub.spoilt["onnx/decoder.onnx"] = b"x" * (folder / "onnx/decoder.onnx").stat().st_size
    with pytest.raises(ModelError, match=r"damaged on the Hub: onnx/decoder.onnx is not the one"):
        load_model("hf:me/tiny")


def test_size_and_licence_of_a_large_model_are_said_first(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    commit = hub.add("me/tiny", contents(folder))
    monkeypatch.setattr(hub_source, "LARGE", 1000)
    load_model("hf:me/tiny")
    assert f"hf:me/tiny ({commit[:7]}): 0 MB, mit" in capfd.readouterr().err


def test_what_is_no_model_folder_but_can_be_imported_is_offered_that(hub: SmallHub) -> None:
    hub.add("me/other", {"decoder.onnx": b"x", "README.md": b""})
    with pytest.raises(ModelError, match=r"has no config.json; `morphing-faces import hf:me/other"):
        load_model("hf:me/other")
    hub.add("me/third", {"config.json": b"{}", "model.safetensors": b"x"})
    with pytest.raises(ModelError, match=r"is no model folder: .*; `morphing-faces import hf:me/t"):
        load_model("hf:me/third")
    hub.add("me/fourth", {"notes.txt": b"x"})
    with pytest.raises(ModelError, match=r"has no config.json$"):
        load_model("hf:me/fourth")


def test_an_onnx_file_on_the_hub_is_imported(
    hub: SmallHub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = onnx_network((6, 6)).SerializeToString()
    hub.add("me/other", {"decoder.onnx": network, "README.md": b""})
    words = ["import", "hf:me/other", "--out", str(tmp_path / "mine"), "--value-range", "0", "1"]
    assert main(words) == 0
    assert ModelFolder(tmp_path / "mine").latent_size == 4
    hub.add("me/other", {"second.onnx": network})
    assert main([*words[:3], str(tmp_path / "again")]) == 2
    assert "it has decoder.onnx, second.onnx" in capfd.readouterr().err


def test_who_is_not_logged_in_is_asked_for_a_token(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add("me/secret", contents(folder), private=True)
    with pytest.raises(ModelError, match="or it is private: log in first with `hf auth login`"):
        load_model("hf:me/secret")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert load_model("hf:me/secret").latent_size == 6


@pytest.mark.slow
@pytest.mark.usefixtures("hub")
def test_without_a_hub_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(ModelError, match="there is no connection to the Hub"):
            load_model("hf:me/tiny")


@pytest.mark.parametrize("word", ["hf:", "hf:tiny", "hf:a/b/c", "hf:me/tiny@", "hf:me/ti ny"])
def test_a_bad_name_is_refused(word: str) -> None:
    with pytest.raises(ModelError, match="named as in hf:owner/name"):
        hub_name(word)
    assert hub_name("hf:me/tiny@v1") == HubName("me/tiny", "v1")


def pushed(folder: Path, *words: str) -> int:
    return main(["push", str(folder), "me/tiny", *words])


@pytest.mark.slow
def test_a_folder_that_is_pushed_comes_back_the_same(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    (folder / "notes.txt").write_text("not a part of it")
    assert pushed(folder, "--yes") == 0
    said = capfd.readouterr()
    assert "private: only its owner sees it" in said.err
    assert "licence: mit" in said.err
    assert "onnx/decoder.onnx" in said.err
    assert said.out == f"{hub.address}/me/tiny\n"
    assert hub.repositories["model", "me/tiny"].private
    sent = hub.newest("me/tiny")
    assert "notes.txt" not in sent
    assert b"library_name: morphing-faces" in sent["README.md"]
    assert sent["README.md"].endswith(b"A model of random layers.\n")
    assert load_model("hf:me/tiny").identity == ModelFolder(folder).identity
    assert pushed(folder, "--yes", "--public") == 0  # again, into what is there


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize(("typed", "sent"), [("y", True), ("YES", True), ("n", False), ("", False)])
def test_somebody_at_a_terminal_is_asked(
    hub: SmallHub,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    typed: str,
    sent: bool,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    ours, theirs = os.openpty()
    with os.fdopen(ours, "wb", 0) as keyboard, os.fdopen(theirs) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        keyboard.write(f"{typed}\n".encode())
        assert pushed(folder) == 0
    said = capfd.readouterr()
    assert said.err.endswith("Send it? [y/N]\n")
    assert said.out == (f"{hub.address}/me/tiny\n" if sent else "nothing was sent\n")
    assert bool(hub.repositories) == sent


def test_nothing_is_sent_before_somebody_has_said_yes(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert pushed(folder) == 2
    assert "nobody is there to ask; say --yes" in capfd.readouterr().err
    assert hub.repositories == {}


@pytest.mark.parametrize(
    ("words", "token", "sentence"),
    [
        (["me/tiny"], None, "nobody is logged in to the Hub; log in first with `hf auth login`"),
        (["me/tiny"], "hf_wrong", "the Hub does not know your token"),
        (["you/tiny"], TOKEN, "your token has no right to that"),
        (["tiny"], TOKEN, "'tiny' is no name on the Hub; say owner/name"),
        (["me/-tiny"], TOKEN, "is no name on the Hub: owner/name"),
    ],
)
def test_what_stands_in_the_way_is_one_sentence(
    hub: SmallHub,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    token: str | None,
    sentence: str,
) -> None:
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    assert main(["push", str(folder), *words, "--yes"]) == 2
    assert sentence in capfd.readouterr().err
    assert hub.repositories == {}


def with_golden(folder: Path, **arrays: Any) -> None:
    model = ModelFolder(folder)
    z = np.random.default_rng(0).standard_normal((3, 6)).astype(np.float32)
    face = model.decode(z)
    pairs = {"z": z, "face": face, "image": face, "mean": model.encode(face)[0], **arrays}
    np.savez(folder / "golden.npz", **pairs)
    recorded(folder, "golden.npz")


def recorded(folder: Path, *names: str) -> None:
    """Have config.json list files as they are."""
    import hashlib

    config = json.loads((folder / "config.json").read_bytes())
    for name in names:
        content = (folder / name).read_bytes()
        record = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        config["files"][name] = record
    (folder / "config.json").write_bytes(msgspec.json.encode(config))


def photograph(folder: Path) -> None:
    (folder / "face.png").write_bytes(b"x")
    recorded(folder, "face.png")


def card(text: str) -> Any:
    return lambda folder: (folder / "README.md").write_text(text)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (card("# tiny\n"), "names no licence"),
        (card(f"{LICENSED}From /home/somebody/faces.\n"), "a path of a computer in it, '/home/som"),
        (card(f"{LICENSED}From C:\\Users\\somebody\\faces.\n"), "a path of a computer in it"),
        (photograph, "lists face.png, which is no part of a model"),
        (
            lambda folder: with_golden(folder, image=np.eye(8)[None].repeat(3, 0)),
            "a picture that its own points do not decode to",
        ),
        (
            lambda folder: with_golden(folder, z=np.full((3, 6), 5, np.float32)),
            "a point that is no draw from N",
        ),
        (
            lambda folder: with_golden(folder, mine=np.zeros(6, np.float32)),
            "holds 'mine', which is no golden pair",
        ),
    ],
)
def test_what_must_not_be_published_is_refused(
    hub: SmallHub,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    spoil: Any,
    sentence: str,
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with_golden(folder)
    spoil(folder)
    assert pushed(folder, "--yes") == 2
    assert sentence in capfd.readouterr().err
    assert hub.repositories == {}


def test_golden_pairs_that_are_draws_are_sent(
    hub: SmallHub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with_golden(folder)
    assert pushed(folder, "--yes") == 0
    assert hub.newest("me/tiny")["golden.npz"] == (folder / "golden.npz").read_bytes()


@pytest.mark.slow
def test_a_space_is_a_static_site_that_plays_it(
    hub: SmallHub,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page = tmp_path / "page"
    page.mkdir()
    for name in ("index.html", "explanation.html"):
        (page / name).write_text("<html><head><!-- preview --></head><!-- start face --></html>")
    monkeypatch.setattr("morphing_faces.site.page.site_files.__defaults__", (page, "", ()))
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert pushed(folder, "--yes", "--space") == 0
    assert f"{hub.address}/spaces/me/tiny\n" in capfd.readouterr().out
    site = hub.newest("me/tiny", "space")
    assert b"sdk: static" in site["README.md"]
    assert b"- me/tiny" in site["README.md"]
    assert b"license: mit" in site["README.md"]
    assert "index.html" in site


@pytest.mark.slow
def test_the_catalogue_lists_what_ships_and_what_is_kept(
    hub: SmallHub, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = hub.add("me/tiny", contents(folder))
    load_model("hf:me/tiny")
    hub.add("me/tiny", {"README.md": b"# tiny\n"})
    load_model("hf:me/tiny@main")
    assert main(["models"]) == 0
    shipped, old, new = (
        row.split()
        for row in capfd.readouterr().out.splitlines()
        if "faces48" in row or "hf:" in row
    )
    assert (shipped[0], shipped[-1]) == ("faces48", "non-commercial-research")
    assert old[0] == f"hf:me/tiny@{first[:7]}" or new[0] == f"hf:me/tiny@{first[:7]}"
    assert "hf:me/tiny" in (old[0], new[0])
    assert main(["models", "--json"]) == 0
    listed = {each["name"]: each for each in json.loads(capfd.readouterr().out)}
    assert listed["hf:me/tiny"]["image"] == [8, 8]
    assert listed["hf:me/tiny"]["latent_size"] == 6
    assert load_model(f"hf:me/tiny@{first[:7]}").latent_size == 6


def test_a_folder_of_diffusers_is_fetched_without_its_pickles(
    hub: SmallHub, tmp_path: Path
) -> None:
    config, weights = "config.json", "diffusion_pytorch_model.safetensors"
    hub.add("me/vae", dict.fromkeys([config, weights, "diffusion_pytorch_model.bin"], b"{}"))
    place = hub_source.fetch_source(hub_name("hf:me/vae"), tmp_path / "here")
    assert sorted(each.name for each in place.iterdir() if each.is_file()) == [config, weights]
