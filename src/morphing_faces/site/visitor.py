"""What somebody who opens the site loads, and when."""

import json
import re
from dataclasses import asdict, dataclass

BESIDE = re.compile(rb"""(?:src|href)=["'](?:\./)?(assets/[^"']+)["']""")
"""What the page asks for as it is read."""
ASKED = ("encoder", "finder", "std")
"""Parts of the model that wait until a visitor wants them: a photograph, the uncertainty."""
UNUSED = ("preview.jpg",)
"""For chats, which show links."""
FOR_GPU = "assets/gpu-"
"""What is loaded where a graphics processor computes the faces (web/src/offline/cache.ts)."""
DESCRIPTION = "model/model.json"


@dataclass(frozen=True)
class Load:
    """Bytes as the files lie there; a host that compresses text sends fewer.

    Attributes:
        moves: Until the face answers the pointer.
        all: In all, with what is kept for visits without a network.
        asked: What comes on top when it is asked for: photographs, the uncertainty.
        webgpu: What comes on top, later, where the browser computes on a graphics processor.
    """

    moves: int
    all: int
    asked: int
    webgpu: int

    def __str__(self) -> str:
        """For a person."""
        loads = f"a visitor loads {_mb(self.moves)} until the face moves, {_mb(self.all)} in all"
        more = []
        if self.asked:
            more.append(f"{_mb(self.asked)} more when asked for it")
        if self.webgpu:
            more.append(f"{_mb(self.webgpu)} more where there is WebGPU")
        return ", and ".join([loads, *more])

    def document(self) -> dict[str, int]:
        """For a program."""
        return asdict(self)


def visitor_load(files: dict[str, bytes]) -> Load:
    """Add up what a visitor loads of the model that the site opens with.

    Args:
        files: The site's files by path, as `site_files` gives them.
    """
    described = json.loads(files[DESCRIPTION])
    index = files["index.html"]
    moving = {"index.html", DESCRIPTION, *(name.decode() for name in BESIDE.findall(index))}
    parts = {part: f"model/{each['path']}" for part, each in described["files"].items()}
    asked = {path for part, path in parts.items() if part in ASKED}
    everything = moving | (set(parts.values()) - asked)
    everything |= {name for name in files if not name.startswith(("model/", "models/"))}
    webgpu = {name for name in files if name.startswith(FOR_GPU)}
    everything -= webgpu | set(UNUSED)
    if "grid" in described["start"]:
        grid = f"model/{described['start']['grid']['faces']}"
        moving.add(grid)
        everything.add(grid)
    else:
        programs = {name for name in files if name.startswith(("assets/runtime.", "assets/worker"))}
        moving |= programs | {parts["decoder"]}

    def total(names: set[str]) -> int:
        return sum(len(files[name]) for name in names)

    return Load(total(moving), total(everything), total(asked), total(webgpu))


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
