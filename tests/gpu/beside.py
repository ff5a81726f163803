"""What the processor does beside the card for one season: python -m tests.gpu.beside

In CPU seconds of one core, measured without any model: what the device's worker draws, cuts out,
finishes, follows and counts while it holds the card. Multiplied with the order of the season bench.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import xgrammar

from engine.artist.diffusion.painter import Painter
from engine.voice.audio_io import read_audio, write_wav
from engine.voice.bark_acting import acting
from engine.voice.bark_sound import finished, joined
from engine.voice.checks import judge
from engine.voice.espeak import EspeakSpeaker
from engine.voice.forced import forced
from engine.voice.types import SAMPLE_RATE
from engine.writer.rows import Grammars, ScreenplayRow
from engine.writer.screenplay_grammar import alphabet
from engine.writer.word_budget import limits
from tests.artist.people import Tracing, nothing
from tests.gpu import order as orders
from tests.gpu.order import Order
from tests.gpu.shapes import REAL, writer_tokenizer

TRIED = 12
"""Units that are measured of each kind."""

T = TypeVar("T")


def cpu(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and its CPU seconds."""
    started = time.process_time()
    return work(), time.process_time() - started


def pictures(tried: int) -> dict[str, float]:
    """CPU seconds of a plate of two pictures, a view and a sheet of faces, painting left out."""
    painter, tasks = Painter(Tracing()), orders.drawing_tasks(tried)
    painter.drawings(tasks[:1], nothing)
    few = max(1, tried // 4)
    _, plates = cpu(lambda: painter.plates(orders.plate_tasks(few), nothing))
    drawn, drawings = cpu(lambda: painter.drawings(tasks, nothing))
    faces = orders.face_tasks(tried, tasks, drawn)
    _, expressions = cpu(lambda: painter.expressions(faces, nothing))
    return {"plate": plates / few, "view": drawings / tried, "faces": expressions / tried}


def line(tried: int) -> float:
    """CPU seconds by which a line's sound is judged and finished, and its words are found."""
    speaker, whole = EspeakSpeaker(), 0.0
    with TemporaryDirectory() as folder:
        wav = Path(folder) / "line.wav"
        for at in range(tried):
            request = orders.request(at)
            speaker.speak(request, wav)
            sound = read_audio(wav)

            def made(request=request, sound=sound) -> None:
                told = acting(request)
                judge(sound, SAMPLE_RATE, told.pieces[0].expected_ms, False)
                write_wav(wav, finished(joined([sound], [0], SAMPLE_RATE), SAMPLE_RATE, told))
                forced(wav, request)

            whole += cpu(made)[1]
    return whole / tried


def token(tried: int) -> float:
    """CPU seconds by which one row says what may come next, in a vocabulary of real size."""
    width, draw = int(str(REAL.llama["vocab_size"])), random.Random(1)
    grammars = Grammars(writer_tokenizer(), width, 1)
    bitmask, seconds, tokens = xgrammar.allocate_token_bitmask(1, width), 0.0, 0
    for at in range(tried + 1):
        row = ScreenplayRow(grammars, alphabet("en", ""), ["Mei", "Lin"], limits(60, "en"))
        while not row.finished:
            _, offered = cpu(lambda row=row: row.offer(bitmask, 0))
            bits = np.unpackbits(bitmask.numpy().view(np.uint8), bitorder="little")
            chosen = draw.choice(np.flatnonzero(bits))
            _, accepted = cpu(lambda row=row, chosen=chosen: row.accept(int(chosen)))
            if at:  # the first one makes tables that are kept
                seconds += offered + accepted
                tokens += 1
    return seconds / tokens


def main() -> None:
    """Each part, and what it comes to."""
    order, each = Order(), pictures(TRIED)
    rows = order.episodes * order.candidates
    spoken, masked = line(TRIED), token(TRIED // 4)
    print(", ".join(f"{name} {seconds:.3f} s" for name, seconds in each.items()))
    print(f"line {spoken:.3f} s, token of a row {1e6 * masked:.0f} us")
    faces = order.images - 2 * order.plates - order.drawings
    drawn = order.plates * each["plate"] + order.drawings * each["view"] + faces * each["faces"]
    print(
        f"a season of {order.episodes}: {drawn:.0f} s for {order.images} pictures, "
        f"{order.lines * spoken:.0f} s for {order.lines} lines, "
        f"{1000 * masked * rows:.1f} ms at each step of {rows} rows that write"
    )


if __name__ == "__main__":
    main()
