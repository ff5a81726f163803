"""What the preview shows of an episode: whatever there is of it right now."""

from __future__ import annotations

from pathlib import Path

from app.presenters.shown import Shown
from engine.preview.reel import Reel
from engine.series.document import Episode
from engine.series.takes import Slot


def reel_of(shown: Shown, episode: Episode, final: bool) -> Reel | None:
    """The newest cut with the newest voices. final: use finished pictures where there are any."""
    cuts = shown.file(Slot(episode.id, "cut"))
    if not cuts:
        return None
    document = shown.document
    used = {scene.place for scene in episode.scenes}
    places = [p for p in document.places if p.id in used]
    view = shown.look.plan.cuts.get(episode.id)
    segments: list[tuple[str, Path]] = []
    for cut in view.cuts.cuts if view is not None and final else ():
        slot = Slot(f"{episode.id}/{cut.id}", "segment")
        if shown.state(slot) in ("fresh", "pinned"):
            segments.append((cut.id, Path(shown.file(slot))))
    music = shown.file(Slot(episode.id, "music"))
    return Reel(
        episode=episode.id,
        cuts=Path(cuts),
        segments=tuple(segments),
        plates=_files(shown, [Slot(p.id, "plate") for p in places]),
        sets=tuple((p.id, p.plate, p.time_of_day, p.mood, p.seed) for p in places),
        cast=document.cast,
        speech=_files(shown, [Slot(n.id, "speech") for n in episode.lines]),
        music=Path(music) if music else None,
    )


def _files(shown: Shown, slots: list[Slot]) -> tuple[tuple[str, Path], ...]:
    """Owner and file of every slot that has one."""
    return tuple((s.owner, Path(file)) for s in slots if (file := shown.file(s)))
