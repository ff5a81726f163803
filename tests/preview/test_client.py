"""The preview from outside: what comes in which order, slots, sound, and a server that dies."""

from __future__ import annotations

import os
import queue
import select
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np
import pytest

from engine.preview.types import FRAME, NEAR, PLAY, STILL

from .world import FRAMES, LENGTHS, PATIENCE, SIZE, Watcher, World, pixels

ROOT = Path(__file__).resolve().parents[2]


def test_importing_the_client_is_cheap():
    code = "import sys, engine.preview.client; print([m for m in sys.modules if m in sys.argv])"
    heavy = ["skia", "cv2", "av", "engine.artist.comic"]
    found = subprocess.run(
        [sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_frame_says_what_it_is_and_looks_like_it(watcher, world):
    watcher.preview.show(10)
    shown = watcher.frame()
    assert (shown.frame, shown.asked, shown.kind, shown.cut) == (10, 10, FRAME, "line1.0")
    assert (shown.width, shown.height, shown.stride) == (*SIZE, SIZE[0] * 4)
    assert shown.final
    assert shown.data.nbytes == SIZE[0] * SIZE[1] * 4
    assert shown.data.readonly
    decoded = pixels(shown)
    watcher.preview.release(shown)
    watcher.preview.load(world.without_segments())
    composed = watcher.frame()
    assert (composed.frame, composed.final) == (10, False), "what it shows has changed"
    assert composed.generation == shown.generation + 1
    assert np.abs(pixels(composed).astype(int) - decoded).mean() < 2.5
    watcher.preview.release(composed)


def test_frames_outside_the_episode_are_its_ends(watcher):
    watcher.preview.show(-5)
    assert watcher.seen().frame == 0
    watcher.preview.show(9999)
    assert watcher.seen().frame == FRAMES - 1


def test_scrubbing_answers_with_a_neighbour_and_then_the_frame(world):
    watcher = Watcher(world.cache)
    try:
        watcher.preview.load(world.reel)
        watcher.preview.show(99, exact=False)
        near = watcher.seen()
        assert (near.kind, near.frame, near.asked) == (NEAR, 85, 99)
        assert watcher.seen().frame == 99
        watcher.preview.show(99, exact=False)
        again = watcher.seen()
        assert (again.kind, again.frame) == (FRAME, 99), "it is still there"
        for frame in (102, 107, 103):
            watcher.preview.show(frame, exact=False)
            assert watcher.seen().frame == frame, "slow scrubbing shows every frame"
    finally:
        watcher.preview.close()


def test_a_play_streams_every_frame_in_order(watcher):
    watcher.preview.play(0)
    shown = [watcher.seen() for _ in range(FRAMES)]
    assert [s.frame for s in shown] == list(range(FRAMES))
    assert {s.kind for s in shown} == {PLAY}
    assert [s.final for s in shown] == [True] * LENGTHS[0] + [False] * LENGTHS[1] + (
        [True] * LENGTHS[2]
    )
    assert watcher.settled() == [], "the end is the end"


def test_a_play_skips_what_would_come_after_its_sound(watcher):
    watcher.preview.play(0)
    ahead = [watcher.frame() for _ in range(8)]
    assert [s.frame for s in ahead] == list(range(8))
    watcher.preview.clock(60)
    for shown in ahead:
        watcher.preview.release(shown)
    found = [watcher.seen().frame for _ in range(10)]
    late = [frame for frame in found if frame <= 60]
    assert len(late) <= 1, "one may have been under way"
    assert found[-1] > 68
    assert found == sorted(found)


def test_a_pause_and_a_show_end_a_play(watcher):
    watcher.preview.play(0)
    watcher.seen()
    watcher.preview.pause()
    watcher.settled()
    watcher.preview.play(50)
    assert watcher.seen().frame == 50
    watcher.preview.show(5)
    rest = []
    while not rest or rest[-1].kind == PLAY:
        rest.append(watcher.seen())
    assert rest[-1].frame == 5
    assert watcher.settled() == []


def test_stills_come_with_bytes_of_their_own(watcher):
    watcher.preview.still("shot2.0", 11, 90)
    watcher.preview.still("line3.0", 20, 90)
    watcher.preview.still("nowhere.0", 20, 90)
    first, second = (watcher.stills.get(timeout=PATIENCE) for _ in range(2))
    assert (first.cut, first.frame, first.kind, first.slot) == ("shot2.0", 11, STILL, -1)
    assert (first.width, first.height, first.final) == (90, 160, False)
    assert (second.cut, second.final) == ("line3.0", True)
    assert pixels(first).std() > 5
    watcher.preview.release(first)
    assert first.data.nbytes == 90 * 160 * 4


def test_sound_follows_the_reel(watcher, world):
    while not watcher.sounds.empty():
        watcher.sounds.get()
    quiet = replace(world.reel, speech=world.reel.speech[:1])
    watcher.preview.load(quiet)
    sound = watcher.sounds.get(timeout=PATIENCE)
    assert (sound.episode, sound.rate, sound.frames) == ("ep01", 48_000, FRAMES)
    for path in (sound.dialogue, sound.music, sound.effects):
        assert path.stat().st_size == sound.samples * 4
    watcher.preview.load(world.reel)
    assert watcher.sounds.get(timeout=PATIENCE).dialogue != sound.dialogue


def test_a_cut_list_that_cannot_be_read_is_told(watcher, world, tmp_path):
    watcher.preview.load(replace(world.reel, cuts=tmp_path / "gone.json"))
    assert "ep01" in watcher.faults.get(timeout=PATIENCE)
    watcher.preview.show(3)
    assert watcher.seen().frame == 3, "the last good reel stays"


def test_slots_are_used_again_and_the_newest_show_wins(world: World):
    watcher = Watcher(world.cache, slots=2)
    try:
        preview = watcher.preview
        preview.load(world.reel)
        preview.show(0)
        first = watcher.frame()
        before = pixels(first)
        preview.show(60)
        second = watcher.frame()
        assert {first.slot, second.slot} == {0, 1}
        for frame in (20, 90, 30):
            preview.show(frame)
        preview.still("shot2.0", 0, 32)
        watcher.stills.get(timeout=PATIENCE)
        assert watcher.frames.empty(), "there is no room"
        assert np.array_equal(pixels(first), before)
        preview.release(second)
        third = watcher.frame()
        assert (third.frame, third.slot) == (30, second.slot)
        preview.release(second)
        preview.show(31)
        preview.still("shot2.0", 1, 32)
        watcher.stills.get(timeout=PATIENCE)
        assert watcher.frames.empty(), "a picture that was given back cannot give another's place"
        preview.release(first)
        assert watcher.seen().frame == 31
        preview.release(third)
        assert watcher.settled() == []
    finally:
        watcher.preview.close()


def kill(pid: int) -> None:
    handle = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    gone(handle)


def gone(handle: int) -> None:
    """Wait until a process has ended."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    assert poll.poll(PATIENCE * 1000)
    os.close(handle)


def test_a_killed_server_starts_again_once_and_then_says_so(world: World):
    watcher = Watcher(world.cache, slots=3)
    try:
        preview = watcher.preview
        preview.load(world.reel)
        preview.show(0)
        held = watcher.frame()
        before, pid = pixels(held), preview.pid
        kill(pid)
        preview.show(45)
        while (shown := watcher.seen()).frame != 45:
            assert shown.frame == 0, "what was wished for last"
        assert preview.pid not in (None, pid)
        preview.show(46)
        assert watcher.seen().frame == 46
        assert np.array_equal(pixels(held), before), "a picture in use is left alone"
        assert watcher.faults.empty()
        kill(preview.pid)
        assert "stopped twice" in watcher.faults.get(timeout=PATIENCE)
        preview.show(47)
        with pytest.raises(queue.Empty):
            watcher.frames.get(timeout=0.2)
        preview.load(world.reel)
        assert watcher.seen().frame == 47
    finally:
        watcher.preview.close()


def test_close_leaves_nothing_behind(world: World):
    threads = set(threading.enumerate())
    watcher = Watcher(world.cache)
    preview = watcher.preview
    preview.load(world.reel)
    preview.play(0)
    held, pid, name = watcher.frame(), preview.pid, preview._memory.name
    preview.close()
    preview.close()
    assert set(threading.enumerate()) <= threads
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(FileNotFoundError):
        SharedMemory(name=name)
    with pytest.raises(ValueError, match="released"):
        held.data[0]
    preview.show(3)
    preview.release(held)
    preview.load(world.reel)


def test_a_preview_may_be_closed_before_it_has_begun(world: World):
    threads = set(threading.enumerate())
    Watcher(world.cache).preview.close()
    assert set(threading.enumerate()) <= threads


_CLIENT = """
import sys, threading
from pathlib import Path
from engine.preview.client import Preview
preview = Preview(Path(sys.argv[1]), print, print, print)
while preview.pid is None:
    threading.Event().wait(0.01)
print(preview.pid, preview._memory.name, flush=True)
threading.Event().wait()
"""


def test_a_killed_client_takes_its_server_and_memory_along(world: World):
    client = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, str(world.cache)], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    pid, name = client.stdout.readline().split()
    handle = os.pidfd_open(int(pid))
    client.kill()
    client.communicate()  # ends when server and tracker have let go of it
    gone(handle)
    with pytest.raises(FileNotFoundError):
        SharedMemory(name=name)
