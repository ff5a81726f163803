"""Servers on loopback that do as a test tells them: real sockets, one thread each."""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


class Call(BaseHTTPRequestHandler):
    """One request, as the test's answer sees it. body: its JSON."""

    body: dict[str, object]
    server: Loopback

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def send(self, status: int, data: bytes, **headers: str) -> None:
        """An ordinary answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def chat(self, text: str) -> None:
        """An answer of the model."""
        choice = {"message": {"role": "assistant", "content": text}}
        self.send(200, json.dumps({"choices": [choice]}).encode())

    def do_GET(self) -> None:
        self.body = {}
        self.handled()

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.handled()

    def handled(self) -> None:
        self.server.seen.append(self)
        if self.path == "/v1/models" and self.server.models is not None:
            rows = [{"id": name} for name in self.server.models]
            self.send(200, json.dumps({"data": rows}).encode())
            return
        try:
            self.server.answer(self)
        except OSError:  # the client has gone, as it should have
            self.server.left.set()


class Loopback(ThreadingHTTPServer):
    """Answers by `answer`; `models` None leaves the list to it as well."""

    def __init__(self, answer: Callable[[Call], None], models: tuple[str, ...] | None) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.answer, self.models = answer, models
        self.seen: list[Call] = []
        self.over = threading.Event()  # the test is done with it
        self.left = threading.Event()  # somebody went while being answered

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def loopback(
    answer: Callable[[Call], None],
    models: tuple[str, ...] | None = ("tiny",),
    certificate: Path | None = None,
) -> Iterator[Loopback]:
    """A server while the block runs. certificate: for one that encrypts, with its key."""
    server = Loopback(answer, models)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    whose = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1))
    builder = builder.not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(whose, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    file = folder / "loopback.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return file
