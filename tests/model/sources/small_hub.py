"""A Hugging Face Hub of nine routes on this machine: what pulling and pushing asks of one."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OWNER, TOKEN = "me", "hf_ofThisSmallHub"


@dataclass
class Repository:
    """Commits by their names, the newest last; each has contents by path."""

    private: bool = False
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def commit(self, contents: dict[str, bytes]) -> str:
        before = list(self.commits.values())[-1] if self.commits else {}
        name = hashlib.sha1(repr(sorted(contents)).encode() + str(len(self.commits)).encode())
        self.commits[name.hexdigest()] = {**before, **contents}
        return name.hexdigest()


class SmallHub:
    """What it has, and what it was asked.

    Attributes:
        address: Where it is, while it runs.
        repositories: By kind and name, as ("model", "me/faces").
        spoilt: What it sends in place of a file, by path.
        asked: Methods and paths, in their order.
    """

    def __init__(self) -> None:
        self.address = ""
        self.repositories: dict[tuple[str, str], Repository] = {}
        self.spoilt: dict[str, bytes] = {}
        self.stored: dict[str, bytes] = {}
        self.asked: list[str] = []

    def add(self, name: str, contents: dict[str, bytes], *, private: bool = False) -> str:
        repository = self.repositories.setdefault(("model", name), Repository(private))
        return repository.commit(contents)

    def newest(self, name: str, kind: str = "model") -> dict[str, bytes]:
        return list(self.repositories[kind, name].commits.values())[-1]


@contextmanager
def small_hub() -> Iterator[SmallHub]:
    hub = SmallHub()

    class Handler(_Routes):
        pass

    Handler.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Routes(BaseHTTPRequestHandler):
    hub: SmallHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", headers.get("length", str(len(content))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _json(self, value: Any, status: int = 200, **headers: str) -> None:
        self._answer(status, json.dumps(value).encode(), Content_Type="application/json", **headers)

    def _refuse(self, status: int, code: str) -> None:
        self._json({"error": code}, status, X_Error_Code=code, X_Error_Message=code)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    @property
    def _token(self) -> str:
        return (self.headers.get("Authorization") or "").removeprefix("Bearer ")

    def _commit(self, kind: str, name: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        repository = self.hub.repositories.get((kind, name))
        if repository is None or (repository.private and self._token != TOKEN):
            self._refuse(404 if self._token == TOKEN else 401, "RepoNotFound")
            return None
        commits = repository.commits
        chosen = list(commits)[-1] if revision == "main" else revision
        if chosen not in commits:
            self._refuse(404, "RevisionNotFound")
            return None
        return chosen, commits[chosen]

    def do_GET(self) -> None:
        self.hub.asked.append(f"{self.command} {self.path}")
        if self.path == "/api/whoami-v2":
            if self._token == TOKEN:
                self._json({"name": OWNER, "type": "user"})
            else:
                self._json({"error": "Invalid user token."}, 401)
            return
        if found := re.fullmatch(r"/api/models/(\w+/[\w-]+)(?:/revision/(.+?))?(\?.*)?", self.path):
            if commit := self._commit("model", found[1], found[2] or "main"):
                files = [{"rfilename": path} for path in commit[1]]
                self._json({"id": found[1], "sha": commit[0], "siblings": files})
            return
        if found := re.fullmatch(r"/(\w+/[\w-]+)/resolve/([\w.-]+)/(.+)", self.path):
            if commit := self._commit("model", found[1], found[2]):
                self._file(found[3], *commit)
            return
        self._refuse(404, "EntryNotFound")

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _file(self, path: str, commit: str, contents: dict[str, bytes]) -> None:
        if path not in contents:
            self._json({"error": "no"}, 404, X_Error_Code="EntryNotFound", X_Repo_Commit=commit)
            return
        content = self.hub.spoilt.get(path, contents[path])
        etag = hashlib.sha256(contents[path]).hexdigest()
        self._answer(200, content, ETag=f'"{etag}"', X_Repo_Commit=commit)

    def do_PUT(self) -> None:
        self.hub.stored[self.path.rpartition("/")[2]] = self._body()
        self._answer(200)

    def do_POST(self) -> None:
        self.hub.asked.append(f"{self.command} {self.path}")
        body = self._body()
        if self.path == "/api/validate-yaml":
            self._json({"errors": [], "warnings": []})
        elif self._token != TOKEN:
            self._json({"error": "Invalid user token."}, 401)
        elif self.path == "/api/repos/create":
            self._create(json.loads(body))
        elif found := re.fullmatch(r"/api/(model|space)s/(\w+/[\w-]+)/preupload/main.*", self.path):
            files = json.loads(body)["files"]
            modes = [
                {
                    "path": each["path"],
                    "uploadMode": "lfs" if each["path"].endswith(".npz") else "regular",
                    "shouldIgnore": False,
                }
                for each in files
            ]
            self._json({"files": modes})
        elif found := re.fullmatch(
            r"/(spaces/)?(\w+/[\w-]+)\.git/info/lfs/objects/batch", self.path
        ):
            objects = json.loads(body)["objects"]
            for each in objects:
                href = f"{self.hub.address}/stored/{each['oid']}"
                each["actions"] = {"upload": {"href": href}}
            self._json({"transfer": "basic", "objects": objects})
        elif found := re.fullmatch(r"/api/(model|space)s/(\w+/[\w-]+)/commit/main.*", self.path):
            self._take(found[1], found[2], body)
        else:
            self._refuse(404, "EntryNotFound")

    def _create(self, asked: dict[str, Any]) -> None:
        owner = asked.get("organization") or OWNER
        if owner != OWNER:
            self._json({"error": "You don't have the rights"}, 403)
            return
        kind, name = asked.get("type") or "model", f"{owner}/{asked['name']}"
        if (kind, name) in self.hub.repositories:
            url = f"{self.hub.address}/{name}"
            self._json({"error": "You already created this", "url": url}, 409)
            return
        self.hub.repositories[kind, name] = Repository(asked.get("visibility") == "private")
        prefix = "" if kind == "model" else f"{kind}s/"
        self._json({"url": f"{self.hub.address}/{prefix}{name}", "sdk": asked.get("sdk")})

    def _take(self, kind: str, name: str, body: bytes) -> None:
        contents = {}
        for line in map(json.loads, body.splitlines()):
            value = line["value"]
            if line["key"] == "file":
                contents[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                contents[value["path"]] = self.hub.stored[value["oid"]]
        commit = self.hub.repositories[kind, name].commit(contents)
        self._json({"commitUrl": f"{self.hub.address}/{name}/commit/{commit}", "commitOid": commit})
