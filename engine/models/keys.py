"""Secrets of the lead's, from the environment or the system's own keyring. Never stored by us.

Asks the keyring through the tool that the system has for it, so that no library is needed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess

_PATIENCE_S = 20  # the keyring may ask its owner to unlock it


def secret(variable: str, service: str) -> str:
    """A secret by the name of its environment variable, or of its service in the keyring; or "".

    Linux: ``secret-tool store --label=NAME service NAME``. macOS: ``security
    add-generic-password -s NAME -a NAME -w``.
    """
    return os.environ.get(variable, "").strip() or _from_keyring(service)


def _from_keyring(service: str) -> str:
    if platform.system() == "Darwin":
        command = ["security", "find-generic-password", "-s", service, "-w"]
    else:
        command = ["secret-tool", "lookup", "service", service]
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
