"""Random Qwen3-TTS weights of the real classes, small: run in the other environment by `qwen_tiny`.

Four code groups, two layers; the decoder is scaled so that something is heard.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import torch
from transformers import EncodecFeatureExtractor, Qwen2TokenizerFast

CODES, GROUPS = 64, 4
SMALL = {
    "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
    "num_key_value_heads": 2, "head_dim": 16,
}  # fmt: skip
TALKER = {
    **SMALL, "vocab_size": CODES + 1024, "num_code_groups": GROUPS, "text_hidden_size": 32,
    "text_vocab_size": 400, "codec_eos_token_id": 65, "codec_think_id": 66,
    "codec_nothink_id": 67, "codec_think_bos_id": 68, "codec_think_eos_id": 69,
    "codec_pad_id": 70, "codec_bos_id": 71, "pad_token_id": 70,
    "rope_scaling": {"mrope_section": [4, 2, 2], "rope_type": "default", "interleaved": True},
    "spk_id": {}, "spk_is_dialect": {}, "codec_language_id": {"chinese": 84, "english": 85},
    "code_predictor_config": {**SMALL, "vocab_size": CODES, "num_code_groups": GROUPS},
}  # fmt: skip
EAR = {
    "enc_dim": 32, "enc_channels": [16, 16, 16, 16, 48], "enc_kernel_sizes": [5, 3, 3, 3, 1],
    "enc_dilations": [1, 2, 3, 4, 1], "enc_attention_channels": 8, "enc_res2net_scale": 2,
    "enc_se_channels": 8,
}  # fmt: skip
ENCODER = {
    "hidden_size": 32, "num_filters": 4, "num_hidden_layers": 1, "intermediate_size": 32,
    "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 16, "codebook_size": CODES,
    "codebook_dim": 16, "vector_quantization_hidden_dimension": 16, "num_quantizers": GROUPS,
    "num_semantic_quantizers": 1, "upsampling_ratios": [8, 6, 5, 4], "upsample_groups": 32,
}  # fmt: skip
DECODER = {
    "codebook_size": CODES, "hidden_size": 32, "latent_dim": 32, "num_attention_heads": 2,
    "num_key_value_heads": 2, "head_dim": 16, "intermediate_size": 32, "num_hidden_layers": 1,
    "num_quantizers": GROUPS, "decoder_dim": 32, "codebook_dim": 32,
}  # fmt: skip


def tokenizer(folder: Path) -> Qwen2TokenizerFast:
    """Bytes, and the two words that have to be one token each."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    signs = [chr(byte) for byte in plain] + [chr(256 + n) for n in range(len(rest))]
    vocab = {sign: n for n, sign in enumerate(signs)}
    merges = ["#version: 0.2"]
    for word in ("assistant", "user"):
        for end in range(1, len(word)):
            merges.append(f"{word[:end]} {word[end]}")
            vocab.setdefault(word[: end + 1], len(vocab))
    (folder / "vocab.json").write_text(json.dumps(vocab), "utf-8")
    (folder / "merges.txt").write_text("\n".join(merges), "utf-8")
    return Qwen2TokenizerFast(
        vocab_file=str(folder / "vocab.json"), merges_file=str(folder / "merges.txt"),
        additional_special_tokens=["<|im_start|>", "<|im_end|>"],
    )  # fmt: skip


def codec(folder: Path) -> None:
    """The speech tokenizer, its decoder loud enough to be heard."""
    name = "qwen_tts.core.tokenizer_12hz"
    configs = importlib.import_module(f"{name}.configuration_qwen3_tts_tokenizer_v2")
    models = importlib.import_module(f"{name}.modeling_qwen3_tts_tokenizer_v2")
    model = models.Qwen3TTSTokenizerV2Model(
        configs.Qwen3TTSTokenizerV2Config(
            encoder_config=ENCODER, decoder_config=DECODER, encoder_valid_num_quantizers=GROUPS
        )
    )
    with torch.no_grad():
        for at, tensor in model.state_dict().items():
            if "embedding_sum" in at:
                tensor.normal_()
            elif at.startswith("decoder.") and ("gamma" in at or "layer_scale" in at):
                tensor.fill_(1.0)
            elif at.startswith("decoder.") and tensor.ndim >= 2:
                tensor.normal_(0, tensor[0].numel() ** -0.5)
    model.save_pretrained(folder)
    EncodecFeatureExtractor(feature_size=1, sampling_rate=24_000).save_pretrained(folder)


def main(home: Path) -> None:
    """Write ``base`` and ``design`` into a folder."""
    core = importlib.import_module("qwen_tts.core.models")
    for kind, sort in (("base", "base"), ("design", "voice_design")):
        folder = home / kind
        folder.mkdir(parents=True, exist_ok=True)
        core.Qwen3TTSProcessor(tokenizer=tokenizer(folder)).save_pretrained(folder)
        torch.manual_seed(1)
        config = core.Qwen3TTSConfig(
            talker_config=TALKER, speaker_encoder_config=EAR, tts_model_type=sort,
            tokenizer_type="qwen3_tts_tokenizer_12hz", tts_model_size="1b7",
            tts_pad_token_id=300, tts_bos_token_id=301, tts_eos_token_id=302,
        )  # fmt: skip
        core.Qwen3TTSForConditionalGeneration(config).save_pretrained(folder)
        written = json.loads((folder / "config.json").read_text("utf-8"))
        written["speaker_encoder_config"] = EAR  # it reads no entry beyond its own
        (folder / "config.json").write_text(json.dumps(written), "utf-8")
        made = {"do_sample": True, "top_k": 50, "top_p": 1.0, "temperature": 0.9}
        (folder / "generation_config.json").write_text(json.dumps(made), "utf-8")
        codec(folder / "speech_tokenizer")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
