"""HuBERT and EnCodec of the real classes that fit into a test, and recordings to be cloned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from transformers import EncodecConfig, EncodecModel, HubertConfig, HubertModel

from engine.series.document import Voice
from engine.voice.audio_io import read_audio
from engine.voice.consent import STATEMENTS, Consent
from engine.voice.espeak import EspeakSpeaker
from engine.voice.types import SpeechRequest

SPEAKER = EspeakSpeaker()
TEXT = (
    "I told you never to come back here. Who opened the gate that night? Nobody knew about the"
    " letter, not even your father. Put it down, or everyone will hear what you did."
)
AGREED = Consent(
    speaker="Lin Wan", relation="self", statement=STATEMENTS["en"], means="own-voice",
    given_at="2026-11-25T08:00:00+00:00", scope="The Gate", recorded_by="Lin Wan",
)  # fmt: skip


def tiny_hubert(folder: Path, seed: int = 0) -> Path:
    """Random weights; 320 samples a frame and nine layers, like the real one."""
    torch.manual_seed(seed)
    config = HubertConfig(
        hidden_size=16, num_hidden_layers=9, num_attention_heads=2, intermediate_size=16,
        conv_dim=(8,) * 7, num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=2,
        do_stable_layer_norm=False,
    )  # fmt: skip
    HubertModel(config).save_pretrained(folder)
    return folder


def tiny_encodec(folder: Path, seed: int = 0, **changed: object) -> Path:
    """Random weights; 24 kHz, eight codebooks of 1,024 at 6 kbit/s, like the real one."""
    torch.manual_seed(seed)
    values: dict[str, object] = {"num_filters": 2, "hidden_size": 8, "codebook_dim": 8,
                                 "num_lstm_layers": 1}  # fmt: skip
    codec = EncodecModel(EncodecConfig(**{**values, **changed}))
    with torch.no_grad():  # codes that differ from sound to sound
        heard = codec.encoder(0.1 * torch.randn(1, 1, 24_000))[0]
        middle, spread = heard.mean(1), heard.std(1)
        for n, layer in enumerate(codec.quantizer.layers):
            shape = layer.codebook.embed.shape
            layer.codebook.embed.copy_(torch.randn(shape) * spread + (0 if n else 1) * middle)
    codec.save_pretrained(folder)
    return folder


def spoken(folder: Path, text: str = TEXT, base: int = 0, language: str = "en") -> np.ndarray:
    """A house voice, 48 kHz."""
    wav = folder / f"spoken-{base}.wav"
    gender = "f" if base < 3 else "m"
    SPEAKER.speak(SpeechRequest(text, language, Voice(base), gender, "young", "neutral", 50), wav)
    return read_audio(wav)
