"""The lines of the guide on one's own model, run as they stand there."""

import re
from pathlib import Path

from tests.views.desk import ROOT, Desk, wait_until
from tests.views.test_explore import exploring

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def block(containing: str) -> str:
    """The only block of Python in the guide's section that has these words."""
    section = GUIDE.partition("## Your own model\n")[2].partition("\n## ")[0]
    blocks: list[str] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    (found,) = [each for each in blocks if containing in each]
    return found


def test_a_vae_trained_on_digits_is_explored_in_two_lines(desk: Desk, tmp_path: Path) -> None:
    script = block("load_digits") + block("explore(decoder, 8)\n")
    with exploring(desk, tmp_path, script) as player:
        before = desk.picture()
        assert before.std() > 20
        desk.hover(0.9, 0.9)
        desk.wait_for_title("0: .* 1: .*")
        wait_until(lambda: abs(desk.picture().astype(int) - before).max() > 60, "it morphs")
        desk.press("q")
        assert player.wait() == 0
        assert "8 x 8 grey pictures (NHW), values 0 to 1, many at once" in player.output()


def test_with_its_encoder_pictures_rank_it(desk: Desk, tmp_path: Path) -> None:
    training = block("load_digits").replace("range(1000)", "range(50)")
    lines = block("explore(decoder, 8)\n").splitlines()[0] + "\n" + block("encode=lambda")
    with exploring(desk, tmp_path, training + lines) as player:
        desk.press("q")
        assert player.wait() == 0
        assert "means and log variances; dimensions are ranked by their mean KL" in player.output()
