"""A language model as small as can be, of the real class: random weights, saved as safetensors.

Its tokenizer is byte-level, so that it can write any language, and learnt from the house's own
beats, so that it has pieces of words and of Chinese as a real one has.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from engine.writer.data import beats

SPECIAL = ["<s>", "</s>"]


@cache
def tokenizer(size: int = 2000) -> PreTrainedTokenizerFast:
    """A byte-level BPE over the beats in both languages."""
    text = [
        row
        for beat in beats().values()
        for said in beat.lines.values()
        for scene in said.scenes
        for row in scene.rows
    ]
    learnt = Tokenizer(models.BPE())
    learnt.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learnt.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    learnt.train_from_iterator(
        text,
        trainers.BpeTrainer(
            vocab_size=size, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
        ),
    )
    return PreTrainedTokenizerFast(tokenizer_object=learnt, bos_token="<s>", eos_token="</s>")


@cache
def fallback_tokenizer(size: int = 1500) -> PreTrainedTokenizerFast:
    """Of the other common kind: ``▁`` for a space, and tokens like ``<0xE4>`` for other bytes."""
    text = [
        row
        for beat in beats().values()
        for said in beat.lines.values()
        for scene in said.scenes
        for row in scene.rows
    ]
    single = [f"<0x{value:02X}>" for value in range(256)]
    learnt = Tokenizer(models.BPE(unk_token="<unk>"))
    learnt.normalizer = normalizers.Sequence(
        [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
    )
    learnt.train_from_iterator(
        text,
        trainers.BpeTrainer(
            vocab_size=size, special_tokens=["<unk>", *SPECIAL, *single], show_progress=False
        ),
    )
    made = json.loads(learnt.to_str())
    made["model"] |= {"byte_fallback": True, "fuse_unk": True}
    made["added_tokens"] = [t for t in made["added_tokens"] if t["content"] not in single]
    made["decoder"] = {
        "type": "Sequence",
        "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0},
        ],
    }
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(made)), unk_token="<unk>",
        bos_token="<s>", eos_token="</s>",
    )  # fmt: skip


def llama(folder: Path, seed: int = 1, width: int = 32, context: int = 65_536) -> Path:
    """Make a tiny Llama in a folder; its vocabulary is padded beyond the tokenizer's, as real ones
    are."""
    words = tokenizer()
    config = LlamaConfig(
        vocab_size=len(words) + 29, hidden_size=width, intermediate_size=2 * width,
        num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=context, bos_token_id=0, eos_token_id=1,
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = LlamaForCausalLM(config)
    model.save_pretrained(folder, safe_serialization=True)
    words.save_pretrained(folder)
    return folder
