"""The hook for invisible watermarks: found by entry point, missed with a remedy."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import numpy as np
import pytest

from engine.base.errors import EnvironmentFault
from engine.film import watermark as room
from engine.film.watermark import GROUP, Luma, message_of, watermark


class Lowest:
    """Hides a message in the lowest bit of the first letters of a frame: no watermark to ship."""

    def embed(self, luma: Luma, message: bytes, frame: int) -> None:
        bits = np.unpackbits(np.frombuffer(message, np.uint8))
        luma[0, : bits.size] = (luma[0, : bits.size] & 254) | bits

    def detect(self, luma: Luma) -> bytes | None:
        return np.packbits(luma[0, :128] & 1).tobytes()


class Broken:
    def __init__(self) -> None:
        raise OSError("weights are missing")


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(name, f"tests.film.test_watermark:{kind}", GROUP)
              for name, kind in (("lowest", "Lowest"), ("broken", "Broken"))]  # fmt: skip
    monkeypatch.setattr(room, "entry_points", lambda group: points if group == GROUP else [])
    watermark.cache_clear()


def test_what_is_hidden_is_found_again() -> None:
    luma = np.full((160, 256), 90, np.uint8)
    message = message_of("studio", "The Seal", 1)
    found = watermark("lowest")
    found.embed(luma, message, 0)
    assert found.detect(luma) == message
    assert int(np.abs(luma.astype(int) - 90).max()) <= 1


def test_a_season_s_message_is_its_own() -> None:
    messages = {message_of("a", "x", 1), message_of("b", "x", 1), message_of("a", "y", 1),
                message_of("a", "x", 2)}  # fmt: skip
    assert len(messages) == 4
    assert {len(message) for message in messages} == {16}


@pytest.mark.parametrize(("id", "told"), [("gone", "Installed: broken, lowest"),
                                          ("broken", "weights are missing")])  # fmt: skip
def test_what_cannot_be_loaded_is_told_with_a_remedy(id: str, told: str) -> None:
    with pytest.raises(EnvironmentFault, match=told) as fault:
        watermark(id)
    assert "watermark=none" in fault.value.remedy
