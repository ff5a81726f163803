"""Segments and the joined film, as a player and an inspector see them."""

import json
import subprocess
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from engine.base.errors import Cancelled, EnvironmentFault, MakeError, UserInputError
from engine.editor.types import Camera
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.encoder import settings
from engine.film.joiner import join
from engine.film.planes import empty_target
from engine.film.segment import render_segment
from engine.film.types import EncoderSettings

from .drawing import CAST, PLATE, ShapeArtist, figure, make_cut

DRAFT = settings("draft")
LENGTHS = (17, 31, 8)


def render(cut, out, cache=None, check=lambda: None, quality=DRAFT):
    cache = cache or PlaneCache()
    return render_segment(cut, PLATE, "plate", CAST, ShapeArtist(), out, quality, cache, check)


def cuts():
    """Three cuts of very different brightness."""
    shots = ((figure(),), (), (figure("cast/b", "medium"),))
    washes = ("joy", "grave", "angry")
    cameras = (Camera(), Camera("drift", 1030, 1030), Camera("push-in", 1000, 1040))
    return [
        make_cut(n, who, camera, wash=wash, id=f"line{i}.0")
        for i, (n, who, camera, wash) in enumerate(
            zip(LENGTHS, shots, cameras, washes, strict=True)
        )
    ]


def tone(path, frames):
    """A stereo AAC file as long as so many frames."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48000, layout="stereo")
        total = frames * 1600
        wave = (np.sin(np.arange(total) * 0.05) * 0.2).astype(np.float32)
        for start in range(0, total, 1024):
            part = np.repeat(wave[None, start : start + 1024], 2, axis=0)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), "fltp", "stereo")
            frame.sample_rate, frame.pts = 48000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    cache = PlaneCache()
    paths = []
    for i, cut in enumerate(cuts()):
        paths.append(folder / f"{i}.mp4")
        assert render(cut, paths[-1], cache) == LENGTHS[i]
    tone(folder / "mix.m4a", sum(LENGTHS))
    out = folder / "film.mp4"
    frames = join(paths, folder / "mix.m4a", out, {"AIGC": '{"Label":"1"}', "title": "One"})
    return out, paths, frames


def probe(path):
    """What ffprobe says of streams, format and packets."""
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-show_packets",
         "-of", "json", str(path)], capture_output=True, check=True,
    )  # fmt: skip
    assert not done.stderr
    return json.loads(done.stdout)


def test_the_film_holds_every_frame_at_a_constant_rate(film):
    out, _, frames = film
    found = probe(out)
    video = [p for p in found["packets"] if p["codec_type"] == "video"]
    times = sorted(float(p["pts_time"]) for p in video)
    assert frames == len(times) == sum(LENGTHS)
    assert times[0] == 0.0
    assert np.allclose(np.diff(times), 1 / 30, atol=1e-4)
    kinds = [s["codec_type"] for s in found["streams"]]
    assert sorted(kinds) == ["audio", "video"]


def test_the_film_is_tagged_as_platforms_expect(film):
    stream = next(s for s in probe(film[0])["streams"] if s["codec_type"] == "video")
    assert (stream["codec_name"], stream["profile"], stream["pix_fmt"]) == (
        "h264", "High", "yuv420p",
    )  # fmt: skip
    assert {stream[k] for k in ("color_space", "color_transfer", "color_primaries")} == {"bt709"}
    assert stream["color_range"] == "tv"
    assert stream["field_order"] == "progressive"
    assert stream["r_frame_rate"] == "30/1"


def test_groups_are_closed_and_short(film):
    video = [p for p in probe(film[0])["packets"] if p["codec_type"] == "video"]
    keys = [i for i, p in enumerate(video) if "K" in p["flags"]]
    wanted = [first + n for first, length in zip((0, 17, 48), LENGTHS, strict=True)
              for n in range(0, length, 15)]  # fmt: skip
    assert keys == wanted


def test_picture_and_sound_are_equally_long_and_start_together(film):
    streams = {s["codec_type"]: s for s in probe(film[0])["streams"]}
    lengths = [float(s["duration"]) for s in streams.values()]
    assert abs(lengths[0] - lengths[1]) < 0.025
    assert all(abs(float(s["start_time"])) < 0.001 for s in streams.values())


def test_metadata_survives_and_the_index_comes_first(film):
    tags = probe(film[0])["format"]["tags"]
    assert json.loads(tags["AIGC"]) == {"Label": "1"}
    assert tags["title"] == "One"
    data = film[0].read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_cuts_fall_on_their_frames_and_pictures_are_those_of_the_segments(film):
    out, paths, _ = film
    joined = [f.to_ndarray(format="gray") for f in av.open(str(out)).decode(video=0)]
    parts = [f.to_ndarray(format="gray") for p in paths for f in av.open(str(p)).decode(video=0)]
    assert len(joined) == len(parts)
    assert all(np.array_equal(a, b) for a, b in zip(joined, parts, strict=True))
    steps = [np.abs(b.astype(int) - a).mean() for a, b in pairwise(joined)]
    assert sorted(np.argsort(steps)[-2:] + 1) == [17, 48]


def test_a_segment_shows_the_composed_frames_in_order(film):
    cut = cuts()[1]
    compositor = Compositor(cut, PLATE, "plate", CAST, ShapeArtist(), PlaneCache())
    target = empty_target(1080, 1920)
    with av.open(str(film[1][1])) as container:
        for n, frame in enumerate(container.decode(video=0)):
            compositor.compose(n, target)
            shown = frame.to_ndarray()[:1920]
            assert np.abs(shown.astype(int) - target[0]).mean() < 3.0


def test_segments_of_other_settings_are_refused(film, tmp_path):
    other = tmp_path / "other.mp4"
    render(cuts()[2], other, quality=EncoderSettings(preset="medium"))
    with pytest.raises(MakeError, match="other settings"):
        join([film[1][0], other], film[0].with_name("mix.m4a"), tmp_path / "x.mp4", {})
    assert not (tmp_path / "x.mp4").exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_segment_is_named(film, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a film")
    with pytest.raises(MakeError, match=r"broken\.mp4"):
        join([film[1][0], broken], film[0].with_name("mix.m4a"), tmp_path / "x.mp4", {})


def test_no_segments_is_an_error(tmp_path):
    with pytest.raises(MakeError):
        join([], tmp_path / "a.m4a", tmp_path / "x.mp4", {})


def test_a_segment_depends_on_its_inputs_only(film, tmp_path):
    again = tmp_path / "again.mp4"
    render(cuts()[0], again, PlaneCache(limit=1, folder=tmp_path / "planes"))
    assert again.read_bytes() == film[1][0].read_bytes()
    render(cuts()[0], again, PlaneCache(folder=tmp_path / "planes"))
    assert again.read_bytes() == film[1][0].read_bytes()


def test_cancelling_leaves_no_file(tmp_path):
    calls = iter(range(100))

    def check():
        if next(calls) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(cuts()[1], tmp_path / "cut.mp4", check=check)
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_in_the_cut_is_named(tmp_path):
    with pytest.raises(MakeError, match="cast/nobody"):
        render(make_cut(4, (figure("cast/nobody"),)), tmp_path / "cut.mp4")


def test_an_unwritable_place_is_a_fault_of_the_machine(tmp_path):
    with pytest.raises(EnvironmentFault):
        render(cuts()[2], tmp_path / "missing" / "cut.mp4")


def test_qualities_differ_and_name_the_encoder():
    assert "x264" in settings("final").version
    assert settings("final").crf < DRAFT.crf
    with pytest.raises(UserInputError):
        settings("best")


def test_a_segment_lasts_whole_frames(film):
    with av.open(str(film[1][0])) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == 30
        assert stream.frames * Fraction(1, 30) == stream.duration * stream.time_base
