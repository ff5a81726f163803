"""The Qwen3-TTS worker with the real library and random weights: ``python -m tests.bench.qwen_tiny
PYTHON``, where PYTHON is that of an environment with qwen-tts 0.1.1 (``installer/qwen-tts.sh``).

Shows that every call fits the library that is installed there: six voices designed and spoken in
one batch, voices from a recording, cancellation in the middle. What is said is noise.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.base.errors import Cancelled
from engine.series.document import Voice
from engine.voice.audio_io import read_audio
from engine.voice.qwen import QwenSpeaker
from engine.voice.qwen_link import Patience
from engine.voice.types import SpeechRequest

ROOT = Path(__file__).resolve().parents[2]
WORKER = ROOT / "engine" / "voice" / "qwen_worker" / "serve.py"


class _After:
    """Raises `Cancelled` after some seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.at = 0.0

    def __call__(self) -> None:
        if time.monotonic() > self._end:
            self.at = time.monotonic()
            raise Cancelled


def _line(base: int, text: str) -> SpeechRequest:
    gender = "f" if base < 3 else "m"
    return SpeechRequest(text, "zh-CN", Voice(base), gender, "young", "neutral", 50)


def main(python: str) -> None:
    """Make the weights, speak, enrol, cancel; print what came of it."""
    folder = Path(tempfile.mkdtemp(prefix="qwen-"))
    weights = Path(__file__).with_name("qwen_weights.py")
    subprocess.run([python, "-I", str(weights), str(folder)], check=True)
    command = [python, "-I", str(WORKER), str(folder / "base"), "--design", str(folder / "design")]
    qwen = QwenSpeaker(
        command, folder / "voices", fingerprint="t" * 64, patience=Patience(120, 300, 300)
    )
    lines = [_line(base, "那晚的门，是谁开的？" + "不要走。" * base) for base in range(6)]
    wavs = [folder / f"{base}.wav" for base in range(6)]
    start = time.monotonic()
    for wav, found in zip(wavs, qwen.speak_all(lines, [None] * 6, wavs, lambda: None), strict=True):
        seconds = f"{len(read_audio(wav)) / 48_000:.1f} s" if wav.exists() else "no sound"
        print(f"{wav.name}: {seconds}, {found.fault or dict(found.notes)}")
    print(f"six voices in one batch: {time.monotonic() - start:.1f} s, models loaded and all")
    brought = next((folder / "voices").glob("*.wav"))
    for text in ("你好。", ""):
        print(qwen.enrol(brought, text, folder / f"voice{len(text)}.safetensors", lambda: None))
    check = _After(2.0)
    try:
        qwen.speak_all([_line(0, "不要走。" * 100)], [None], [folder / "long.wav"], check)
    except Cancelled:
        print(f"cancelled within {1000 * (time.monotonic() - check.at):.0f} ms")
    qwen.close()


if __name__ == "__main__":
    main(sys.argv[1])
