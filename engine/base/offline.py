"""What a process that runs model libraries must do without: a network, and the keys of servers.

The environment asks the libraries not to try; the audit hook is there for what does not ask.
Cannot be undone in a process, so only the entry of a process of its own calls `refuse_network`.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Collection, Mapping

from engine.base.errors import EnvironmentFault
from engine.base.secrets import ENVIRONMENT as WRITER_KEY

KEYS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", WRITER_KEY)
"""Variables of the environment that open a server."""

_REACHING = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
_NAMING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def refuse_network() -> None:
    """From now on this process cannot reach another machine, nor a port of this one, nor have a
    name looked up. Sockets of this machine's file system stay."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    sys.addaudithook(_watch)


def without_keys(environment: Mapping[str, str], keep: Collection[str] = ()) -> dict[str, str]:
    """An environment for a process that needs none of `KEYS` but those to keep."""
    return {name: v for name, v in environment.items() if name not in KEYS or name in keep}


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REACHING:
        if getattr(arguments[0], "family", None) == socket.AF_UNIX:
            return
    elif event not in _NAMING:
        return
    raise EnvironmentFault(
        "network", "A model library tried to open a connection.",
        "Models work from local folders; fetch what is missing: models list",
    )  # fmt: skip
