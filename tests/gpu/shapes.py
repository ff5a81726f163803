"""Models of the real classes with random weights, made where they run: ``real`` or ``tiny``.

``real`` has the published sizes (Llama 3.2 3B, Bark large with EnCodec 24 kHz, SDXL with a whole
ControlNet); nothing is downloaded or read from a disk. ``tiny`` is built by the same code, so that
what a card will run is tried without one. What a model of random weights says is noise; how long
that takes is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import diffusers
import torch
from transformers import (
    BarkConfig,
    BarkModel,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    EncodecConfig,
    LlamaConfig,
    LlamaForCausalLM,
)
from transformers.models.bark.configuration_bark import (
    BarkCoarseConfig,
    BarkFineConfig,
    BarkSemanticConfig,
)
from transformers.models.bark.generation_configuration_bark import BarkGenerationConfig

from engine.models.loading import half_precision
from tests.artist import tiny_sdxl
from tests.voice import tiny_bark
from tests.writer.tiny import tokenizer as small_tokenizer

Options = Mapping[str, object]
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789,.-'"
_LOUD = 0.3  # spread of the codec's codes, so that there is something to be measured in its sound


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of all models. bark: of each of its transformers; lengths: as its folder has them."""

    name: str
    llama: Options
    bark: Options
    vocabularies: tuple[int, int, int, int]
    """Of the semantic stage's text and of what it says, of the coarse stage, of the fine one."""
    codec: Options
    lengths: Mapping[str, Mapping[str, object]]
    codebook: int
    unet: Options
    conditioning: tuple[int, ...]
    coder: Options
    texts: tuple[Options, Options]


_XL_UNET = {
    "sample_size": 128, "in_channels": 4, "out_channels": 4, "block_out_channels": (320, 640, 1280),
    "layers_per_block": 2,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "attention_head_dim": (5, 10, 20), "transformer_layers_per_block": (1, 2, 10),
    "cross_attention_dim": 2048, "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256, "projection_class_embeddings_input_dim": 2816,
    "use_linear_projection": True,
}  # fmt: skip
_XL_CODER = {
    "block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, "latent_channels": 4,
    "down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4,
    "scaling_factor": 0.13025, "sample_size": 1024, "force_upcast": False,
}  # fmt: skip
_CLIP = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}

REAL = Shape(
    "real",
    llama={
        "vocab_size": 128_256, "hidden_size": 3072, "intermediate_size": 8192,
        "num_hidden_layers": 28, "num_attention_heads": 24, "num_key_value_heads": 8,
        "head_dim": 128, "max_position_embeddings": 131_072, "rms_norm_eps": 1e-5,
        "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 1,
        "rope_parameters": {
            "rope_type": "llama3", "rope_theta": 500_000.0, "factor": 32.0,
            "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        },
    },
    bark={
        "num_layers": 24, "num_heads": 16, "hidden_size": 1024, "block_size": 1024, "bias": False,
    },
    vocabularies=(129_600, 10_048, 12_096, 1056),
    codec={},
    lengths={},
    codebook=1024,
    unet=_XL_UNET,
    conditioning=(16, 32, 96, 256),
    coder=_XL_CODER,
    texts=(
        {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
         "num_attention_heads": 12, "projection_dim": 768, "vocab_size": 49_408,
         "hidden_act": "quick_gelu", **_CLIP},
        {"hidden_size": 1280, "intermediate_size": 5120, "num_hidden_layers": 32,
         "num_attention_heads": 20, "projection_dim": 1280, "vocab_size": 49_408,
         "hidden_act": "gelu", **_CLIP},
    ),
)  # fmt: skip

_SMALL_TEXT = {
    "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
    "projection_dim": 16, "vocab_size": 200, **_CLIP,
}  # fmt: skip

TINY = Shape(
    "tiny",
    llama={
        "vocab_size": 2100, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1,
        "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 65_536,
        "bos_token_id": 0, "eos_token_id": 1,
    },
    bark={"num_layers": 2, "num_heads": 2, "hidden_size": 16, "block_size": 256, "bias": False},
    vocabularies=(
        910, tiny_bark.SEMANTIC + 8, tiny_bark.SEMANTIC + 2 * tiny_bark.BOOK + 8,
        tiny_bark.BOOK + 1,
    ),
    codec={
        "num_filters": 2, "hidden_size": 8, "codebook_size": tiny_bark.BOOK, "codebook_dim": 8,
        "num_lstm_layers": 1, "target_bandwidths": [24.0],
    },
    lengths=tiny_bark.LENGTHS,
    codebook=tiny_bark.BOOK,
    unet=tiny_sdxl.UNET,
    conditioning=(4, 4, 4, 4),
    coder={**tiny_sdxl.CODER, "force_upcast": False},
    texts=(_SMALL_TEXT, _SMALL_TEXT),
)  # fmt: skip

SHAPES = {shape.name: shape for shape in (REAL, TINY)}


def llama(shape: Shape, device: str) -> LlamaForCausalLM:
    """The writer's model; its vocabulary is wider than that of `writer_tokenizer`."""
    with _made_on(device):
        return LlamaForCausalLM(LlamaConfig(**shape.llama)).eval().requires_grad_(False)


writer_tokenizer: Callable[[], object] = small_tokenizer
"""Pieces of words and Chinese, learnt from the house's own texts; the rest of the vocabulary is
never offered by a grammar."""


def bark(shape: Shape, device: str) -> BarkModel:
    """The speaker's model as `engine.voice.bark` holds it: the codec in float32.

    Rows never end by themselves (the end is taken out of the logits), so that every line is as long
    as it is asked to be, here and in transformers' own `generate`.
    """
    text, said, coarse, fine = shape.vocabularies
    lengths = {name: dict(part) for name, part in shape.lengths.items()}
    told = BarkGenerationConfig(codebook_size=shape.codebook, **lengths)
    end = told.semantic_config.eos_token_id
    config = BarkConfig(
        semantic_config=BarkSemanticConfig(
            input_vocab_size=text, output_vocab_size=said, **shape.bark
        ).to_dict(),
        coarse_acoustics_config=BarkCoarseConfig(
            input_vocab_size=coarse, output_vocab_size=coarse, **shape.bark
        ).to_dict(),
        fine_acoustics_config=BarkFineConfig(
            input_vocab_size=fine, output_vocab_size=fine, **shape.bark
        ).to_dict(),
        codec_config=EncodecConfig(**shape.codec).to_dict(),
    )
    with _made_on(device):
        model = BarkModel(config).eval().requires_grad_(False)
    model.codec_model.float()
    for layer in model.codec_model.quantizer.layers:
        layer.codebook.embed.normal_(0, _LOUD)
    model.generation_config = _plain(told)
    gone = torch.tensor([end], device=device)
    model.semantic.lm_head.register_forward_hook(
        lambda _module, _given, logits: logits.index_fill(-1, gone, -torch.inf)
    )
    return model


def painter_parts(shape: Shape, device: str) -> dict[str, object]:
    """All that a pipeline of SDXL with ControlNet is made of."""
    with _made_on(device):
        unet = diffusers.UNet2DConditionModel(**shape.unet)
        control = diffusers.ControlNetModel.from_unet(
            unet, conditioning_embedding_out_channels=shape.conditioning,
            load_weights_from_unet=False,
        )  # fmt: skip
        coder = diffusers.AutoencoderKL(**shape.coder)
        one = CLIPTextModel(CLIPTextConfig(**shape.texts[0]))
        other = CLIPTextModelWithProjection(CLIPTextConfig(**shape.texts[1]))
    models = (unet, control, coder, one, other)
    for model in models:
        model.eval().requires_grad_(False)
    return {
        "unet": unet, "controlnet": control, "vae": coder, "text_encoder": one,
        "text_encoder_2": other, "tokenizer": _letters(), "tokenizer_2": _letters(),
        "scheduler": diffusers.EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
            timestep_spacing="leading", steps_offset=1,
        ),
    }  # fmt: skip


def _letters() -> CLIPTokenizer:
    """Letters only: a prompt of the studio's is longer than the 77 tokens that are read."""
    vocab = {"<|startoftext|>": 0, "<|endoftext|>": 1}
    for letter in _LETTERS:
        vocab[letter] = len(vocab)
        vocab[f"{letter}</w>"] = len(vocab)
    return CLIPTokenizer(vocab=vocab, merges=[], model_max_length=77)


def _plain(told: BarkGenerationConfig) -> BarkGenerationConfig:
    """As it is after loading: its parts are mappings."""
    for name in ("semantic_config", "coarse_acoustics_config", "fine_acoustics_config"):
        setattr(told, name, getattr(told, name).to_dict())
    return told


@contextmanager
def _made_on(device: str) -> Iterator[None]:
    """What is made in here is made on the device and in half precision, without any copy."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(half_precision(device))
    try:
        with torch.device(device):
            yield
    finally:
        torch.set_default_dtype(before)
