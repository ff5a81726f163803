"""What the keys depend on beside the document: which backends there are, in which versions.

Read without loading the backends' libraries, because opening a project must be quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from engine.base.canon import canonical
from engine.base.codec import encode
from engine.delivery.labels import opening_label
from engine.editor.codec import cutlist_from_json
from engine.editor.types import CutList
from engine.film.types import EncoderSettings
from engine.graph.derive import Makers
from engine.project.media import MediaStore
from engine.series.document import Document

_VOICES = ("espeak.toml", "emotions.toml", "visemes.toml")


def makers_for(document: Document) -> Makers:
    """The embedded backends of this installation, for the document's language."""
    return Makers(
        speaker=f"espeak {version('espeakng-loader')} {_digest('voice', *_VOICES)[:12]}",
        artist=f"comic {version('skia-python')}",
        rules=_digest("rules", "default.toml", "acting.toml"),
        encoder=(_encoder("veryfast", 20), _encoder("superfast", 27)),
        label=opening_label(document.series.language),
    )


def cut_loader(media: MediaStore) -> Callable[[str], CutList]:
    """Reads cut lists by content hash."""

    @lru_cache(maxsize=1024)
    def load(sha: str) -> CutList:
        return cutlist_from_json(media.path(sha).read_text("utf-8"))

    return load


def _digest(folder: str, *names: str) -> str:
    """Hash of resources: a changed rule makes cut lists go out of date."""
    found = [files("resources").joinpath(folder, name).read_bytes() for name in names]
    return hashlib.sha256(b"|".join(found)).hexdigest()


def _encoder(preset: str, crf: int) -> str:
    settings = EncoderSettings(preset=preset, crf=crf, version=f"av {version('av')}")
    return canonical(encode(settings)).decode()
