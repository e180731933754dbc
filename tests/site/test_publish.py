"""What a tag publishes: the same commands as here; the README begins with the page's address."""

import re
import subprocess
from pathlib import Path

from morphing_faces.site.address import ADDRESS

ROOT = Path(__file__).parents[2]
WORKFLOW = (ROOT / ".github" / "workflows" / "publish.yml").read_text()
WHERE = "https://example.org/faces/"


def test_the_workflow_builds_by_make_alone() -> None:
    commands = re.findall(r"run: (.*)", WORKFLOW)
    assert [command.split()[:2] for command in commands] == [["make", "publish-files"]]
    assert "ADDRESS=" in commands[0]


def test_make_writes_what_the_workflow_hands_over() -> None:
    def dry(*words: str) -> str:
        # What is there already does not matter here.
        old = ("-o", ".venv/.develop", "-o", "site")
        made = ["make", "-n", "-C", str(ROOT), *old, "publish-files", *words]
        return subprocess.run(made, check=True, capture_output=True, text=True).stdout

    told = dry(f"ADDRESS={WHERE}")
    models = "--model heads64 --model faces48"
    assert f"site --export dist/site {models} --address {WHERE}" in told
    assert "--address" not in dry()
    for folder in re.findall(r"path: (dist/\w+)", WORKFLOW):
        assert f" {folder}" in told


def test_the_readme_begins_with_the_address_and_ships_no_dead_link() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    first = next(line for line in lines[1:] if line)
    line = (
        f"**[Try it in your browser]({ADDRESS})**, on a telephone, too: nothing is sent anywhere."
    )
    assert first == line if ADDRESS else "Try it in your browser" not in "\n".join(lines)
