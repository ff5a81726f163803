"""espeak-ng through ctypes: text in, samples and timed events out. Nothing else knows its C types.

The library has one global state, so there is one instance a process, behind a lock.
"""

from __future__ import annotations

import _ctypes
import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from engine.base.errors import EnvironmentFault, MakeError

RATE = 22_050
_SYNCHRONOUS, _PHONEME_EVENTS, _IPA, _DONT_EXIT = 2, 0x0001, 0x0002, 0x8000
_POS_CHARACTER, _UTF8 = 1, 1
_SET_RATE, _SET_PITCH, _SET_RANGE = 1, 3, 4
_END, _WORD, _PHONEME = 0, 1, 7


class _Id(ctypes.Union):
    _fields_: ClassVar = [
        ("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8),
    ]  # fmt: skip


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class WordEvent:
    """A word begins at `sample`; `first` and `length` are code points of the text given."""

    first: int
    length: int
    sample: int


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """A phoneme begins at `sample`; `symbol` is IPA."""

    symbol: str
    sample: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """Mono samples at `RATE`, -1 to 1, and the events in order."""

    samples: NDArray[np.float32]
    words: tuple[WordEvent, ...]
    phones: tuple[PhoneEvent, ...]


class Espeak:
    """The library, loaded once."""

    _lock: ClassVar = threading.Lock()
    _loaded: ClassVar[Any] = None

    def say(self, text: str, voice: str, rate: int, pitch: int, span: int) -> Utterance:
        """Speak `text` as written.

        voice: an espeak voice with variant, "en-us+f2". rate: words a minute, 80 to 450.
        pitch: 0 to 99. span: pitch range, 0 to 99.

        Raises:
            EnvironmentFault: the library cannot be loaded. MakeError: it has no such voice.
        """
        with self._lock:
            library = self._fresh()
            if library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise MakeError(
                    "no-voice", f"espeak-ng has no voice {voice!r}.", "Install it anew."
                )
            for name, value, low, high in (
                (_SET_RATE, rate, 80, 450), (_SET_PITCH, pitch, 0, 99), (_SET_RANGE, span, 0, 99),
            ):  # fmt: skip
                library.espeak_SetParameter(name, max(low, min(high, value)), 0)
            return _collect(library, text)

    @classmethod
    def _fresh(cls) -> Any:  # noqa: ANN401 - a C library has no type
        """The library as just loaded: phases and noise left by one line would colour the next,
        and equal requests could not give equal bytes. Loading takes about 5 ms."""
        if cls._loaded is not None:
            cls._loaded.espeak_Terminate()
            handle, cls._loaded = cls._loaded._handle, None
            _ctypes.dlclose(handle)
        return cls._library()

    @classmethod
    def _library(cls) -> Any:  # noqa: ANN401 - a C library has no type
        if cls._loaded is None:
            try:
                library = ctypes.CDLL(espeakng_loader.get_library_path())
            except OSError as exc:
                raise EnvironmentFault(
                    "no-espeak", f"espeak-ng cannot be loaded: {exc}.", "Run the installer again."
                ) from exc
            library.espeak_Initialize.argtypes = [
                ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int,
            ]  # fmt: skip
            library.espeak_Synth.argtypes = [
                ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint,
                ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
            ]  # fmt: skip
            options = _PHONEME_EVENTS | _IPA | _DONT_EXIT
            data = espeakng_loader.get_data_path().encode()
            if library.espeak_Initialize(_SYNCHRONOUS, 0, data, options) != RATE:
                raise EnvironmentFault(
                    "no-espeak", "espeak-ng does not find its data.", "Run the installer again."
                )
            cls._loaded = library
        return cls._loaded


def _collect(library: Any, text: str) -> Utterance:  # noqa: ANN401 - see above
    pieces: list[NDArray[np.float32]] = []
    words: list[WordEvent] = []
    phones: list[PhoneEvent] = []
    take = _receiver(pieces, words, phones)
    library.espeak_SetSynthCallback(take)
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    data = text.encode("utf-8")
    code = library.espeak_Synth(data, len(data) + 1, 0, _POS_CHARACTER, 0, _UTF8, None, None)
    if code != 0:
        raise MakeError("espeak", f"espeak-ng failed with code {code}.", "Change the line.")
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    return Utterance(samples, tuple(words), tuple(phones))


def _receiver(
    pieces: list[NDArray[np.float32]], words: list[WordEvent], phones: list[PhoneEvent]
) -> Callable[..., int]:
    def receive(wav: Any, count: int, events: Any) -> int:  # noqa: ANN401 - pointers
        if wav and count:
            block = np.ctypeslib.as_array(wav, (count,)).astype(np.float32)
            pieces.append(block * np.float32(1 / 32768))
        at = 0
        while events[at].type != _END:
            event = events[at]
            if event.type == _WORD:
                words.append(WordEvent(event.text_position - 1, event.length, event.sample))
            elif event.type == _PHONEME:
                symbol = event.id.string.decode("utf-8", "ignore")
                if not symbol.startswith("("):  # "(en)" tells of another language, not a sound
                    phones.append(PhoneEvent(symbol, event.sample))
            at += 1
        return 0

    return _Callback(receive)
