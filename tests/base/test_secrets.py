"""Keys: in the keyring or in the environment, and in no error."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from engine.base import secrets
from engine.base.errors import EnvironmentFault

PLACE, KEY = "http://127.0.0.1:8000", "sk-very-secret"


class Chest(KeyringBackend):
    """A keyring that protects nothing and says it does."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(Chest):
    """One that does not open, and is careless with what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(password)

    delete_password = get_password


class Plain(Chest):
    """One that writes plain text, by its own account."""

    priority = 0.5


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(secrets.ENVIRONMENT, raising=False)
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_key_is_kept_found_and_forgotten() -> None:
    chest = Chest()
    keyring.set_keyring(chest)
    secrets.keep(PLACE, KEY)
    assert list(chest.kept) == [(secrets.SERVICE, PLACE)]
    assert secrets.find(PLACE) == KEY
    assert secrets.find("http://127.0.0.1:9000") == ""
    secrets.forget(PLACE)
    secrets.forget(PLACE)
    assert secrets.find(PLACE) == ""


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(Chest())
    secrets.keep(PLACE, KEY)
    monkeypatch.setenv(secrets.ENVIRONMENT, "another")
    assert secrets.find(PLACE) == "another"


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Plain])
def test_where_nothing_protects_a_key_it_is_not_kept(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(EnvironmentFault) as told:
        secrets.keep(PLACE, KEY)
    assert secrets.ENVIRONMENT in told.value.remedy
    assert KEY not in str(told.value)
    assert secrets.find(PLACE) == ""
    secrets.forget(PLACE)


def test_a_locked_keyring_says_so_and_nothing_else() -> None:
    keyring.set_keyring(Locked())
    for act in (
        lambda: secrets.keep(PLACE, KEY),
        lambda: secrets.find(PLACE),
        lambda: secrets.forget(PLACE),
    ):
        with pytest.raises(EnvironmentFault, match="does not open") as told:
            act()
        assert told.value.__cause__ is None
        assert KEY not in repr(told.value)
