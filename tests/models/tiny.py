"""Tiny models with random weights, as folders, and files that nobody should read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM


def llama(folder: Path, tied: bool = True) -> Path:
    """A causal language model of 60,000 weights, as safetensors."""
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=tied,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


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
