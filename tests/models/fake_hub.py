"""A tiny hub on loopback that answers as the real one does, and misbehaves when it is told to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" + "0" * 34


class FakeHub(ThreadingHTTPServer):
    """files: content by path. large: endings of files that are kept in large-file storage."""

    daemon_threads = True
    block_on_close = True

    def __init__(self, files: dict[str, bytes], repo: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.repo = repo
        self.commit = COMMIT
        self.large = (".safetensors", ".bin")
        self.cut_after: list[int] = []  # bytes after which the next connections are cut
        self.corrupt: set[str] = set()
        self.hold: tuple[int, Event] | None = None  # bytes after which large files wait for this
        self.status: dict[str, int] = {}  # answers by the beginning of the path
        self.ranges = True
        self.pages = 2  # entries of a listing on a page
        self.storage = ""  # another address that files are redirected to
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def asked(self, part: str) -> list[dict[str, str]]:
        """The headers of the requests whose path holds this."""
        return [headers for path, headers in self.seen if part in path]


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        hub, where = self.server, urlsplit(self.path)
        path = unquote(where.path)
        hub.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        for beginning, status in hub.status.items():
            if path.startswith(beginning):
                return self._send(status, b"{}")
        api = f"/api/models/{hub.repo}"
        if path.startswith(f"{api}/revision/"):
            return self._send(200, json.dumps({"sha": hub.commit}).encode())
        if path == f"{api}/tree/{hub.commit}":
            return self._listing(where.query)
        file = path.removeprefix(f"/{hub.repo}/resolve/{hub.commit}/")
        if file in hub.files:
            return self._file(file)
        return self._send(404, b"{}")

    def _listing(self, query: str) -> None:
        hub = self.server
        start = int(query.partition("cursor=")[2] or 0)
        rows = [{"type": "directory", "path": "somewhere", "oid": "0" * 40, "size": 0}]
        for path, content in sorted(hub.files.items()):
            blob = b"blob %d\0" % len(content) + content
            row = {"type": "file", "path": path, "size": len(content),
                   "oid": hashlib.sha1(blob).hexdigest()}  # fmt: skip
            if path.endswith(hub.large):
                sha = hashlib.sha256(content).hexdigest()
                row |= {
                    "oid": "1" * 40,
                    "lfs": {"oid": sha, "size": len(content), "pointerSize": 1},
                }
            rows.append(row)
        extra = {}
        if start + hub.pages < len(rows):
            following = f"{self.path.partition('?')[0]}?recursive=true&cursor={start + hub.pages}"
            extra["Link"] = f'<{hub.address}{following}>; rel="next"'
        self._send(200, json.dumps(rows[start : start + hub.pages]).encode(), extra)

    def _file(self, path: str) -> None:
        hub = self.server
        if hub.storage:
            self._send(302, b"", {"Location": hub.storage + self.path})
            return
        content = hub.files[path]
        if path in hub.corrupt:
            content = content[:-1] + bytes([content[-1] ^ 1])
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and hub.ranges else 0
        extra = (
            {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        )
        body = content[start:]
        cut = hub.cut_after.pop(0) if path.endswith(hub.large) and hub.cut_after else len(body)
        self._send(206 if start else 200, body, extra, cut)

    def _send(
        self, status: int, body: bytes, extra: dict[str, str] | None = None, cut: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = body if cut is None else body[:cut]
        if self.server.hold and "/resolve/" in self.path and len(sent) > self.server.hold[0]:
            at, go_on = self.server.hold
            self.wfile.write(sent[:at])
            self.wfile.flush()
            go_on.wait(20)
            sent = sent[at:]
        with suppress(ConnectionError):  # who asked may have gone
            self.wfile.write(sent)
        self.close_connection = cut is not None and cut < len(body)


@contextmanager
def serving(files: dict[str, bytes], repo: str) -> Iterator[FakeHub]:
    """A hub that answers until the end of the block."""
    with FakeHub(files, repo) as hub:
        thread = Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()
