"""Builds the page and the widget's front end into the package, where Node is at hand."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = {
    "src/morphing_faces/site/page": "index.html",
    "src/morphing_faces/site/page_in_one_file": "page.js",
    "src/morphing_faces/views/notebook/front_end": "widget.js",
}
"""What `npm run build` makes: folders, and the last file of each."""


class PageHook(BuildHookInterface):  # type: ignore[misc]
    """Runs `npm install` and `npm run build` in web/ before a wheel or an sdist is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is not there, unless it is an editable installation."""
        root = Path(self.root)
        if version == "editable":
            return
        there = all((root / folder / name).is_file() for folder, name in BUILT.items())
        if there or self._build(root / "web"):
            build_data["artifacts"].extend(f"/{folder}/**" for folder in BUILT)

    def _build(self, web: Path) -> bool:
        npm = shutil.which("npm")
        if not npm or not (web / "package.json").is_file():
            self.app.display_warning(
                "the page of the online demo and the widget for notebooks are left out: building "
                "them needs Node; everything else works"
            )
            return False
        for words in (["install", "--no-save"], ["run", "build"]):
            subprocess.run([npm, *words], cwd=web, check=True)  # noqa: S603
        return True
