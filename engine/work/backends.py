"""What the keys depend on beside the document: which engines there are, in which versions.

Read without loading the engines' libraries, because opening a project must be quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files

from engine.base.canon import Json, canonical_text
from engine.base.codec import encode
from engine.delivery.labels import opening_label
from engine.editor.codec import cutlist_from_json
from engine.editor.types import CutList
from engine.film.types import MEZZANINE, EncoderSettings
from engine.graph.backends import Backend, Engines, Makers
from engine.models.library import Library, fingerprint
from engine.models.types import ADAPTER, Resolved
from engine.project.media import MediaStore
from engine.series.document import Document

_VOICES = ("espeak.toml", "emotions.toml", "visemes.toml")
_TOLD = {"speaker": ("voice", "bark.toml", "qwen.toml"), "artist": ("artist", "diffusion.toml")}
MODES = {"sdxl": "fast8", "sdxl-fast4": "fast4", "sdxl-full": "full"}
"""Artists that differ in how many steps a picture takes."""
CLONING = {
    "bark": ("hubert-base", "encodec-24khz", "bark-quantiser"),
    "bark-small": ("hubert-base", "encodec-24khz", "bark-quantiser"),
    "qwen3-tts": (),
}
"""Speakers that can take a voice from a recording, and the models that they need for it."""


def makers_for(document: Document, engines: Engines) -> Makers:
    """The embedded engines of this installation for the document's language, and the others."""
    return Makers(
        speaker=f"espeak {version('espeakng-loader')} {_digest('voice', *_VOICES)[:12]}",
        artist=f"comic {version('skia-python')}",
        rules=_digest("rules", "default.toml", "acting.toml"),
        encoder=(_encoder("veryfast", 19), _encoder("superfast", 27)),
        label=opening_label(document.series.language),
        mezzanine=_encoder(*MEZZANINE),
        hardware=_hardware,
        watermarks=_watermarks,
        engines=engines,
    )


def installed_engines(library: Library, remembered: Callable[[str], str | None]) -> Engines:
    """Engines as the library has them now; each is looked up once.

    remembered: the fingerprint of an engine as the project last used it. A missing engine keeps
    its old takes by it.
    """

    @lru_cache(maxsize=64)
    def find(role: str, id: str) -> Backend:
        if role == ADAPTER:
            return _adapter(library, id)
        return backend_of(library, library.resolve(id), remembered(id) or "unknown")

    return find


def backend_of(library: Library, found: Resolved, remembered: str) -> Backend:
    """A resolved choice as the graph needs it. remembered: a missing engine's old fingerprint."""
    folders = dict(found.folders)
    spec = library.engines().get(found.engine)
    role = spec.role if spec else ""
    lacking = [name for name in CLONING.get(found.engine, ()) if name not in folders]
    if role == "artist":
        folders |= {id: model.folder for id, model in library.adapters().items()}
    payload: dict[str, Json] = {
        "engine": found.engine,
        "fingerprint": found.fingerprint,
        "models": folders,
        "memory_mb": spec.memory_mb if spec else 0,
        "mode": MODES.get(found.engine, "fast8"),
    }
    return Backend(
        id=found.engine,
        version=f"{found.engine} {(found.fingerprint or remembered)[:16]} {_told(role)}".rstrip(),
        payload=canonical_text(payload),
        device=True,
        clones=found.engine in CLONING,
        no_clone=f"cloning needs {lacking[0]}: models fetch {lacking[0]}" if lacking else "",
        cloning=found.aside[:16],
        missing=f"{found.missing} ({found.remedy})" if found.remedy else found.missing,
    )


def _adapter(library: Library, id: str) -> Backend:
    """A character's own LoRA; only its version matters."""
    found = library.adapters().get(f"{ADAPTER}-{id}")
    return Backend(id, fingerprint([found]) if found else "", missing="" if found else "missing")


@cache
def _told(role: str) -> str:
    """Hash of what the engines of a role are told: prompts, cues, strengths."""
    return _digest(*_TOLD[role])[:12] if role in _TOLD else ""


def used_engines(document: Document) -> tuple[tuple[str, str], ...]:
    """(role, id) of every engine that a document chooses, the embedded ones left out."""
    series = document.series
    voices = [m.voice.backend for m in document.cast]
    voices += [n.voice.backend for e in document.episodes for n in e.lines if n.voice]
    found = [("speaker", id) for id in (series.speaker, *voices) if id not in ("", "espeak")]
    looks = [m.look.backend for m in document.cast]
    found += [("artist", id) for id in (series.artist, *looks) if id not in ("", "comic")]
    return tuple(dict.fromkeys(found))


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
    told = encode(settings)
    assert isinstance(told, dict)
    return canonical_text({name: v for name, v in told.items() if name != "codec"})


def _watermarks() -> dict[str, str]:
    from engine.film.watermark import installed  # numpy: only where a season asks for one

    return installed()


@cache
def _hardware() -> tuple[str, str] | None:
    """Settings of the hardware encoder of this machine, of final and of draft quality."""
    from engine.film.hardware import probed  # loads libav: only where a season asks for it

    codec = probed()
    if not codec:
        return None
    found = [
        EncoderSettings(preset="", crf=crf, codec=codec, version=f"av {version('av')}")
        for crf in (19, 27)
    ]
    final, draft = (canonical_text(encode(settings)) for settings in found)
    return final, draft
