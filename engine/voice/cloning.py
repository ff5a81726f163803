"""From a recording, with the consent of the person heard, to a voice that Bark speaks in.

What Bark takes as a voice is the past of a conversation: semantic tokens, and EnCodec's codes of
the same sound. Loads torch: for worker processes only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from transformers import EncodecModel

from engine.base.canon import Json, digest, exact, file_digest
from engine.base.errors import EnvironmentFault
from engine.models.loading import Loadable, load
from engine.voice.audio_io import read_audio
from engine.voice.consent import Consent, require
from engine.voice.quantiser import (
    COARSE_HZ,
    HEARD_HZ,
    fits,
    hubert_features,
    load_hubert,
    load_quantiser,
    quantiser_file,
    ready,
    semantic_tokens,
    token_count,
    weights_digest,
)
from engine.voice.rates import lowered
from engine.voice.reference import best_part, evened, examined

Samples = NDArray[np.float32]
MODELS = ("hubert-base", "encodec-24khz", "bark-quantiser")
KEPT_S = 12.0
"""Bark looks back at most 256 semantic tokens (5.1 s) and 512 codes (6.8 s), from the end; presets
hold about twice that."""
VERSION = "1"
NOTE = "bark-voice"
"""Name of the one entry in the file's metadata: JSON, what `clone` returns of it."""
_CODEC_HZ, _CODES, _COARSE, _BANDWIDTH = 24_000, 8, 2, 6.0
_HOP = 320  # samples at 24 kHz a code


def clone(
    reference_wav: Path,
    consent: Consent | None,
    models: Mapping[str, Path],
    out: Path,
    device: str,
    check: Callable[[], None],
    scope: str = "",
) -> dict[str, Json]:
    """Write the voice as one safetensors file and return what was measured.

    models: a folder for each of `MODELS` (the quantiser may be a file). out: semantic_prompt (X,)
    at 49.9 Hz, coarse_prompt (2, T) and fine_prompt (8, T) at 75 Hz, all int64, of one stretch of
    the recording; metadata (`NOTE`) names quantiser, recording and consent by their hashes.

    Raises:
        UserInputError: no consent for this recording or series (`scope`), or it is unfit to be
            cloned. EnvironmentFault: a model is missing or does not fit the others.
    """
    agreed = require(consent, reference_wav, scope)
    for name in MODELS:
        if name not in models:
            raise EnvironmentFault(
                "no-model", f"Cloning needs {name}.", f"models fetch {name}, or choose no clone."
            )
    check()
    found = examined(read_audio(reference_wav))
    part = _whole_codes(evened(best_part(found.samples, KEPT_S)))
    check()
    fine = codes(models["encodec-24khz"], lowered(part, _CODEC_HZ), device)
    check()
    hubert = load_hubert(models["hubert-base"], device)
    quantiser, facts = load_quantiser(models["bark-quantiser"], device)
    fits(facts, weights_digest(models["hubert-base"]))
    check()
    features = hubert_features(hubert, lowered(part, HEARD_HZ))
    semantic = semantic_tokens(quantiser, features, token_count(fine.shape[1] / COARSE_HZ))
    check()
    kept = {
        "engine": "bark",
        "version": VERSION,
        "quantiser": file_digest(quantiser_file(models["bark-quantiser"])),
        "seconds": f"{fine.shape[1] / COARSE_HZ:.2f}",
        "recording": file_digest(reference_wav),
        "consent": digest(_agreement(agreed)),
    }
    _write(out, semantic, fine, kept)
    return {
        **kept,
        "snr_db": round(found.snr_db, 1),
        "pitch_hz": found.pitch_hz,
        "brought_s": round(found.seconds, 2),
        "accuracy": facts.accuracy / 1e6,
        "language": facts.language,
    }


def codes(folder: Path, samples: Samples, device: str) -> Tensor:
    """EnCodec's eight codes, (8, T) int64, one for each 320 samples at 24 kHz.

    Raises:
        EnvironmentFault: the folder holds another codec.
    """
    codec = load(cast("Loadable[EncodecModel]", EncodecModel), folder)
    config = codec.config
    if config.sampling_rate != _CODEC_HZ or _BANDWIDTH not in config.target_bandwidths:
        raise EnvironmentFault(
            "other-codec", f"{folder.name} is not EnCodec for 24 kHz.", "Use encodec_24khz."
        )
    ready(codec, device)
    wave = torch.from_numpy(samples)[None, None].to(device)
    with torch.no_grad():
        encoded = codec.encode(wave, bandwidth=_BANDWIDTH, return_dict=False)[0]
    assert isinstance(encoded, Tensor)
    fine: Tensor = encoded[0, 0].long().cpu()
    if fine.shape[0] != _CODES:
        raise EnvironmentFault(
            "other-codec", f"{folder.name} gives {fine.shape[0]} codes, Bark takes {_CODES}.",
            "Use encodec_24khz.",
        )  # fmt: skip
    return fine


def _whole_codes(samples: Samples) -> Samples:
    """The end of the samples in whole codes, so that no code holds half a frame of nothing."""
    size = 2 * _HOP  # at 48 kHz
    return samples[len(samples) % size :]


def _write(out: Path, semantic: Tensor, fine: Tensor, kept: Mapping[str, str]) -> None:
    tensors = {
        "semantic_prompt": semantic.contiguous(),
        "coarse_prompt": fine[:_COARSE].clone(),
        "fine_prompt": fine.contiguous(),
    }
    aside = out.with_name(f".{out.name}.part")
    # one entry only: safetensors writes several in an order that changes from run to run
    save_file(tensors, aside, metadata={NOTE: exact(kept)})
    aside.replace(out)


def _agreement(consent: Consent) -> dict[str, Json]:
    """What of a record is the agreement itself."""
    return {
        "speaker": consent.speaker, "statement": consent.statement, "given_at": consent.given_at,
        "means": consent.means, "scope": consent.scope, "sha256": consent.sha256,
        "evidence": consent.evidence_sha256,
    }  # fmt: skip
