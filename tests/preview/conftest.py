"""One tiny episode for all tests of the preview."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import Watcher, World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def shared(world: World) -> Iterator[Watcher]:
    """A server for tests that leave it as they found it."""
    made = Watcher(world.cache)
    yield made
    made.preview.close()


@pytest.fixture
def watcher(shared: Watcher, world: World) -> Watcher:
    """The shared server, with the episode loaded and nothing under way."""
    shared.preview.pause()
    shared.preview.load(world.reel)
    shared.settled()
    return shared
