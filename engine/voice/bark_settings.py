"""The numbers a Bark was trained with, read from its own folder: vocabularies, lengths, rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transformers import GenerationConfig
from transformers.models.bark.generation_configuration_bark import (
    BarkCoarseGenerationConfig,
    BarkFineGenerationConfig,
    BarkSemanticGenerationConfig,
)


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


def settings_of(found: GenerationConfig) -> Settings:
    """Read a model's generation config, whose parts are plain dictionaries once loaded."""
    semantic = BarkSemanticGenerationConfig(**_part(found, "semantic_config"))
    coarse = BarkCoarseGenerationConfig(**_part(found, "coarse_acoustics_config"))
    fine = BarkFineGenerationConfig(**_part(found, "fine_acoustics_config"))
    return Settings(
        text_offset=semantic.text_encoding_offset,
        text_pad=semantic.text_pad_token,
        text_length=semantic.max_input_semantic_length,
        semantic_vocab=semantic.semantic_vocab_size,
        semantic_pad=semantic.semantic_pad_token,
        semantic_infer=semantic.semantic_infer_token,
        semantic_rate=semantic.semantic_rate_hz,
        semantic_most=semantic.max_new_tokens,
        coarse_pad=coarse.coarse_semantic_pad_token,
        coarse_infer=coarse.coarse_infer_token,
        coarse_input=coarse.max_coarse_input_length,
        coarse_history=coarse.max_coarse_history,
        window=coarse.sliding_window_len,
        ratio=coarse.coarse_rate_hz / semantic.semantic_rate_hz * coarse.n_coarse_codebooks,
        fine_history=fine.max_fine_history_length,
        fine_input=fine.max_fine_input_length,
        fine_books=fine.n_fine_codebooks,
        codebook=int(getattr(found, "codebook_size", 1024)),
        rate=int(getattr(found, "sample_rate", 24_000)),
    )


def _part(found: GenerationConfig, name: str) -> dict[str, object]:
    part = getattr(found, name, None) or {}
    return dict(part) if isinstance(part, Mapping) else dict(part.to_dict())
