"""What a user was told is saved goes through one writer: no other place syncs or renames."""

import ast
from pathlib import Path

import pytest

import morphing_faces

PACKAGE = Path(morphing_faces.__file__).parent

ELSEWHERE = {
    "faces/remote_files.py": "a copy for a worker, in the temporary folder, that ends with it",
    "faces/set/journal.py": "appends records, of which a commit says how many count",
    "faces/set/pixels.py": "appends pictures, of which a commit says how many count",
    "faces/set/writer.py": "fills the folder that settle_folder puts in its place",
    "pictures/gif.py": "writes to the file that film.write_film gives it",
    "pictures/mp4.py": "writes to the file that film.write_film gives it",
    "pictures/webp.py": "writes to the file that film.write_film gives it",
}
WRITING = {"write_bytes", "write_text", "mkstemp", "mkdtemp", "fsync", "rename"}
OS_ONLY = {"replace", "link", "truncate"}


def calls(path: Path) -> set[str]:
    """The calls in a file that write, sync or rename."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        if name in WRITING and not _names_a_dimension(node.func):
            found.add(name)
        if name in OS_ONLY and of == "os":
            found.add(f"os.{name}")
        if name == "open" and any(_writes(argument) for argument in node.args):
            found.add("open")
    return found


def _names_a_dimension(call: ast.Attribute) -> bool:
    """Whether it is Morpher.rename."""
    return (isinstance(call.value, ast.Attribute) and call.value.attr == "_morpher") or (
        isinstance(call.value, ast.Name) and call.value.id == "morpher"
    )


def _writes(argument: ast.expr) -> bool:
    if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
        return False
    return len(argument.value) <= 3 and bool(set(argument.value) & set("wax+"))


@pytest.mark.slow
def test_files_are_written_in_storage_and_in_a_few_places_named_here() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): calls(path)
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] != "storage" and calls(path)
    }
    assert set(found) == set(ELSEWHERE)


WRITERS = {
    *("write_whole", "whole", "append_whole", "write_folder", "whole_folder"),
    *("beside", "append", "settle_folder"),
}
TRIED = {
    "cli/models.py": "a picture",
    "cli/site.py": "a picture",
    "evaluation/cache.py": "what took long to fit",
    "evaluation/report/make_report.py": "a picture over another",
    "faces/set/journal.py": "tests/faces/set/test_faults.py",
    "faces/set/writer.py": "tests/faces/set/test_faults.py",
    "model/sources/recent.py": "tests/model/sources/test_catalogue.py",
    "model/write.py": "a model folder",
    "pictures/film.py": "a film",
    "pictures/render.py": "a picture over another",
    "points/store.py": "a point over another",
    "points/user_directions.py": "another name",
    "probing/install.py": "tests/probing/test_command.py",
    "session/commands/films.py": "a picture",
    "site/export.py": "a site",
    "vae/checkpoint.py": "a checkpoint over another",
    "vae/run.py": "a run",
    "vae/sheets.py": "a picture",
}
"""Every place that writes, and where a full disk, a folder that is read-only or has vanished, a
process that dies at any call, and a power cut are tried on it: a row of tests/storage/writes.py by
its name, on what it does as well, or a file of tests of its own."""


@pytest.mark.slow
def test_every_place_that_writes_is_tried_against_faults() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("morphing_faces.storage")
        and {each.name for each in node.names} & WRITERS
    }
    assert {place for place in found if not place.startswith("storage/")} == set(TRIED)


def test_the_rows_that_are_named_exist() -> None:
    pytest.importorskip("torch")
    from tests.storage.writes import WRITES

    rows = {write.name for write in WRITES}
    for where in TRIED.values():
        assert where in rows or (Path(__file__).parents[2] / where).is_file(), where
