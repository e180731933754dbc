"""The lines of the guide on one's own model, run as they stand there."""

import itertools
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.views.desk import PROGRAM, ROOT, Desk, open_player, wait_until
from tests.views.test_explore import exploring

pytestmark = pytest.mark.slow


GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


SECTION = GUIDE.partition("## Your own model\n")[2].partition("\n## ")[0]


def block(containing: str) -> str:
    """The only block of Python in the guide's section that has these words."""
    blocks: list[str] = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
    (found,) = [each for each in blocks if containing in each]
    return found


def wait_until_it_morphs(desk: Desk) -> None:
    """Move the mouse from corner to corner until two pictures differ visibly."""
    corners = itertools.cycle(((0.9, 0.9), (-0.9, -0.9)))
    before = desk.picture().astype(int)

    def morphed() -> bool:
        desk.hover(*next(corners))
        return bool(abs(desk.picture() - before).max() > 60)

    wait_until(morphed, "it morphs")


def test_a_vae_trained_on_digits_is_explored_in_two_lines(desk: Desk, tmp_path: Path) -> None:
    script = block("load_digits") + block("explore(decoder, 8)\n")
    with exploring(desk, tmp_path, script) as player:
        before = desk.picture()
        assert before.std() > 20
        desk.hover(0.9, 0.9)
        desk.wait_for_title("0: .* 1: .*")
        wait_until_it_morphs(desk)
        desk.press("q")
        assert player.wait() == 0
        assert "8 x 8 grey pictures (NHW), values 0 to 1, many at once" in player.output()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_an_onnx_file_exported_from_torch_is_played(desk: Desk, tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    training = "import torch\n\ntorch.manual_seed(0)\n" + block("load_digits")
    training = training.replace("range(1000)", "range(200)")
    (tmp_path / "train.py").write_text(training + block("torch.onnx.export"))
    subprocess.run([sys.executable, "train.py"], cwd=tmp_path, check=True, capture_output=True)
    played(
        desk, tmp_path, "digits", "digits: 8 latent dimensions; decode gives 8 x 8 grey pictures"
    )


def played(desk: Desk, folder: Path, name: str, says: str) -> None:
    """Type the guide's two lines on a model of this name; it morphs."""
    made, shown = re.findall(rf"^    (morphing-faces .*{name})$", SECTION, re.MULTILINE)
    program = [*PROGRAM, *shlex.split(made)[1:]]
    done = subprocess.run(program, cwd=folder, check=True, capture_output=True, text=True)
    assert says in done.stdout
    with open_player(desk, folder, [*PROGRAM, *shlex.split(shown)[1:]]) as player:
        desk.wait_for_window()
        wait_until_it_morphs(desk)
        desk.press("q")
        assert player.wait() == 0


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning", "ignore:.*:FutureWarning")
def test_a_folder_of_pythae_is_played(desk: Desk, tmp_path: Path) -> None:
    models = pytest.importorskip("pythae.models")
    vae = models.VAE(models.VAEConfig(input_dim=(1, 8, 8), latent_dim=8))
    vae.decoder.layers[0][0].weight.data.mul_(40)  # untrained, it draws grey alone
    vae.save(str(tmp_path / "my_model" / "final_model"))
    played(desk, tmp_path, "pythae-vae", "pythae-vae: 8 latent dimensions; decode gives 8 x 8 grey")


def test_with_its_encoder_pictures_rank_it(desk: Desk, tmp_path: Path) -> None:
    training = block("load_digits").replace("range(1000)", "range(50)")
    lines = block("explore(decoder, 8)\n").splitlines()[0] + "\n" + block("encode=lambda")
    with exploring(desk, tmp_path, training + lines) as player:
        desk.press("q")
        assert player.wait() == 0
        assert "means and log variances; dimensions are ranked by their mean KL" in player.output()
