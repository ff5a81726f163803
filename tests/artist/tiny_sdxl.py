"""An SDXL with ControlNet and adapters of the real classes, tiny and with random weights.

Saved as diffusers saves them, so that they come in by the same door as real ones. Pictures keep
their real sizes; only the models are small.
"""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderTiny,
    ControlNetModel,
    EulerDiscreteScheduler,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

_WIDTH = 16  # of the text encoders
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789,.-'"
UNET = {
    "sample_size": 32, "in_channels": 4, "out_channels": 4, "block_out_channels": (8, 8, 8, 16),
    "layers_per_block": 1, "norm_num_groups": 4,
    "down_block_types": ("DownBlock2D",) * 3 + ("CrossAttnDownBlock2D",),
    "up_block_types": ("CrossAttnUpBlock2D",) + ("UpBlock2D",) * 3, "attention_head_dim": 2,
    "transformer_layers_per_block": 1, "cross_attention_dim": 2 * _WIDTH,
    "addition_embed_type": "text_time", "addition_time_embed_dim": 8,
    "projection_class_embeddings_input_dim": 6 * 8 + _WIDTH, "use_linear_projection": True,
}  # fmt: skip
CODER = {
    "block_out_channels": (4, 4, 8, 8), "layers_per_block": 1, "norm_num_groups": 2,
    "latent_channels": 4, "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4, "mid_block_add_attention": False,
    "scaling_factor": 0.13025, "sample_size": 512,
}  # fmt: skip


def tiny_models(root: Path) -> dict[str, Path]:
    """Folders of all models of the painter, by id of the library."""
    torch.manual_seed(3)
    found = {name: root / name for name in (
        "sdxl-base", "sdxl-controlnet-lineart", "sdxl-vae-fp16-fix", "taesdxl",
        "sdxl-lightning-8step", "sdxl-lightning-4step", "manhua-lora", "lora-heroine",
    )}  # fmt: skip
    unet = _unet()
    pipe = StableDiffusionXLPipeline(
        vae=_vae(), text_encoder=_text(CLIPTextModel), tokenizer=_tokenizer(),
        text_encoder_2=_text(CLIPTextModelWithProjection), tokenizer_2=_tokenizer(),
        unet=unet, scheduler=EulerDiscreteScheduler(beta_schedule="scaled_linear"),
        force_zeros_for_empty_prompt=True,
    )  # fmt: skip
    pipe.save_pretrained(str(found["sdxl-base"]), safe_serialization=True)
    control = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(4, 4, 4, 4))
    for block in (*control.controlnet_down_blocks, control.controlnet_mid_block):
        torch.nn.init.normal_(block.weight, std=0.2)  # made as zeros, and then it would do nothing
    torch.nn.init.normal_(control.controlnet_cond_embedding.conv_out.weight, std=0.2)
    control.save_pretrained(str(found["sdxl-controlnet-lineart"]), safe_serialization=True)
    _vae().save_pretrained(str(found["sdxl-vae-fp16-fix"]), safe_serialization=True)
    tiny = AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8),
        num_encoder_blocks=(1, 1, 1, 1), num_decoder_blocks=(1, 1, 1, 1),
    )  # fmt: skip
    tiny.save_pretrained(str(found["taesdxl"]), safe_serialization=True)
    for seed, name in enumerate(("sdxl-lightning-8step", "sdxl-lightning-4step", "manhua-lora",
                                 "lora-heroine")):  # fmt: skip
        save_lora(found[name], seed)
    return found


def save_lora(folder: Path, seed: int) -> None:
    """An adapter for the UNet's attention."""
    torch.manual_seed(40 + seed)
    unet = _unet()
    unet.add_adapter(LoraConfig(r=2, init_lora_weights=False, target_modules=["to_q", "to_v"]))
    StableDiffusionXLPipeline.save_lora_weights(
        str(folder), unet_lora_layers=get_peft_model_state_dict(unet), safe_serialization=True
    )


def _unet() -> UNet2DConditionModel:
    return UNet2DConditionModel(**UNET)


def _vae() -> AutoencoderKL:
    return AutoencoderKL(**CODER)


def _text(kind: type) -> torch.nn.Module:
    config = CLIPTextConfig(
        vocab_size=200, hidden_size=_WIDTH, intermediate_size=2 * _WIDTH, num_hidden_layers=2,
        num_attention_heads=2, projection_dim=_WIDTH, bos_token_id=0, eos_token_id=1,
        pad_token_id=1,
    )  # fmt: skip
    return kind(config)


def _tokenizer() -> CLIPTokenizer:
    """Letters only; without `model_max_length` nothing would be cut at 77."""
    vocab = {"<|startoftext|>": 0, "<|endoftext|>": 1}
    for letter in _LETTERS:
        vocab[letter] = len(vocab)
        vocab[f"{letter}</w>"] = len(vocab)
    return CLIPTokenizer(vocab=vocab, merges=[], model_max_length=77)
