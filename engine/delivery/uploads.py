"""The upload sheet: what to type and which switches to set on a platform, an episode a row.

A spreadsheet may take a cell that begins with a sign for a formula, so such a cell gets an
apostrophe in front: a line of dialogue must not run anything.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from engine.delivery.names import stem
from engine.delivery.orders import Order
from engine.delivery.profiles import Profile, profiles
from engine.delivery.scripts import Script, script_of
from engine.editor.types import FPS
from engine.series.document import Episode

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TEASE = 220  # characters of a description


def upload_sheets(order: Order, folder: Path) -> None:
    """``upload.csv`` and the same as ``upload.json``."""
    told = json.loads(order.facts)
    script, profile = script_of(order), profiles()[told["profile"]]
    frames = {int(number): int(count) for number, count in told["seconds"]}
    rows = [_row(script, profile, e, frames.get(e.number, 0)) for e in script.episodes]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: cell(v) for k, v in row.items()} for row in rows)
    sheet, data = (folder / name for name in order.files)
    sheet.write_text("\ufeff" + text.getvalue(), "utf-8")  # the mark tells Excel that it is UTF-8
    data.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", "utf-8")


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(script: Script, profile: Profile, episode: Episode, frames: int) -> dict[str, str]:
    words, series = script.words(), script.series
    name = stem(episode.number)
    title = words["title"].format(series=series.title, n=episode.number, title=episode.title)
    tags = [_tag(series.title), *words["tags"]][: profile.hashtags]
    about = " ".join(filter(None, (_tease(episode), series.logline)))
    row = {
        "episode": str(episode.number),
        "video": f"{name}.mp4",
        "cover": f"{name}.jpg",
        "seconds": f"{frames / FPS:.1f}",
        "title": shortened(title, profile.title),
        "description": f"{shortened(about, _TEASE)} {words['ai']}".strip(),
        "hashtags": " ".join(f"#{tag}" for tag in tags if tag),
        "licence": series.licence,
        "tier": series.tier,
    }
    return row | {f"set {flag}": value for flag, value in profile.upload.items()}


def _tease(episode: Episode) -> str:
    return episode.hook or (episode.lines[0].text if episode.lines else "")


def _tag(title: str) -> str:
    return "".join(letter for letter in title if letter.isalnum())


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words where there are any."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at = head.rfind(" ")
    return (head[:at] if at > most // 2 else head).rstrip(" ,.;:，。；：、") + "…"
