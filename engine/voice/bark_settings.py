"""The numbers a Bark was trained with, read from its own folder: vocabularies, lengths, rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transformers import GenerationConfig


@dataclass(frozen=True, slots=True)
class Settings:
    """Counts are in codes. ratio: coarse codes (of both codebooks) for one semantic code."""

    text_offset: int
    text_pad: int
    text_length: int
    semantic_vocab: int
    semantic_pad: int
    semantic_infer: int
    semantic_rate: float
    semantic_most: int
    coarse_pad: int
    coarse_infer: int
    coarse_input: int
    coarse_history: int
    window: int
    ratio: float
    fine_history: int
    fine_input: int
    fine_books: int
    codebook: int
    rate: int


_SUNO: Mapping[str, Mapping[str, float]] = {
    "semantic_config": {
        "text_encoding_offset": 10_048, "text_pad_token": 129_595, "eos_token_id": 10_000,
        "semantic_infer_token": 129_599, "semantic_vocab_size": 10_000, "semantic_rate_hz": 49.9,
        "max_input_semantic_length": 256, "max_new_tokens": 768,
    },
    "coarse_acoustics_config": {
        "coarse_semantic_pad_token": 12_048, "coarse_infer_token": 12_050, "coarse_rate_hz": 75,
        "max_coarse_input_length": 256, "max_coarse_history": 630, "sliding_window_len": 60,
        "n_coarse_codebooks": 2,
    },
    "fine_acoustics_config": {
        "max_fine_history_length": 512, "max_fine_input_length": 1024, "n_fine_codebooks": 8,
    },
}  # fmt: skip
"""What holds where the folder says nothing: the published models, large and small."""


def settings_of(found: GenerationConfig) -> Settings:
    """Read a model's generation config; what it leaves out is as in the published models."""
    semantic, coarse, fine = (_part(found, name) for name in _SUNO)
    ratio = coarse["coarse_rate_hz"] / semantic["semantic_rate_hz"] * coarse["n_coarse_codebooks"]
    return Settings(
        text_offset=int(semantic["text_encoding_offset"]),
        text_pad=int(semantic["text_pad_token"]),
        text_length=int(semantic["max_input_semantic_length"]),
        semantic_vocab=int(semantic["semantic_vocab_size"]),
        semantic_pad=int(semantic["eos_token_id"]),  # Bark's end and its padding are one code
        semantic_infer=int(semantic["semantic_infer_token"]),
        semantic_rate=semantic["semantic_rate_hz"],
        semantic_most=int(semantic["max_new_tokens"]),
        coarse_pad=int(coarse["coarse_semantic_pad_token"]),
        coarse_infer=int(coarse["coarse_infer_token"]),
        coarse_input=int(coarse["max_coarse_input_length"]),
        coarse_history=int(coarse["max_coarse_history"]),
        window=int(coarse["sliding_window_len"]),
        ratio=ratio,
        fine_history=int(fine["max_fine_history_length"]),
        fine_input=int(fine["max_fine_input_length"]),
        fine_books=int(fine["n_fine_codebooks"]),
        codebook=int(getattr(found, "codebook_size", 1024)),
        rate=int(getattr(found, "sample_rate", 24_000)),
    )


def _part(found: GenerationConfig, name: str) -> dict[str, float]:
    own = getattr(found, name, None)
    told = own if isinstance(own, Mapping) else {}
    return {key: _number(told.get(key), usual) for key, usual in _SUNO[name].items()}


def _number(value: object, usual: float) -> float:
    return float(value) if isinstance(value, int | float) else usual
