"""Builds the page of the online demo into the package, where Node is at hand."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "src/morphing_faces/site/page"


class PageHook(BuildHookInterface):  # type: ignore[misc]
    """Runs `npm install` and `npm run build` in web/ before a wheel or an sdist is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page, unless it is an editable installation or the page is there."""
        root = Path(self.root)
        if version == "editable":
            return
        if not (root / PAGE / "index.html").is_file() and not self._build(root / "web"):
            return
        build_data["artifacts"].append(f"/{PAGE}/**")

    def _build(self, web: Path) -> bool:
        npm = shutil.which("npm")
        if not npm or not (web / "package.json").is_file():
            self.app.display_warning(
                "the page of the online demo is left out: building it needs Node; "
                "everything else works"
            )
            return False
        for words in (["install", "--no-save"], ["run", "build"]):
            subprocess.run([npm, *words], cwd=web, check=True)  # noqa: S603
        return True
