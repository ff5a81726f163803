"""One request to a server that writes: bounded in size and time, and stopped at once on request.

Nothing is followed (a redirect would carry the premise and the key elsewhere), no proxy is asked,
and no error holds the key.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.base.errors import EnvironmentFault, UserInputError
from engine.writer.endpoint_address import Address, parse_address, resolve

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Check = Callable[[], None]

LARGEST = 1_000_000
"""Bytes of an answer that are read at most."""

TRANSIENT = ("endpoint-slow", "endpoint-dropped", "endpoint-large", "endpoint-answer",
             "endpoint-error")  # fmt: skip
"""Codes of faults after which asking again makes sense."""

_CONNECT_S, _SEND_S, _LOOK_S = 5.0, 20.0, 0.1
_EXCERPT = 160


class RefusedFault(EnvironmentFault):
    """The server took a request for a wrong one (400 or 422)."""


class _Watched(socket.socket):
    """A socket that, while it waits for bytes, looks every tenth of a second whether to go on."""

    watch: Check

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        while True:
            self.watch()
            try:
                return super().recv_into(buffer, nbytes, flags)
            except TimeoutError:
                continue


class _WatchedTls(ssl.SSLSocket):
    """The same behind encryption."""

    watch: Check

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        while True:
            self.watch()
            try:
                return super().recv_into(buffer, nbytes, flags)
            except TimeoutError:
                continue


class Server:
    """An OpenAI-compatible server at one address. Its key shows up nowhere."""

    def __init__(
        self, url: str, key: str = "", *, allow_remote: bool = False, timeout_s: float = 300.0
    ) -> None:
        """timeout_s: for a whole answer, from asking to its last byte.

        Raises:
            UserInputError: the address or the key cannot be used.
        """
        if not key.isascii() or not key.isprintable() or " " in key:
            raise UserInputError(
                "endpoint-key", "The key holds characters that no key has.", "Enter it again."
            )
        self.address: Address = parse_address(url)
        self._key, self._allow, self._timeout = key, allow_remote, timeout_s

    def get(self, path: str, check: Check) -> object:
        """The JSON at a path, such as ``/models``. Raises as `post`."""
        return self._asked("GET", path, b"", check)

    def post(self, path: str, body: object, check: Check) -> object:
        """Send JSON and get JSON.

        Raises:
            UserInputError: the server is further away than allowed.
            EnvironmentFault: it is not there, refuses, or its answer is none; see `TRANSIENT`.
            Cancelled: whatever `check` raises; within a tenth of a second once connected.
        """
        return self._asked("POST", path, json.dumps(body).encode(), check)

    def _asked(self, method: str, path: str, body: bytes, check: Check) -> object:
        deadline = time.monotonic() + self._timeout

        def watch() -> None:
            check()
            if time.monotonic() > deadline:
                raise self._fault("endpoint-slow", f"gave no answer in {self._timeout:.0f} s",
                                  "Use a smaller model or a faster server.")  # fmt: skip

        watch()
        connection = http.client.HTTPConnection(self.address.host, self.address.port)
        try:
            connection.sock = self._connected(watch)
            connection.request(method, self.address.path + path, body or None, self._headers())
            connection.sock.settimeout(_LOOK_S)
            with contextlib.closing(connection.getresponse()) as response:
                return self._understood(response.status, self._read(response))
        except (http.client.HTTPException, OSError) as exc:
            raise self._fault(
                "endpoint-dropped", f"broke the connection off ({type(exc).__name__})",
                "Look at its own log, and start it again.",
            ) from None  # fmt: skip
        finally:
            connection.close()

    def _connected(self, watch: Check) -> socket.socket:
        why = "there is no address"
        for number in resolve(self.address, self._allow):
            family = socket.AF_INET6 if ":" in number else socket.AF_INET
            plain = _Watched(family, socket.SOCK_STREAM)
            plain.watch = watch
            plain.settimeout(_CONNECT_S)
            try:
                plain.connect((number, self.address.port))
                plain.settimeout(_SEND_S)
                return self._encrypted(plain, watch) if self.address.scheme == "https" else plain
            except ssl.SSLError as exc:
                plain.close()
                raise self._fault(
                    "endpoint-tls", f"cannot be spoken to safely: {exc.reason}",
                    "Use its http address if it is on this machine, or a valid certificate.",
                ) from None  # fmt: skip
            except OSError as exc:
                plain.close()
                why = (exc.strerror or "it does not answer").lower()
        raise self._fault("endpoint-down", f"cannot be reached: {why}",
                          "Start the server (ollama serve, llama-server, vllm serve or "
                          "transformers serve), or correct its address.")  # fmt: skip

    def _encrypted(self, plain: socket.socket, watch: Check) -> socket.socket:
        context = ssl.create_default_context()
        context.sslsocket_class = _WatchedTls
        wrapped = context.wrap_socket(
            plain, server_hostname=self.address.host, do_handshake_on_connect=False
        )
        assert isinstance(wrapped, _WatchedTls)
        wrapped.watch = watch
        wrapped.settimeout(_LOOK_S)
        with contextlib.ExitStack() as unless_done:
            unless_done.callback(wrapped.close)
            while True:
                watch()
                with contextlib.suppress(TimeoutError):
                    wrapped.do_handshake()
                    break
            unless_done.pop_all()
        wrapped.settimeout(_SEND_S)
        return wrapped

    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": "application/json", "Content-Type": "application/json",
            "User-Agent": "cliffhanger-studio", "Connection": "close",
        }  # fmt: skip
        return {**headers, "Authorization": f"Bearer {self._key}"} if self._key else headers

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        promised = response.length or 0
        raw = b"" if promised > LARGEST else response.read(LARGEST + 1)
        if promised > LARGEST or len(raw) > LARGEST:
            raise self._fault("endpoint-large", "sends more than a megabyte for one answer",
                              "Use another model, or another server.")  # fmt: skip
        if response.length:
            raise ConnectionResetError
        return raw

    def _understood(self, status: int, raw: bytes) -> object:
        if status in (401, 403):
            what = "does not accept the key" if self._key else "wants a key"
            remedy = "Keep its right key for this address, or set CLIFF_WRITER_KEY."
            raise self._fault("endpoint-key", what, remedy)
        if 300 <= status < 400:
            raise self._fault(
                "endpoint-moved", "sends elsewhere, which is not followed",
                "Give the address that it has now.",
            )  # fmt: skip
        if status == 404:
            raise self._fault(
                "endpoint-unknown", f"knows no such model or path{self._why(raw)}",
                "Look at the model's name, and whether the address ends in /v1.",
            )  # fmt: skip
        if status in (400, 422):
            what = f"{self.address.origin} refuses what it was asked{self._why(raw)}."
            raise RefusedFault("endpoint-refused", what, "Look at its own log.")
        if status != 200:
            what = f"failed with {status}{self._why(raw)}"
            raise self._fault("endpoint-error", what, "Look at its own log.")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise self._fault(
                "endpoint-answer", "does not answer with JSON",
                "Is this the address of an OpenAI-compatible server?",
            ) from None  # fmt: skip

    def _why(self, raw: bytes) -> str:
        """What the server itself says about it, short and without the key."""
        text = raw[:2000].decode("utf-8", "replace")
        if self._key:
            text = text.replace(self._key, "(key)")
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return f": {text[:_EXCERPT]}" if text else ""

    def _fault(self, code: str, what: str, remedy: str) -> EnvironmentFault:
        return EnvironmentFault(code, f"{self.address.origin} {what}.", remedy)
