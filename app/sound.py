"""Sound of the preview. QtMultimedia where it works; without it a clock runs in silence.

QtMultimedia needs the desktop's sound library at import and may still find no device: both are
probed once, and the studio says so instead of failing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QIODevice, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

RATE = 48_000
_FEED_MS, _BUFFER_MS = 15, 120
Stem = NDArray[np.int16]
TRACKS = ("dialogue", "music", "effects")


def probe() -> str:
    """Why there is no sound; "" when there is."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return "no-library"
    return "no-device" if QMediaDevices.defaultAudioOutput().isNull() else ""


class SoundClock(QObject):
    """Plays three stems from a sample on, and is the clock that pictures follow."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.missing = probe()
        self.muted: set[str] = set()
        self._stems: dict[str, Stem] = {}
        self._at = 0  # first sample that was not handed over yet
        self._start = 0
        self._timer = QElapsedTimer()
        self._sink: QAudioSink | None = None
        self._pipe: QIODevice | None = None
        self._feeder = QTimer(self)
        self._feeder.setInterval(_FEED_MS)
        self._feeder.timeout.connect(self._feed)
        self._ended: Callable[[], None] = _nothing
        self._limit = 0

    def load(self, stems: dict[str, Path]) -> None:
        """Take over new stems: raw int16 stereo files. Playing goes on in them."""
        self._stems = {}
        for name, file in stems.items():
            try:
                data = np.memmap(file, np.int16, "r")
            except (OSError, ValueError):
                continue
            self._stems[name] = data[: len(data) // 2 * 2].reshape(-1, 2)

    def load_wave(self, file: Path) -> int:
        """Take one WAV file instead, for an audition; returns its samples, 0 if unreadable."""
        import wave

        try:
            with wave.open(str(file)) as sound:
                data = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
                channels, rate = sound.getnchannels(), sound.getframerate()
        except (OSError, EOFError, wave.Error):
            return 0
        if rate != RATE or channels not in (1, 2):
            return 0
        wide = np.repeat(data[:, None], 2, axis=1) if channels == 1 else data.reshape(-1, 2)
        self._stems = {"dialogue": np.ascontiguousarray(wide)}
        return len(wide)

    def start(self, sample: int, limit: int, ended: Callable[[], None] | None = None) -> None:
        """Play from `sample` to `limit`; `ended` is called then."""
        self.stop()
        self._at = self._start = sample
        self._limit, self._ended = limit, ended or _nothing
        self._open()
        self._timer.start()
        self._feeder.start()
        self._feed()

    def stop(self) -> None:
        """Silence at once."""
        self._feeder.stop()
        if self._sink is not None:
            self._sink.reset()
            self._sink.stop()
            self._sink.deleteLater()
            self._sink, self._pipe = None, None

    @property
    def playing(self) -> bool:
        """Between `start` and `stop`."""
        return self._feeder.isActive()

    def position(self) -> int:
        """The sample that is heard now."""
        if self._sink is not None and self._sink.error() == self._no_error():
            return self._start + self._sink.processedUSecs() * RATE // 1_000_000
        return self._start + self._timer.elapsed() * RATE // 1000

    def _no_error(self) -> object:
        from PySide6.QtMultimedia import QtAudio

        return QtAudio.Error.NoError

    def _open(self) -> None:
        if self.missing:
            return
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        wanted = QAudioFormat()
        wanted.setSampleRate(RATE)
        wanted.setChannelCount(2)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull() or not device.isFormatSupported(wanted):
            self.missing = "no-device"
            return
        self._sink = QAudioSink(device, wanted, self)
        self._sink.setBufferSize(RATE * 4 * _BUFFER_MS // 1000)
        self._pipe = self._sink.start()

    def _feed(self) -> None:
        """Hand over as much as there is room for."""
        if self._pipe is not None and self._sink is not None:
            room = self._sink.bytesFree() // 4
            count = min(room, self._limit - self._at)
            if count > 0:
                written = self._pipe.write(self._mixed(self._at, count).tobytes())
                self._at += max(0, int(written)) // 4
        if self.position() >= self._limit:
            self.stop()
            self._ended()

    def _mixed(self, first: int, count: int) -> Stem:
        """The tracks that are not muted, added up."""
        total = np.zeros((count, 2), np.int32)
        for name, stem in self._stems.items():
            if name not in self.muted:
                part = stem[first : first + count]
                total[: len(part)] += part
        return np.clip(total, -32768, 32767).astype(np.int16)


def _nothing() -> None:
    """Nobody wants to know."""
