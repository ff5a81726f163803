"""The real worker around a model that is not: sounds are made up, calls are checked like the real
ones. Run as a program, with the worker's own arguments.

Words in a text do something: "forever" decodes without end, "boom" fails, "silence" says nothing,
"print" prints to stdout, "die" ends the process when the file FAKE_MARK is not there yet, and makes
it, "lost" loses the card's context in the same way. FAKE_ROWS: lines that fit into memory at once.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import torch

RATE = 24_000
SERVE = Path(__file__).resolve().parents[2] / "engine" / "voice" / "qwen_worker" / "serve.py"


@dataclass
class VoiceClonePromptItem:
    """As in qwen_tts 0.1.1."""

    ref_code: torch.Tensor | None
    ref_spk_embedding: torch.Tensor
    x_vector_only_mode: bool
    icl_mode: bool
    ref_text: str | None = None


class Talker(torch.nn.Module):
    """Steps that can be hooked."""

    def forward(self, step: torch.Tensor) -> torch.Tensor:
        return step + 1


def speechlike(seconds: float, pitch: float, seed: int) -> np.ndarray:
    """Syllables of a buzz with changing formants: neither hum nor loop."""
    chance = np.random.default_rng(seed)
    at = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(at))
    start = 0.0
    while start < seconds:
        length = chance.uniform(0.12, 0.3)
        inside = (at >= start) & (at < start + length)
        shape = np.sin(np.pi * (at[inside] - start) / length)
        hertz = pitch * chance.uniform(0.9, 1.15)
        tones = [
            np.sin(2 * np.pi * hertz * n * at[inside]) * chance.uniform(0.05, 1) / n
            for n in range(1, 14)
        ]
        sound[inside] += shape * np.sum(tones, axis=0)
        start += length + chance.choice([0.02, 0.05, 0.15])
    return (0.2 * sound / max(1e-9, np.abs(sound).max())).astype(np.float32)


class Model:
    """What is used of Qwen3TTSModel."""

    def __init__(self, folder: str, _device: str, _dtype: str) -> None:
        if not Path(folder).is_dir():
            raise OSError(f"{folder} is not there")
        self.kind = Path(folder).name
        self.model = SimpleNamespace(talker=Talker())

    def get_supported_languages(self) -> list[str]:
        return ["auto", "chinese", "english"]

    def create_voice_clone_prompt(
        self, ref_audio: list, ref_text: list, x_vector_only_mode: list
    ) -> list[VoiceClonePromptItem]:
        self._must_be("base")
        found = []
        for (sound, rate), text, timbre in zip(
            ref_audio, ref_text, x_vector_only_mode, strict=True
        ):
            if not timbre and not text:
                raise ValueError("ref_text is required when x_vector_only_mode=False")
            power = np.abs(np.fft.rfft(sound)) ** 2
            centre = (power * np.fft.rfftfreq(len(sound), 1 / rate)).sum() / power.sum()
            code = None if timbre else torch.zeros(max(1, len(sound) * 25 // rate // 2), 16).long()
            embedding = torch.tensor([float(centre)], dtype=torch.bfloat16)
            found.append(VoiceClonePromptItem(code, embedding, timbre, not timbre, text))
        return found

    def generate_voice_design(
        self, text: list, instruct: list, language: list, max_new_tokens: int
    ) -> tuple[list[np.ndarray], int]:
        self._must_be("design")
        pitch = 110 if " man " in instruct[0] else 220
        seed = int(torch.randint(1 << 30, (1,)))
        return [self._said(t, pitch + seed % 60, max_new_tokens) for t in text], RATE

    def generate_voice_clone(
        self, text: list, language: list, voice_clone_prompt: list, max_new_tokens: int
    ) -> tuple[list[np.ndarray], int]:
        self._must_be("base")
        assert len(text) == len(language) == len(voice_clone_prompt)
        assert {name.lower() for name in language} <= set(self.get_supported_languages())
        if len(text) > int(os.environ.get("FAKE_ROWS", "1000")):
            raise torch.OutOfMemoryError("CUDA out of memory")
        pitches = [float(item.ref_spk_embedding[0]) / 4 for item in voice_clone_prompt]
        return [self._said(t, p, max_new_tokens) for t, p in zip(text, pitches, strict=True)], RATE

    def _said(self, text: str, pitch: float, most: int) -> np.ndarray:
        if "print" in text:
            print("the library says something", flush=True)
            os.write(1, b'{"id": 1, "done": {"not": "mine"}}\n')
        if "boom" in text:
            raise ValueError("this text cannot be said")
        mark = Path(os.environ.get("FAKE_MARK", "/nowhere/mark"))
        if "lost" in text and not mark.exists():
            mark.write_text("lost")
            raise RuntimeError("CUDA error: an illegal memory access was encountered")
        if "die" in text and not mark.exists():
            mark.write_text("died")
            sys.stderr.write("the last words\n")
            sys.stderr.flush()
            os._exit(9)
        steps = min(most, max(12, 3 * len(text)))
        for at in range(1 << 40 if "forever" in text else steps):
            self.model.talker(torch.tensor(at))
        seconds = steps / 12.5
        if "silence" in text:
            return np.zeros(round(seconds * RATE), np.float32)
        return speechlike(0.28 * len(text.split()) + 0.17 * len(text) / 6, pitch, len(text))

    def _must_be(self, kind: str) -> None:
        if self.kind != kind:
            raise ValueError(f"a {self.kind} model does not support this")


if __name__ == "__main__":
    library = ModuleType("qwen_tts")
    library.VoiceClonePromptItem = VoiceClonePromptItem
    sys.modules["qwen_tts"] = library
    spec = importlib.util.spec_from_file_location("serve", SERVE)
    serve = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(serve)
    torch.set_num_threads(1)
    serve.main(sys.argv[1:], Model)
