"""The engine at work: order, cancel, a dying worker, a failing slot, takes and pins, undo."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.api import Engine
from engine.base.errors import MakeError, UserInputError
from engine.edits.fields import set_field
from engine.film.waves import write_wave
from engine.series.document import Document
from engine.series.takes import Slot
from engine.voice.audio_io import read_audio
from engine.work.events import Event
from engine.work.progress import Meter
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

PREMISE = "Waitress Clara Bishop is framed for theft by her husband Julian Frost."
SPEECH = Slot("ep01/line1", "speech")


def document() -> Document:
    draft = write_season(read_premise(PREMISE), episodes=1)
    return Document(
        replace(draft.series, quality="draft"), draft.cast, draft.places, draft.episodes
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine.create(tmp_path / "a.cliff", document(), workers=2) as made:
        yield made


def states(engine: Engine) -> dict[Slot, str]:
    return {item.slot: item.state for item in engine.status()}


class Stopper:
    """Listens, and stops the run once enough takes were made."""

    def __init__(self, takes: int) -> None:
        self.cancel = threading.Event()
        self.events: list[Event] = []
        self._left = takes

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if event.kind == "take":
            self._left -= 1
            if not self._left:
                self.cancel.set()


def test_cancel_keeps_what_is_finished_and_the_next_run_goes_on(engine: Engine) -> None:
    first = Stopper(4)
    report = engine.make(None, first, first.cancel)
    assert report.cancelled
    assert len(report.made) >= 4
    fresh = {slot for slot, state in states(engine).items() if state == "fresh"}
    assert set(report.made) <= fresh
    second = Stopper(3)
    again = engine.make(None, second, second.cancel)
    assert not set(again.made) & set(report.made), "nothing is made twice"


def test_a_worker_that_is_killed_costs_nothing_but_its_job(engine: Engine) -> None:
    killed: list[int] = []
    stopper = Stopper(8)

    def listen(event: Event) -> None:
        if event.kind == "take" and not killed:
            worker = engine._thread._pool.workers[0].process.pid
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)
        stopper(event)

    report = engine.make(None, listen, stopper.cancel)
    assert killed
    assert report.failed == ()
    assert len(report.made) >= 8


def test_a_slot_that_cannot_be_made_fails_alone(tmp_path: Path) -> None:
    whole = document()
    subject = next(s.in_view[0] for s in reversed(whole.episodes[0].shots) if s.in_view)
    member = whole.member(subject)
    bad = replace(member, look=replace(member.look, traits=(("hair", "antlers"),)))
    broken = replace(whole, cast=tuple(bad if m.id == subject else m for m in whole.cast))
    with Engine.create(tmp_path / "b.cliff", broken, workers=2) as engine:
        stopper = Stopper(30)
        report = engine.make(None, stopper, stopper.cancel)
        failed = [f for f in report.failed if f.slot == Slot(bad.id, "portrait")]
        assert failed
        assert "antlers" in failed[0].message
        assert "long_bangs" in failed[0].remedy
        assert states(engine)[failed[0].slot] == "failed"
        assert SPEECH in report.made, "the others go on"


def test_an_imported_recording_is_used_until_it_is_unpinned(engine: Engine, tmp_path: Path) -> None:
    stopper = Stopper(12)  # every line of the episode is among the first
    engine.make(None, stopper, stopper.cancel)
    take = engine.takes(SPEECH)[0]
    wav = tmp_path / "mine.wav"
    wav.write_bytes(engine._thread.project.media.path(take.blob).read_bytes())
    engine.pin_file(SPEECH, wav)
    assert states(engine)[SPEECH] == "pinned"
    imported = engine.takes(SPEECH)[-1]
    assert imported.origin == "imported"
    kept = engine._thread.project.media.path(imported.blob)
    assert len(read_audio(kept)) == len(read_audio(wav))
    engine.apply(set_field(engine.document, "ep01/line1", "text", "Something else."))
    assert states(engine)[SPEECH] == "pinned", "a pin outlives an edit of its line"
    engine.unpin(SPEECH)
    assert states(engine)[SPEECH] == "outdated"
    engine.undo()
    engine.undo()
    assert states(engine)[SPEECH] == "pinned"


@pytest.mark.parametrize("name", [b"Jose\xcc\x81.wav", b"caf\xe9.wav"])
def test_a_file_of_any_name_can_be_pinned(engine: Engine, tmp_path: Path, name: bytes) -> None:
    """Letters with their marks apart, and bytes that are no text."""
    write_wave(np.zeros((48_000, 2), np.float32), tmp_path / "plain.wav")
    file = (tmp_path / "plain.wav").rename(tmp_path / os.fsdecode(name))
    engine.pin_file(SPEECH, file)
    assert states(engine)[SPEECH] == "pinned"


def test_a_file_that_is_not_sound_is_refused(engine: Engine, tmp_path: Path) -> None:
    text = tmp_path / "words.wav"
    text.write_text("not a sound")
    with pytest.raises(MakeError, match="not a sound file"):
        engine.pin_file(SPEECH, text)
    assert states(engine)[SPEECH] == "missing"


def test_an_edit_says_what_it_puts_out_of_date_and_undo_takes_it_back(engine: Engine) -> None:
    stopper = Stopper(12)
    engine.make(None, stopper, stopper.cancel)
    before = states(engine)
    stale = engine.apply(set_field(engine.document, "ep01/line1", "text", "Say it again."))
    assert SPEECH in stale
    assert all(slot.owner.startswith("ep01") for slot in stale)
    undone = engine.undo()
    assert undone is not None
    assert states(engine) == before
    assert engine.redo() is not None
    assert states(engine)[SPEECH] == "outdated"


def test_another_take_is_another_recording(engine: Engine) -> None:
    stopper = Stopper(6)
    engine.make(None, stopper, stopper.cancel)
    assert SPEECH in engine.another_take(SPEECH)
    again = Stopper(1)
    engine.make(None, again, again.cancel)
    blobs = {take.blob for take in engine.takes(SPEECH)}
    assert len(blobs) == 2
    first = engine.takes(SPEECH)[0]
    engine.pin_take(SPEECH, first.id[:6])
    assert states(engine)[SPEECH] == "pinned"


def test_unknown_things_are_named(engine: Engine) -> None:
    with pytest.raises(UserInputError, match="There is no slot"):
        engine.explain(Slot("ep09/line1", "speech"))
    with pytest.raises(UserInputError, match="no take"):
        engine.pin_take(SPEECH, "ffff")
    with pytest.raises(UserInputError, match="no episode 7"):
        engine.make([7], lambda _: None, threading.Event())


def test_progress_never_falls() -> None:
    meter = Meter(0.0, 1000)
    shares = [meter.read(float(t), left)[0] for t, left in enumerate((1000, 700, 900, 400, 500, 0))]
    assert shares == sorted(shares)
    assert shares[-1] == 1000


@pytest.mark.parametrize(
    ("address", "field", "value", "named"),
    [
        ("cast/hero", "look.hair", "antlers", "long_bangs"),
        ("cast/hero", "look.shoes", "red", "hair"),
        ("ep01/shot3", "overrides", "fly away", "override"),
        ("", "plate", "moon base", "warehouse"),  # the first place, whatever it is called
    ],
)
def test_what_no_room_can_work_with_is_refused_at_once(
    engine: Engine, address: str, field: str, value: str, named: str
) -> None:
    before = engine.document
    address = address or before.places[0].id
    with pytest.raises(UserInputError) as caught:
        engine.apply(set_field(engine.document, address, field, value))
    assert named in str(caught.value)
    assert engine.document is before
    engine.apply(set_field(engine.document, "ep01/shot3", "overrides", "camera=push-in, -shake"))
    assert engine.undo() is not None
