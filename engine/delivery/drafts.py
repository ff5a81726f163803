"""A draft for 剪映 and CapCut: a folder that holds its own media and is put among their drafts.

Pictures are cut as the film is, the mix lies under them, and every subtitle is a text that can be
edited. The programs know the draft's own folder by a placeholder, so it may lie anywhere.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pyJianYingDraft

from engine.delivery.orders import Order
from engine.delivery.timelines import told_by
from engine.editor.types import FPS
from engine.film.joiner import join

HERE = "##_draftpath_placeholder_0E685133-18CE-45ED-8CB8-2904A212EC80_##"
"""What stands for the draft's own folder in its paths."""
_SECOND = 1_000_000  # the programs count microseconds
_STYLE = pyJianYingDraft.TextStyle(size=11.0, bold=True, align=1, auto_wrapping=True)
_BORDER = pyJianYingDraft.TextBorder(width=40.0)
_PLACE = pyJianYingDraft.ClipSettings(
    transform_y=-0.62
)  # of half the height: above what feeds draw


def draft(order: Order, folder: Path) -> None:
    """``draft_content.json``, ``draft_meta_info.json``, and the media that they name."""
    told = told_by(order)
    content, meta, pictures, sound = (folder / name for name in order.files)
    join([order.input("pictures")], None, pictures, {"AIGC": order.aigc} if order.aigc else {})
    shutil.copyfile(order.input("sound"), sound)
    width, height = told.frame
    with tempfile.TemporaryDirectory() as drafts:
        made = pyJianYingDraft.DraftFolder(drafts).create_draft("draft", width, height, FPS)
        video = pyJianYingDraft.VideoMaterial(str(pictures))
        audio = pyJianYingDraft.AudioMaterial(str(sound))
        for kind, name in (("video", "pictures"), ("audio", "mix"), ("text", "subtitles")):
            made.append_track(
                pyJianYingDraft.TrackSpec(pyJianYingDraft.TrackType.from_name(kind), name)
            )
        at = 0
        for cut in told.cuts.cuts:
            first, last = _us(at), min(_us(at + cut.frames), video.duration)
            span = pyJianYingDraft.Timerange(first, last - first)
            made.add_segment(
                pyJianYingDraft.VideoSegment(video, span, source_timerange=span, volume=0.0),
                "pictures",
            )
            at += cut.frames
        whole = min(audio.duration, _us(told.cuts.frames))
        made.add_segment(
            pyJianYingDraft.AudioSegment(audio, pyJianYingDraft.Timerange(0, whole)), "mix"
        )
        for cue in told.cuts.subtitles:
            span = pyJianYingDraft.Timerange(
                cue.start_ms * 1000, (cue.end_ms - cue.start_ms) * 1000
            )
            words = pyJianYingDraft.TextSegment(
                cue.text, span, style=_STYLE, border=_BORDER, clip_settings=_PLACE
            )
            made.add_segment(words, "subtitles")
        made.save()
        source = Path(drafts) / "draft"
        text = (source / "draft_content.json").read_text("utf-8")
        about = (source / "draft_meta_info.json").read_text("utf-8")
    for file in (pictures, sound):
        text = text.replace(json.dumps(str(file))[1:-1], f"{HERE}/{file.name}")
    data = json.loads(text)
    if order.aigc:
        data["AIGC"] = json.loads(order.aigc)
    content.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    meta.write_text(about, "utf-8")


def _us(frame: int) -> int:
    return frame * _SECOND // FPS
