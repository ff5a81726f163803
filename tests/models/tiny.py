"""Tiny models with random weights, as folders, and files that nobody should read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import BarkConfig, BarkModel, EncodecConfig, LlamaConfig, LlamaForCausalLM
from transformers.models.bark import BarkCoarseConfig, BarkFineConfig, BarkSemanticConfig


def llama(folder: Path, tied: bool = True) -> Path:
    """A causal language model of 60,000 weights, as safetensors."""
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=tied,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def bark() -> BarkModel:
    """A Bark of some thousand weights, with the tied heads of its fine stage."""
    torch.manual_seed(2)
    size = {"num_layers": 2, "num_heads": 2, "hidden_size": 16, "block_size": 64,
            "input_vocab_size": 100, "output_vocab_size": 100}  # fmt: skip
    return BarkModel(BarkConfig(
        semantic_config=BarkSemanticConfig(**size).to_dict(),
        coarse_acoustics_config=BarkCoarseConfig(**size).to_dict(),
        fine_acoustics_config=BarkFineConfig(**size).to_dict(),
        codec_config=EncodecConfig(num_filters=4, hidden_size=16, codebook_size=32).to_dict(),
    ))  # fmt: skip


def weights(folder: Path, name: str = "model.safetensors", seed: int = 0) -> Path:
    """A folder with settings and one tensor."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text('{"model_type": "tiny"}')
    torch.manual_seed(seed)
    save_file({"weight": torch.rand(7, 5)}, folder / name, metadata={"format": "pt"})
    return folder


def pickled(folder: Path, state: object, name: str = "pytorch_model.bin") -> Path:
    """A folder with settings and a pickled checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text('{"model_type": "tiny"}')
    torch.save(state, folder / name)
    return folder


class Trap:
    """What, when it is unpickled, runs a command."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.mark}'",)


def index(folder: Path, files: dict[str, str]) -> None:
    """The index of a sharded checkpoint."""
    text = json.dumps({"metadata": {"total_size": 1}, "weight_map": files})
    (folder / "pytorch_model.bin.index.json").write_text(text)
