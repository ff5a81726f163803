"""Subtitle files beside the video: SRT, WebVTT, ASS and TTML from the cut list's cues.

Text is text: nothing in a cue is markup, so the brackets and braces of each format are escaped or
replaced and a line that somebody wrote cannot restyle, move or break a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from engine.delivery.marks import escape
from engine.editor.types import SubtitleCue

_FRAME = (1080, 1920)
_SIZE, _OUTLINE, _MARGIN = 64, 5, 288  # pixels of 1080 x 1920; the margin reaches to 1632


class Sheet(NamedTuple):
    """What a subtitle file says beside its cues. language: BCP-47."""

    title: str
    language: str


def sidecar(form: str, cues: tuple[SubtitleCue, ...], sheet: Sheet) -> str:
    """The text of a subtitle file; `form` is one of `profiles.SIDECARS`."""
    return _FORMS[form](cues, sheet)


def srt(cues: tuple[SubtitleCue, ...]) -> str:
    """The cues as SRT, numbered from 1."""
    blocks = [
        f"{at}\n{_time(cue.start_ms, ',')} --> {_time(cue.end_ms, ',')}\n{_rows(cue.text)}\n"
        for at, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def _srt(cues: tuple[SubtitleCue, ...], _sheet: Sheet) -> str:
    return srt(cues)


def _vtt(cues: tuple[SubtitleCue, ...], sheet: Sheet) -> str:
    """WebVTT; `line` keeps the cue above what platforms draw over the bottom of the picture."""
    language = sheet.language or "und"
    blocks = [
        f"{at}\n{_time(cue.start_ms, '.')} --> {_time(cue.end_ms, '.')} line:78%\n"
        f"{escape(_rows(cue.text))}\n"
        for at, cue in enumerate(cues, 1)
    ]
    return f"WEBVTT\nLanguage: {language}\n\n" + "\n".join(blocks)


def _ass(cues: tuple[SubtitleCue, ...], sheet: Sheet) -> str:
    """ASS in the style of the burned subtitles: bold white, dark outline, no box."""
    import pysubs2  # not needed before a file of this kind is written

    found = pysubs2.SSAFile()
    found.info = {
        "Title": sheet.title.replace("\n", " "), "ScriptType": "v4.00+",
        "PlayResX": str(_FRAME[0]), "PlayResY": str(_FRAME[1]), "WrapStyle": "0",
        "ScaledBorderAndShadow": "yes",
    }  # fmt: skip
    font = "Lohit Devanagari" if sheet.language.startswith("hi") else "Noto Sans CJK SC"
    found.styles["Default"] = pysubs2.SSAStyle(
        fontname=font, fontsize=_SIZE, bold=True, outline=_OUTLINE, shadow=0, marginv=_MARGIN,
        marginl=60, marginr=60, primarycolor=pysubs2.Color(255, 255, 255),
        outlinecolor=pysubs2.Color(16, 14, 20), alignment=pysubs2.Alignment.BOTTOM_CENTER,
    )  # fmt: skip
    for cue in cues:
        text = _rows(cue.text).translate(_NO_OVERRIDES).replace("\n", "\\N")
        found.append(pysubs2.SSAEvent(start=cue.start_ms, end=cue.end_ms, text=text))
    return str(found.to_string("ass"))


_NO_OVERRIDES = {ord("{"): "(", ord("}"): ")", ord("\\"): "/"}
"""ASS has no escapes for what begins an override, so that is replaced by what looks like it."""


def _ttml(cues: tuple[SubtitleCue, ...], sheet: Sheet) -> str:
    """TTML 1 with one region at the bottom, as services take it (times in media time)."""
    rows = "\n".join(
        f'      <p xml:id="c{at}" begin="{_time(cue.start_ms, ".")}" end="{_time(cue.end_ms, ".")}"'
        f' region="bottom">{escape(_rows(cue.text)).replace(chr(10), "<br/>")}</p>'
        for at, cue in enumerate(cues, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"
    xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    ttp:timeBase="media" tts:extent="1080px 1920px" xml:lang="{escape(sheet.language)}">
  <head>
    <metadata><ttm:title>{escape(sheet.title)}</ttm:title></metadata>
    <styling>
      <style xml:id="s" tts:fontFamily="sansSerif" tts:fontWeight="bold" tts:fontSize="64px"
             tts:color="white" tts:textOutline="black 5px" tts:textAlign="center"/>
    </styling>
    <layout>
      <region xml:id="bottom" style="s" tts:origin="60px 1056px" tts:extent="960px 576px"
              tts:displayAlign="after"/>
    </layout>
  </head>
  <body>
    <div>
{rows}
    </div>
  </body>
</tt>
"""


def _rows(text: str) -> str:
    """Text without empty rows, which would end a cue early."""
    return "\n".join(row for row in text.splitlines() if row.strip()) or text.strip()


def _time(ms: int, point: str) -> str:
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest:03d}"


_FORMS: Mapping[str, Callable[[tuple[SubtitleCue, ...], Sheet], str]] = {
    "srt": _srt, "vtt": _vtt, "ass": _ass, "ttml": _ttml,
}  # fmt: skip
