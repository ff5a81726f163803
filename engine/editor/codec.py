"""Cut lists as JSON text, for the media store. Equal lists give equal text."""

from __future__ import annotations

import json

from engine.base.canon import canonical
from engine.base.codec import decode, encode
from engine.base.errors import ProjectError
from engine.editor.types import CutList


def cutlist_to_json(cuts: CutList) -> str:
    """Canonical JSON of a cut list."""
    return canonical(encode(cuts)).decode("utf-8")


def cutlist_from_json(text: str) -> CutList:
    """The cut list of a JSON text.

    Raises:
        ProjectError: `bad-cut-list`, when it is damaged.
    """
    try:
        return decode(CutList, json.loads(text))
    except ValueError as exc:
        raise ProjectError(
            "bad-cut-list", f"A stored cut list is damaged: {exc}.", "Cut the episode again."
        ) from exc
