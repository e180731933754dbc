"""A model card, as far as others quote it: plain text out of its Markdown.

Only what a card shares with every other is relied on: a head between lines of ``---`` (the Hub's),
a title, paragraphs, sections that begin with ``##``, and lists.
"""

import re
from functools import cached_property
from pathlib import Path

from morphing_faces.model.folder_layout import CARD


class ModelCard:
    """The card of a model folder; all of it is empty where the folder has none.

    Args:
        folder: A model folder.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / CARD
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        head, between, body = text.removeprefix("---").partition("\n---")
        known = text.startswith("---") and bool(between)
        self.head = _fields(head) if known else {}
        self._body = body if known else text

    @property
    def licence(self) -> str:
        """What the head states, for people; empty where it states none."""
        return self.head.get("license_name") or self.head.get("license") or ""

    @property
    def opening(self) -> str:
        """The first paragraph under the title, without a sentence that leads on to something."""
        introduction = self._sections.get("", "")
        paragraphs = [each for each in _blocks(introduction) if not each.startswith(("#", "```"))]
        if not paragraphs:
            return ""
        return re.sub(r"(^|(?<=[.!?])\s+)[^.!?]*:$", "", _plain(paragraphs[0]))

    def paragraph(self, heading: str) -> str:
        """The first paragraph of a section; empty where there is none."""
        blocks = [each for each in _blocks(self._sections.get(heading, "")) if each[0] not in "-|#"]
        return _plain(blocks[0]) if blocks else ""

    def items(self, heading: str) -> list[str]:
        """The list of a section."""
        section = self._sections.get(heading, "")
        return [_plain(each) for each in re.findall(r"^- (.*(?:\n  .*)*)", section, re.MULTILINE)]

    @cached_property
    def _sections(self) -> dict[str, str]:
        """Texts by heading; what stands before the first is under ""."""
        first, *others = re.split(r"^## +", self._body, flags=re.MULTILINE)
        named = (each.partition("\n") for each in others)
        return {"": first} | {name.strip(): text for name, _, text in named}


def _fields(head: str) -> dict[str, str]:
    rows = (row.partition(":") for row in head.splitlines())
    return {key: value.strip() for key, _, value in rows}


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def _plain(text: str) -> str:
    """Markdown's text: without marks, and the words of links alone."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split()))
    return re.sub(r"[*`]", "", text)
