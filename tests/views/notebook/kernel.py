"""The other end of a widget: what its front end would send, and what it would be told."""

from typing import Any

import numpy as np
from comm.base_comm import BaseComm

from morphing_faces.types import Floats, Pixels


class FakeComm(BaseComm):
    """Keeps what the kernel sends."""

    def __init__(self, **arguments: Any) -> None:
        self.sent: list[tuple[dict[str, Any], list[Any]]] = []
        super().__init__(**arguments)

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,  # noqa: ARG002 - whoever sends gives it
        buffers: Any = None,
        **_: Any,
    ) -> None:
        if msg_type == "comm_msg":
            self.sent.append((data, list(buffers or ())))

    def ask(self, number: str, *content: bytes, **request: object) -> None:
        """Send what a front end asks for."""
        data = {"method": "custom", "content": {"number": number, **request}}
        message = {"content": {"data": data}, "buffers": [memoryview(each) for each in content]}
        self.handle_msg(message)

    def states(self) -> list[dict[str, Any]]:
        """The changes of traits since the last call, each message by itself, its buffers in it."""
        sent, self.sent = self.sent, []
        return [filled(*each) for each in sent if each[0]["method"] == "update"]


def filled(data: dict[str, Any], buffers: list[Any]) -> dict[str, Any]:
    state: dict[str, Any] = data["state"]
    for path, buffer in zip(data["buffer_paths"], buffers, strict=True):
        place: Any = state
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = bytes(buffer)
    return state


def point(content: bytes) -> Floats:
    return np.frombuffer(content, "<f4")


def picture(message: dict[str, Any]) -> Pixels:
    return np.frombuffer(message["pixels"], np.uint8).reshape(message["shape"])
