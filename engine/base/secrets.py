"""Keys of servers that the lead uses: kept by the operating system's keyring and nowhere else.

Never in a project, a setting, a log or an error. `keyring` is imported when a key is asked for,
since looking for a backend takes a fifth of a second.
"""

from __future__ import annotations

import os

from engine.base.errors import EnvironmentFault

SERVICE = "cliffhanger-studio"
ENVIRONMENT = "CLIFF_WRITER_KEY"
"""The other way, where there is no keyring: it wins over what is kept."""

_OTHERWISE = f"Unlock or install one, or put the key into the environment as {ENVIRONMENT}."


def keep(account: str, key: str) -> None:
    """Keep a key. account: what it opens, such as an address.

    Raises:
        EnvironmentFault: this machine has no keyring that protects a key, or it refuses.
    """
    import keyring
    from keyring.core import recommended
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    if not recommended(backend):  # the null backend forgets, others write plain text
        raise EnvironmentFault("no-keyring", "There is no keyring on this machine.", _OTHERWISE)
    try:
        keyring.set_password(SERVICE, account, key)
    except KeyringError:
        raise _refused() from None  # a backend's own error may hold what it was given


def find(account: str) -> str:
    """The key of an account, "" when none is kept or no keyring is there.

    Raises:
        EnvironmentFault: there is a keyring, and it does not open.
    """
    given = os.environ.get(ENVIRONMENT, "")
    if given:
        return given
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        return keyring.get_password(SERVICE, account) or ""
    except NoKeyringError:
        return ""
    except KeyringError:
        raise _refused() from None


def forget(account: str) -> None:
    """Take a key out of the keyring; nothing when there is none."""
    import keyring
    from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, account)
    except (NoKeyringError, PasswordDeleteError):
        return
    except KeyringError:
        raise _refused() from None


def _refused() -> EnvironmentFault:
    return EnvironmentFault("keyring", "The keyring of this machine does not open.", _OTHERWISE)
