"""The bar that tells how far work is, on a terminal and elsewhere."""

import re
import subprocess
import sys

import pexpect
import pytest

SCRIPT = """
from morphing_faces.storage.progress import ProgressBar, watched

with ProgressBar("faces") as bar:
    bar.piece("counting")
    bar.step(2, 5)
    bar.figures("KL 7")
    bar.line("something happened")
for _ in watched("abc", 3, "frames"):
    pass
print("the answer")
"""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.mark.slow
def test_on_a_terminal_there_is_a_bar_that_goes_away() -> None:
    words = ["-c", SCRIPT]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", dimensions=(24, 80), timeout=60)
    shown = child.read()
    child.wait()
    rows = ESCAPES.sub("", shown)
    assert re.search(r"counting \S.* 2/5 KL 7", rows)
    assert re.search(r"frames \S.* 3/3", rows)
    assert "something happened" in rows
    assert child.exitstatus == 0
    # Before the answer, the last row of each bar is erased.
    assert shown.rpartition("the answer")[0].endswith("\x1b[2K")


def test_elsewhere_there_is_a_line_a_piece_and_nothing_besides() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.stdout == "the answer\n"
    assert done.stderr == "counting\nsomething happened\n"
