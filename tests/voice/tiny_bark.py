"""A Bark of the real classes that fits into a test: random weights, saved as safetensors.

Its lengths are those of Bark scaled down, all in the same proportions. The ends of its rows vary,
because the end's logit is made to swing.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from transformers import BarkConfig, BarkModel, BertTokenizer, EncodecConfig
from transformers.models.bark.configuration_bark import (
    BarkCoarseConfig,
    BarkFineConfig,
    BarkSemanticConfig,
)

SEMANTIC, BOOK, TEXT = 100, 32, 32
"""Vocabularies of semantic codes and of a codebook; places for text."""

_SEMANTIC = {
    "eos_token_id": SEMANTIC, "max_new_tokens": 220, "text_encoding_offset": 110,
    "text_pad_token": 900, "semantic_infer_token": 901, "semantic_vocab_size": SEMANTIC,
    "max_input_semantic_length": TEXT, "min_eos_p": 0.2, "do_sample": False,
}  # fmt: skip
_COARSE = {
    "coarse_semantic_pad_token": SEMANTIC + 2 * BOOK, "coarse_infer_token": SEMANTIC + 2 * BOOK + 2,
    "max_coarse_input_length": TEXT, "max_coarse_history": 80, "sliding_window_len": 20,
    "do_sample": False,
}  # fmt: skip
_FINE = {"max_fine_history_length": 64, "max_fine_input_length": 128, "temperature": 1.0}
LENGTHS = {
    "semantic_config": _SEMANTIC, "coarse_acoustics_config": _COARSE,
    "fine_acoustics_config": _FINE,
}  # fmt: skip
_PULL, _WISH, _LOUD = 2.0, 2.0, 1.5
PRESETS = tuple(f"v2/{tongue}_speaker_{n}" for tongue in ("en", "zh") for n in range(10))


def tiny_model(seed: int = 0) -> BarkModel:
    """Random weights, evaluation mode, float32."""
    torch.manual_seed(seed)
    size = {"num_layers": 2, "num_heads": 2, "hidden_size": 16, "block_size": 256, "bias": False}
    coarse = SEMANTIC + 2 * BOOK
    config = BarkConfig(
        semantic_config=BarkSemanticConfig(
            input_vocab_size=910, output_vocab_size=SEMANTIC + 8, **size
        ).to_dict(),
        coarse_acoustics_config=BarkCoarseConfig(
            input_vocab_size=coarse + 8, output_vocab_size=coarse, **size
        ).to_dict(),
        fine_acoustics_config=BarkFineConfig(
            input_vocab_size=BOOK + 1, output_vocab_size=BOOK + 1, **size
        ).to_dict(),
        codec_config=EncodecConfig(
            num_filters=2, hidden_size=8, codebook_size=BOOK, codebook_dim=8, num_lstm_layers=1,
            target_bandwidths=[24.0],
        ).to_dict(),
    )  # fmt: skip
    model = BarkModel(config).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim > 1 and not name.startswith("codec_model"):
                weight.normal_(0, 0.3)
        _ending(model)
        for n, layer in enumerate(model.codec_model.quantizer.layers):
            layer.codebook.embed.normal_(0, 1.0 if n == 0 else 0.05)
        first = model.codec_model.quantizer.layers[0].codebook.embed
        first.mul_(10 ** (0.9 * torch.randn(BOOK, 1)))  # loud and soft codes: not a steady noise
        for name, weight in model.codec_model.decoder.named_parameters():
            weight.mul_(0.0 if name.endswith("bias") else _LOUD)
    return model


def _ending(model: BarkModel) -> None:
    """The longer a row, the likelier its end: about a second, more or less."""
    width = model.config.semantic_config.hidden_size
    towards = torch.randn(width)
    towards -= towards.mean()
    towards /= towards.norm()
    after = torch.arange(256)[:, None] - (TEXT + 1)
    model.semantic.position_embeds_layer.weight += towards * (after / 24 - 1) * _PULL
    model.semantic.lm_head.weight[SEMANTIC] = towards * _WISH


def tiny_prompt(seed: int, seconds: float = 1.5) -> dict[str, np.ndarray]:
    """Codes of a voice that never was."""
    chance = np.random.default_rng(seed)
    frames = round(75 * seconds)
    fine = chance.integers(0, BOOK, (8, frames), np.int64)
    semantic = chance.integers(0, SEMANTIC, round(49.9 * seconds), np.int64)
    return {"semantic_prompt": semantic, "coarse_prompt": fine[:2].copy(), "fine_prompt": fine}


def tiny_folder(folder: Path) -> Path:
    """A model folder as the hub's: weights, tokenizer, presets."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny_model().save_pretrained(folder)
    parts: dict[str, object] = {"codebook_size": BOOK, "sample_rate": 24_000, **LENGTHS}
    (folder / "generation_config.json").write_text(json.dumps(parts), "utf-8")
    signs = [chr(n) for n in range(33, 127)]
    han = sorted(set("哭大声点让你父亲听那晚的门是谁开了今天气还可以我们下午三在口见面不要走"))
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *signs,
        *han,
        "，",
        "。",
        "？",
        "！",
        "…",
    ]
    words += [f"##{sign}" for sign in signs if sign.isalnum()]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizer(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)
    home = folder / "speaker_embeddings" / "v2"
    home.mkdir(parents=True)
    for n, name in enumerate(PRESETS):
        np.savez(
            folder / "speaker_embeddings" / f"{name}.npz", **tiny_prompt(n, 0.7 + 0.15 * (n % 7))
        )
    return folder
