"""Qwen3-TTS as a process: a line of JSON in, lines of JSON out, sound by path.

Started as ``python -I serve.py BASE_FOLDER [--design FOLDER] [--device cuda] [--dtype bfloat16]``
by the Python of an environment made for it (``installer/qwen-tts.sh``), because qwen-tts pins other
versions than the studio's. Nothing of the studio is imported; torch, safetensors and qwen_tts come
when they are needed. Written against qwen-tts 0.1.1.

Protocol 1. First line out: {"hello": "qwen3-tts-worker", "protocol": 1}. A request has an "id" and
says what to "do"; exactly one answer bears that id and "done", "fault" or "cancelled":

  open                                         load the Base model
  design  voices: [{describe, text, language, seed, wav, out}], most_s
                                               a voice that belongs to nobody, from a description
  enrol   wav, text ("" unknown), out          a voice from a recording; `out` is safetensors
  speak   lines: [{text, language, voice, wav}], most_s, seed
                                               all lines in one batch, each in its own voice
  bye                                          end; so does the end of stdin

In lists each entry is answered by itself: {"seconds"} or {"fault": {"code", "message"}}. While it
works, {"id", "step"} shows that it lives. {"do": "cancel", "id"} stops a request at its next step.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import queue
import socket
import sys
import threading
import time
import traceback
import wave
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

PROTOCOL = 1
NOTE = "qwen3-tts-voice"
"""The one entry of a voice file's metadata: JSON with "text" (what its recording says)."""
CODES_HZ = 12.5
REACHING = (
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr",
)  # fmt: skip
_STEP_EVERY_S = 0.25
_GRACE_S = 2.0

Request = dict[str, Any]
Answer = dict[str, Any]
Sound = NDArray[np.float32]


class Talker(Protocol):
    """The part that decodes step by step: a `torch.nn.Module`."""

    def register_forward_pre_hook(self, hook: Callable[..., None]) -> object:
        """Call `hook` before each step."""
        ...


class Inner(Protocol):
    """`Qwen3TTSForConditionalGeneration`."""

    talker: Talker


class Item(Protocol):
    """`VoiceClonePromptItem`: what the model needs of a voice."""

    ref_code: Tensor | None
    ref_spk_embedding: Tensor


class Model(Protocol):
    """What is used of `Qwen3TTSModel`. Sounds are mono; the number beside them is their rate."""

    model: Inner

    def get_supported_languages(self) -> list[str] | None:
        """Names, in lower case."""
        ...

    def create_voice_clone_prompt(
        self,
        ref_audio: list[tuple[Sound, int]],
        ref_text: list[str | None],
        x_vector_only_mode: list[bool],
    ) -> list[Item]:
        """Voices of recordings; without text their timbre only."""
        ...

    def generate_voice_design(
        self, text: list[str], instruct: list[str], language: list[str], *, max_new_tokens: int
    ) -> tuple[list[Sound], int]:
        """Each text in a voice as described."""
        ...

    def generate_voice_clone(
        self,
        text: list[str],
        language: list[str],
        *,
        voice_clone_prompt: list[Item],
        max_new_tokens: int,
    ) -> tuple[list[Sound], int]:
        """Each text in its voice."""
        ...


Loader = Callable[[str, str, str], Model]
"""Folder, device, dtype to a model."""


class Stop(BaseException):
    """The request was cancelled, or nobody listens any more."""


class Refused(Exception):
    """A request that cannot be met; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Line:
    """Both directions: answers go out from any thread, requests come in through a queue."""

    def __init__(self, requests: TextIO, answers: TextIO) -> None:
        self._requests = requests
        self._answers = answers
        self._lock = threading.Lock()
        self._waiting: queue.Queue[Request | None] = queue.Queue()
        self._cancelled: set[int] = set()
        self._over = threading.Event()
        self._next_step = 0.0
        self._steps = 0
        self._id = -1
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, answer: Answer) -> None:
        """Write one line. When nobody reads any more there is nothing left to do."""
        with self._lock:
            try:
                self._answers.write(json.dumps(answer, ensure_ascii=True) + "\n")
                self._answers.flush()
            except (OSError, ValueError):
                self._over.set()

    def requests(self) -> Iterator[Request]:
        """Requests in their order until the other side ends."""
        while (request := self._waiting.get()) is not None:
            self._id, self._steps = int(request["id"]), 0
            yield request

    def step(self, *_ignored: object) -> None:
        """Called before each decoding step: raises `Stop`, or tells now and then of life."""
        if self._over.is_set() or self._id in self._cancelled:
            raise Stop
        self._steps += 1
        now = time.monotonic()
        if now >= self._next_step:
            self._next_step = now + _STEP_EVERY_S
            self.tell({"id": self._id, "step": self._steps})

    def _listen(self) -> None:
        for text in self._requests:
            try:
                request = json.loads(text)
                what, number = request["do"], int(request.get("id", -1))
            except (ValueError, KeyError, TypeError, AttributeError):
                self.tell({"id": -1, "fault": _fault("bad-request", f"no request: {text[:80]!r}")})
                continue
            if what == "bye":
                break
            if what == "cancel":
                self._cancelled.add(number)
            else:
                self._waiting.put({**request, "id": number})
        self._over.set()
        self._waiting.put(None)
        time.sleep(_GRACE_S)  # what does not come to a step is not waited for
        os._exit(0)


class Studio:
    """The models, and what can be asked of them."""

    def __init__(self, options: argparse.Namespace, line: Line, load: Loader) -> None:
        self._options = options
        self._line = line
        self._load = load
        self._base: Model | None = None

    def answer(self, request: Request) -> Answer:
        """Do one request. Raises Refused, Stop, or whatever the library raises."""
        doing = {"open": self._open, "design": self._design, "enrol": self._enrol,
                 "speak": self._speak}  # fmt: skip
        known = doing.get(request.get("do", ""))
        if known is None:
            raise Refused("bad-request", f"nobody can do {request.get('do')!r}")
        return known(request)

    def _open(self, _request: Request) -> Answer:
        return {"languages": self._opened().get_supported_languages() or []}

    def _opened(self) -> Model:
        if self._base is None:
            self._base = self._loaded(self._options.base)
        return self._base

    def _loaded(self, folder: str) -> Model:
        self._line.step()
        model = self._load(folder, self._options.device, self._options.dtype)
        model.model.talker.register_forward_pre_hook(self._line.step)
        return model

    def _design(self, request: Request) -> Answer:
        """Each voice alone, from its own seed: it must not depend on its company."""
        if not self._options.design:
            raise Refused("no-design", "the VoiceDesign model is not there")
        base, design = self._opened(), self._loaded(self._options.design)
        try:
            done = [self._each(self._designed, base, design, v, request["most_s"])
                    for v in request["voices"]]  # fmt: skip
        finally:
            del design
            _give_back()
        return {"voices": done}

    def _designed(self, base: Model, design: Model, voice: Request, most_s: float) -> Answer:
        _seed(int(voice["seed"]))
        sounds, rate = design.generate_voice_design(
            text=[voice["text"]], instruct=[voice["describe"]], language=[voice["language"]],
            max_new_tokens=_codes(most_s),
        )  # fmt: skip
        self._line.step()
        seconds = write_sound(voice["wav"], sounds[0], rate)
        self._remember(base, (mono(sounds[0]), rate), voice["text"], voice["out"])
        return {"seconds": seconds}

    def _enrol(self, request: Request) -> Answer:
        base = self._opened()
        sound, rate = read_sound(request["wav"])
        self._remember(base, (sound, rate), request.get("text", ""), request["out"])
        return {"seconds": len(sound) / rate}

    def _remember(self, base: Model, sound: tuple[Sound, int], text: str, out: str) -> None:
        """What the model needs of a voice, as safetensors. Without its text: timbre only."""
        (item,) = base.create_voice_clone_prompt(
            ref_audio=[sound], ref_text=[text or None], x_vector_only_mode=[not text]
        )
        tensors = {"ref_spk_embedding": item.ref_spk_embedding}
        if item.ref_code is not None:
            tensors["ref_code"] = item.ref_code
        save_voice(tensors, text, out)

    def _speak(self, request: Request) -> Answer:
        """Everything in one batch; what does not go together is tried in halves."""
        base, lines = self._opened(), request["lines"]
        done: list[Answer] = [{} for _ in lines]
        voices: dict[int, Item] = {}
        for at, line in enumerate(lines):
            try:
                voices[at] = load_voice(line["voice"])
            except Refused as exc:
                done[at] = {"fault": explained(exc)}
        _seed(int(request["seed"]))
        for at, answer in self._batched(base, lines, voices, list(voices), request["most_s"]):
            done[at] = answer
        return {"lines": done}

    def _batched(
        self, base: Model, lines: Sequence[Request], voices: dict[int, Item],
        places: Sequence[int], most_s: float,
    ) -> Iterator[tuple[int, Answer]]:  # fmt: skip
        """One line's bad luck, or too little memory for all, must not cost the others."""
        if not places:
            return
        try:
            sounds, rate = base.generate_voice_clone(
                text=[lines[at]["text"] for at in places],
                language=[lines[at]["language"] for at in places],
                voice_clone_prompt=[voices[at] for at in places],
                max_new_tokens=_codes(most_s),
            )
        except Exception as exc:  # noqa: BLE001 - of another library; told, with its trace
            fault: Answer | None = {"fault": explained(exc)}
        else:
            fault = None
            for at, sound in zip(places, sounds, strict=True):
                yield at, self._each(_written, lines[at]["wav"], sound, rate)
        if fault is None:
            return
        if len(places) == 1:
            yield places[0], fault
            return
        _give_back()
        half = len(places) // 2
        for part in (places[:half], places[half:]):
            yield from self._batched(base, lines, voices, part, most_s)

    def _each(self, do: Callable[..., Answer], *given: object) -> Answer:
        """One entry of a list: its fault is its own."""
        try:
            return do(*given)
        except Exception as exc:  # noqa: BLE001 - of another library; told, with its trace
            return {"fault": explained(exc)}


BROKEN = ("CUDA error", "HIP error", "CUBLAS_STATUS_EXECUTION_FAILED")


def explained(exc: Exception) -> Answer:
    """A fault as it is told; its trace goes to stderr."""
    if isinstance(exc, Refused):
        return _fault(exc.code, str(exc))
    traceback.print_exc()
    if not _out_of_memory(exc) and any(mark in str(exc) for mark in BROKEN):
        sys.stderr.flush()
        os._exit(70)  # the card's context is gone: a fresh process is started, and tries again
    code = "gpu-memory" if _out_of_memory(exc) else "failed"
    return _fault(code, f"{type(exc).__name__}: {exc}"[:300])


def _fault(code: str, message: str) -> Answer:
    return {"code": code, "message": message}


def _out_of_memory(exc: Exception) -> bool:
    return type(exc).__name__ == "OutOfMemoryError" or isinstance(exc, MemoryError)


def _give_back() -> None:
    gc.collect()
    torch_ = sys.modules.get("torch")
    if torch_ is not None and torch_.cuda.is_available():
        torch_.cuda.empty_cache()


def _seed(seed: int) -> None:
    importlib.import_module("torch").manual_seed(seed % (1 << 63))


def _codes(seconds: float) -> int:
    return max(8, int(seconds * CODES_HZ))


def mono(sound: Sound) -> Sound:
    """One channel, float32."""
    return np.asarray(sound, np.float32).reshape(-1)


def _written(path: str, sound: Sound, rate: int) -> Answer:
    return {"seconds": write_sound(path, sound, rate)}


def write_sound(path: str, sound: Sound, rate: int) -> float:
    """Mono 16-bit WAV; returns its seconds."""
    samples = mono(sound)
    if not len(samples) or not np.isfinite(samples).all():
        raise Refused("nothing-said", "the model said nothing")
    data = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(data)
    return float(len(samples) / rate)


def read_sound(path: str) -> tuple[Sound, int]:
    """Samples, -1 to 1, and their rate, of a mono 16-bit WAV."""
    try:
        with wave.open(path, "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise Refused("bad-sound", f"{Path(path).name} is not mono 16-bit WAV")
            data, rate = file.readframes(file.getnframes()), file.getframerate()
    except (OSError, wave.Error, EOFError) as exc:
        raise Refused("bad-sound", f"{Path(path).name} cannot be read: {exc}") from exc
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768), rate


def save_voice(tensors: dict[str, Tensor], text: str, out: str) -> None:
    """Whole or not at all."""
    save_file = importlib.import_module("safetensors.torch").save_file
    aside = Path(out).with_name(f".{Path(out).name}.part")
    plain = {name: tensor.detach().cpu().clone().contiguous() for name, tensor in tensors.items()}
    save_file(plain, str(aside), metadata={NOTE: json.dumps({"text": text})})
    aside.replace(out)


def load_voice(path: str) -> Item:
    """The voice in a file. Raises Refused."""
    safetensors = importlib.import_module("safetensors")
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            said = (file.metadata() or {}).get(NOTE)
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no dict
    except Exception as exc:
        raise Refused("bad-voice", f"{Path(path).name} cannot be read: {exc}") from exc
    if said is None or "ref_spk_embedding" not in tensors:
        raise Refused("bad-voice", f"{Path(path).name} is no voice of this engine")
    codes = tensors.get("ref_code")
    item: Item = importlib.import_module("qwen_tts").VoiceClonePromptItem(
        ref_code=codes,
        ref_spk_embedding=tensors["ref_spk_embedding"],
        x_vector_only_mode=codes is None,
        icl_mode=codes is not None,
        ref_text=str(json.loads(said)["text"]) or None,
    )
    return item


def qwen(folder: str, device: str, dtype: str) -> Model:
    """The real model, from a local folder, safetensors only."""
    torch_ = importlib.import_module("torch")
    model: Model = importlib.import_module("qwen_tts").Qwen3TTSModel.from_pretrained(
        folder, device_map=device, dtype=getattr(torch_, dtype), local_files_only=True,
        use_safetensors=True,
    )  # fmt: skip
    return model


def refuse_network() -> None:
    """From now on this process reaches no machine; as in ``engine/base/offline.py``."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in REACHING:
            reaches = getattr(arguments[0], "family", None) != socket.AF_UNIX
            if event.startswith("socket.get") or reaches:
                raise Refused("network", "a model library tried to open a connection")

    sys.addaudithook(watch)


def serve(options: argparse.Namespace, requests: TextIO, answers: TextIO, load: Loader) -> None:
    """Answer requests until the other side ends."""
    line = Line(requests, answers)
    line.tell({"hello": "qwen3-tts-worker", "protocol": PROTOCOL})
    studio = Studio(options, line, load)
    for request in line.requests():
        number = request["id"]
        try:
            line.step()
            line.tell({"id": number, "done": studio.answer(request)})
        except Stop:
            line.tell({"id": number, "cancelled": True})
        except Exception as exc:  # noqa: BLE001 - of another library; told, with its trace
            line.tell({"id": number, "fault": explained(exc)})


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """What the process was started with."""
    parser = argparse.ArgumentParser(prog="serve")
    parser.add_argument("base")
    parser.add_argument("--design", default="")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", default="float32", choices=("float32", "float16", "bfloat16"))
    return parser.parse_args(arguments)


def main(arguments: Sequence[str], load: Loader = qwen) -> None:
    """Entry of the process. What libraries print goes to stderr, so that stdout holds answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    refuse_network()
    with contextlib.suppress(KeyboardInterrupt):
        serve(parsed(arguments), sys.stdin, answers, load)
    os._exit(0)  # the listening thread would wait for stdin


if __name__ == "__main__":
    main(sys.argv[1:])
