"""Turns one pickled checkpoint into safetensors. Run as a script, in a process of its own.

It is given weights that nobody trusts, so it gives up what it does not need before it reads them:
the network, other programs, and writing anywhere but in one folder. The pickle is read with
``torch.load(weights_only=True)``, which builds tensors and nothing else; the rest is there in case
that has a hole. Imports nothing of the studio (it runs with ``python -I``). The last line that it
writes is ``{"tensors": n, ...}`` or ``{"fault": "..."}``.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER of <sched.h>
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of <sys/prctl.h>
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # Landlock, the same on all newer machines
EXECUTE = 1 << 0  # of <linux/landlock.h>, as the next ones
WRITING_RIGHTS = sum(1 << bit for bit in (1, *range(4, 13)))
"""Write, remove folders and files, make character devices up to symbolic links."""
REFER, TRUNCATE = 1 << 13, 1 << 14
TCP = 0b11  # bind and connect
REFUSED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.kill", "os.putenv", "pty.", "webbrowser.", "urllib.", "ftplib.", "smtplib.",
    "http.client.", "ctypes.dlopen", "sys.addaudithook", "resource.setrlimit",
)  # fmt: skip
"""Events of Python's audit that a conversion never causes (see "Audit events table")."""
WRITING = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.setxattr", "shutil.",
)  # fmt: skip
_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit(what: int, most: int) -> None:
    """Bound this process for good: `what` is one of ``resource.RLIMIT_*``."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):
        return  # macOS knows RLIMIT_AS and refuses it


def address_space() -> int:
    """Bytes of addresses that are in use: the libraries alone take gigabytes on a CUDA build."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 16 << 30
    return int(pages) * resource.getpagesize()


def leave_network() -> bool:
    """Move into a network of our own that has no way out. False where the kernel does not allow it.

    Has to come before any thread is started (`unshare(2)`: CLONE_NEWUSER).
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(NEW_USER | NEW_NETWORK) == 0)


def hold_to(folder: Path) -> bool:
    """Have the kernel refuse writing outside `folder`, running programs and TCP (Landlock).

    Holds for code that is not Python's too. False where the kernel does not know it (before 5.13).
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1))
    if version < 1:
        return False
    rights = WRITING_RIGHTS | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    rules = struct.pack("=QQ", EXECUTE | rights, TCP)[: 16 if version >= 4 else 8]
    ruleset = int(libc.syscall(CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0))
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = struct.pack("=Qi", rights, place)
        return bool(
            ruleset >= 0
            and libc.syscall(ADD_RULE, ruleset, 1, allowed, 0) == 0
            and libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
            and libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
        )
    finally:
        os.close(place)


def confine(folder: Path) -> None:
    """Refuse from now on, for good: sockets, other programs, writing outside `folder`."""
    allowed = os.path.realpath(folder)

    def inside(path: object) -> bool:
        if isinstance(path, int):
            return True  # a descriptor that was opened under these rules
        text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        return os.path.realpath(text).startswith(allowed + os.sep)

    def judge(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(REFUSED):
            raise PermissionError(f"refused: {event}")
        if event == "open":
            path, mode, flags = arguments[:3]
            asks = isinstance(mode, str) and any(letter in mode for letter in "wax+")
            asks = asks or (isinstance(flags, int) and bool(flags & _FLAGS))
            if asks and not inside(path) and path != os.devnull:
                raise PermissionError(f"refused: writing {path!r}")
        elif event.startswith(WRITING):
            names = [item for item in arguments if isinstance(item, str | bytes | os.PathLike)]
            if not all(inside(name) for name in names):
                raise PermissionError(f"refused: {event}")

    sys.addaudithook(judge)


def tensors_of(found: object) -> dict[str, torch.Tensor]:
    """The tensors of a checkpoint, each with memory of its own, as safetensors wants them.

    Tied tensors are written out in full: a little larger, but every class can load them.
    """
    import torch

    for name in ("state_dict", "model"):
        inner = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(inner, Mapping):
            found = inner
    if not isinstance(found, Mapping):
        raise ValueError("it is no checkpoint of tensors")
    made: dict[str, torch.Tensor] = {}
    seen: set[int] = set()
    for name, value in found.items():
        if not isinstance(name, str) or not isinstance(value, torch.Tensor):
            continue
        tensor = value.detach()
        memory = tensor.untyped_storage().data_ptr()
        whole = tensor.untyped_storage().nbytes() == tensor.nbytes
        tensor = tensor.contiguous() if whole and memory not in seen else tensor.clone()
        made[name] = tensor.contiguous()
        seen.add(memory)
    if not made:
        raise ValueError("it holds no tensors")
    return made


def main(arguments: list[str]) -> int:
    """``source target memory seconds file_size``: sizes in bytes. Writes `target`."""
    source, target = Path(arguments[0]), Path(arguments[1])
    memory, seconds, file_size = (int(item) for item in arguments[2:5])
    alone, held = leave_network(), hold_to(target.parent)
    limit(resource.RLIMIT_CPU, seconds)
    limit(resource.RLIMIT_FSIZE, file_size)
    limit(resource.RLIMIT_CORE, 0)
    try:
        import torch
        from safetensors.torch import save_file
    except ImportError as exc:
        return _say(fault="libraries", why=str(exc))
    torch.set_num_threads(1)
    limit(resource.RLIMIT_AS, address_space() + memory)
    confine(target.parent)
    try:
        found = torch.load(source, map_location="cpu", weights_only=True, mmap=_is_zip(source))
        tensors = tensors_of(found)
        save_file(tensors, target, metadata={"format": "pt"})
    except MemoryError:
        return _say(fault="memory", why="it took too much memory")
    except Exception as exc:  # noqa: BLE001 - whatever a hostile file sets off is told, not raised
        why = str(exc).strip().splitlines()
        return _say(fault=type(exc).__name__, why=(why or [""])[0][:300])
    return _say(tensors=len(tensors), alone=alone, held=held)


def _say(**answer: str | int) -> int:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    return 1 if "fault" in answer else 0


def _is_zip(path: Path) -> bool:
    """Whether a checkpoint has the newer form, the only one that can be mapped into memory."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
