"""Where a server that writes may be: this machine or its own network, unless the lead says so.

A premise is a secret of the house; an address decides who reads it. Names are resolved once, and
what is connected to are the addresses that were looked at.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.base.errors import EnvironmentFault, UserInputError

_PORTS = {"http": 80, "https": 443}
_EXAMPLE = "Give it like http://127.0.0.1:11434/v1"


@dataclass(frozen=True, slots=True)
class Address:
    """An OpenAI-compatible server. path: what comes before /models, without a slash at the end."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a key is kept for, and what is shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def parse_address(url: str) -> Address:
    """An address as typed; http and /v1 may be left out.

    Raises:
        UserInputError: it is none, or carries a key, a password or a query.
    """
    text = url.strip() if "://" in url else f"http://{url.strip()}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _unusable(url) from None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UserInputError(
            "endpoint-address", "An address may carry no name, password, key or query.",
            f"{_EXAMPLE}, and keep a key apart from it.",
        )  # fmt: skip
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host or not text.isprintable() or " " in text:
        raise _unusable(url)
    path = parts.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/models")
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], path or "/v1")


def resolve(address: Address, allow_remote: bool = False) -> tuple[str, ...]:
    """The numeric addresses of a server.

    Raises:
        UserInputError: one of them is neither this machine nor in a private network and the lead
            did not allow that, or allowed it without encryption.
        EnvironmentFault: the name is unknown.
    """
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise EnvironmentFault(
            "endpoint-down", f"No machine is called {address.host}.", "Correct the address."
        ) from exc
    numbers = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if all(map(is_near, numbers)):
        return numbers
    if not allow_remote:
        raise UserInputError(
            "endpoint-remote",
            f"{address.host} is not in this network, and the premise would be sent there.",
            "Use a server on this machine, or allow this one by naming it as remote.",
        )
    if address.scheme != "https":
        raise UserInputError(
            "endpoint-plain", f"{address.host} would be spoken to without encryption.",
            "Use its https address.",
        )  # fmt: skip
    return numbers


def is_near(number: str) -> bool:
    """Whether a numeric address is this machine or in a private network (RFC 1918, RFC 4193)."""
    at = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(at, ipaddress.IPv6Address) and at.ipv4_mapped is not None:
        at = at.ipv4_mapped
    if at.is_loopback or at.is_unspecified:
        return True
    nets = _PRIVATE_4 if isinstance(at, ipaddress.IPv4Address) else _PRIVATE_6
    return any(at in net for net in nets)


_PRIVATE_4 = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_PRIVATE_6 = (ipaddress.ip_network("fc00::/7"),)
"""Link-local addresses are left out: what answers there is often a cloud's own service."""


def _unusable(url: str) -> UserInputError:
    return UserInputError("endpoint-address", f"{url!r} is no address of a server.", _EXAMPLE)
