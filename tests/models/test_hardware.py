"""Cards are seen through the drivers' tools, and what fits on them is said in words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from engine.models.hardware import Card, Hardware, fits, look
from engine.models.types import EngineSpec

SPEC = EngineSpec("x", "artist", "X", ("x",), memory_mb=13_000, least_mb=8_000)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def tool(tools: Path, name: str, text: str, code: int = 0) -> None:
    """A program that prints a text."""
    path = tools / name
    path.write_text(
        f"#!{sys.executable} -IS\nimport sys\nsys.stdout.write({text!r})\nsys.exit({code})\n"
    )
    path.chmod(0o755)


def test_no_tools_no_cards(tools: Path) -> None:
    assert look().card is None
    assert "no graphics card" in look().words()


def test_nvidia_cards_the_largest_first(tools: Path) -> None:
    tool(tools, "nvidia-smi", "NVIDIA GeForce RTX 3060, 560.35.03, 12288, 11900\n"
         "NVIDIA GeForce RTX 4090, 560.35.03, 24564, 20000\n")  # fmt: skip
    found = look()
    assert found.card == Card("NVIDIA GeForce RTX 4090", "cuda", 24564, 20000, "560.35.03")
    assert found.words() == (
        "NVIDIA GeForce RTX 4090, 24 GB, 19.5 GB free, driver 560.35.03 and 1 more"
    )


def test_a_card_that_does_not_tell_its_memory(tools: Path) -> None:
    tool(tools, "nvidia-smi", "NVIDIA GB10, 580.95.05, [N/A], [N/A]\n")
    assert look().card == Card("NVIDIA GB10", "cuda", 0, 0, "580.95.05")
    assert "does not tell" in fits(SPEC, look())


def test_a_driver_that_does_not_work_is_no_card(tools: Path) -> None:
    tool(tools, "nvidia-smi", "NVIDIA-SMI has failed", 9)
    assert look().card is None


def test_amd_cards_under_the_names_of_either_version(tools: Path) -> None:
    rows = {
        "card0": {"Card Series": "Radeon RX 7900 XTX", "VRAM Total Memory (B)": str(24 << 30),
                  "VRAM Total Used Memory (B)": str(2 << 30)},
        "card1": {"Card series": "Radeon RX 6600", "VRAM Total Memory (B)": str(8 << 30),
                  "VRAM Total Used Memory (B)": "0"},
        "system": {"Driver version": "6.10.5"},
    }  # fmt: skip
    tool(tools, "rocm-smi", json.dumps(rows))
    assert look().cards == (
        Card("Radeon RX 7900 XTX", "rocm", 24 << 10, 22 << 10, "6.10.5"),
        Card("Radeon RX 6600", "rocm", 8 << 10, 8 << 10, "6.10.5"),
    )


def test_an_apple_chip_shares_its_memory(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    tool(tools, "sysctl", f"{32 << 30}\n")
    assert look().card == Card(f"{32 << 30}", "mps", 24 << 10, 0)


@pytest.mark.parametrize(
    ("total", "free", "words"),
    [
        (24_000, 20_000, "fits"),
        (24_000, 0, "fits"),
        (24_000, 4_000, "fits when 13 GB are free"),
        (12_288, 12_000, "fits with offloading"),
        (6_144, 6_000, "too large: needs 8 GB, this card has 6"),
    ],
)
def test_what_fits_in_words(total: int, free: int, words: str) -> None:
    assert fits(SPEC, Hardware((Card("card", "cuda", total, free),))) == words


def test_what_needs_nothing_fits_everywhere() -> None:
    assert fits(EngineSpec("comic", "artist", "Comic"), Hardware()) == "fits"
    assert "processor" in fits(SPEC, Hardware())
