"""Makes findings: the sentences and severities of each check come from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.delivery.gate.types import Finding


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits that no profile sets; units and reasons stand in ``resources/delivery/gate.toml``."""

    step_off_ms: float
    av_length_ms: float
    av_start_ms: float
    manifest_ms: float
    cue_least_ms: int
    cue_most_ms: int
    speakers: int
    overlap_ms: int
    active: float
    black_ms: int
    frozen_ms: int
    cut_share: float
    cut_off_ms: int
    cue_seen: float
    cue_off_ms: int
    speech_db: float
    speech_share: float
    line_share: float
    line_below_db: float
    silence_db: float
    silence_ms: int
    stray_db: float
    stray_ms: int
    voice_apart: float
    voice_evidence: float
    picture_apart: float
    same_frame: float
    shared_frames: float
    cliff_types: int
    reading: Mapping[str, float]
    reading_slack: float


@cache
def limits() -> Limits:
    """The limits of the table."""
    return Limits(**_table()["limits"])


def checks() -> frozenset[str]:
    """Ids of all checks that can find something."""
    return frozenset(_table()["checks"])


def finding(
    check: str, number: int, measured: str, limit: str, at_ms: int = -1, severity: str = ""
) -> Finding:
    """A finding of that check. severity: "" for the table's own.

    Raises:
        KeyError: the table has no such check.
    """
    row = _table()["checks"][check]
    kind = severity or row.get("severity", "stop")
    return Finding(check, number, at_ms, row["text"], row["remedy"], measured, limit, kind)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("resources").joinpath("delivery/gate.toml").read_text("utf-8"))
